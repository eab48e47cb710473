"""A late pattern is compiled at its first use, and then does what any pattern does."""

from __future__ import annotations

import re

import pytest

from explainer.reading.late import late


def test_it_does_what_a_pattern_does() -> None:
    pattern = late(r"(?P<letter>[a-z])\d", re.IGNORECASE)
    for _ in range(2):
        assert pattern.sub(r"<\g<letter>>", "A1 b2") == "<A> <b>"
        found = pattern.search("__c3")
        assert found is not None
        assert (found["letter"], found.start()) == ("c", 2)
        assert pattern.match("__c3") is None


def test_it_is_compiled_only_then() -> None:
    broken = late("(")
    with pytest.raises(re.error, match="missing"):
        broken.search("")
