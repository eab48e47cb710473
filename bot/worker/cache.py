"""Finished answers kept ready: the least recently used go first when the bytes run out."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Cache(Generic[Kept]):
    """key → value, at most `most_bytes` of values in all; a value above an eighth of that isn't kept."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._entries: OrderedDict[str, tuple[Kept, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: str) -> Kept | None:
        """The value, now the most recently used, or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: str, value: Kept, size: int) -> None:
        """Keep a value of `size` bytes. One huge value may not push out many small ones."""
        if key in self._entries:
            self.bytes -= self._entries.pop(key)[1]
        if size * 8 > self._most:
            return
        self._entries[key] = (value, size)
        self.bytes += size
        while self.bytes > self._most:
            self.bytes -= self._entries.popitem(last=False)[1][1]

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._entries)
