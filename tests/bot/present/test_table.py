"""Tables for a phone: upright, lying, or as a list, never broken within a row."""

from bot.present.table import WIDTH, cell_text, table_text
from explainer.records import Residual, Table


def lines_of(text):
    return text.split("```\n", 1)[1].split("\n```", 1)[0].split("\n")


def test_a_narrow_table_stands_upright():
    table = Table((), (("γ",), ("kept",)), ((0.5, 0.25), (0.125, 1)))
    assert lines_of(table_text(table, 900)) == ["    γ  kept", "─────  ────", "  0.5  0.25", "0.125     1"]


def test_words_stand_at_the_left():
    table = Table((), (("cell",), ("norm",)), (("tanh RNN", 0.1), ("GRU", 1.0)))
    assert lines_of(table_text(table, 900))[2] == "tanh RNN   0.1"


def test_a_wide_table_with_few_rows_lies_on_its_side():
    names = ("γ", "predicted", "smallest", "median", "largest", "difference")
    table = Table((), tuple((name,) for name in names), ((1e-6, 0.999, 0.9985, 0.9991, 1.0002, Residual(1.2e-4)),))
    lines = lines_of(table_text(table, 900))
    assert lines[0].split() == ["γ", "10⁻⁶"]
    assert lines[-1].split() == ["difference", "0.00012"]
    assert all(len(line) <= WIDTH for line in lines)


def test_a_large_table_is_a_list():
    names = ("γ", "predicted by the formula", "measured on the unroll", "difference")
    rows = tuple((number / 10, 0.123456, None, Residual(1e-15)) for number in range(1, 6))
    text = table_text(Table(("All *of* it",), tuple((name,) for name in names), rows, ("a note",)), 900)
    assert r"**All \*of\* it**" in text
    assert "0.1**\npredicted by the formula `0.123456` · difference `<\u00a010⁻¹²`" in text
    assert "measured on the unroll" not in text, "a row says nothing of what it has no value for"
    assert text.endswith("-# a note")


def test_one_number_in_a_row_needs_no_name_before_it():
    rows = (("measured: the median singular value", 0.999121), ("upper bound of the theorem in the text", 1.00243))
    text = table_text(Table((), (("dc",), ("value",)), rows), 900)
    assert text.split("\n") == ["-# dc:", "`0.999121` measured: the median singular value",
                                "`\u00a01.00243` upper bound of the theorem in the text"]  # fmt: skip


def test_rows_that_do_not_fit_are_counted():
    table = Table((), (("number",), ("square",)), tuple((n, n * n) for n in range(200)))
    text = table_text(table, 600)
    assert len(text) <= 600
    assert "more rows in the full page" in text


def test_cells_show_six_digits_and_small_differences_as_such():
    assert cell_text(1.23456789e-7) == "1.23457×10⁻⁷"
    assert cell_text(Residual(1e-14)) == "< 10⁻¹²"
    assert cell_text(None) == "–"
    assert cell_text("words") == "words"


def test_a_column_without_a_name_leaves_no_empty_line():
    rows = (
        ("whole gradient, its median singular value", 0.9, None),
        ("the same along the carry alone", 0.9, Residual(0.0)),
    )
    text = table_text(Table((), ((), ("value",), ("difference",)), rows), 900)
    assert text.split("\n")[:2] == ["**whole gradient, its median singular value**", "`0.9`"]
