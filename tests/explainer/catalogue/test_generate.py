"""The generated files are what is proved now; a stale or false derivation is noticed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from explainer.catalogue import SLUGS, derived, generate, topic
from explainer.symbolic import Proof, Unproved, scalar

DERIVING = [slug for slug in SLUGS if topic(slug).derive is not None]


@pytest.mark.parametrize("slug", DERIVING)
def test_the_file_is_what_is_proved_now(slug: str) -> None:
    fresh = generate.text_of(generate.derive(slug))
    assert fresh == derived.file_of(slug).read_text(encoding="utf-8"), f"run python -m explainer.catalogue.generate {slug}"


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug not in DERIVING])
def test_no_file_without_a_derivation(slug: str) -> None:
    assert not derived.file_of(slug).exists()


def test_verify_counts_the_steps_that_it_judged_again() -> None:
    steps = sum(len(proof["steps"]) for proof in derived.stored("solve-gamma")["cho"].values())
    assert generate.verify("solve-gamma", "cho") == steps > 0


def test_verify_notices_a_file_that_says_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = json.loads(json.dumps(derived.stored("solve-gamma")))
    stored["course"]["usual"]["steps"][0]["right"] = "2"
    monkeypatch.setattr(generate, "stored", lambda slug: stored)
    with pytest.raises(ValueError, match="out of date"):
        generate.verify("solve-gamma", "course")


def test_a_false_derivation_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def lie(notation: str) -> Mapping[str, object]:
        proof = Proof("A lie", notation)
        proof.step("", scalar("x"), "=", 2 * scalar("x"), "")
        return {"usual": proof}

    changed = replace(topic("solve-gamma"), derive=lie)
    monkeypatch.setattr(generate, "topic", lambda slug: changed)
    with pytest.raises(Unproved):
        generate.main(["solve-gamma"])


def test_check_writes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(generate, "file_of", lambda slug: tmp_path / f"{slug}.derivation.json")
    assert generate.main(["--check", "solve-gamma"]) == 1
    assert capsys.readouterr().out == "solve-gamma: out of date\n"
    assert not list(tmp_path.iterdir())
    assert generate.main(["solve-gamma"]) == 0
    assert generate.main(["--check", "solve-gamma"]) == 0
