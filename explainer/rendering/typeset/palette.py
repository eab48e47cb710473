"""The colours of every picture and page, by role, in a light and a dark theme and as CSS custom properties.

The eight series colours are those of Okabe and Ito (2008, "Color Universal Design") moved until each has a contrast of at
least 4.5 against its background (so that a label may wear its line's colour) and every two stay apart for readers with
protanopia, deuteranopia and tritanopia: the tests measure both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

SERIES = 8

_ROLES = ("paper", "ink", "muted", "grid", "panel", "accent", *(f"series-{rank}" for rank in range(1, SERIES + 1)))

_LIGHT = (
    *("#ffffff", "#1d1f24", "#5b606b", "#e3e5ea", "#f4f5f8", "#0f58a8"),
    *("#0f58a8", "#c8400a", "#1c845a", "#93397a", "#2b2526", "#6376a4", "#86732b", "#732204"),
)
_DARK = (
    *("#1b1d22", "#eceef2", "#a9afba", "#353942", "#262930", "#8cc4fa"),
    *("#8cc4fa", "#e0792c", "#4fe8b0", "#cc82a8", "#eef2f5", "#6488e0", "#f2d541", "#a9946b"),
)
# Not colours but names: each role gets one that nothing else has, and is replaced by var(--chart-role) in the SVG.
_CSS = tuple(f"#0{rank:x}0e0{rank:x}" for rank in range(1, len(_ROLES) + 1))

THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        name: MappingProxyType(dict(zip(_ROLES, colours, strict=True)))
        for name, colours in (("light", _LIGHT), ("dark", _DARK), ("css", _CSS))
    }
)


def colours(theme: str) -> Mapping[str, str]:
    """Role → "#rrggbb". Raises LookupError, with the themes there are, for another name."""
    try:
        return THEMES[theme]
    except KeyError:
        raise LookupError(f"There is no theme {theme!r}; choose light, dark or css.") from None


def css_variables(theme: str) -> dict[str, str]:
    """What a page must define for pictures drawn with theme="css": {"--chart-ink": "#1d1f24", …}."""
    return {f"--chart-{role}": colour for role, colour in colours(theme).items()}


def with_variables(svg: str) -> str:
    """An SVG drawn in the theme "css" with each colour replaced by its custom property.

    A translucent colour (eight digits) becomes the property and an opacity of its own: var() carries no alpha.
    """
    roles = {colour: role for role, colour in THEMES["css"].items()}

    def replaced(found: re.Match[str]) -> str:
        attribute, colour, alpha = found.group(1), found.group(2), found.group(3)
        role = roles.get(colour)
        if role is None:
            return found.group(0)
        opacity = f' {attribute}-opacity="{int(alpha, 16) / 255:.3g}"' if alpha else ""
        return f'{attribute}="var(--chart-{role})"{opacity}'

    return re.sub(r'\b(fill|stroke)="(#[0-9a-f]{6})([0-9a-f]{2})?"', replaced, svg)
