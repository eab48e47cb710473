"""Numerical gradient checks: the errors of one-sided and centred differences, and the step that balances them."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.expression import Expression, scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import any_function, d

x, ε = scalar("x"), scalar("ε", 0, 1)
κ, u = scalar("κ", 0, 2), scalar("u", 0, 1)


def derive(notation: str) -> Mapping[str, Proof]:
    """gradient-check: usual, simple and proof (it is about one number)."""
    return {"usual": differences(notation), "simple": differences(notation), "proof": differences(notation)}


def f(at: Expression) -> Expression:
    """A smooth function of one number."""
    return any_function("f", at)


def differences(notation: str) -> Proof:
    """Order of the error of both quotients, and where truncation and rounding are alike."""
    proof = Proof("How exact a difference quotient is", notation)
    slope = d(f(x), x)
    bend = d(slope, x)
    proof.step(
        "one-sided", (f(x + ε) - f(x)) / ε, "≈", slope,
        "One evaluation more than the value itself, and an error of first order.",
        claim="up to half of $ε$ times the second derivative", order=(ε, 1), coefficient=bend / 2,
    )  # fmt: skip
    proof.step(
        "centred", (f(x + ε) - f(x - ε)) / (2 * ε), "≈", slope,
        "The even terms of the two series cancel: second order.",
        claim="up to $ε^2/6$ times the third derivative", order=(ε, 2), coefficient=d(bend, x) / 6, key=True,
    )  # fmt: skip
    error = κ * ε**2 / 6 + u / ε
    proof.step(
        "both errors", d(error, ε), "=", κ * ε / 3 - u / ε**2,
        "Rounding $u$ is divided by $ε$, so the whole error has the shape of a V: it is least where the two slopes cancel, at "
        "$ε^3 = 3u/κ$ with $κ$ the third derivative: about $10^-5$ in double precision.", key=True,
    )  # fmt: skip
    return proof
