"""The few formulas that hold a reader's numbers, such as (1 - 1e-6)^1000 ≈ 0.9990005: 60 digits, rounded once.

Text in linear notation; numbers come in as Decimal or int and are shown to at most 6 significant digits.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from explainer.notation.figures import show

DIGITS = 60
Number = Decimal | int


def _context() -> Context:
    return Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=-(10**17), Emax=10**17)


def numeral(value: Number) -> str:
    """The reader's number as it is written in a formula: 0.5, 1000, 1e-6."""
    number = Decimal(value).normalize(_context())
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if number == 0:
        return "0"
    if -4 < number.adjusted() < 7 and exponent > -8:
        return format(number, "f")
    mantissa = format(number.scaleb(-number.adjusted(), _context()).normalize(_context()), "f")
    return f"1e{number.adjusted()}" if mantissa == "1" else f"{mantissa}e{number.adjusted()}"


def rounded(value: Decimal, digits: int = 6) -> str:
    """A computed number to so many significant digits, as linear notation; more digits where it is close to 1."""
    if value == 0:
        return "0"
    if digits == 6 and -324 < value.adjusted() < 308:
        return show(float(value))
    context = _context()
    context.prec = digits
    return numeral(context.plus(value))


def power(gamma: Number, steps: Number) -> Decimal:
    """(1−γ)^T to 60 digits. γ from 0 to 1, T not negative and at most 10^15; 0^0 is 1."""
    with localcontext(_context()) as context:
        base = 1 - Decimal(gamma)
        if steps == 0:
            return Decimal(1)
        if base == 0:
            return Decimal(0)
        # The power is taken with the digits that a large exponent eats added on.
        context.prec = DIGITS + 20
        result = (Decimal(steps) * base.ln()).exp()
        context.prec = DIGITS
        return +result


def worked_power(gamma: Number, steps: Number) -> str:
    """(1−γ)^T in numbers: "(1 - 1e-6)^1000 ≈ 0.999000"; "=" when the figure shown is exact."""
    value = power(gamma, steps)
    shown = _near_one(value)
    sign = "=" if Decimal(shown) == value else "≈"
    return f"(1 - {numeral(gamma)})^{numeral_script(steps)} {sign} {shown}"


def worked_exponential(gamma: Number, steps: Number) -> str:
    """e^(−γT) in numbers: "e^(-1e-6 · 1000) = e^(-0.001) ≈ 0.9990005"."""
    with localcontext(_context()):
        exponent = Decimal(gamma) * Decimal(steps)
        value = (-exponent).exp()
    return f"e^(-{numeral(gamma)} · {numeral(steps)}) = e^(-{numeral(exponent)}) ≈ {_near_one(value)}"


def worked_gamma(share: Number, steps: Number) -> str:
    """The γ that keeps a share over T steps: "γ = 1 - 0.9^(1/50) ≈ 0.00210499"."""
    with localcontext(_context()) as context:
        context.prec = DIGITS + 20
        value = 1 - (Decimal(share).ln() / Decimal(steps)).exp()
        context.prec = DIGITS
        value = +value
    return f"γ = 1 - {numeral(share)}^(1/{numeral(steps)}) ≈ {rounded(value)}"


def worked_steps(share: Number, gamma: Number) -> str:
    """The steps until a share is left: "T = ln(0.5)/ln(1 - 0.01) ≈ 68.9676"."""
    with localcontext(_context()) as context:
        context.prec = DIGITS + 20
        value = Decimal(share).ln() / (1 - Decimal(gamma)).ln()
        context.prec = DIGITS
        value = +value
    return f"T = ln({numeral(share)})/ln(1 - {numeral(gamma)}) ≈ {rounded(value, 7)}"


def worked_bias(gamma: Number) -> str:
    """The gate bias for a γ: "b_u = ln(1e-6/(1 - 1e-6)) ≈ -13.8155"."""
    with localcontext(_context()):
        value = (Decimal(gamma) / (1 - Decimal(gamma))).ln()
    return f"b_u = ln({numeral(gamma)}/(1 - {numeral(gamma)})) ≈ {rounded(value)}"


def numeral_script(value: Number) -> str:
    """A number as an exponent: in brackets unless it is a plain whole number."""
    text = numeral(value)
    return text if text.isdigit() else f"({text})"


def _near_one(value: Decimal) -> str:
    """Six digits, or more where the number lies so close to 1 that six would hide what is lost."""
    if Decimal("0.99") < value < 1:
        lost = (1 - value).adjusted()
        return format(value.quantize(Decimal(1).scaleb(lost - 3), context=_context()).normalize(_context()), "f")
    return rounded(value)
