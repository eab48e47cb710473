"""The update gate by itself: a sigmoid's value, its inverse, what one step of it replaces, and how it sees the input."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru
from explainer.symbolic.expression import Symbol, matrix, scalar
from explainer.symbolic.lemmas.retention import steps_for
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, d, define, exp, ln, t, σ

INPUT_WEIGHTS = {"course": "W_ux", "cho": "W_z", "pytorch": "W_iz"}


def derive(notation: str) -> Mapping[str, Proof]:
    """update-gate: usual, simple (one unit) and proof (with the half-life)."""
    return {
        "usual": gate(gru(notation)).chain(value(notation)),
        "simple": gate(gru(notation, units=False)).chain(value(notation)),
        "proof": gate(gru(notation)).chain(value(notation), steps_for(notation)),
    }


def pre_activation(notation: str) -> tuple[Symbol, int]:
    """The letter for what the sigmoid is given, and the sign with which it opens the gate for writing."""
    return (scalar("a_u"), 1) if notation == "course" else (scalar("a_z"), -1)


def gate(cell: GRU) -> Proof:
    """What the gate does to the state in one step, and that it is a function of the input."""
    c, before, new = cell.c, cell.c[t - 1], cell.candidate[t]
    size = ("n", "m") if c.shape else ("", "")
    weights, x = matrix(INPUT_WEIGHTS[cell.notation], *size), cell.x
    open_gate = cell.gate[t]
    proof = Proof("What the gate does, and who sets it", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.step(
        "subtract the old state", c[t] - before, "=", cell.write() * (new - before),
        "In each unit the memory moves by the share $Γu$ of its distance to the candidate: at 0 not at all, at 1 all the way. "
        "Within one step $c'$ is $c[t-1]$.", key=True,
    )  # fmt: skip
    proof.step(
        "σ' = σ(1 − σ)", d(open_gate, x[t]), "=", D(open_gate * (1 - open_gate)) @ weights,
        "The gate is computed from the input (and from the state) by weights that are learned: another word, another gate.",
    )  # fmt: skip
    return proof


def value(notation: str) -> Proof:
    """Γu = σ(a): strictly between 0 and 1, with the logit as its inverse, and nearly e^a when it is small."""
    a, sign = pre_activation(notation)
    γ = scalar("γ")
    of_a = σ(a) if sign > 0 else σ(-a)
    proof = Proof("From the pre-activation to the gate", notation, [define(γ, of_a)])
    proof.step(
        "exponential is positive",
        γ,
        ">",
        0,
        "No finite pre-activation shuts the gate completely.",
        claim="for every finite pre-activation",
    )
    proof.step(
        "exponential is positive",
        γ,
        "<",
        1,
        "Nor does one open it completely.",
        claim="for every finite pre-activation",
    )
    proof.step(
        "invert", a, "=", ln(γ / (1 - γ)) if sign > 0 else ln((1 - γ) / γ),
        "The pre-activation that a wanted gate needs. For $γ = 10^-6$ its size is 13.8155.", key=True,
    )  # fmt: skip
    proof.step(
        "limit", γ / exp(a if sign > 0 else -a), "→", 1,
        "A small gate is nearly the exponential of its pre-activation: 2.3 further down make it ten times smaller.",
        claim="as the gate shuts", limit=(a, "-∞" if sign > 0 else "∞"),
    )  # fmt: skip
    return proof
