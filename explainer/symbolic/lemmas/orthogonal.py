"""Orthogonal and identity initialisation: lengths are kept by the weights, but not by the tanh, which decays as a power."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.expression import Number, Symbol, scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import blocks, d, define, norm, sqrt, t, tanh, transpose

p, y = scalar("p"), scalar("y", 0, 1)


def derive(notation: str) -> Mapping[str, Proof]:
    """orthogonal-init: usual, simple and proof (a rotation of two units, and one tanh unit)."""
    return {"usual": orthogonal(notation), "simple": orthogonal(notation), "proof": orthogonal(notation)}


def orthogonal(notation: str) -> Proof:
    """A rotation keeps every length; a tanh with slope 1 at 0 loses it like T^(−3/2)."""
    first, second = scalar("v_1"), scalar("v_2")
    turn, pair = blocks((1 - p**2, -(2 * p)), (2 * p, 1 - p**2)), blocks((first,), (second,))
    Q, v = Symbol("Q", turn.shape), Symbol("v", pair.shape)
    size = 1 + p**2
    proof = Proof("What orthogonal weights keep", notation, [define(Q, turn), define(v, pair)], cell="rnn")
    proof.step(
        "orthogonal", transpose(Q) @ Q, "=", size**2 @ blocks((Number("1"), Number("0")), (Number("0"), Number("1"))),
        "Divided by $1+p^2$ this is a rotation, for every $p$: its columns are orthogonal and of length 1.",
    )  # fmt: skip
    proof.step(
        "lengths", norm(Q @ v) / size, "=", norm(v),
        "A rotation changes no length: all its singular values are 1, at every power.", key=True,
    )  # fmt: skip
    a = scalar("a")
    proof.let(define(a[t], tanh(a[t - 1])))
    proof.step(
        "slope", d(a[t], a[t - 1]), "=", 1 - a[t] ** 2, "But the tanh takes its share as soon as the state leaves 0."
    )
    proof.step(
        "series", tanh(y), "≈", y - y**3 / 3, "Near 0 little is lost:", claim="up to a remainder of order $y^5$",
        order=(y, 5), coefficient=Number("2") / 15,
    )  # fmt: skip
    proof.step(
        "loss per step", 1 / tanh(y) ** 2 - 1 / y**2, "→", Number("2") / 3,
        "so that $1/a^2$ grows by about $2/3$ at each step: the state falls like $sqrt(3/(2T))$, not exponentially.",
        claim="as $y → 0$", limit=(y, "0"), key=True,
    )  # fmt: skip
    later = scalar("T", 1, 1000)
    power = sqrt(3 / (2 * later))
    proof.step(
        "slopes multiply", d(power, later) / power, "=", -(1 / (2 * later)),
        "A state $y = sqrt(3/(2T))$ loses the share $1/(2T)$ at a step;",
    )  # fmt: skip
    proof.step(
        "rate of the gradient", 1 - power**2, "=", 1 - 3 / (2 * later),
        "the gradient's factor there is $1 - 3/(2T)$, three times the loss, so the gradient falls like $T^(-3/2)$.", key=True,
    )  # fmt: skip
    return proof
