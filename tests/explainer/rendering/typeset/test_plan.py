"""The plan of a chart, for any data: labels never collide, nothing leaves the picture, nothing false is drawn."""

from __future__ import annotations

import math
import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.notation import Writer
from explainer.records import Axis, Band, Bars, Line, Plot
from explainer.rendering.typeset import extents
from explainer.rendering.typeset.axes import numeral
from explainer.rendering.typeset.chart import chart
from explainer.rendering.typeset.geometry import SIZE, Label, Plan
from explainer.rendering.typeset.names import named, names_of
from explainer.rendering.typeset.plan import plan

_W = Writer("course")
_values = st.one_of(st.none(), st.just(0.0), st.floats(width=64), st.floats(-10, 10))
_labels = st.sampled_from(
    ["GRU", "a label that is rather long for a line", "$γ = 1e-6$", "", "$norm(dc[T]/dc[0])$", "x"]
)


@st.composite
def _plots(draw: st.DrawFn) -> Plot:
    count = draw(st.integers(0, 12))
    x = tuple(sorted(draw(st.lists(st.floats(0, 1e6), min_size=count, max_size=count))))
    column = st.lists(_values, min_size=count, max_size=count).map(tuple)
    line = st.builds(Line, _labels.map(_W.words), st.just(x), column, st.sampled_from(["solid", "dashed", "points"]))
    band = st.builds(Band, _labels.map(_W.words), st.just(x), column, column)
    bars = st.builds(Bars, _labels.map(_W.words), column)
    marks = tuple(draw(st.lists(draw(st.sampled_from([st.one_of(line, band), bars])), max_size=12)))
    axes = [
        Axis(_W.words(draw(_labels)), draw(st.sampled_from(["", "steps"])), draw(st.sampled_from(["linear", "log"])))
        for _ in "xy"
    ]
    return Plot(_W.words(draw(_labels)), axes[0], axes[1], marks, "alt")


def _box(label: Label) -> tuple[float, float, float, float]:
    return label.x, label.y - label.height / 2, label.x + label.width, label.y + label.height / 2


def _apart(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    slack = 1e-6
    return a[2] <= b[0] + slack or b[2] <= a[0] + slack or a[3] <= b[1] + slack or b[3] <= a[1] + slack


def _check(made: Plan) -> None:
    area = (made.area.left, made.area.top, made.area.right, made.area.bottom)
    assert 0 <= area[0] < area[2] <= made.width
    assert 0 <= area[1] < area[3] < made.height
    boxes = [_box(label) for label in made.labels]
    assert all(_apart(a, b) for a, b in combinations(boxes, 2))
    assert all(_apart(box, area) for box in boxes)
    assert all(box[0] >= -1e-6 and box[2] <= made.width + 1e-6 and box[3] <= made.height + 1e-6 for box in boxes)
    for scale, start, end in ((made.x, made.area.left, made.area.right), (made.y, made.area.bottom, made.area.top)):
        if scale is not None:
            for tick in scale.ticks.major:
                assert min(start, end) - 1e-6 <= start + scale.along(tick.at) * (end - start) <= max(start, end) + 1e-6


@given(_plots())
@settings(max_examples=150, deadline=None)
def test_any_plot_has_a_plan_in_which_nothing_collides(plot: Plot) -> None:
    source, made = chart(plot, "light", 360)
    _check(made)
    assert "nan" not in source
    assert "inf" not in re.sub(r'"[^"]*"|infinity', "", source)


@given(st.floats(1, 1e9), st.floats(1.0001, 1e12), st.sampled_from(["linear", "log"]))
@settings(max_examples=100, deadline=None)
def test_tick_labels_of_the_x_axis_do_not_touch(start: float, factor: float, kind: str) -> None:
    line = Line(("a",), (start, start * factor), (0.0, 1.0))
    made = plan(Plot((), Axis(("x",), "", kind), Axis(("y",)), (line,), "alt"), 360)
    assert made.x is not None
    places = [made.across(made.x.along(tick.at)) for tick in made.x.ticks.major]
    wide = [extents.width((numeral(tick.label),), SIZE) for tick in made.x.ticks.major]
    gaps = [b - a - (p + q) / 2 for a, b, p, q in zip(places, places[1:], wide, wide[1:], strict=False)]
    assert all(gap >= 2 for gap in gaps)


def test_two_labels_in_one_place_would_be_caught() -> None:
    label = Label(0, 300, 50, 40, 12)
    assert not _apart(_box(label), _box(Label(1, 310, 55, 40, 12)))


def test_crowded_labels_go_to_a_legend_and_few_stand_at_their_lines() -> None:
    x = (0.0, 1.0)
    few = tuple(Line((f"line {k}",), x, (0.0, float(k))) for k in range(5))
    many = tuple(Line((f"line {k}",), x, (0.0, float(k))) for k in range(12))
    axes = Axis(("x",)), Axis(("y",))
    assert all(label.anchor is not None for label in plan(Plot((), *axes, few, "alt"), 360).labels)
    assert all(label.anchor is None for label in plan(Plot((), *axes, many, "alt"), 360).labels)
    short = (few[0], Line(("short",), (0.0, 0.3), (0.0, 1.0)))
    assert all(label.anchor is None for label in plan(Plot((), *axes, short, "alt"), 360).labels)


def test_no_line_runs_through_zeros_and_gaps_of_a_logarithmic_axis() -> None:
    y = (1.0, 0.1, 0.0, 0.0, 0.1, None, 0.01, 0.02, math.inf)
    line = Line(("a",), tuple(map(float, range(9))), y)
    source, made = chart(Plot((), Axis(("x",)), Axis(("y",), "", "log"), (line,), "alt"), "light")
    thick = [found for found in source.splitlines() if found.startswith("trace(") and "1.7pt" in found]
    arrows = [found for found in source.splitlines() if found.startswith("arrows(")]
    assert len(thick) == 2  # before the zeros and after the gap; the one value between is a dot
    assert [re.search(r"\),(-?\d),rgb", found).group(1) for found in arrows] == ["-1", "1"]  # type: ignore[union-attr]
    lowest = max(float(y) for found in thick for y in re.findall(r",([\d.]+)\)", found))
    assert lowest <= made.down(made.y.start) + 0.01


def test_names_under_bars_are_broken_sloped_or_thinned() -> None:
    def made(names: list[str]) -> Plan:
        bars = Bars(("h",), tuple(1.0 for _ in names))
        return plan(Plot((), Axis(("x",)), Axis(("y",)), (bars,), "alt", tuple((name,) for name in names)), 360)

    assert not made(["one", "two words", "three"]).names.tilted
    sloped = made(["a very long name", "Incomprehensibilities", "another", "and", "one", "more"])
    assert sloped.names.tilted
    assert sloped.names.height > 40
    steps = made([str(k) for k in range(1, 61)])
    chosen = named(steps.plot, steps.names.every)
    assert [str(names_of(steps.plot)[rank][0]) for rank in chosen][:2] == ["5", "10"]
