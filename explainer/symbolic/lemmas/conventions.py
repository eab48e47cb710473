"""The map between conventions: z = 1 − Γu by a change of sign, and when the two places of the reset agree."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.expression import matrix, scalar, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, σ


def derive(notation: str) -> Mapping[str, Proof]:
    """gru-conventions: usual, simple (one unit) and proof (the same)."""
    return {"usual": agree(notation, "n"), "simple": agree(notation, ""), "proof": agree(notation, "n")}


def agree(notation: str, n: str) -> Proof:
    """In raw letters, the same in every notation: two gates Γ and z, two candidates with the reset before and after."""
    a, h, r, W, ρ, w = (vector("a", n), vector("h", n), vector("r", n), matrix("W", n, n), scalar("ρ"), vector("w", n))
    proof = Proof("How the conventions map onto each other", notation, cell="lstm" if notation == "course" else "rnn")
    proof.step(
        "mirror", σ(-a), "=", 1 - σ(a),
        "Change the sign of the update gate's weights and bias, and the share that is written becomes the share that is kept.",
        key=True,
    )  # fmt: skip
    if not n:
        proof.step(
            "one unit", W * (r * h), "=", r * (W * h), "In a single unit the place of the reset makes no difference.", key=True
        )
        return proof
    proof.step(
        "reset before or after", W @ (r * h), "=", W @ D(r) @ h,
        "With the reset before the product each old unit is weighed before it is mixed with the others;",
    )  # fmt: skip
    proof.step(
        "reset before or after", r * (W @ h), "=", D(r) @ W @ h,
        "after the product, each new unit. A matrix and a diagonal one don't commute, so these are two cells.", key=True,
    )  # fmt: skip
    proof.step(
        "same reset in all units", W @ (ρ * h), "=", ρ * W @ h, "They agree when $r$ is the same number $ρ$ in all units,"
    )
    proof.step(
        "diagonal weights", D(w) @ (r * h), "=", r * (D(w) @ h), "or when the matrix is diagonal.", key=True
    )
    return proof
