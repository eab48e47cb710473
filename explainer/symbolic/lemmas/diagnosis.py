"""Reading gradient norms: a constant factor per step is a straight line in the logarithm, whose slope gives it back."""

from __future__ import annotations

from explainer.symbolic.expression import scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, define, exp, ln, s

ρ, last = scalar("ρ", 0, 2), scalar("g_T", 0, 10)


def straight_line(notation: str) -> Proof:
    """From a factor ρ per step back to the slope, and from the slope to the factor."""
    g = scalar("g_s")
    proof = Proof("What a factor per step looks like", notation, [define(g, ρ ** (T - s) * last)], cell="rnn")
    proof.step(
        "logarithm", ln(g), "=", ln(last) + (T - s) * ln(ρ),
        "If every step back multiplies the gradient's norm by $ρ$, its logarithm falls or rises along a straight line.", key=True,
    )  # fmt: skip
    proof.step(
        "slope", exp((ln(g) - ln(last)) / (T - s)), "=", ρ,
        "So the slope over the lag gives the factor back. A least-squares line takes all steps into account instead of two.",
        claim="for $s < T$", key=True,
    )  # fmt: skip
    return proof
