"""Labels never overlap, stay as near to their lines as they can, and thinned curves keep their outline."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from explainer.rendering.typeset.layout import flow, spread, thin

_boxes = st.lists(st.tuples(st.floats(-50, 250), st.floats(4, 40)), max_size=14)


@given(_boxes)
def test_spread_boxes_never_overlap_and_stay_inside(boxes: list[tuple[float, float]]) -> None:
    wanted, heights = [at for at, _ in boxes], [height for _, height in boxes]
    centres = spread(wanted, heights, 0, 200)
    if sum(heights) > 200:
        assert centres is None
        return
    assert centres is not None
    spans = sorted((at - height / 2, at + height / 2) for at, height in zip(centres, heights, strict=True))
    assert all(first[1] <= second[0] + 1e-6 for first, second in itertools.pairwise(spans))
    assert all(top >= -1e-6 and bottom <= 200 + 1e-6 for top, bottom in spans)


@given(_boxes, st.randoms(use_true_random=False))
def test_no_small_shift_brings_the_boxes_nearer_to_what_they_want(
    boxes: list[tuple[float, float]], chance: random.Random
) -> None:
    wanted, heights = [at for at, _ in boxes], [height for _, height in boxes]
    centres = spread(wanted, heights, 0, 200)
    if not centres:
        return
    order = sorted(range(len(wanted)), key=lambda k: centres[k])
    best = sum((a - b) ** 2 for a, b in zip(centres, wanted, strict=True))
    for _ in range(20):
        moved = [at + chance.uniform(-2, 2) for at in centres]
        edges = [(moved[k] - heights[k] / 2, moved[k] + heights[k] / 2) for k in order]
        if edges[0][0] < 0 or edges[-1][1] > 200:
            continue
        if any(first[1] > second[0] for first, second in itertools.pairwise(edges)):
            continue
        assert sum((a - b) ** 2 for a, b in zip(moved, wanted, strict=True)) >= best - 1e-6


def test_boxes_with_room_stand_where_they_want() -> None:
    assert spread([10, 100, 50], [12, 12, 12], 0, 200) == [10, 100, 50]
    assert spread([50, 50], [10, 10], 0, 200) == [45, 55]


@given(st.lists(st.floats(1, 80), max_size=20))
def test_flow_keeps_every_entry_once_and_within_the_width(widths: list[float]) -> None:
    rows = flow(widths, 100, 10)
    assert [rank for row in rows for rank in row] == list(range(len(widths)))
    for row in rows:
        assert len(row) <= 1 or sum(widths[rank] for rank in row) + 10 * (len(row) - 1) <= 100 + 1e-9


def test_thinning_keeps_ends_and_extremes_in_order() -> None:
    chance = random.Random(1)
    points = [(k / 100, chance.random()) for k in range(20_000)]
    points[7_777] = (77.77, 9.0)
    kept = thin(points, 0.3)
    assert len(kept) < 4 * 200 / 0.3
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert max(kept, key=lambda point: point[1]) == (77.77, 9.0)
    assert kept == sorted(kept)
    back = [(float(-k), 0.0) for k in range(1000)]
    assert thin(back, 0.3) == back
