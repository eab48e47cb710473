"""What an unroll accepts: sizes, finite numbers and shapes. Each refusal is one sentence that says how to mend it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explainer.numeric.arrays import Array

UNITS = 64
STEPS = 100_000
NUMBERS = 30_000_000


def units(n: int) -> int:
    """n, if a network of n units can be unrolled; ValueError otherwise."""
    if n < 1:
        raise ValueError(f"A network needs at least 1 unit, not {n}; give a whole number from 1 to {UNITS}.")
    if n > UNITS:
        raise ValueError(
            f"{n} units are too many: unrolls go to {UNITS} units, because every step has a Jacobian of n × n numbers; "
            f"take {UNITS} units or fewer (the closed forms hold for any number)."
        )
    return n


def steps(T: int, size: int = 1) -> int:
    """T, if an unroll over T steps of `size` numbers each fits in memory and time; ValueError otherwise."""
    if T < 0:
        raise ValueError(f"An unroll needs 0 steps or more, not {T}.")
    if T > STEPS:
        raise ValueError(
            f"{T:,} steps are too many: full unrolls go to {STEPS:,} steps, because every state is kept; "
            "take fewer steps, or use the closed form, which goes to 10^15."
        )
    if T * size > NUMBERS:
        raise ValueError(
            f"{T:,} steps of {size:,} numbers each do not fit: an unroll keeps at most {NUMBERS:,} numbers; "
            "take fewer steps, units or members of the batch."
        )
    return T


def numbers(name: str, value: npt.ArrayLike, *, infinite: bool = False) -> Array:
    """The value as an array of float64 (complex stay complex); ValueError if it has NaN or (unless allowed) ∞."""
    try:
        array = np.asarray(value)
        array = array.astype(complex if np.iscomplexobj(array) else float, order="C")
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be an array of numbers, all rows of one length.") from None
    if np.isnan(array).any():
        raise ValueError(f"{name} has an entry that is not a number (NaN); replace it by a number.")
    if not infinite and not np.isfinite(array).all():
        raise ValueError(f"{name} has an infinite entry; replace it by a finite number.")
    return array


def shape(name: str, array: Array, expected: tuple[int, ...], meaning: str, extra: int = 1) -> Array:
    """The array, if its last axes are `expected` with at most `extra` axes before them; ValueError otherwise."""
    trailing = array.shape[array.ndim - len(expected) :] if array.ndim >= len(expected) else None
    if trailing != expected or array.ndim > len(expected) + extra:
        raise ValueError(f"{name} has the shape {array.shape}, but {meaning} must end in {expected}; reshape it.")
    return array


def batch(sizes: dict[str, int | None]) -> int | None:
    """The common batch size of the named parts (None: not batched); ValueError when two parts disagree."""
    found: dict[int, str] = {}
    for name, size in sizes.items():
        if size is not None and size != 1:
            found.setdefault(size, name)
    if len(found) > 1:
        (first, one), (second, other) = list(found.items())[:2]
        raise ValueError(f"{one} has a batch of {first} and {other} one of {second}; give both the same batch size.")
    if found:
        return next(iter(found))
    return 1 if 1 in sizes.values() else None
