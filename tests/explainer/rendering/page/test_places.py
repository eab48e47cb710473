"""Blocks of many frames side by side: kinds agree in every place, orders are kept, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from explainer.records import Aside, Axis, Block, Code, Heading, Plot, Prose, Table
from explainer.rendering.page.places import in_places

_KINDS: dict[str, Block] = {
    "H": Heading(("demo",), "demo"),
    "T": Table(("t",), (("x",),), ((1,),)),
    "P": Plot(("p",), Axis(()), Axis(()), (), "nothing"),
    "S": Prose(("said",)),
    "A": Aside("note", ("aside",)),
    "C": Code("python", "pass", "a.py"),
}


@pytest.mark.parametrize(
    "frames",
    [["HTTPAC", "HTTPAC"], ["HTTPAC", "HTAC", "HTTPAC"], ["HTAC", "HTTPAC"], ["HPTA", "HTPA"], ["", "HT"], ["HSA", "HTSSA", "HPA"]],
)
def test_every_block_keeps_its_order_and_its_kind(frames: list[str], samples: ModuleType) -> None:
    answer = samples.answer()
    answers = [replace(answer, blocks=tuple(_KINDS[kind] for kind in frame)) if frame else None for frame in frames]
    rows = in_places(answers)
    for row in rows:
        assert len({type(block) for block in row if block is not None}) == 1
    for rank, frame in enumerate(frames):
        assert [row[rank] for row in rows if row[rank] is not None] == [_KINDS[kind] for kind in frame]
    if len(set(frames)) == 1:
        assert all(None not in row for row in rows)
