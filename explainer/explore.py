"""An answer made explorable: its topic run again at every point of the sliders' grid, so that what moves is measured.

Takes: an Answer. Gives: an Explorable. May import: the engine's rooms. A topic's sliders are its parameters with a `grid`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from math import prod

from explainer import catalogue
from explainer.catalogue.settle import settle
from explainer.records import Answer, Explorable, Parameter, Query, Slider, Topic, progress

# Points of the grid on one page: a typical point takes 20 ms to answer and 3 kB to carry.
MOST = 75
# In the handbook, which holds every topic.
MOST_IN_BOOK = 24
# The work that the grid of a page may cost before it is thinned, in time steps of a network of eight units.
_WORK = 100_000
_USUAL_STEPS = 1000


def explorable(answer: Answer, most: int = MOST) -> Explorable:
    """The answer with its frames: at most about `most` of them, fewer where the reader's own numbers make each one dear.

    The grid keeps its ends, the topic's default and the reader's own value. A short answer stays still.
    """
    topic = catalogue.topic(answer.topic)
    moving = [parameter for parameter in topic.parameters if parameter.grid and _number(answer, parameter) is not None]
    if not moving or answer.depth == "short":
        return Explorable(answer)
    sliders = _sliders(answer, moving, min(most, _affordable(answer, moving)))
    total = prod(len(slider.values) for slider in sliders)
    frames: list[Answer | str] = []
    for done, point in enumerate(product(*(slider.values for slider in sliders))):
        progress.report(done, total, f"measuring {answer.topic} for its sliders")
        here = dict(zip((slider.parameter.name for slider in sliders), point, strict=True))
        own = all(slider.values[slider.at] == value for slider, value in zip(sliders, point, strict=True))
        frames.append(answer if own else _frame(answer, topic, here))
    return Explorable(answer, sliders, tuple(frames))


def _frame(answer: Answer, topic: Topic, here: dict[str, Decimal | int]) -> Answer | str:
    """The topic at one point, or the sentence that refuses it. What the reader gave stays what the answer leads with."""
    own = {name: value for name, value in answer.parameters.items() if name in answer.given}
    query = Query(
        answer.question,
        answer.topic,
        facet=answer.facet,
        given=answer.given,
        notation=answer.notation,
        depth=answer.depth,
        level=answer.level,
        seed=answer.seed,
    )
    try:
        settled, _ = settle(topic, own, here)
        return topic.explain(replace(query, parameters=settled))
    except ValueError as refusal:
        return str(refusal)


def _sliders(answer: Answer, moving: Sequence[Parameter], most: int) -> tuple[Slider, ...]:
    """The grids, thinned evenly, the longest first, until their product is at most `most`."""
    grids: list[tuple[Decimal | int, ...]] = []
    kept: list[set[Decimal | int]] = []
    for parameter in moving:
        own = _number(answer, parameter)
        default = parameter.default if isinstance(parameter.default, Decimal | int) else own
        assert own is not None
        assert default is not None
        kept.append({own, default, parameter.grid[0], parameter.grid[-1]})
        grids.append(tuple(sorted({*parameter.grid, own, default})))
    strides = [1] * len(grids)
    thinned = list(grids)
    while prod(map(len, thinned)) > most:
        longest = max(range(len(grids)), key=lambda place: (len(thinned[place]), -place))
        if strides[longest] >= len(grids[longest]):
            break
        strides[longest] += 1
        thinned[longest] = _every(grids[longest], strides[longest], kept[longest])
    return tuple(
        Slider(parameter, values, values.index(own))
        for parameter, values in zip(moving, thinned, strict=True)
        if (own := _number(answer, parameter)) is not None and len(values) > 1
    )


def _every(
    grid: tuple[Decimal | int, ...], stride: int, kept: set[Decimal | int]
) -> tuple[Decimal | int, ...]:
    """Every so manieth value from the last on, and the kept ones."""
    last = len(grid) - 1
    return tuple(value for place, value in enumerate(grid) if (last - place) % stride == 0 or value in kept)


def _number(answer: Answer, parameter: Parameter) -> Decimal | int | None:
    value = answer.parameters.get(parameter.name)
    return value if isinstance(value, Decimal | int) else None


def _affordable(answer: Answer, moving: Sequence[Parameter]) -> int:
    """How many frames the work allows, from the numbers of steps and units: no clock, so the same everywhere."""
    own = answer.parameters.get("steps", _USUAL_STEPS)
    steps = [own, *(value for parameter in moving if parameter.name == "steps" for value in parameter.grid)]
    runs = [min(max(int(value), _USUAL_STEPS), 10**5) for value in steps if isinstance(value, Decimal | int)]
    units = answer.parameters.get("units", 8)
    size = max(1.0, int(units) / 8) if isinstance(units, Decimal | int) else 1.0
    return max(6, int(_WORK / (sum(runs) / len(runs) * size**2)))
