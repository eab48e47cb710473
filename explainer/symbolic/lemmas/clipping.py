"""Gradient clipping (Pascanu et al. 2013): by norm keeps the direction, and a small gradient passes unchanged."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.expression import Equation, scalar, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import define, norm, smallest

θ = scalar("θ", 0, 10)


def derive(notation: str) -> Mapping[str, Proof]:
    """gradient-clipping: usual, simple (one weight) and proof (the same)."""
    return {"usual": by_norm(notation, "n"), "simple": by_norm(notation, ""), "proof": by_norm(notation, "n")}


def by_norm(notation: str, n: str) -> Proof:
    """The clipped gradient q of a gradient g."""
    g, q = vector("g", n), vector("q", n)
    proof = Proof("Clipping by norm", notation, [define(q, smallest(1, θ / norm(g)) * g)])
    proof.step(
        "norm", norm(q), "=", smallest(norm(g), θ), "A long gradient is shortened to the threshold $θ$.", key=True
    )
    proof.step(
        "direction", norm(g) * q, "=", norm(q) * g, "Its direction stays: all entries shrink by the same factor.", key=True
    )
    proof.step(
        "short gradients", q, "=", g,
        "A gradient below the threshold passes as it is: clipping can't bring back what has vanished.",
        claim="where $norm(g) ≤ θ$", where=[Equation(norm(g), θ, "≤")], key=True,
    )  # fmt: skip
    return proof
