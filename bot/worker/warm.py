"""What a worker has done before its first job: everything imported and read once, the typesetter's fonts loaded."""

from __future__ import annotations

from contextlib import suppress

REHEARSED = ("gru-gradient", "compare-cells")  # between them they use every cell, and what most topics use


class Rehearsal:
    """Done once: a worker forked from a forkserver that has rehearsed need not do it again."""

    done = False


def rehearse() -> None:
    """Answer a few questions, so that all their late imports and files are in memory. Starts no thread."""
    if Rehearsal.done:
        return
    Rehearsal.done = True
    import explainer

    # What fails here fails again in the job that needs it, and is logged there.
    for slug in REHEARSED:
        with suppress(Exception):
            explainer.explain(slug)
    with suppress(Exception):
        explainer.read("why does the gradient not vanish?")
    with suppress(Exception):
        explainer.topics()


def up() -> None:
    """In each worker, before its first job."""
    rehearse()
    with suppress(Exception):
        _load_fonts()


def _load_fonts() -> None:
    """The typesetter's first picture costs five times as much as its second; and it has threads, which no fork keeps."""
    from explainer.records import Axis, Line, Plot
    from explainer.rendering.typeset.picture import plot_png

    line = Line(label=("warm",), x=(0.0, 1.0), y=(0.0, 1.0))
    plot_png(Plot(title=("warm",), x=Axis(("x",)), y=Axis(("y",)), marks=(line,), alt="warm"), "dark")
