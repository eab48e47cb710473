"""The names of categories under their bars: broken into lines, else sloping, else only some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from explainer.records.answer import Plot
from explainer.records.mathematics import Words
from explainer.rendering.typeset import extents
from explainer.rendering.typeset.geometry import LEADING, SIZE, TILTED, Names, categories


def names_under(plot: Plot, slot: float) -> Names:
    """How the category names stand under their bars: broken to fit, else sloping, else only some of them."""
    names = names_of(plot)
    if not names:
        return Names(LEADING)
    room = slot - 4
    if all(extents.longest_piece(name, SIZE) <= room for name in names):
        rows = max(extents.lines(name, SIZE, room) for name in names)
        if rows <= 3:
            return Names(rows * LEADING)
    longest = max(extents.width(name, SIZE) for name in names)
    if slot >= 1.3 * SIZE and not _are_counts(names):
        reach = [min(extents.width(name, SIZE), TILTED) * 0.71 - rank * slot for rank, name in enumerate(names)]
        return Names(min(longest, TILTED) * 0.71 + SIZE, tilted=True, reach=max(reach))
    return Names(LEADING, every=next(step for step in _counts() if step * slot > min(longest, TILTED) + 6))


def _are_counts(names: Sequence[Words]) -> bool:
    return all(len(name) == 1 and isinstance(name[0], str) and name[0].isdecimal() for name in names)


def named(plot: Plot, every: int) -> list[int]:
    """Which categories are named when there is no room for all: the round ones of counts, else every so manieth."""
    names = names_of(plot)
    if _are_counts(names):
        return [rank for rank, name in enumerate(names) if int(str(name[0])) % every == 0]
    return list(range(0, len(names), every))


def _counts() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50, …"""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def names_of(plot: Plot) -> Sequence[Words]:
    """The names under the bars; numbers from 1 when the plot gives none."""
    count = categories(plot)
    return [plot.categories[rank] if rank < len(plot.categories) else (str(rank + 1),) for rank in range(count)]
