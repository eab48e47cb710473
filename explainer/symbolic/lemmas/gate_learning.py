"""How a nearly shut gate learns: dc_T/db = T γ (1−γ)^T (c~ − c_0), largest at γ = 1/(T+1), and the time it takes to open."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import gru
from explainer.symbolic.expression import Expression, Number, Symbol, scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, d, define, exp, ln, sinh, t, σ

γ = scalar("γ", 0, 1)


def derive(notation: str) -> Mapping[str, Proof]:
    """gate-learning: usual and simple (it is about one unit), and proof (with the time that gradient flow takes)."""
    return {
        "usual": bias_gradient(notation),
        "simple": bias_gradient(notation),
        "proof": bias_gradient(notation).chain(time_to_open(notation)),
    }


def bias(notation: str) -> tuple[Symbol, Expression]:
    """The gate's bias in its notation's letter, and γ as a function of it."""
    if notation == "course":
        b = scalar("b_u")
        return b, σ(b)
    b = scalar("b_z")
    return b, 1 - σ(b)


def bias_gradient(notation: str) -> Proof:
    """From the constant gate's closed form to the gradient of its bias, and where that is largest."""
    cell = gru(notation, units=False)
    c, new = cell.c, cell.candidate
    b, of_bias = bias(notation)
    sign = 1 if notation == "course" else -1
    proof = Proof("What reaches the gate's bias", notation, [define(c[t], γ * new + (1 - γ) * c[t - 1])])
    proof.step(
        "fixed point and decay", c[T], "=", new + (1 - γ) ** T * (c[0] - new),
        "With a constant gate and a constant candidate the distance to the candidate shrinks by $1-γ$ a step.",
    )  # fmt: skip
    proof.step(
        "power rule", d(c[T], γ), "=", T * (1 - γ) ** (T - 1) * (new - c[0]),
        "Each of the $T$ steps adds its part, and all point the same way.",
    )  # fmt: skip
    proof.let(define(γ, of_bias))
    slope = γ * (1 - γ)
    proof.step(
        "σ' = σ(1 − σ)", d(γ, b), "=", slope if sign > 0 else -slope,
        "The gate's own slope: about $γ$ when the gate is nearly shut. This is what seems to forbid learning.",
    )  # fmt: skip
    size = T * γ * (1 - γ) ** T
    proof.step(
        "chain rule", d(c[T], b), "=", size * (new - c[0] if sign > 0 else c[0] - new),
        "The factor $γ$ of one step is paid back by the $T$ steps that add up.", key=True,
    )  # fmt: skip
    return proof.chain(largest_gradient(notation))


def largest_gradient(notation: str) -> Proof:
    """T γ (1−γ)^T is largest at γ = 1/(T+1), where the bias is −ln T; far from there it is starved or overwritten."""
    free = scalar("γ", 0, 1)
    size = T * free * (1 - free) ** T
    best = (T / (T + 1)) ** (T + 1)
    proof = Proof("", notation)
    proof.step(
        "product rule", d(size, free), "=", T * (1 - free) ** (T - 1) * (1 - (T + 1) * free),
        "The size of the gradient rises while $γ < 1/(T+1)$ and falls after that.",
    )  # fmt: skip
    proof.step(
        "maximum", size, "≤", best,
        "So it is largest at $γ = 1/(T+1)$, the gate whose memory is as long as the lag.",
        claim="for $0 < γ < 1$ and every $T ≥ 1$, with equality at $γ = 1/(T+1)$", whole={"T": (1, 300)}, key=True,
    )  # fmt: skip
    proof.step(
        "limit", best, "→", exp(-Number("1")), "It does not fall with the lag: there is always a gate that learns.",
        claim="as $T → ∞$", limit=(T, "∞"), key=True,
    )  # fmt: skip
    proof.step(
        "starved", size, "≈", T * free, "Far below $1/T$ the gradient is about $γT$: small, but not exponentially.",
        claim="up to a remainder of order $γ^2$", order=(free, 2), coefficient=-(T**2),
    )  # fmt: skip
    at_best = 1 / (T + 1)
    ratio = at_best / (1 - at_best)
    proof.step(
        "the bias there", ln(ratio) if notation == "course" else -ln(ratio), "=", -ln(T) if notation == "course" else ln(T),
        "The bias that gives $γ = 1/(T+1)$: chrono initialisation (Tallec & Ollivier 2018), found from the gradient's size.",
        key=True,
    )  # fmt: skip
    return proof


def time_to_open(notation: str) -> Proof:
    """Gradient flow on the bias, db/dτ ∝ σ'(b), takes the time F(b_1) − F(b_0) with F(b) = 2 sinh b + 2b."""
    b = scalar("b")
    proof = Proof("How long a shut gate takes to open", notation)
    proof.step(
        "differentiate", d(2 * sinh(b) + 2 * b, b), "=", 1 / (σ(b) * (1 - σ(b))),
        "Gradient flow moves the bias $b$ at a speed proportional to $σ'(b)$, so the time to move it is the integral of "
        "$1/σ'(b)$: from $γ$ to $1/2$ about $1/γ$ in units of the learning rate. Slow, but never for ever.", key=True,
    )  # fmt: skip
    return proof
