"""The shared proofs: every one is judged in every notation, and its words and formulas are good linear notation."""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import pytest

import explainer.symbolic.lemmas
from explainer.notation import NAMES, Writer
from explainer.symbolic import Proof

FILES = sorted(path.stem for path in Path(explainer.symbolic.lemmas.__file__).parent.glob("*.py") if path.stem != "__init__")
MAKERS = [
    (name, maker)
    for name in FILES
    for maker in vars(import_module(f"explainer.symbolic.lemmas.{name}"))
    if maker.startswith("derive")
]


@pytest.mark.parametrize("notation", NAMES)
@pytest.mark.parametrize(("name", "maker"), MAKERS, ids=[f"{name}.{maker}" for name, maker in MAKERS])
def test_judged_and_readable(name: str, maker: str, notation: str) -> None:
    derive: Callable[[str], Mapping[str, Proof]] = getattr(import_module(f"explainer.symbolic.lemmas.{name}"), maker)
    found = derive(notation)
    assert found
    for proof in found.values():
        write = Writer(notation, proof.cell)
        assert proof.title
        assert proof.notation == notation
        assert proof.steps
        assert any(step.key for step in proof.steps)
        write.words(proof.title)
        for line in proof.given:
            write.verbatim(line)
        for step in proof.steps:
            assert step.check.points > 0
            assert step.why
            assert step.relation == "=" or step.claim
            if step.left:
                write.verbatim(step.left)
            write.verbatim(step.right)
            write.words(step.why)
            write.words(step.claim)


def test_the_room_names_every_lemma() -> None:
    documented = explainer.symbolic.lemmas.__doc__
    assert documented is not None
    assert [name for name in FILES if not re.search(rf"(^|\s){name}\s", documented)] == []
