"""Each kind of mark is drawn as what it claims, and the typesetter accepts whatever the data are."""

from __future__ import annotations

import math

import pytest

from explainer.records import Axis, Band, Bars, Line, Plot
from explainer.rendering.typeset import plot_png
from explainer.rendering.typeset.chart import chart

_X, _Y, _LOG = Axis(("x",)), Axis(("y",)), Axis(("y",), "", "log")
_NASTY = {
    "nothing": Plot((), _X, _Y, (), ""),
    "no values": Plot(("t",), _X, _LOG, (Line(("a",), (1.0, 2.0), (None, math.nan)),), "a"),
    "one point": Plot(("t",), _X, _Y, (Line(("a",), (2.0,), (0.3,)),), "a"),
    "all equal": Plot(("t",), _X, _LOG, (Line(("a",), (1.0, 2.0), (1e-300, 1e-300)),), "a"),
    "all zero": Plot(("t",), _X, _LOG, (Line(("a",), (1.0, 2.0), (0.0, 0.0)),), "a"),
    "huge": Plot(("t",), _X, _Y, (Line(("a",), (-1e308, 1e308), (-1e308, 1e308)),), "a"),
    "wide": Plot(("t",), Axis((), "", "log"), _LOG, (Line(("a",), (1e-300, 1e300), (1e300, 1e-300)),), "a"),
    "tiny": Plot(("t",), _X, _Y, (Line(("a",), (0.0, 5e-324), (0.9990005, 0.9990006)),), "a"),
    "infinite": Plot(("t",), _X, _Y, (Line(("a",), (0.0, 1.0, 2.0), (math.inf, -math.inf, 1.0)),), "a"),
    "long": Plot(("word " * 40,), _X, _Y, tuple(Line(("label " * 20,), (0.0, 1.0), (0.0, 1.0)) for _ in "abc"), "a"),
    "many": Plot(
        (), _X, _Y, (Line((), tuple(map(float, range(100_000))), tuple(k % 7 / 7 for k in range(100_000))),), ""
    ),
    "band at a point": Plot((), _X, _LOG, (Band(("b",), (1.0, 2.0), (0.0, None), (1.0, 1.0)),), ""),
    "no heights": Plot((), _X, _Y, (Bars(("b",), ()),), ""),
    "missing bars": Plot((), _X, _LOG, (Bars(("b",), (None, 0.0, -1.0)), Bars(("c",), (1e-9,))), ""),
    "names only": Plot((), _X, _Y, (), "", (("a",), ("b",))),
}


@pytest.mark.parametrize("name", _NASTY)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_data_break_the_picture(name: str, theme: str) -> None:
    assert plot_png(_NASTY[name], theme, 400).startswith(b"\x89PNG")


def _areas(plot: Plot) -> list[tuple[float, ...]]:
    """x, y, width, height of each bar."""
    source, _ = chart(plot, "light")
    colours = ("0f58a8", "c8400a")
    calls = [line for line in source.splitlines() if line.startswith("area(") and any(c in line for c in colours)]
    return [tuple(float(part) for part in line[5:].split(",")[:4]) for line in calls]


def test_stacked_bars_stand_upon_each_other_and_negative_ones_hang() -> None:
    plot = Plot((), _X, _Y, (Bars((), (1.0, 2.0)), Bars((), (1.0, -1.0))), "")
    first, second, up, down = _areas(plot)
    assert second[1] + second[3] + 0.8 == pytest.approx(first[1], abs=0.02)
    assert first[0] == second[0]
    assert up[3] + 0.8 == pytest.approx(2 * (first[3] + 0.8), abs=0.05)
    assert down[1] == pytest.approx(up[1] + up[3] + 0.8, abs=0.05)


def test_heights_are_in_proportion() -> None:
    small, large = _areas(Plot((), _X, _Y, (Bars((), (1.0, 3.0)),), ""))
    assert large[3] == pytest.approx(3 * small[3], abs=0.05)
    wrong = _areas(Plot((), _X, _Y, (Bars((), (1.0, 2.0)),), ""))
    assert wrong[1][3] != pytest.approx(3 * wrong[0][3], abs=0.05)


def test_a_missing_bar_is_a_dash_and_a_bar_of_zero_says_zero() -> None:
    source, _ = chart(Plot((), _X, _Y, (Bars((), (None, 0.0, 1.0)),), ""), "light")
    assert source.count('"–"') == 1
    assert '"0"' in source
    assert "no values" not in source


def test_an_empty_plot_says_so() -> None:
    assert "no values to show" in chart(_NASTY["no values"], "light")[0]


def test_a_band_known_on_one_side_shows_that_side_and_no_region() -> None:
    x, known = (0.0, 1.0, 2.0), (1.0, 2.0, 3.0)
    half, _ = chart(Plot((), _X, _LOG, (Band((), x, (None, None, None), known),), ""), "light")
    assert half.count("region(") == 0
    assert half.count("0.6pt") == 1
    whole, _ = chart(Plot((), _X, _LOG, (Band((), x, (0.5, 0.0, 0.5), known),), ""), "light")
    assert whole.count("region(") == 1
    assert whole.count("0.6pt") == 1  # the lower side's ends stand alone beside a zero: no line runs into it


def test_a_dashed_line_lies_upon_a_solid_one(curves: Plot) -> None:
    source, _ = chart(curves, "light")
    lines = [line for line in source.splitlines() if line.startswith("trace(")]
    first_dashed = next(k for k, line in enumerate(lines) if "dash" in line)
    assert any("1.7pt" in line for line in lines[:first_dashed])
    assert not any("1.7pt" in line for line in lines[first_dashed:])
