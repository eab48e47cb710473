"""gru-backward: the adjoint's recursion and every block's gradient, worked by hand and held against the complex step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from explainer.catalogue import derived, pencil, pencil_programs
from explainer.catalogue import pencil_gru as by_hand
from explainer.catalogue.demos import gru_kind
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import WEIGHTS
from explainer.catalogue.questions import QUESTIONS
from explainer.catalogue.weights import Given
from explainer.notation import Writer, show, show_residual
from explainer.records import Answer, Block, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.symbolic import Proof

    Array = npt.NDArray[np.float64]
    Values = Mapping[str, Array]

# Formulas in each notation's own letters: the gradients of the recurrent blocks.
UPDATE = {
    "course": "$dL/dW_uc = sum(t=1, T) δ_u[t] c[t-1]^⊤$ with $δ_u[t] = λ[t] * (c~[t] - c[t-1]) * Γu[t] * (1 - Γu[t])$",
    "cho": "$dL/dU_z = sum(t=1, T) δ_z[t] h[t-1]^⊤$ with $δ_z[t] = λ[t] * (h[t-1] - h~[t]) * z[t] * (1 - z[t])$",
    "pytorch": "$dL/dW_hz = sum(t=1, T) δ_z[t] h[t-1]^⊤$ with $δ_z[t] = λ[t] * (h[t-1] - n[t]) * z[t] * (1 - z[t])$",
}
CANDIDATE = {
    "course": "$dL/dW_cc = sum(t=1, T) δ_c[t] (Γr[t] * c[t-1])^⊤$ and $dL/dW_rc = sum(t=1, T) δ_r[t] c[t-1]^⊤$",
    "cho": "$dL/dU_h = sum(t=1, T) δ_h[t] (r[t] * h[t-1])^⊤$ and $dL/dU_r = sum(t=1, T) δ_r[t] h[t-1]^⊤$",
    "pytorch": "$dL/dW_hn = sum(t=1, T) (r[t] * δ_n[t]) h[t-1]^⊤$ and $dL/dW_hr = sum(t=1, T) δ_r[t] h[t-1]^⊤$",
}
HEADLINES = {
    "": (
        "Take the adjoint $λ[t] = dL/dc[t]$ back step by step along the four paths of the forward pass: carry, update gate, candidate, "
        "and candidate through $Γr$. Each weight's gradient is the sum over the steps of the δ at its pre-activation times what it was "
        "multiplied with. In the network below $dL/dc[0] = {start}$."
    ),
    "update-gate-weights": "{update}; for the input's block put $x[t]$ in place of the old state, for the bias 1. Below, with numbers.",
    "candidate-weights": (
        "{candidate}; the inputs' blocks have $x[t]$ in place of the state. The δ of the relevance gate comes from the candidate's, "
        "since the loss sees that gate only through the candidate."
    ),
    "previous-state": (
        "It is a sum of four parts: carry, update gate, candidate, candidate through $Γr$. In unit 1 of step 1 below they are {parts}, "
        "together ${start_1}$ for that unit of $dL/dc[0]$."
    ),
    "check": (
        "Compare every entry with a complex step (or a centred difference) of your own forward pass: a right backward pass agrees to about "
        "$1e-10$ of the largest entry with the complex step. Here the largest difference over all blocks is ${difference}$."
    ),
}
ASSUMPTIONS = (
    "The loss is $L = 1/2 norm(c[T] - y)^2$ on the last state, so the adjoint starts with $λ[T] = c[T] - y$; where every step has a "
    "loss of its own, its gradient is added to $λ[t]$ at that step.",
    "A gradient has the shape of what it belongs to. Unless you give your own with --weights FILE, the numbers are round ones drawn at "
    "random, not trained.",
)
MISCONCEPTION = (
    "The old state enters three times in a step: it is carried, it drives the gates, and it feeds the candidate. Who takes only one of "
    "them back loses the others; the parts are added, none replaces another."
)
BEYOND = (
    "Whether $λ[0]$ is still large after many steps is another question; here are the formulas, not their sizes over a long sequence.",
    "Frameworks compute the same numbers by automatic differentiation; nobody has to program this, but it shows where each number "
    "comes from.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The adjoint's recursion, then nine gradients."""
    from explainer.symbolic.lemmas import backward

    proofs = backward.derive(notation)
    return {"usual": proofs["usual"], "simple": proofs["simple"]}


def explain(query: Query) -> Answer:
    """Forwards, backwards, the sum over the steps, and the complex step beside it."""
    import numpy as np

    w = Writer(query.notation)
    query, given = pencil.settled(query, gru_kind(w), target="last")
    net = by_hand.net_of(given.cell, query.notation)
    target = np.zeros(net.units) if given.target is None else given.target
    steps = by_hand.forward(net, given.inputs, given.start)
    back = taken_back(net, steps, target)
    shares = [by_hand.share(net, v, b) for v, b in zip(steps, back, strict=True)]
    gradient = by_hand.total(shares)
    reference = by_complex_step(given, steps[-1]["state"] - target, query.notation)
    difference = max(
        float(np.abs(array - reference.arrays()[name]).max()) for name, array in gradient.arrays().items()
    )
    parts = [float(back[0][f"by_{path}"][0]) for path in ("carry", "update", "candidate", "reset")]
    said = {
        "start": pencil.listed(back[0]["before"]),
        "start_1": show(float(back[0]["before"][0])),
        "update": UPDATE[query.notation],
        "candidate": CANDIDATE[query.notation],
        "parts": ", ".join(f"${show(part)}$" for part in parts),
        "difference": show_residual(difference),
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "loss": float(0.5 * ((steps[-1]["state"] - target) ** 2).sum()),
            **{role: size(gradient.blocks[role]) for role in by_hand.ROLES},
            **{f"start_unit_{i + 1}": float(value) for i, value in enumerate(back[0]["before"])},
        },
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            check_table(w, gradient, reference),
            *worked(w, net, steps, back, target),
            *gradients(w, shares, gradient),
        ],
        demo_title="Worked by hand",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=pencil_programs.gru_backward(net, given, target),
    )


