"""The light pictures: they follow the typesetter's plan, gaps stay gaps, and hostile words stay words."""

from __future__ import annotations

import math
import re
from types import ModuleType
from xml.etree import ElementTree

import pytest

from explainer.records import Axis, Band, Bars, Line, Plot
from explainer.rendering.page.chart import chart_svg

SVG = "{http://www.w3.org/2000/svg}"


def _plot(*marks: Line | Band | Bars, scale: str = "log") -> Plot:
    return Plot(("title",), Axis(("lag",)), Axis(("norm",), "", scale), marks, "what it shows")


def _root(plot: Plot) -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(plot, ""))


def _curves(root: ElementTree.Element, series: int = 1) -> list[str]:
    ink = f"var(--chart-series-{series})"
    wide = [path for path in root.iter(f"{SVG}path") if path.get("stroke") == ink and path.get("stroke-width") == "1.7"]
    return [path.attrib["d"] for path in wide if "h20" not in path.attrib["d"]]


def test_every_sample_is_drawn_and_names_itself(samples: ModuleType) -> None:
    for plot in samples.plots():
        root = _root(plot)
        assert root.attrib["aria-label"] == plot.alt
        left, top, width, height = map(float, root.attrib["viewBox"].split())
        for element in root.iter(f"{SVG}text"):
            assert left <= float(element.attrib["x"]) <= left + width
            assert top <= float(element.attrib["y"]) <= top + height
        assert not [node for node in root.iter() if "style" in node.attrib or "id" in node.attrib]


def test_a_straight_line_on_a_logarithmic_axis() -> None:
    (path,) = _curves(_root(_plot(Line(("a",), (0.0, 1.0, 2.0), (1.0, 0.1, 0.01)))))
    points = [tuple(map(float, pair.split())) for pair in path[1:].split("L")]
    assert points[1][0] == pytest.approx((points[0][0] + points[2][0]) / 2, abs=0.1)
    assert points[1][1] == pytest.approx((points[0][1] + points[2][1]) / 2, abs=0.1)
    assert points[0][1] < points[2][1]


def test_a_gap_stays_a_gap_and_zero_gets_an_arrow() -> None:
    x = tuple(map(float, range(7)))
    root = _root(_plot(Line(("a",), x, (1.0, 0.5, None, 0.2, 0.1, 0.0, math.nan))))
    (path,) = _curves(root)
    assert path.count("M") == 2
    assert "0" in [text.text for text in root.iter(f"{SVG}text")]
    assert [node for node in root.iter(f"{SVG}path") if "l3 4l3 -4" in node.attrib["d"]]


def test_stacked_bars_are_as_high_as_their_sum() -> None:
    plot = Plot(("t",), Axis(()), Axis(()), (Bars(("a",), (1.0, 2.0)), Bars(("b",), (3.0, None))), "bars", (("one",), ("two",)))
    boxes = [box for box in _root(plot).iter(f"{SVG}rect") if float(box.attrib["height"]) > 8]
    heights = [float(box.attrib["height"]) for box in boxes]
    assert heights[1] / heights[0] == pytest.approx(2, rel=0.03)
    assert heights[2] / heights[0] == pytest.approx(3, rel=0.03)


def test_a_prediction_is_dashed() -> None:
    root = _root(_plot(Line(("a",), (0.0, 1.0), (1.0, 0.5), "dashed")))
    assert [node for node in root.iter(f"{SVG}path") if node.get("stroke-dasharray") and "L" in node.attrib["d"]]


@pytest.mark.parametrize("text", ["(1 − γ)^T", "b_u = 0", "‖dc⟨T⟩/dc⟨s⟩‖", "e^(−γT) and b_u^T", "plain"])
def test_scripts_are_raised_and_lowered_and_come_back_to_the_line(text: str) -> None:
    plot = Plot((), Axis((text,)), Axis(()), (Line((), (0.0, 1.0), (1.0, 2.0)),), "scripts")
    (shown,) = [node for node in _root(plot).iter(f"{SVG}text") if len("".join(node.itertext())) > 3]
    moves = [float(node.attrib["dy"]) for node in shown.iter(f"{SVG}tspan")]
    if shown[-1:] and shown[-1].get("font-size") is None:
        assert sum(moves) == pytest.approx(0)
    assert re.sub(r"[\^_()⟨⟩]", "", "".join(shown.itertext())) == re.sub(r"[\^_()⟨⟩]", "", text)


def test_hostile_words_stay_words() -> None:
    hostile = '<script>alert("1")</script>&'
    plot = Plot((hostile,), Axis((hostile,)), Axis((hostile,)), (Line((hostile,), (0.0, 1.0), (1.0, 2.0)),), hostile)
    root = _root(plot)
    assert not list(root.iter(f"{SVG}script"))
    assert root.attrib["aria-label"] == hostile
