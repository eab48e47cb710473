"""What a GRU does not promise: e^(−γT) is a rate, and a fresh GRU with b_u = 0 halves what it carries at every step."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import gru
from explainer.symbolic.cells.lstm import lstm
from explainer.symbolic.expression import Number, scalar
from explainer.symbolic.lemmas.retention import share_left
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, d, define, exp, ln, t, σ

γ, m = scalar("γ", 0, 1), scalar("m", 0, 20)


def derive_limits(notation: str) -> Mapping[str, Proof]:
    """gru-limits: usual, simple (it is about one unit) and proof (with the share's own derivation)."""
    return {"usual": limits(notation), "simple": limits(notation), "proof": limits(notation).chain(share_left(notation))}


def limits(notation: str) -> Proof:
    """After m/γ steps e^(−m) is left: slower, not never."""
    half = Number("1") / 2
    proof = Proof("A rate, not a miracle", notation)
    proof.step(
        "many time constants", (1 - γ) ** (m / γ), "→", exp(-m),
        "After $m$ times $1/γ$ steps the share $e^(-m)$ is left, however small the gate: a tenth of the time constant costs "
        "a tenth of it, ten time constants leave next to nothing.", claim="as $γ → 0$", limit=(γ, "0"), key=True,
    )  # fmt: skip
    proof.step(
        "exponential bound", (1 - γ) ** T, "≤", exp(-(γ * T)), "For every gate the carry falls at least like that.",
        claim="for $0 < γ < 1$ and every $T ≥ 1$", whole={"T": (1, 1000)},
    )  # fmt: skip
    cell = gru(notation, units=False)
    fresh = Proof("", notation, [cell.equations[-1], define(cell.gate[t], half, shown=False)], cell="gru")
    fresh.step(
        "fresh GRU", d(cell.c[T], cell.c[0]), "=", half**T,
        "With $b_u = 0$ and small weights the gates stand at $1/2$, and the carry is halved at every step.",
        claim="where every gate is $1/2$ and the candidates are held fixed", key=True,
    )  # fmt: skip
    return proof.chain(fresh)


def derive_forget(notation: str) -> Mapping[str, Proof]:
    """lstm-forget-bias: usual, simple and proof (they are about one gate)."""
    return {"usual": forget_bias(notation), "simple": forget_bias(notation), "proof": forget_bias(notation)}


def forget_bias(notation: str) -> Proof:
    """The forget gate at its bias: the carry over T steps, the half-life, and how fast it grows with the bias."""
    b = scalar("b_f")
    f = scalar("Γf" if notation == "course" else "f")
    cell = lstm(notation, units=False)
    recursion = next(equation for equation in cell.equations if equation.left == cell.c[t])
    proof = Proof("What a forget bias is worth", notation, [recursion, define(f, σ(b))], cell="lstm")
    proof.let(define(cell.f[t], f, shown=False))
    proof.step(
        "chain rule", d(cell.c[T], cell.c[0]), "=", f**T, "Along the cell each step keeps the forget gate's share.",
        claim="where every forget gate stands at its bias and the other gates are held fixed", key=True,
    )  # fmt: skip
    half = ln(Number("1") / 2)
    proof.step(
        "half-life", f ** (half / ln(f)), "=", Number("1") / 2, "The steps after which half is left: 2.21 for a bias of 1.",
        key=True,
    )  # fmt: skip
    proof.step("logarithm of the gate", -ln(σ(b)), "=", ln(1 + exp(-b)), "What a step loses, in the logarithm.")
    y = scalar("y")
    proof.step(
        "large bias", ln(1 + y) / y, "→", 1,
        "With $y = e^(-b)$, which is small for a large bias: the half-life is about $0.693 e^b$, so it grows with the "
        "exponential of the bias.", claim="as $y → 0$", limit=(y, "0"), key=True,
    )  # fmt: skip
    proof.step(
        "its own gradient", d(f, b), "=", f * (1 - f), "The gate's slope: small when it is nearly open, so training moves it "
        "slowly from there.",
    )  # fmt: skip
    return proof