def taken_back(net: by_hand.Net, steps: Sequence[Values], target: Array) -> list[dict[str, Array]]:
    """Every step's values on the way back, in the order of time."""
    λ = steps[-1]["state"] - target
    back = []
    for v in reversed(steps):
        back.append(by_hand.backward(net, v, λ))
        λ = back[-1]["before"]
    return back[::-1]


def by_complex_step(given: Given, λ: Array, notation: str) -> by_hand.Net:
    """The same gradients from the cell's own equation, one weight nudged at a time: no chain rule in it."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import gradient_check

    trace = numeric.unroll(given.cell, given.inputs, given.start)
    # The loss's gradient at the last state is λ, so Σ λ · state has the same gradient in every weight.
    weights = np.zeros_like(trace.states)
    weights[-1] = λ
    slopes = {
        name: gradient_check.slope(partial(gradient_check.changed_loss, trace, weights, name), getattr(given.cell, name), "complex", 0.0)
        for name in given.cell.shapes(given.cell.units, given.cell.inputs)
    }
    return by_hand.net_of(type(given.cell)(**slopes), notation)


def size(block: by_hand.Block) -> float:
    """The Frobenius norm of a role's gradient: state's block, input's block and bias together."""
    import numpy as np

    return float(np.linalg.norm(np.column_stack((block.H, block.X, block.b))))


def check_table(w: Writer, gradient: by_hand.Net, reference: by_hand.Net) -> Table:
    """Block by block: its size by hand and by complex step, and the largest difference of an entry."""
    import numpy as np

    rows: list[tuple[Cell, ...]] = []
    for name, array in gradient.arrays().items():
        other = reference.arrays()[name]
        shape = " × ".join(map(str, array.shape))
        norms = (float(np.linalg.norm(array)), float(np.linalg.norm(other)))
        rows.append((w.verbatim_words(f"$dL/d{name}$"), shape, *norms, Residual(float(np.abs(array - other).max()))))
    heads = (("gradient",), ("shape",), ("norm, by hand",), ("norm, complex step",), ("largest difference",))
    return Table(w.words("Every block's gradient by two roads"), heads, tuple(rows))


def worked(
    w: Writer, net: by_hand.Net, steps: Sequence[Values], back: Sequence[Values], target: Array
) -> list[Block]:
    """The weights, then every number forwards, then every number backwards."""
    m = net.blocks["update"].X.shape[1]
    state = by_hand.STATE[net.notation]
    blocks: list[Block] = [by_hand.blocks_table(w, f"The weights: $n = {net.units}$ units, $m = {m}$ inputs", net)]
    for t, v in enumerate(steps, start=1):
        rows = [pencil.Row(f"{state}[{t - 1}]", v["h"]), *by_hand.rows(by_hand.FORWARD[net.notation], v, t)]
        blocks.append(pencil.worked_table(w, f"Forwards, step {t}: the input is $x[{t}] = {pencil.listed(v['x'])}$", rows))
    for t in range(len(steps), 0, -1):
        rows = by_hand.rows(by_hand.BACKWARD[net.notation], back[t - 1], t)
        note = f"The target is $y = {pencil.listed(target)}$, and $λ[{t}]$ is the last state less the target." if t == len(steps) else ""
        blocks.append(pencil.worked_table(w, f"Backwards, step {t}", rows, note))
    return blocks


def gradients(w: Writer, shares: Sequence[by_hand.Net], gradient: by_hand.Net) -> list[Block]:
    """What each step adds, and the sum."""
    blocks: list[Block] = []
    if len(shares) > 1:
        blocks += [
            by_hand.blocks_table(w, f"What step {t} adds to the gradients", net, gradients=True) for t, net in enumerate(shares, 1)
        ]
    title = "The gradients: the sum over the steps" if len(shares) > 1 else "The gradients"
    blocks.append(
        by_hand.blocks_table(
            w, title, gradient, "In each line δ of that unit times what the weight was multiplied with; a bias was multiplied with 1.",
            gradients=True,
        )
    )
    return blocks


TOPIC = Topic(
    slug="gru-backward",
    title="The GRU backwards, by hand",
    question=QUESTIONS["gru-backward"],
    parameters=(pencil.FEW_UNITS, pencil.FEW_STEPS, WEIGHTS),
    related=("gru-forward", "gru-jacobian", "bptt", "lstm-backward", "gradient-check"),
    sources=(
        Source("Werbos", 1990, "Backpropagation through time: what it does and how to do it", "Proceedings of the IEEE 78(10)"),
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Squire, Trapp", 1998, "Using complex variables to estimate derivatives of real functions", "SIAM Review 40(1)"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("update-gate-weights", "What is the gradient for W_u?"),
        Facet("candidate-weights", "What are the gradients for W_c and W_r?"),
        Facet("previous-state", "What is the gradient for the previous state?"),
        Facet("check", "How do I know that my backward pass is right?"),
    ),
)
