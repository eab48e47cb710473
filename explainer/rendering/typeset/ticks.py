"""Where an axis has its ticks and what stands beside them: exact decimal arithmetic, so that no range breaks it.

Reads only numbers. A label is data (`Numeral`), written as a formula later.
"""

from __future__ import annotations

import math
from decimal import Context, Decimal, localcontext

from explainer.records.record import record

_LARGEST = Decimal("1.7e308")
_PLAIN_EXPONENTS = range(-2, 5)  # 0.01 … 10000 read better than powers of ten
_DECADE_STEPS = (1, 2, 3, 5, 10, 20, 25, 50, 100, 200, 500)


@record
class Numeral:
    """`mantissa` × 10^`exponent`; with exponent None the mantissa alone, with an empty mantissa the power alone."""

    mantissa: str
    exponent: int | None = None


@record
class Tick:
    """A labelled tick at a value of the axis: for a logarithmic axis the value is the decimal logarithm."""

    at: Decimal
    label: Numeral


@record
class Ticks:
    """The ticks of one axis.

    low, high: the ends of the axis (decimal logarithms on a logarithmic axis), low < high.
    offset, power: when not None, every label stands for offset + label × 10^power; the axis says so once.
    """

    low: Decimal
    high: Decimal
    major: tuple[Tick, ...]
    minor: tuple[Decimal, ...] = ()
    offset: str | None = None
    power: int | None = None


def linear(low: float, high: float, *, most: int = 6, widen: bool = True) -> Ticks:
    """Ticks at round numbers (1, 2, 2.5 or 5 times a power of ten) from low to high, at most `most` of them.

    widen: let the axis end on ticks; else it ends where the data end. Equal ends are moved apart. Ends must be finite.
    """
    with localcontext(Context(prec=800)):
        # repr: the shortest decimal that means this float, so that 0.9990006 is itself a round number.
        start, end = _apart(Decimal(repr(float(low))), Decimal(repr(float(high))))
        step, values = _round_values(start, end, most, widen)
        if widen:
            start, end = min(values[0], start), max(values[-1], end)
        # The labels are the tick values, exactly; how they are written depends on the largest and on the step.
        offset, power = _offset_and_power(values, step)
        unit = Decimal(1).scaleb(power or 0)
        base = offset or Decimal(0)
        digits = max(0, -int((step / unit).normalize().as_tuple().exponent))
        major = tuple(
            Tick(value, Numeral(_fixed((value - base) / unit, digits, offset is not None))) for value in values
        )
        return Ticks(start, end, major, offset=None if offset is None else _plain(offset), power=power)


def logarithmic(low: float, high: float, *, most: int = 7, widen: bool = True) -> Ticks:
    """Ticks of a logarithmic axis for positive, finite ends; positions are decimal logarithms.

    Over a factor of fifty the ticks are powers of ten; below, also 2 and 5 times them; within a factor of three, round numbers.
    """
    start, end = math.log10(low), math.log10(high)
    if end - start < 1e-9:
        start, end = math.floor(start - 0.5), math.ceil(end + 0.5)
    if end - start >= 1.7:
        if widen:
            start, end = math.floor(start + 1e-9), math.ceil(end - 1e-9)
        return _decades(start, end, most)
    if end - start >= math.log10(3):
        return _mantissas(start, end, widen)
    within = linear(low, high, most=most, widen=widen)
    return Ticks(
        _logarithm(within.low) if within.low > 0 else Decimal(start),
        _logarithm(within.high),
        tuple(Tick(_logarithm(tick.at), tick.label) for tick in within.major if tick.at > 0),
        offset=within.offset,
        power=within.power,
    )


