"""Where things go on a chart: labels beside line ends that never overlap, legends that wrap, curves thinned to the eye.

Plain geometry in points, y downwards; knows nothing of marks, colours or the typesetter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float] | None:
    """Centres for boxes of these heights, each as near to the one wanted as can be, in order, none overlapping.

    All stay between low and high. None when they don't fit. Least squares: boxes that touch form a block, and a block
    sits at the mean of what its boxes want (pool adjacent violators).
    """
    if sum(heights) > high - low + 1e-9:
        return None
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    blocks: list[list[float]] = []  # [top, height, sum of wanted tops, boxes]
    for k in order:
        blocks.append([wanted[k] - heights[k] / 2, heights[k], wanted[k] - heights[k] / 2, 1])
        _settle(blocks[-1], low, high)
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] > blocks[-1][0]:
            last = blocks.pop()
            block = blocks[-1]
            # A box of the lower block wants its top where the upper block then ends: shift its wish by that height.
            block[2] += last[2] - block[1] * last[3]
            block[1] += last[1]
            block[3] += last[3]
            _settle(block, low, high)
    centres = [0.0] * len(wanted)
    ranks = iter(order)
    for top, _, _, count in blocks:
        for _ in range(int(count)):
            k = next(ranks)
            centres[k] = top + heights[k] / 2
            top += heights[k]  # noqa: PLW2901 (the running edge of the block)
    return centres


def _settle(block: list[float], low: float, high: float) -> None:
    block[0] = min(max(block[2] / block[3], low), high - block[1])


def flow(widths: Sequence[float], available: float, gap: float) -> list[list[int]]:
    """Legend entries in rows: ranks of the entries, row by row, each row within the width available."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for rank, wide in enumerate(widths):
        if rows[-1] and used + gap + wide > available:
            rows.append([])
            used = 0.0
        used += (gap if rows[-1] else 0.0) + wide
        rows[-1].append(rank)
    return rows


def thin(points: Sequence[Point], width: float) -> list[Point]:
    """The points that the eye can tell apart: in each strip of this width the first, lowest, highest and last.

    Points must be in the order of drawing; a curve that runs back (x falls) is kept whole.
    """
    if len(points) <= 400 or any(b[0] < a[0] for a, b in pairwise(points)):
        return list(points)
    kept: list[Point] = []
    strip: list[Point] = []
    for point in points:
        if strip and int(point[0] / width) != int(strip[0][0] / width):
            kept += _outline(strip)
            strip = []
        strip.append(point)
    return kept + _outline(strip)


def _outline(strip: list[Point]) -> list[Point]:
    """First, lowest, highest and last of a strip, each once, in the order of drawing."""
    ranks = {0, len(strip) - 1}
    ranks.add(min(range(len(strip)), key=lambda k: strip[k][1]))
    ranks.add(max(range(len(strip)), key=lambda k: strip[k][1]))
    return [strip[k] for k in sorted(ranks)]
