"""LaTeX: balanced, free of what GitHub forbids, words inert."""

from __future__ import annotations

import pytest

from explainer.notation import Writer
from explainer.records import Mathematics
from explainer.records.mathematics import Letter, Number, Operator, Quote, Row
from explainer.rendering.mathematics.latex import to_latex

W = Writer("course")


def test_braces_and_fences_balance(formula: Mathematics) -> None:
    text = to_latex(formula)
    assert text.count("{") == text.count("}")
    assert text.count("\\left") - text.count("\\leftarrow") == text.count("\\right") - text.count("\\rightarrow")
    assert text.count("\\begin") == text.count("\\end")
    for banned in ("\\operatorname", "\\,", "\\;", "\\!", "\\\\", "|", "$", "`", "#", "<", ">"):
        assert banned not in text
    assert text.isascii()


@pytest.mark.parametrize(
    ("line", "latex"),
    [
        ("dc[T]/dc[0]", r"\frac{\mathrm{d} c^{\langle T \rangle}}{\mathrm{d} c^{\langle 0 \rangle}}"),
        ("γT", r"\gamma T"),
        ("W_uc c~", r"W_{uc} \tilde{c}"),
        ("1e-6", "10^{-6}"),
        ("1.5e-7", r"1.5 \times 10^{-7}"),
        ("prod(t=1, T) J[t]", r"\prod_{t = 1}^{T} J^{\langle t \rangle}"),
        ("(1-γ)^T", r"(1 - \gamma)^{T}"),
        ("(a/b)^2", r"\left( \frac{a}{b} \right)^{2}"),
        ("‖x‖ < 1", r"\lVert x \rVert \lt 1"),
        ("±γ", r"\pm\gamma"),
        ("-ln x", r"-\ln x"),
        ("e^(-k/20)", "e^{-k/20}"),
        ("Γu_i[t]", r"\Gamma_{u,i}^{\langle t \rangle}"),
    ],
)
def test_this_line_is_written_so(line: str, latex: str) -> None:
    assert to_latex(W.formula(line)) == latex


def test_no_text_becomes_a_command() -> None:
    evil = "\\input{x} $ } \\end{x} % # & _ ^ ~ ` * < > @ \u202e"
    for part in (Quote(evil), Letter(evil), Letter(evil, upright=True), Number(evil), Operator(evil), Row((Quote(evil),))):
        text = to_latex(part)
        inner = text.partition("{")[2].rpartition("}")[0] if "{" in text else text
        for sign in "\\${}#%&_^~`*<>@\u202e":
            assert sign not in inner.replace("\\mathrm{", "").replace("}", "")