def _apart(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The two ends in order, moved apart when they are equal: by half the value, or to 0 … 1."""
    low, high = min(low, high), max(low, high)
    if low != high:
        return low, high
    if low == 0:
        return Decimal(0), Decimal(1)
    half = abs(low) / 2
    return max(low - half, -_LARGEST), min(low + half, _LARGEST)


def _round_values(low: Decimal, high: Decimal, most: int, widen: bool) -> tuple[Decimal, list[Decimal]]:
    """A round step and its multiples, at most `most` of them: from low to high, or (widen) just around both."""
    exponent = _exponent(high - low) - 2
    finer: list[Decimal] = []
    while True:
        for mantissa in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5)):
            step = mantissa.scaleb(exponent)
            first, last = math.floor(low / step), math.ceil(high / step)
            if not widen:
                first, last = math.ceil(low / step), math.floor(high / step)
            if last - first < max(most, 3):
                values = [value for k in range(first, last + 1) if abs(value := k * step) <= _LARGEST]
                # A step too coarse for two ticks: rather the finer one, with ticks left out.
                return step, values if len(values) > 1 else finer[:: -(-len(finer) // most)]
            finer = [k * step for k in range(first, last + 1)] if last - first < 50 else []
        exponent += 1


def _offset_and_power(values: list[Decimal], step: Decimal) -> tuple[Decimal | None, int | None]:
    """What to take out of the labels so that none is longer than about seven characters."""
    largest = max(abs(value) for value in values)
    top, bottom = _exponent(largest), _exponent(step)
    if top - bottom > 5 and min(abs(value) for value in values) > 0:
        return values[0], None if -3 <= bottom <= 3 else bottom
    if top >= 6 or top < -3 or bottom < -6:
        return None, top
    return None, None


def _decades(start: float, end: float, most: int) -> Ticks:
    first, last = math.ceil(start - 1e-9), math.floor(end + 1e-9)
    every = next(step for step in _DECADE_STEPS if (last - first) // step + 1 <= most)
    # Multiples of the step, so that 10⁰ is a tick whenever it is in the range.
    ranks = range(-((-first) // every) * every, last + 1, every)
    plain = every == 1 and first in _PLAIN_EXPONENTS and last in _PLAIN_EXPONENTS
    major = tuple(Tick(Decimal(k), _decade_label(k, plain)) for k in ranks)
    minor: tuple[Decimal, ...] = ()
    if every == 1 and last - first <= 4:
        places = (k + math.log10(m) for k in range(first - 1, last + 1) for m in range(2, 10))
        minor = tuple(Decimal(repr(at)) for at in places if start <= at <= end)
    elif every > 1 and last - first <= 40:
        minor = tuple(Decimal(k) for k in range(first, last + 1) if k % every)
    return Ticks(Decimal(repr(start)), Decimal(repr(end)), major, minor)


def _mantissas(start: float, end: float, widen: bool) -> Ticks:
    """Ticks at 1, 2 and 5 times powers of ten, for a range between a factor of three and two decades."""
    ranks = [(k, m) for k in range(math.floor(start) - 1, math.ceil(end) + 1) for m in (1, 2, 5)]
    places = [(k + math.log10(m), k, m) for k, m in ranks]
    if widen:
        start = max(at for at, _, _ in places if at <= start + 1e-9)
        end = min(at for at, _, _ in places if at >= end - 1e-9)
    inside = [(at, k, m) for at, k, m in places if start - 1e-9 <= at <= end + 1e-9]
    plain = all(k in _PLAIN_EXPONENTS for _, k, _ in inside)
    major = tuple(Tick(Decimal(repr(at)), _mantissa_label(m, k, plain)) for at, k, m in inside)
    minor = tuple(
        Decimal(repr(k + math.log10(m)))
        for k in range(math.floor(start), math.ceil(end) + 1)
        for m in (3, 4, 6, 7, 8, 9)
        if start <= k + math.log10(m) <= end
    )
    return Ticks(Decimal(repr(start)), Decimal(repr(end)), major, minor)


def _decade_label(exponent: int, plain: bool) -> Numeral:
    if plain or exponent in (0, 1):
        return Numeral(_plain(Decimal(1).scaleb(exponent)))
    return Numeral("", exponent)


def _mantissa_label(mantissa: int, exponent: int, plain: bool) -> Numeral:
    if plain:
        return Numeral(_plain(Decimal(mantissa).scaleb(exponent)))
    return Numeral("" if mantissa == 1 else str(mantissa), exponent)


def _logarithm(value: Decimal) -> Decimal:
    return Context(prec=30).log10(value)


def _exponent(value: Decimal) -> int:
    """The decimal exponent of the leading digit; 0 for zero."""
    return value.adjusted() if value else 0


def _fixed(value: Decimal, digits: int, signed: bool) -> str:
    """With that many decimals, a true minus, and a plus sign when asked (deviations from an offset)."""
    if not value:
        return "0"
    text = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    return text.replace("-", "−")


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")
