"""Skip connections: the residual block's I + F', the highway layer's I − D(g)(I − M), the same form as the GRU's."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.expression import matrix, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, T, d, define, identity, norm, prod_over, t, tanh, σ


def derive(notation: str) -> Mapping[str, Proof]:
    """skip-connections: usual, simple (one unit) and proof (the same); in the layers' own letters in every notation."""
    return {"usual": skip(notation, "n"), "simple": skip(notation, ""), "proof": skip(notation, "n")}


def skip(notation: str, n: str) -> Proof:
    """A plain layer, a residual one and a highway one, t counting the layers."""
    return residual(notation, n).chain(highway(notation, n))


def residual(notation: str, n: str) -> Proof:
    """y = y' + U tanh(V y' + b): the identity, plus what the block adds."""
    y, U, V, b = vector("y", n), matrix("U", n, n), matrix("V", n, n), vector("b", n)
    inner = V @ y[t - 1] + b
    added = U @ D(1 - tanh(inner) ** 2) @ V
    one = identity(y)
    proof = Proof("Depth instead of time", notation, [define(y[t], y[t - 1] + U @ tanh(inner))], brief=True)
    proof.step(
        "sum rule", d(y[t], y[t - 1]), "=", one + added,
        "The skip carries the identity whatever the block does. Within one layer $y'$ is $y[t-1]$.", key=True,
    )  # fmt: skip
    proof.step(
        "norms", norm(d(y[t], y[t - 1]) - one), "≤", norm(U) @ norm(V),
        "The departure from the identity is as large as the block, not as small as a gate: weights must keep it small.",
        claim="for all weights and inputs",
    )  # fmt: skip
    J = matrix("J", n, n)
    proof.let(define(J[t], d(y[t], y[t - 1])), brief=False)
    proof.step(
        "chain rule", d(y[T], y[0]), "=", prod_over(t, 1, T, J[t]), "One such factor for each layer.", brief=False
    )
    return proof


def highway(notation: str, n: str) -> Proof:
    """y = g*H + (1−g)*y' (Srivastava et al. 2015): the GRU's update, with depth for time."""
    y, g, H = vector("y", n), vector("g", n), vector("H", n)
    W_g, W_H, b_g, b_H = matrix("W_g", n, n), matrix("W_H", n, n), vector("b_g", n), vector("b_H", n)
    M = matrix("M", n, n)
    one = identity(y)
    before = y[t - 1]
    proof = Proof("The highway layer", notation, brief=True)
    proof.let(
        define(g[t], σ(W_g @ before + b_g)),
        define(H[t], tanh(W_H @ before + b_H)),
        define(y[t], g[t] * H[t] + (1 - g[t]) * before),
        define(M[t], D((H[t] - before) * (1 - g[t])) @ W_g + D(1 - H[t] ** 2) @ W_H),
    )
    proof.step(
        "product rule", d(y[t], before), "=", one - D(g[t]) @ (one - M[t]),
        "A gate on the block makes the departure from the identity as small as the gate: the GRU's form.", key=True,
    )  # fmt: skip
    proof.step(
        "limit", None, "→", one, "With the gates nearly shut the layer hands the gradient through.",
        claim="as $b_g → -∞$", limit=(b_g, "-∞"),
    )  # fmt: skip
    return proof
