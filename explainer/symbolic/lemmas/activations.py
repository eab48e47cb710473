"""Slopes of σ and tanh and where they are largest; the gate's value, not its slope, multiplies the carry."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.expression import Number, scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import d, tanh, σ

x = scalar("x")
EVERY = "for every $x$"


def derive(notation: str) -> Mapping[str, Proof]:
    """activation-derivatives: usual, simple and proof (they are about one number)."""
    return {"usual": slopes(notation), "simple": slopes(notation), "proof": slopes(notation)}


def slopes(notation: str) -> Proof:
    """σ' ≤ 1/4, tanh' ≤ 1, and how the two are one function."""
    quarter = Number("1") / 4
    proof = Proof("The slopes of σ and tanh", notation)
    proof.step(
        "σ' = σ(1 − σ)", d(σ(x), x), "=", σ(x) * (1 - σ(x)), "The slope is known from the value alone.", key=True
    )
    proof.step(
        "complete the square", None, "=", quarter - (σ(x) - Number("1") / 2) ** 2, "A square is taken off one quarter."
    )
    proof.step("largest slope", None, "≤", quarter, "So it is at most one quarter, at $x = 0$.", claim=EVERY, key=True)
    proof.step("tanh' = 1 − tanh²", d(tanh(x), x), "=", 1 - tanh(x) ** 2, "Again from the value alone.", key=True)
    proof.step("largest slope", None, "≤", 1, "At most 1, at $x = 0$.", claim=EVERY, key=True)
    proof.step(
        "one function", tanh(x), "=", 2 * σ(2 * x) - 1,
        "tanh is the logistic function, stretched: twice as steep in its argument and twice as high.",
    )  # fmt: skip
    proof.step("mirror", σ(-x), "=", 1 - σ(x), "So a gate and its complement differ by the sign of the bias alone.")
    return proof
