"""A memory that is partly held: what the prediction still changes by, unit for unit."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru
from explainer.symbolic.expression import matrix, vector
from explainer.symbolic.lemmas.bounds import INSIDE
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, d, define, largest, norm, t


def derive(notation: str) -> Mapping[str, Proof]:
    """frozen-memory: usual, simple and proof (the same: it needs several units)."""
    return {level: prediction(gru(notation)) for level in ("usual", "simple", "proof")}


def prediction(cell: GRU) -> Proof:
    """The change of the logits from one step to the next: a sum over the units, each with its own gate."""
    c, before, new = cell.c, cell.c[t - 1], cell.candidate[t]
    v, W, b = vector("v", "m"), matrix("W_y", "m", "n"), vector("b_y", "m")
    proof = Proof("What the prediction depends on", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.let(define(v[t], W @ c[t] + b), define(v[0], W @ c[0] + b, shown=False))
    proof.step(
        "linear", v[t] - v[t - 1], "=", W @ (c[t] - before),
        "The logits $v$ of the prediction are made from all units of the memory. Within one step $c'$ is $c[t-1]$ and $v'$ is "
        "$v[t-1]$.",
    )  # fmt: skip
    proof.step(
        "insert the step", None, "=", W @ D(cell.write()) @ (new - before),
        "Each unit adds its own part, with the factor of its own gate: a shut unit adds nothing to the change, an open one "
        "all of it.", key=True,
    )  # fmt: skip
    proof.step(
        "new word", d(v[t], cell.x[t]), "=", W @ d(c[t], cell.x[t]),
        "The new word reaches the prediction through every unit that lets it in.",
    )  # fmt: skip
    proof.step(
        "bound", norm(v[t] - v[t - 1], "max"), "≤", 2 * norm(W, "max") * largest(cell.write()),
        "Only if the gates of all units were shut would every prediction be nearly the same.", claim=INSIDE, key=True,
    )  # fmt: skip
    return proof
