"""How long typesetting takes; run by hand: python tests/benchmarks/typesetting.py. Medians in milliseconds.

The answers are computed first and not timed. "new": the first picture of an answer that this process has not seen, after it
was warmed with another one. "again": the same once more, as after a change of theme back and forth.
The target is that of the equations of one answer as PNG: at most 30 ms warm.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import explainer
from explainer.records import Answer, Derivation, Plot, Steps
from explainer.rendering.typeset import document, plot_png, plot_svg, steps_pages, steps_png
from explainer.rendering.typeset.handbook import handbook

TARGET = 30.0
_SLOW = frozenset({"learn-demo"})
_COLD = """
import time
from explainer.notation import Writer
from explainer.records import Check, Step
w = Writer("course")
step = Step("r", "=", w.formula("dc[T]/dc[0]"), w.formula("prod(t=1, T) J[t]"), (), Check(True, 1, 0.0), (), True)
start = time.perf_counter()
from explainer.rendering.typeset import steps_png
steps_png((step,))
print(1e3 * (time.perf_counter() - start))
"""


def answers(notations: Sequence[str]) -> list[Answer]:
    """Every topic that answers quickly, in these notations."""
    slugs = [topic.slug for topic in explainer.topics() if topic.slug not in _SLOW]
    made = [explainer.explain(slug, notation=notation) for notation in notations for slug in slugs]
    return [answer for answer in made if isinstance(answer, Answer)]


def derivations(of: Sequence[Answer]) -> list[Derivation]:
    """All derivations of the answers."""
    return [block.derivation for answer in of for block in answer.blocks if isinstance(block, Steps)]


def plots(of: Sequence[Answer]) -> list[Plot]:
    """All plots of the answers."""
    return [block for answer in of for block in answer.blocks if isinstance(block, Plot)]


def timed(work: Callable[[Any], object], things: Sequence[Any]) -> list[float]:
    """The milliseconds that the work takes for each thing."""
    found = []
    for thing in things:
        start = time.perf_counter()
        work(thing)
        found.append(1e3 * (time.perf_counter() - start))
    return found


def report(name: str, new: Sequence[float], again: Sequence[float]) -> None:
    """One line of the table."""
    high = sorted(new)[int(0.95 * (len(new) - 1))]
    print(f"{name:<44}{statistics.median(new):>8.1f}{high:>9.1f}{statistics.median(again):>9.1f}{len(new):>8}")


def main() -> None:
    """Prints the table, and whether the target is met."""
    explain = answers(("course", "pytorch"))
    warm = explain.pop(0)
    steps_png(derivations([warm])[0])
    document(warm, "pdf")
    print(f"{'medians in ms':<44}{'new':>8}{'new p95':>9}{'again':>9}{'count':>8}")
    rows: list[tuple[str, Callable[[Any], object], Sequence[Any]]] = [
        ("key steps of one derivation, PNG", steps_png, derivations(explain)),
        ("one plot, PNG", plot_png, plots(explain)),
        ("one plot, SVG for a page", lambda plot: plot_svg(plot, "css"), plots(explain)),
        ("all steps of one derivation, PNG pages", steps_pages, derivations(explain)),
        ("whole lesson, PDF", lambda answer: document(answer, "pdf"), explain),
        ("whole lesson, one tall PNG", lambda answer: document(answer, "png"), explain),
    ]
    equations = 0.0
    for name, work, things in rows:
        new = timed(work, things)
        equations = equations or statistics.median(new)
        report(name, new, timed(work, things))
    half = len(explain) // 2
    report(
        f"handbook of {half} lessons, PDF",
        timed(handbook, [[("All", explain[:half])]]),
        timed(handbook, [[("All", explain[:half])]]),
    )
    runs = [
        float(subprocess.run([sys.executable, "-c", _COLD], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    print(
        f"{'first picture in a fresh process':<44}{statistics.median(runs):>8.1f}{max(runs):>9.1f}{'':>9}{len(runs):>8}"
    )
    print(
        f"equations of one answer to PNG, warm: {equations:.1f} ms, {'within' if equations <= TARGET else 'ABOVE'} {TARGET:.0f} ms"
    )


if __name__ == "__main__":
    main()
