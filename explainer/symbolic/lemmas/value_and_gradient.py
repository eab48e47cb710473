"""A value held with its gradient and without: what the gate adds to c[t] ≈ c[t-1], and the latch that lacks it."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru, jacobian_letter, step_jacobian
from explainer.symbolic.expression import scalar
from explainer.symbolic.lemmas.bounds import INSIDE, two_sided_bound
from explainer.symbolic.lemmas.gru_gradient import many_steps
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, d, define, identity, largest, ln, norm, prod_over, t, tanh


def derive(notation: str) -> Mapping[str, Proof]:
    """value-vs-gradient in one notation: usual, simple and proof for the gate; latch for the systems that lose the gradient."""
    return {
        "usual": gate(gru(notation)),
        "simple": gate(gru(notation, units=False)),
        "proof": gate(gru(notation)).chain(two_sided_bound(gru(notation))),
        "latch": latch(notation),
    }


def gate(cell: GRU) -> Proof:
    """From the lecture's sentence, c[t] ≈ c[t-1], to the gradient over T steps."""
    proof = Proof("The gate: value and gradient both kept", cell.notation, cell.equations, cell=cell.name, brief=True)
    before, J, M = cell.c[t - 1], jacobian_letter(cell), jacobian_letter(cell, "M")
    proof.step(
        "rewrite", cell.c[t], "=", before + cell.write() * (cell.candidate[t] - before),
        "The new state is the old one plus a correction that the gate lets through. Within one step $c'$ is $c[t-1]$, and "
        "the time $t$ is left out.",
    )  # fmt: skip
    proof.step(
        "the value is kept", norm(cell.c[t] - before, "max"), "≤", 2 * largest(cell.write()),
        "This is the lecture's sentence: with the gate near 0 the value hardly changes. It speaks of one number, not yet of "
        "how $c$ would change if $c'$ were another.",
        claim=INSIDE, key=True,
    )  # fmt: skip
    proof.let(define(M[t], cell.M))
    proof.step(
        "differentiate", d(cell.c[t], before), "=", cell.factored,
        "What is needed besides: the correction has the factor $Γu$ not only in its value but in every derivative, by the gate "
        "($σ' = Γu * (1-Γu)$) as by the candidate. $M$ collects what that factor multiplies.",
        key=True,
    )  # fmt: skip
    proof.step(
        "limit", None, "→", identity(cell.c),
        "So the step tends to the identity as a function: a nudge of $c'$ comes out of it as it went in.",
        claim="as $b_u → -∞$, which is $Γu → 0$, weights and states held fixed", limit=(cell.b_u, cell.shut), key=True,
    )  # fmt: skip
    proof.let(step_jacobian(cell), brief=False)
    proof.step(
        "chain rule", d(cell.c[T], cell.c[0]), "=", prod_over(t, 1, T, J[t]),
        "The gradient over many steps is the product of these near-identities.",
        brief=False,
    )  # fmt: skip
    many_steps(proof, cell)
    return proof


def latch(notation: str) -> Proof:
    """The fixed point of y = tanh(w y') is held for ever and its derivative falls as a power; a constant has none at all."""
    p, w, y, q = scalar("p", 0, 1), scalar("w"), scalar("y"), scalar("q")
    recursion = (define(y[t], tanh(w * y[t - 1])), define(y[0], p), define(w, ln((1 + p) / (1 - p)) / (2 * p)))
    proof = Proof("The latch and the constant: value kept, gradient lost", notation, recursion)
    slope = w * (1 - p**2)
    proof.step(
        "fixed point", y[T], "=", p,
        "The weight $w$ is chosen so that $tanh(w p) = p$: started at $p$, the latch holds $p$ exactly, for ever.",
        key=True,
    )  # fmt: skip
    proof.step(
        "tanh' = 1 − tanh²", d(y[t], y[t - 1]), "=", slope,
        "The derivative at that point is another number altogether.",
    )  # fmt: skip
    proof.step(
        "saturation", slope, "<", 1,
        "At the point where it holds its value the curve is flatter than the identity; that is why it corrects every nudge.",
        claim="for every $p$ between 0 and 1",
    )  # fmt: skip
    proof.step(
        "chain rule", d(y[T], y[0]), "=", slope**T,
        "One such factor for each step.", key=True,
    )  # fmt: skip
    proof.step(
        "limit", None, "→", 0,
        "Nothing of the gradient is left, although the value never moved.",
        claim="as $T → ∞$", limit=(T, "∞"),
    )  # fmt: skip
    proof.let(define(q[t], p))
    proof.step(
        "constant", d(q[t], q[t - 1]), "=", 0,
        "Put the same number in anew at every step: the values agree with the identity's, and the old state plays no part.",
        key=True,
    )  # fmt: skip
    return proof
