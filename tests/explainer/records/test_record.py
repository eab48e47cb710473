"""A record behaves as a frozen dataclass with slots does, in everything the house relies on."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import dataclass, field
from typing import Any

import pytest

from explainer.records.record import record


@record
class Ours:
    """A point."""

    x: int
    y: tuple[int, ...] = ()
    z: dict[str, int] = field(default_factory=dict)

    @property
    def double(self) -> int:
        return 2 * self.x


@dataclass(frozen=True, slots=True)
class Theirs:
    """A point."""

    x: int
    y: tuple[int, ...] = ()
    z: dict[str, int] = field(default_factory=dict)


@record
class One:
    """A single field, which has to be positive."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("negative")


@record(eq=False)
class Base:
    """Compared by identity."""

    a: int


@record(eq=False)
class Derived(Base):
    """With a field more."""

    b: int = 2


@pytest.mark.parametrize(
    ("given", "named"), [((1,), {}), ((1, (2,)), {}), ((1,), {"z": {"a": 1}}), ((), {"x": 3, "y": (1,)})]
)
def test_construction_and_representation(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    assert repr(Ours(*given, **named)) == repr(Theirs(*given, **named)).replace("Theirs", "Ours")


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, 2, 3, 4), {}), ((1,), {"w": 2}), ((1,), {"x": 1})])
def test_wrong_arguments_are_refused(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="__init__"):
        Ours(*given, **named)


def test_defaults_methods_and_the_check_at_the_end() -> None:
    assert Ours(4).double == 8
    assert Ours(1).z is not Ours(1).z
    for _ in range(2):
        with pytest.raises(ValueError, match="negative"):
            One(-1)


def test_equality_and_hash() -> None:
    assert Ours(1, (2,)) == Ours(1, (2,)) != Ours(1, (3,))
    assert Ours(1) != Theirs(1)  # type: ignore[comparison-overlap]
    assert One(1) == One(1)
    assert hash(One(1)) == hash(One(1))
    assert One(1) != 1  # type: ignore[comparison-overlap]
    with pytest.raises(TypeError, match="unhashable"):
        hash(Ours(1))
    assert Base(1) != Base(1)
    assert len({Base(1), Base(1)}) == 2


def test_frozen_with_slots() -> None:
    point = Ours(1)
    for name in ("x", "new"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(point, name, 2)
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(point, name)
    assert not hasattr(point, "__dict__")


def test_the_tools_for_dataclasses_and_matching() -> None:
    assert [each.name for each in dataclasses.fields(Ours)] == ["x", "y", "z"]
    assert dataclasses.replace(Ours(1), x=2) == Ours(2)
    assert dataclasses.asdict(Ours(1)) == dataclasses.asdict(Theirs(1))
    match Ours(1, (5,)):
        case Ours(x, (y,)):
            assert (x, y) == (1, 5)
        case _:
            pytest.fail("no match")


def test_inherited_fields() -> None:
    each = Derived(1)
    assert (each.a, each.b) == (1, 2)
    assert repr(Derived(1, b=3)) == "Derived(a=1, b=3)"
    assert isinstance(each, Base)
    assert Base(5).a == 5


@pytest.mark.parametrize("value", [Ours(1, (2,), {"a": 1}), One(3)])
def test_copies(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == copy.copy(value) == copy.deepcopy(value) == value
