"""One plot as a picture of its own: SVG for a page or a file, PNG for a message."""

from __future__ import annotations

import re
from html import escape

from explainer.records.answer import Plot
from explainer.rendering.inert import visible
from explainer.rendering.typeset import palette, press
from explainer.rendering.typeset.chart import chart
from explainer.rendering.typeset.geometry import Plan
from explainer.rendering.typeset.marks import paint
from explainer.rendering.typeset.source import number

MARGIN = 12.0  # points around a picture that stands alone
EDGE = 3.0  # around one in a page: letters reach a little over the lines they stand on


def plot_svg(plot: Plot, theme: str = "light", prefix: str = "plot") -> str:
    """The plot as an SVG element. Every id begins with the prefix, so that pictures can stand in one page.

    theme: "light" and "dark" are opaque, with a margin; "css" is transparent, without it, and its colours are the custom
    properties of `palette.css_variables`, which the page must define. The plot's `alt` is its label for screen readers.
    Raises LookupError for another theme.
    """
    body, made = chart(plot, theme)
    inlined = theme == "css"
    drawn = press.svg(_page(body, made, theme, inlined))
    return _for_page(palette.with_variables(drawn) if inlined else drawn, plot.alt, prefix)


def plot_png(plot: Plot, theme: str = "light", width_px: int = 1000) -> bytes:
    """The plot as an opaque PNG of this width. Raises LookupError for an unknown theme."""
    body, made = chart(plot, theme)
    return press.png(_page(body, made, theme), width_px / (made.width + 2 * MARGIN))


def _page(body: str, made: Plan, theme: str, inlined: bool = False) -> str:
    fill, margin = ("none", EDGE) if inlined else (paint(palette.colours(theme)["paper"]), MARGIN)
    size = f"width:{number(made.width + 2 * margin)}pt,height:{number(made.height + 2 * margin)}pt"
    return f"#set page({size},margin:{number(margin)}pt,fill:{fill})\n#{{show: set-text\n{body}}}\n"


def _for_page(svg: str, alt: str, prefix: str) -> str:
    """Short ids that are the picture's own, defaults left out, and the alternative text said."""
    names: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        name = names.setdefault(found.group(2), f"{prefix}-{len(names) + 1}")
        return found.group(1).replace("xlink:", "") + name

    named = re.sub(r'(\bid="|\b(?:xlink:)?href="#|\burl\(#)([\w.-]+)', renamed, svg)
    lean = re.sub(r' fill-rule="nonzero"| x="0" y="0"| xmlns:(?:xlink|h5)="[^"]*"', "", named)
    label = escape(visible(alt), quote=True)
    return re.sub(r"<svg\b", lambda _: f'<svg role="img" aria-label="{label}"', lean, count=1)
