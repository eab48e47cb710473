"""The typesetter: formulas, charts, lessons and the handbook as PNG, SVG and PDF.

Takes: plots, derivations and answers (records). Gives: bytes, the same from run to run; the SVG of a plot as text.
May import: `records`, `notation` (how numbers are printed) and the other files of `rendering`. No text becomes markup:
`source` is the only way in. The layout is plain Python (ticks, scale, extents, layout, plan, tables, breaking); only
`press` runs the typesetter, and `prelude.typ` holds what it is told once.
To add a kind of mark: teach `marks`, `plan` and `chart`; a kind of block: `blocks`. The tests run all of them.
"""

from explainer.rendering.typeset.handbook import handbook
from explainer.rendering.typeset.lesson import document
from explainer.rendering.typeset.palette import css_variables
from explainer.rendering.typeset.picture import plot_png, plot_svg
from explainer.rendering.typeset.steps import steps_pages, steps_png

__all__ = ["css_variables", "document", "handbook", "plot_png", "plot_svg", "steps_pages", "steps_png"]
