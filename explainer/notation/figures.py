"""Numbers as they are shown: at most six significant digits, the same on every processor."""

from __future__ import annotations

import math
from decimal import Decimal

_SIGNIFICANT = 6
# A reader's own decimal is given back as it was typed, up to this many digits.
_TYPED = 12
_NOISE = 1e-12


def show(number: float | int | Decimal, significant: int = _SIGNIFICANT) -> str:
    """A number in linear notation, valid between dollar signs: 0.5, 1000, 1e-6, 1.23457e-7, ∞, "undefined".

    An int is exact. A Decimal is a reader's number and keeps what was typed. A float is computed: six digits, with
    trailing zeros only where it would otherwise look like an exact 1 and isn't (1.00000). significant: how many digits of a
    float; closed forms, the same on every processor, may have more than six.
    """
    if isinstance(number, int):
        return str(int(number)) if abs(number) < 10**15 else show(Decimal(number))
    if isinstance(number, Decimal):
        return _show_decimal(number)
    number = float(number)  # numpy's floats print like Python's from here on
    if math.isnan(number):
        return '"undefined"'
    if math.isinf(number):
        return "∞" if number > 0 else "-∞"
    if number == 0:
        return "0"
    digits, exponent = _split(f"{number:.{significant - 1}e}")
    if digits in ("1", "-1") and exponent == 0 and abs(abs(number) - 1) > _NOISE:
        return f"{number:.{significant - 1}f}"
    if -4 <= exponent < significant:
        return _trimmed(f"{number:.{significant - 1 - exponent}f}")
    return f"{digits}e{exponent}"


def show_residual(value: float) -> str:
    """The difference of two roads to one number: "< 1e-12" below that, else two digits (0.0013, 2.2e-9)."""
    value = float(value)
    if math.isnan(value):
        return '"undefined"'
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if abs(value) < _NOISE:
        return "< 1e-12"
    return show(float(f"{value:.1e}"))


def show_log(log: float) -> str:
    """e^log in linear notation: as any number where a double holds it, else through its logarithm (3.216e-1891)."""
    if -650 < log < 650:
        return show(math.exp(log))
    if log == -math.inf:
        return "0"
    exponent = math.floor(log / math.log(10))
    digits = f"{math.exp(log - exponent * math.log(10)):.3f}"
    digits, exponent = ("1.000", exponent + 1) if digits == "10.000" else (digits, exponent)
    return f"{digits.rstrip('0').rstrip('.')}e{exponent}"


def show_percent(share: float | Decimal) -> str:
    """A share of 1 as a percentage: 0.25 is "25%"."""
    return f"{show(share * 100)}%"


def _show_decimal(number: Decimal) -> str:
    if number.is_nan():
        return '"undefined"'
    if number.is_infinite():
        return "∞" if number > 0 else "-∞"
    if number == 0:
        return "0"
    sign, digits, exponent = number.normalize().as_tuple()
    if len(digits) > _TYPED or not isinstance(exponent, int):
        within_floats = -300 < number.adjusted() < 300
        return show(float(number)) if within_floats else _scientific(sign, digits[:6], number.adjusted())
    if -4 <= number.adjusted() < 15 and exponent >= -_TYPED:
        return f"{number.normalize():f}"
    return _scientific(sign, digits, number.adjusted())


def _scientific(sign: int, digits: tuple[int, ...], exponent: int) -> str:
    text = "".join(map(str, digits)).rstrip("0") or "0"
    return f"{'-' if sign else ''}{text[0]}{'.' + text[1:] if len(text) > 1 else ''}e{exponent}"


def _split(scientific: str) -> tuple[str, int]:
    digits, _, exponent = scientific.partition("e")
    return _trimmed(digits), int(exponent)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
