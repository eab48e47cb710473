"""The typesetter: formulas, charts, lessons and the handbook as PNG, SVG and PDF.

Takes: plots, derivations and answers (records). Gives: bytes, the same from run to run; the SVG of a plot as text.
May import: `records`, `notation` (how numbers are printed) and the other files of `rendering`. No text becomes markup:
`source` is the only way in. The layout is plain Python (ticks, scale, extents, layout, plan, tables, breaking); only
`press` runs the typesetter, and `prelude.typ` holds what it is told once.
To add a kind of mark: teach `marks`, `plan` and `chart`; a kind of block: `blocks`. The tests run all of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.rendering.typeset.lesson import document
    from explainer.rendering.typeset.palette import css_variables
    from explainer.rendering.typeset.picture import plot_png, plot_svg
    from explainer.rendering.typeset.steps import steps_pages, steps_png

__all__ = ["css_variables", "document", "plot_png", "plot_svg", "steps_pages", "steps_png"]

_HOMES = {
    "css_variables": "palette",
    "document": "lesson",
    "plot_png": "picture",
    "plot_svg": "picture",
    "steps_pages": "steps",
    "steps_png": "steps",
}


def __getattr__(name: str) -> object:
    """Loaded when first asked for: a plot in a terminal needs the scales of this room, not the typesetter."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
