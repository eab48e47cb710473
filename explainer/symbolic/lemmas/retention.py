"""How much of a memory is left: (1−γ)^T, its logarithm, e^(−γT) beside it, and the same relation solved for γ and for T."""

from __future__ import annotations

from explainer.symbolic.cells.gru import gru
from explainer.symbolic.expression import Number, Symbol, scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, d, define, exp, ln, t, σ

γ = scalar("γ", 0, 1)
LONG = {"T": (1, 1000)}
SHARES = "for $0 < γ < 1$ and every $T ≥ 1$"


def share_left(notation: str) -> Proof:
    """(1−γ)^T, how it is computed without losing digits, and how far e^(−γT) is from it."""
    cell = gru(notation, units=False)
    c, new = cell.c, cell.candidate
    proof = Proof("The share that is left after $T$ steps", notation, [define(c[t], (1 - γ) * c[t - 1] + γ * new[t])])
    proof.step("one step", d(c[t], c[t - 1]), "=", 1 - γ, "The carry alone: the candidate is taken as given.")
    proof.step(
        "chain rule", d(c[T], c[0]), "=", (1 - γ) ** T,
        "Every step multiplies what is left by $1-γ$.", key=True,
    )  # fmt: skip
    proof.step(
        "logarithm", None, "=", exp(T * ln(1 - γ)),
        "So it is computed: the logarithm of $1-γ$ straight from $γ$ (log1p) keeps all digits of a small $γ$.",
    )  # fmt: skip
    proof.step(
        "series of the logarithm", ln(1 - γ), "≈", -γ - γ**2 / 2,
        "The first two terms of the series.", claim="up to a remainder of $-γ^3/3$ and smaller terms",
        order=(γ, 3), coefficient=Number("-1") / 3,
    )  # fmt: skip
    proof.step(
        "exponential", (1 - γ) ** T, "≈", exp(-(γ * T)) * (1 - γ**2 * T / 2),
        "A small $γ$ makes the share an exponential of $γT$; the relative error is about $γ^2 T/2$.",
        claim="up to a remainder of order $γ^3$ at fixed $T$", order=(γ, 3), coefficient=-(T / 3), key=True,
    )  # fmt: skip
    proof.step(
        "ln(1−γ) ≤ −γ", (1 - γ) ** T, "≤", exp(-(γ * T)),
        "The exponential is always a little too large.", claim=SHARES, whole=LONG,
    )  # fmt: skip
    proof.step(
        "Bernoulli", (1 - γ) ** T, "≥", 1 - γ * T,
        "And $1-γT$ is too small: each step loses its share of what is left, not of the start.", claim=SHARES, whole=LONG,
    )  # fmt: skip
    return proof


def gate_bias(notation: str) -> tuple[Symbol, Symbol]:
    """The gate's bias in its notation's letter, and the share γ that is written with it."""
    return scalar("b_u" if notation == "course" else "b_z"), γ


def gamma_for(notation: str) -> Proof:
    """γ = 1 − x^(1/T): which gate keeps the share x over T steps, and which bias gives that gate."""
    x = scalar("x", 0, 1)
    b, _ = gate_bias(notation)
    course = notation == "course"
    proof = Proof("The gate that keeps a share $x$ over $T$ steps", notation, [define(x, (1 - γ) ** T)])
    proof.step("take logarithms", ln(x), "=", T * ln(1 - γ), "A power becomes a product.")
    proof.step("solve", 1 - γ, "=", x ** (1 / T), "Divide by $T$ and take the exponential of both sides.")
    proof.step("solve", γ, "=", 1 - x ** (1 / T), "The share that each step may lose.", key=True)
    proof.step(
        "exponential", None, "=", 1 - exp(ln(x) / T),
        "So it is computed (expm1): for large $T$ the root is close to 1, and the difference would lose its digits.",
    )  # fmt: skip
    free = scalar("x", 0, 1)
    other = Proof("", notation)
    other.step(
        "large $T$", 1 - exp(ln(free) / T), "≈", -(ln(free) / T),
        "Twice the time needs half the gate.", claim="up to a remainder of order $1/T^2$",
        order=(T, -2), coefficient=-(ln(free) ** 2 / 2),
    )  # fmt: skip
    proof.chain(other)
    share = γ / (1 - γ) if course else (1 - γ) / γ
    gate = Proof("", notation, [define(b, ln(share))])
    gate.step(
        "invert σ", σ(b), "=", γ if course else 1 - γ,
        "The bias that gives this gate when nothing else enters it.", key=True,
    )  # fmt: skip
    return proof.chain(gate)


def steps_for(notation: str) -> Proof:
    """T = ln x / ln(1−γ), the half-life and the time constant."""
    x = scalar("x", 0, 1)
    proof = Proof("The steps until a share $x$ is left", notation, [define(x, (1 - γ) ** T)])
    proof.step("take logarithms", ln(x), "=", T * ln(1 - γ), "A power becomes a product.", whole=LONG)
    proof.step("solve", T, "=", ln(x) / ln(1 - γ), "Both logarithms are negative.", key=True, whole=LONG)
    half = Proof("", notation)
    steps = ln(Number("1") / 2) / ln(1 - γ)
    half.step(
        "half-life", (1 - γ) ** steps, "=", Number("1") / 2, "The steps after which half is left.",
    )  # fmt: skip
    half.step(
        "small γ", steps, "≈", ln(2) / γ - ln(2) / 2,
        "For a small $γ$ the half-life is $0.693/γ$, half of $0.693$ less.",
        claim="up to a remainder of order $γ$", order=(γ, 1), coefficient=-(ln(2) / 12), key=True,
    )  # fmt: skip
    half.step(
        "time constant", (1 - γ) ** (1 / γ), "→", exp(-Number("1")),
        "After $1/γ$ steps about 37 % is left, whatever the $γ$, as long as it is small.",
        claim="as $γ → 0$", limit=(γ, "0"),
    )  # fmt: skip
    return proof.chain(half)
