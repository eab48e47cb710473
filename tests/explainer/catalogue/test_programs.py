"""The programs that readers are given: each is run, and what it prints is the answer's own numbers."""

from __future__ import annotations

import contextlib
import io
import math
import runpy
from pathlib import Path

import pytest

import explainer
from explainer import catalogue
from explainer.records import Answer, Code

NOTATIONS = ("course", "cho", "pytorch")


def programs(answer: Answer) -> list[Code]:
    return [block for block in answer.blocks if isinstance(block, Code) and "import torch" not in block.source]


def run(program: Code, folder: Path) -> dict[str, float]:
    path = folder / program.name
    path.write_text(program.source, "utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(str(path))
    lines = [line.rsplit(maxsplit=1) for line in printed.getvalue().splitlines() if line.strip()]
    return {name: float(value) for name, value in lines}


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("slug", catalogue.SLUGS)
def test_the_program_reproduces_the_answers_numbers(slug: str, notation: str, tmp_path: Path) -> None:
    answer = explainer.explain(slug, notation=notation)
    found = programs(answer)
    assert found, f"{slug} has no program"
    for program in found:
        assert "explainer" not in program.source, "the program stands alone"
        compile(program.source, program.name, "exec")
        printed = run(program, tmp_path)
        assert printed, f"{program.name} prints nothing"
        for name, value in printed.items():
            assert name in answer.values, (slug, name)
            assert math.isclose(value, answer.values[name], rel_tol=1e-9, abs_tol=1e-14), (slug, name, value)


def test_a_program_with_a_planted_lie_is_caught(tmp_path: Path) -> None:
    answer = explainer.explain("gru-gradient", steps=50, gamma=0.01)
    (program,) = programs(answer)
    lie = program.source.replace("gamma * (1 - gamma)", "gamma * gamma")
    assert lie != program.source
    printed = run(Code("python", lie, "lie.py"), tmp_path)
    assert not math.isclose(printed["measured"], answer.values["measured"], rel_tol=1e-6)
