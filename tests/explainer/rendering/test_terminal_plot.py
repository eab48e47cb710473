"""Plots in text: what is drawn where, zeros beside a logarithmic axis, gaps, and nothing wider than the page."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from explainer.records import Axis, Band, Bars, Line, Plot
from explainer.rendering.terminal_plot import plot_lines
from explainer.rendering.terminal_text import Page, cells


def _plot(*marks: Line | Band | Bars, scale: str = "linear", categories: tuple[str, ...] = ()) -> Plot:
    return Plot(("title",), Axis(("x",)), Axis(("y",), "", scale), marks, "alt", tuple((name,) for name in categories))


def _shown(plot: Plot, width: int = 60, *, ascii_only: bool = False) -> list[str]:
    return ["".join(span.text for span in line) for line in plot_lines(plot, Page(width, ascii_only))]


def test_a_rising_line_rises() -> None:
    lines = _shown(_plot(Line(("rise",), (0.0, 1.0), (0.0, 1.0))), ascii_only=True)
    rows = [line.index("a") for line in lines if "|" in line and "a" in line.partition("|")[2]]
    assert rows == sorted(rows, reverse=True)


def test_a_zero_on_a_logarithmic_axis_is_marked_below_and_joined_to_nothing() -> None:
    lines = _shown(_plot(Line(("fall",), (0.0, 1.0, 2.0), (1.0, 1e-3, 0.0)), scale="log"))
    marked = [line for line in lines if "▾" in line]
    assert len(marked) == 1
    assert marked[0].lstrip().startswith("0┤")


def test_a_gap_is_a_gap() -> None:
    whole = _shown(_plot(Line(("l",), (0.0, 1.0, 2.0), (1.0, 1.0, 1.0))))
    broken = _shown(_plot(Line(("l",), (0.0, 1.0, 2.0), (1.0, None, 1.0))))

    def dots(lines: list[str]) -> int:
        return sum("\u2801" <= sign <= "\u28ff" for line in lines for sign in line)

    assert 0 < dots(broken) < dots(whole) / 2


def test_bars_are_as_long_as_their_values() -> None:
    lines = _shown(_plot(Bars(("b",), (1.0, 2.0, 0.0)), categories=("p", "q", "r")))
    lengths = {line.strip()[0]: line.count("█") for line in lines if "│" in line}
    assert lengths["q"] == pytest.approx(2 * lengths["p"], abs=1)
    assert lengths["r"] == 0


def test_bars_are_stacked_and_told_apart() -> None:
    lines = _shown(_plot(Bars(("low",), (1.0,)), Bars(("high",), (3.0,)), categories=("p",)))
    row = next(line for line in lines if "│" in line)
    assert row.index("█") < row.index("▓")
    assert row.count("▓") == pytest.approx(3 * row.count("█"), abs=2)
    assert any("▓▓ high" in line for line in lines)


def test_every_curve_has_its_letter_at_its_end_and_in_the_legend() -> None:
    curves = tuple(Line((f"curve {k}",), (0.0, 1.0), (1.0, 1.0)) for k in range(5))
    lines = _shown(_plot(*curves))
    for k, letter in enumerate("abcde"):
        assert any(line.endswith(f" {letter}") for line in lines)
        assert any(f"{letter} ── curve {k}" in line for line in lines)


NUMBERS = some.one_of(some.none(), some.floats(width=32), some.sampled_from([0.0, math.inf, -math.inf, math.nan, 1e-300]))


@settings(max_examples=60, deadline=None)
@given(some.lists(NUMBERS, min_size=1, max_size=12), some.sampled_from(["linear", "log"]), some.integers(40, 100), some.booleans())
def test_any_numbers_give_a_picture_within_the_page(ys: list[float | None], scale: str, width: int, ascii_only: bool) -> None:
    xs = tuple(float(k) for k in range(len(ys)))
    heights = tuple(None if y is None or not math.isfinite(y) else abs(y) for y in ys)
    marks = (Line(("line",), xs, tuple(ys)), Line(("dots",), xs, heights, "points"), Band(("band",), xs, heights, heights))
    for plot in (_plot(*marks, scale=scale), _plot(Bars(("bar",), heights), scale=scale, categories=tuple("c" * len(ys)))):
        assert all(cells(line) <= width for line in _shown(plot, width, ascii_only=ascii_only))
