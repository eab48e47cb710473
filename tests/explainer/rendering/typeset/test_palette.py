"""Contrast and colour blindness are measured, not promised (WCAG 2.2; Machado, Oliveira and Fernandes 2009)."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from explainer.rendering.typeset.palette import SERIES, THEMES, colours, css_variables, with_variables

_VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def _linear(colour: str) -> list[float]:
    shares = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def contrast(first: str, second: str) -> float:
    bright = sorted(
        sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), _linear(c), strict=True)) for c in (first, second)
    )
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def _lab(colour: str, vision: str) -> tuple[float, float, float]:
    light = [min(1, max(0, sum(k * x for k, x in zip(row, _linear(colour), strict=True)))) for row in _VISION[vision]]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    raw = [sum(a * b for a, b in zip(row, light, strict=True)) / w for row, w in zip(rows, white, strict=True)]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in raw)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_letter_and_line_can_be_read_on_its_background(theme: str) -> None:
    used = colours(theme)
    for role in ("ink", "muted", "accent", *(f"series-{rank}" for rank in range(1, SERIES + 1))):
        assert contrast(used[role], used["paper"]) >= 4.5, role
    for role in ("ink", "muted", "accent", "series-2"):
        assert contrast(used[role], used["panel"]) >= 4.4, role


@pytest.mark.parametrize("vision", _VISION)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_series_stay_apart_for_every_eye(theme: str, vision: str) -> None:
    series = [colours(theme)[f"series-{rank}"] for rank in range(1, SERIES + 1)]
    for (i, a), (j, b) in combinations(enumerate(series), 2):
        apart = math.dist(_lab(a, vision), _lab(b, vision))
        assert apart >= (15 if j < 5 else 8), (i + 1, j + 1, apart)


def test_two_greys_would_be_caught() -> None:
    assert math.dist(_lab("#777777", "usual"), _lab("#7b7b7b", "usual")) < 8
    assert contrast("#777777", "#888888") < 4.5


def test_css_names_are_unique_and_all_replaced() -> None:
    assert len(set(THEMES["css"].values())) == len(THEMES["css"])
    ink, band = THEMES["css"]["ink"], THEMES["css"]["series-2"]
    svg = f'<path fill="{ink}" stroke="{band}38"/><path fill="#123456"/>'
    expected = (
        '<path fill="var(--chart-ink)" stroke="var(--chart-series-2)" stroke-opacity="0.22"/><path fill="#123456"/>'
    )
    assert with_variables(svg) == expected
    assert css_variables("dark")["--chart-ink"] == THEMES["dark"]["ink"]


def test_an_unknown_theme_is_named_with_those_there_are() -> None:
    with pytest.raises(LookupError, match="light, dark or css"):
        colours("sepia")
