"""The cache: bounded by bytes, the least recently used go first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.worker.cache import Cache


def test_the_least_recently_used_goes_first() -> None:
    cache: Cache[str] = Cache(80)
    for name in "abcdefgh":
        cache.put(name, name, 10)
    assert cache.get("a") == "a"
    cache.put("i", "i", 10)
    assert cache.get("b") is None
    assert cache.get("a") == "a"


def test_one_huge_value_does_not_push_out_the_rest() -> None:
    cache: Cache[str] = Cache(80)
    cache.put("small", "small", 5)
    cache.put("huge", "huge", 11)
    assert cache.get("huge") is None
    assert cache.get("small") == "small"


def test_zero_keeps_nothing() -> None:
    cache: Cache[str] = Cache(0)
    cache.put("a", "a", 1)
    assert cache.get("a") is None


@given(st.lists(st.tuples(st.sampled_from("abcdefghij"), st.integers(1, 30)), max_size=60))
def test_bytes_are_counted_right_and_never_exceeded(puts: list[tuple[str, int]]) -> None:
    cache: Cache[int] = Cache(160)
    sizes: dict[str, int] = {}
    for key, size in puts:
        cache.put(key, size, size)
        sizes[key] = size
        assert cache.bytes <= 160
    kept = {key: cache.get(key) for key in sizes}
    assert cache.bytes == sum(value for value in kept.values() if value is not None)
    assert all(value is None or value == sizes[key] for key, value in kept.items())
