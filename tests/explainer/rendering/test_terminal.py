"""Text answers: never wider than the page, no escape sequences unless asked, ASCII only where asked."""

from __future__ import annotations

from types import ModuleType

import pytest

from explainer import rendering
from explainer.records import Code
from explainer.rendering.terminal_text import cells


def _shown(what: object, **options: object) -> str:
    shown = rendering.render(what, "text", **options)  # type: ignore[arg-type]
    assert isinstance(shown, str)
    return shown


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_line_is_wider_than_the_page(width: int, notation: str, ascii_only: bool, samples: ModuleType) -> None:
    answer = samples.answer(notation)
    # A program is never wrapped: it must run when it is copied.
    code = {f"    {line}" for block in answer.blocks if isinstance(block, Code) for line in block.source.split("\n")}
    for line in _shown(answer, width=width, ascii_only=ascii_only).split("\n"):
        assert cells(line) <= width or line in code, line


def test_the_usual_width_is_eighty_columns(samples: ModuleType) -> None:
    assert _shown(samples.answer()) == _shown(samples.answer(), width=80)


def test_ascii_only_means_ascii_only(samples: ModuleType) -> None:
    for what in (samples.answer(), samples.answer("cho"), samples.answer(hostile=True), samples.unclear(hostile=True)):
        assert _shown(what, ascii_only=True).isascii()


def test_plain_text_has_no_escape_sequences_and_colour_changes_nothing_else(samples: ModuleType) -> None:
    import re

    plain, coloured = _shown(samples.answer()), _shown(samples.answer(), color=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_every_part_of_the_answer_is_there(samples: ModuleType) -> None:
    text = _shown(samples.answer())
    for part in (
        "Why the GRU gradient need not vanish",
        "gamma = 10⁻⁶ · steps = 1000",
        "course notation · ✓ 4/4",
        "    Γᵤ⟨t⟩ = σ(W_u [c⟨t−1⟩, x⟨t⟩] + b_u)\n    Γᵣ⟨t⟩",
        " 1  dc⟨T⟩/dc⟨0⟩ = ∏ₜ₌₁ᵀ J⟨t⟩\n      chain rule: each state",
        " 3  ≈ 1 − γ\n",
        "(order γ as",
        "✓ by algebra and at 24 points",
        "┃ Misconception: The factor is not Γᵤ but 1 − Γᵤ",
        "< 10⁻¹²",
        "Cho et al. (2014). Learning Phrase Representations.\n  https://arxiv.org/abs/1406.1078",
        "• What does the gate do to the memory?",
    ):
        assert part in text, part


def test_the_program_can_be_copied_and_run(samples: ModuleType) -> None:
    lines = _shown(samples.answer()).split("\n")
    start = lines.index("gru.py") + 1
    taken = [line[4:] for line in lines[start:] if line.startswith("    ") or not line]
    source = "\n".join(taken[: samples.PROGRAM.count("\n")]) + "\n"
    assert source == samples.PROGRAM


def test_an_unclear_numbers_its_questions(samples: ModuleType) -> None:
    assert _shown(samples.unclear()) == (
        "This may mean one of these questions.\n\n  1. Why does the GRU gradient not vanish?\n  2. How long does the memory last?\n"
    )
