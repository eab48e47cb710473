"""What a worker has done before its first job: everything imported, the typesetter's fonts loaded."""

from __future__ import annotations

from contextlib import suppress


def imports() -> None:
    """Import what answers need: NumPy, the unrolls, every topic, the renderers."""
    import explainer
    from explainer import rendering

    _ = explainer.numeric, rendering.render, explainer.topics()


def up() -> None:
    """In each worker, before its first job. What fails here fails again in the job that needs it, and is logged there."""
    with suppress(Exception):
        imports()
        _load_fonts()


def _load_fonts() -> None:
    """The typesetter's first picture costs five times as much as its second."""
    from explainer.records import Axis, Line, Plot
    from explainer.rendering.typeset.picture import plot_png

    line = Line(label=("warm",), x=(0.0, 1.0), y=(0.0, 1.0))
    plot_png(Plot(title=("warm",), x=Axis(("x",)), y=Axis(("y",)), marks=(line,), alt="warm"), "dark")
