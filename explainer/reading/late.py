"""`late`: a regular expression that is compiled when it is first used; many are behind a glance that most lines don't pass."""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands in for a compiled pattern."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        # Python asks here only for what the instance does not hold yet, so each method is fetched once.
        found = getattr(re.compile(*self._given), name)
        self.__dict__[name] = found
        return found


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled at its first use. A mistake in it shows only then: for patterns that a test runs."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
