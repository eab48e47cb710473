"""The GRU can explode too: at the zero state J = I/2 + W_cc/4, so an eigenvalue of W_cc above 2 grows (Kanai et al. 2017)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from explainer.symbolic.cells.gru import GRU, gru, jacobian_letter
from explainer.symbolic.expression import Equation, Number, scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, T, d, define, identity, t, zero


def derive(notation: str) -> Mapping[str, Proof]:
    """gru-exploding: usual, simple (one unit) and proof (the same)."""
    return {
        "usual": exploding(gru(notation)),
        "simple": exploding(gru(notation, units=False)),
        "proof": exploding(gru(notation)),
    }


def exploding(cell: GRU) -> Proof:
    """What may grow in J, then the threshold at the zero state."""
    M = jacobian_letter(cell, "M")
    proof = Proof("When a GRU's gradient grows", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.let(define(M[t], cell.M))
    proof.step(
        "take out the factor", d(cell.c[t], cell.c[t - 1]), "=", D(cell.keep()) + D(cell.write()) @ M[t],
        "A weighted mixture of the identity and of $M$: it can stretch a direction only if $M$ stretches it. Within one step "
        "$c'$ is $c[t-1]$, and the time index is left out.", key=True,
    )  # fmt: skip
    return proof.chain(zero_state(cell))


def at_rest(cell: GRU) -> tuple[Equation, ...]:
    """No input, no biases, state 0: the fixed point whose Jacobian is exactly known."""
    names = ("b_u", "b_r", "b_c", "b_z", "b_h", "b_iz", "b_hz", "b_ir", "b_hr", "b_in", "b_hn")
    still = [define(replace(cell.b_u, name=name), zero(cell.b_u), shown=False) for name in names]
    return (*still, define(cell.x[t], zero(cell.x), shown=False), define(cell.c[0], zero(cell.c), shown=False))


def zero_state(cell: GRU) -> Proof:
    """J = I/2 + W/4 at rest; with W = s I the gradient over T steps is (1/2 + s/4)^T."""
    W, s = cell.W_c, scalar("s")
    claim = "at the zero state, without input and biases"
    one = identity(cell.c)
    half = Number("1") / 2
    proof = Proof("", cell.notation, [*cell.equations, *at_rest(cell)], cell=cell.name)
    proof.step(
        "at rest", d(cell.c[1], cell.c[0]), "=", (half @ one if cell.c.shape else half) + W / 4,
        "Both gates stand at $1/2$ and the candidate at 0: half is carried, and a quarter of the recurrent weights added.",
        claim=claim, key=True,
    )  # fmt: skip
    proof.let(define(W, s * one if cell.c.shape else s, shown=False))
    grown = (half + s / 4) ** T
    proof.step(
        "chain rule", d(cell.c[T], cell.c[0]), "=", grown @ one if cell.c.shape else grown,
        "With recurrent weights $s I$ the state stays at rest, and each step multiplies by the same number: above $s = 2$ "
        "the gradient explodes.", claim=f"{claim}, with recurrent weights $s I$", key=True,
    )  # fmt: skip
    return proof
