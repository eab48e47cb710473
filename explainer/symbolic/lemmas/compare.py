"""Three cells side by side: what one step of RNN, GRU and LSTM does to the gradient, each in its own letters."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells import GRU, LSTM, RNN, gru, lstm, rnn
from explainer.symbolic.expression import scalar
from explainer.symbolic.lemmas.bounds import two_sided_bound
from explainer.symbolic.lemmas.gru_gradient import near_identity
from explainer.symbolic.lemmas.lstm import blocks, from_output
from explainer.symbolic.lemmas.plain import ALL, letters, vanishing
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, d, define, norm, partial, t


def derive(notation: str) -> Mapping[str, Proof]:
    """compare-cells: for each level one proof for each cell, named "usual rnn", "usual gru", "usual lstm" and so on."""
    found: dict[str, Proof] = {}
    for level, units in (("usual", True), ("simple", False), ("proof", True)):
        r, g, m = rnn(notation, units=units), gru(notation, units=units), lstm(notation, units=units)
        if level == "proof":
            proofs = vanishing(r), gated(g).chain(two_sided_bound(g)), blocks(m)
        else:
            proofs = plain(r), gated(g), coupled_to_nothing(m)
        found |= {f"{level} {name}": proof for name, proof in zip(("rnn", "gru", "lstm"), proofs, strict=True)}
    return found


def plain(cell: RNN) -> Proof:
    """The RNN: one path, through the weights."""
    a, σ_1 = cell.a, scalar("σ_1")
    J, one_step = letters(cell)
    proof = Proof("RNN: every path goes through the weights", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.step(
        "chain rule", d(a[t], a[t - 1]), "=", one_step,
        "The slope of tanh times the recurrent weights; no term is near the identity by itself. Within one step $a'$ is "
        "$a[t-1]$.", key=True,
    )  # fmt: skip
    proof.let(define(J[t], one_step), define(σ_1, norm(cell.W)))
    proof.step(
        "norm of a product", norm(J[t]), "≤", σ_1,
        "No direction grows by more than the largest singular value of the weights.", claim=ALL,
    )  # fmt: skip
    return proof


def gated(cell: GRU) -> Proof:
    """The GRU: one carry, and everything else with a factor Γu."""
    proof = Proof(
        "GRU: a carry, and three paths with a factor $Γu$", cell.notation, cell.equations, cell=cell.name, brief=True
    )
    proof.step(
        "product rule", d(cell.c[t], cell.c[t - 1]), "=", cell.jacobian,
        "Carry, update gate, candidate, candidate through $Γr$: one gate decides both what is kept and what is written.",
        key=True,
    )  # fmt: skip
    near_identity(proof, cell)
    return proof


def coupled_to_nothing(cell: LSTM) -> Proof:
    """The LSTM: its cell is carried by the forget gate; what is written hangs on another gate."""
    c, a = cell.c, cell.a
    proof = Proof(
        "LSTM: a carry of its own, and a way round through the output",
        cell.notation,
        cell.equations,
        cell=cell.name,
        brief=True,
    )
    proof.step(
        "product rule", partial(c[t], c[t - 1], a[t - 1]), "=", D(cell.f[t]),
        "With the old output held, the cell is carried by the forget gate alone. Within one step $c'$ is $c[t-1]$.", key=True,
    )  # fmt: skip
    proof.step(
        "product rule", partial(c[t], a[t - 1], c[t - 1]), "=", from_output(cell),
        "The way round: cell, output, gates and candidate of the next step, cell. The input gate $Γi$ in it is not tied to the "
        "forget gate, so it does not shrink when the forget gate opens to 1.", key=True,
    )  # fmt: skip
    return proof
