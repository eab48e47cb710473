"""diagnose: known rates are found again, whatever way the norms come, and bad norms end in a sentence."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import explainer
from explainer.catalogue import norms
from explainer.cli import main


@pytest.mark.parametrize(("rate", "verdict"), [(0.5, "Vanishing"), (1.0, "Healthy"), (0.999, "Healthy"), (1.6, "Exploding")])
def test_a_known_rate_is_found_again(rate: float, verdict: str) -> None:
    row = tuple(3.0 * rate ** (59 - t) for t in range(60))
    answer = explainer.explain("diagnose", norms=row)
    assert answer.values["factor"] == pytest.approx(rate, rel=1e-9)
    assert str(answer.headline[0]).startswith(verdict)


def test_noise_widens_the_range_and_the_range_holds_the_truth() -> None:
    from explainer.numeric import diagnosis

    hits = 0
    for seed in range(200):
        noise = np.random.default_rng(seed).normal(scale=0.3, size=40)
        found = diagnosis.diagnose([0.9 ** (39 - t) * math.exp(noise[t]) for t in range(40)])
        hits += found.low <= 0.9 <= found.high
    assert 180 <= hits <= 199


def test_norms_come_pasted_in_a_list_or_in_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = [0.25, 0.5, 1.0]
    assert norms.parse("[0.25, 0.5; 1.0]") == tuple(row)
    pasted, listed = explainer.explain("diagnose", norms="0.25 0.5 1.0"), explainer.explain("diagnose", norms=row)
    assert pasted.values["factor"] == listed.values["factor"] == pytest.approx(0.5)
    (tmp_path / "norms.txt").write_text("0.25\n0.5\n1.0\n")
    assert main(["show", "diagnose", "--norms", str(tmp_path / "norms.txt"), "--depth", "short"]) == 0
    assert "0.5" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "sentence"),
    [("1 2", "at least three"), ("1 -2 3", "never negative"), ("1 two 3", "'two' is no number"), (",,", "no gradient norms")],
)
def test_bad_norms_are_refused_with_a_sentence(given: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        explainer.explain("diagnose", norms=given)


def test_broken_and_underflowed_runs_are_named() -> None:
    assert "Broken" in str(explainer.explain("diagnose", norms="0.1 nan inf").headline[0])
    assert "exactly 0" in str(explainer.explain("diagnose", norms="0 0 0 0 1").headline[0])
