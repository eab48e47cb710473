"""The explanation shows what led to the reading."""

from __future__ import annotations

from decimal import Decimal

from explainer.reading import read, why


def test_every_stage_is_shown(lexicon):
    shown = why("why doesnt the gru gradeint vanish with Γu = 1%", lexicon)
    assert shown.line == "why doesnt the gru gradient vanish with gammau = 1%"
    assert shown.mended == {"gradeint": "gradient"}
    assert {"why", "not", "gru", "gradient", "vanish", "update-gate"} <= set(shown.concepts)
    assert shown.numbers["gamma"] == Decimal("0.01")
    assert shown.topics[0].topic == shown.reading.topic == "gru-gradient"
    assert shown.topics[0].phrasing in [
        line for group in lexicon.entries["gru-gradient"].phrasings.values() for line in group
    ]
    assert shown.confidence > shown.threshold


def test_it_reads_as_read_does(lexicon):
    for text in ("hi", "", "gamma=2 T=1", "what is attention", "lstm forget bias 1?"):
        assert why(text, lexicon).reading == read(text, lexicon)
