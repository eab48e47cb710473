"""The leaky integrator: an exponential moving average is the GRU's update with the input for a candidate."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.expression import scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, define, s, sum_over, t

γ = scalar("γ", 0, 1)


def derive(notation: str) -> Mapping[str, Proof]:
    """leaky-integrator: usual, simple and proof (it is about one number)."""
    return {"usual": leaky(notation), "simple": leaky(notation), "proof": leaky(notation)}


def leaky(notation: str) -> Proof:
    """Unrolled, its weights, its step response and the bias correction."""
    m, x = scalar("m"), scalar("x")
    proof = Proof("The exponential moving average", notation, [define(m[t], (1 - γ) * m[t - 1] + γ * x[t])])
    weight = γ * (1 - γ) ** (T - s)
    proof.step(
        "unroll", m[T], "=", (1 - γ) ** T * m[0] + sum_over(s, 1, T, weight * x[s]),
        "The same recursion as the GRU's with a constant gate, the input in the candidate's place.", key=True,
    )  # fmt: skip
    proof.step(
        "geometric series", sum_over(s, 1, T, weight), "=", 1 - (1 - γ) ** T,
        "The weights of the inputs don't add up to 1 yet: the rest lies on the start.", key=True,
    )  # fmt: skip
    one = scalar("x_1")
    proof.let(define(x[t], one, shown=False), define(m[0], 0, shown=False))
    proof.step(
        "step response", m[T], "=", (1 - (1 - γ) ** T) * one,
        "From 0, a constant input is reached to all but $(1-γ)^T$.", claim="where $m[0] = 0$ and every input is $x_1$",
    )  # fmt: skip
    proof.step(
        "bias correction", m[T] / (1 - (1 - γ) ** T), "=", one,
        "Divided by what the weights add up to, the average is right from the first step on.",
        claim="where $m[0] = 0$ and every input is $x_1$", key=True,
    )  # fmt: skip
    return proof
