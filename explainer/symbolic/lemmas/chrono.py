"""Gate biases by the wanted time scale: 1/γ = 1 + e^(−b), and chrono initialisation (Tallec & Ollivier 2018)."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.expression import Number, scalar
from explainer.symbolic.lemmas.gate_learning import bias, largest_gradient
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import d, define, exp, ln, σ

γ = scalar("γ", 0, 1)
u, τ = scalar("u", 1, 1000), scalar("τ", 2, 1000)


def derive(notation: str) -> Mapping[str, Proof]:
    """gate-bias-init: usual, simple (the same: it is about one unit) and proof (with the gradient's own optimum)."""
    return {
        "usual": horizon(notation),
        "simple": horizon(notation),
        "proof": horizon(notation).chain(largest_gradient(notation)),
    }


def horizon(notation: str) -> Proof:
    """From the bias to the gate to the time constant, and the spread that chrono initialisation gives."""
    b, of_bias = bias(notation)
    course = notation == "course"
    proof = Proof("From the bias to the length of memory", notation, [define(γ, of_bias)])
    proof.step(
        "time constant", 1 / γ, "=", 1 + exp(-b if course else b),
        "The memory lasts about $1/γ$ steps, so the bias sets its logarithm.", key=True,
    )  # fmt: skip
    proof.step(
        "invert", b, "=", ln(γ / (1 - γ)) if course else ln((1 - γ) / γ), "The bias for a wanted gate.", key=True
    )
    chosen = Proof("", notation, [define(b, -ln(u) if course else ln(u)), define(γ, of_bias, shown=False)])
    chosen.step(
        "chrono", 1 / γ, "=", 1 + u,
        "With $u$ drawn evenly from 1 to $T-1$ the time constants lie evenly between 2 and $T$: some units keep long, most "
        "do not, as it should be.", key=True,
    )  # fmt: skip
    chosen.step(
        "mean gate", d(ln(1 + u), u), "=", γ,
        "So the mean gate is $(ln(T) - ln(2))/(T-2)$: the integral of $1/(1+u)$ over the interval, divided by its length.",
    )  # fmt: skip
    chosen.step(
        "forget bias 1", -(ln(2) / ln(σ(Number("1")))), "<", Number("2.22"),
        "A gate bias of 1 towards keeping is a half-life of about 2.21 steps: no long memory.",
        claim="numbers only",
    )  # fmt: skip
    return proof.chain(chosen)
