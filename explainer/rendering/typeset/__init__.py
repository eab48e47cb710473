"""The typesetter: formulas, charts, lessons and the handbook as PNG, SVG and PDF.

Takes: plots, derivations and answers (records). Gives: bytes, the same from run to run; SVG as text.
May import: `records`, `notation` (how numbers are printed) and the writers of formulas. No text becomes markup: `source`
is the only way in. The layout is plain Python (ticks, scale, extents, layout, plan); only `press` runs the typesetter.
To add a kind of mark or block: teach `marks` (or `blocks`), `plan` and their tests.
"""

from explainer.rendering.typeset.palette import css_variables
from explainer.rendering.typeset.picture import plot_png, plot_svg

__all__ = ["css_variables", "plot_png", "plot_svg"]
