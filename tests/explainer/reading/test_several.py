"""A message is taken apart at its questions."""

from __future__ import annotations

import pytest

from explainer.reading.several import MOST_PARTS, parts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("why does the gru not vanish?", 0),
        ("why does the gru not vanish? and how many parameters does it have?", 2),
        ("1. why do rnn gradients vanish\n2. why do they explode\n3. what is bptt", 3),
        ("I read the notes. Great course!", 0),
        ("why?", 0),
    ],
)
def test_parts(text, count):
    assert len(parts(text)) == count


def test_there_is_an_end_to_it():
    assert len(parts("why is the sky so blue? " * 150)) == MOST_PARTS
