"""Pictures that stand alone and pictures that stand in a page."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from explainer.records import Plot
from explainer.rendering.typeset import css_variables, plot_png, plot_svg, press
from explainer.rendering.typeset.palette import colours

Reader = Callable[[bytes], list[list[tuple[int, ...]]]]


def _size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_png_is_as_wide_as_asked_and_opaque(curves: Plot, theme: str, pixels: Reader) -> None:
    assert _size(plot_png(curves, theme))[0] == 1000
    small = plot_png(curves, theme, width_px=300)
    assert _size(small)[0] == 300
    background = (*tuple(bytes.fromhex(colours(theme)["paper"][1:])), 255)
    rows = pixels(small)
    assert {pixel[3] for row in rows for pixel in row} == {255}
    assert {row[0] for row in rows} == {background}


def test_an_svg_for_a_page_has_its_own_ids_and_only_the_pages_colours(curves: Plot, bars: Plot) -> None:
    first, second = plot_svg(curves, "css", "a"), plot_svg(bars, "css", "b")
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for svg, own in zip((first, second), ids, strict=True):
        assert set(re.findall(r'href="#([^"]+)"', svg)) <= own
        painted = set(re.findall(r'\b(?:fill|stroke)="([^"]+)"', svg)) - {"none"}
        known = {f"var({name})" for name in css_variables("light")}
        assert painted <= known
        assert "#" not in re.sub(r'href="#[^"]+"|url\(#', "", svg)


@pytest.mark.parametrize("theme", ["light", "dark", "css"])
def test_an_svg_is_well_formed_and_speaks(curves: Plot, theme: str) -> None:
    root = ET.fromstring(plot_svg(curves, theme))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == curves.alt


def test_hostile_text_stays_text_in_svg(bars: Plot) -> None:
    hostile = Plot(('<script>alert("x")</script>',), bars.x, bars.y, bars.marks, '"><script>\\1\\g<0>')
    svg = plot_svg(hostile, "css")
    assert "<script" not in svg
    assert ET.fromstring(svg).attrib["aria-label"] == hostile.alt


def test_a_clear_background_would_be_caught(pixels: Reader) -> None:
    clear = press.png("#set page(width: 9pt, height: 9pt, fill: none)", 1)
    assert {pixel[3] for row in pixels(clear) for pixel in row} == {0}


def test_an_unknown_theme_is_refused(curves: Plot) -> None:
    with pytest.raises(LookupError, match="no theme"):
        plot_svg(curves, "sepia")
