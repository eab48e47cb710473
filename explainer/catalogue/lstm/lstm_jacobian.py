"""lstm-jacobian: the 2 × 2 block Jacobian of one LSTM step over cell and output, and how large each block is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, from_log, gate
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import RETAIN, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

BLOCKS = ("$∂c[t]/∂c[t-1]$", "$∂c[t]/∂a[t-1]$", "$∂a[t]/∂c[t-1]$", "$∂a[t]/∂a[t-1]$")

HEADLINES = {
    "": (
        "With the old output held, yes: $∂c[t]/∂c[t-1] = D(Γf)$ exactly. But the state is $(c, a)$, and over several "
        "steps the paths from cell to output to cell add to it: over {steps} steps the forget gates alone give "
        "{carry}, all paths {whole}."
    ),
    "just-f": (
        "For one step with $a[t-1]$ held, yes, exactly: the gates see the old output, not the old cell, so "
        "$∂c[t]/∂c[t-1] = D(Γf)$. No nonlinearity lies on that path. Over {steps} steps it is no longer all: the "
        "forget gates give {carry}, all paths {whole}."
    ),
    "hidden-paths": (
        "They are the other three blocks: $c → a$, $a → c$ and $a → a$, here of norms {sizes}. From the second step on "
        "they lead from cell to cell as well, and over {steps} steps they turn the forget gates' {carry} into {whole}."
    ),
    "truncated": (
        "All paths that enter a gate or the candidate through the old output: the original paper cut the error there, "
        "so that the carousel's error flow was exactly 1. Left in, they change {carry} into {whole} over {steps} steps "
        "here."
    ),
    "size": (
        "Of the same order as the forget gate: in this step the block $c → c$ has norm {first}, the other three "
        "{sizes}. Over {steps} steps the forget gates alone give {carry}, all paths {whole}."
    ),
}
ASSUMPTIONS = (
    "A small LSTM with random weights and inputs, its forget gate held at exactly $Γf$ while the gate's weights are "
    "not 0, so that every path is really there. Norms are spectral.",
)
MISCONCEPTION = (
    '"$dc[t]/dc[t-1] = Γf$" is the partial derivative with the output held. The total derivative over several steps is '
    'a product of 2 × 2 block matrices, and "$dc[T]/dc[0] = Γf^T$" is one of its paths.'
)
BEYOND = (
    "The norms belong to these weights; a trained network may have very different ones.",
    "What was cut in 1997 is stated after the paper's abstract and later accounts; the wording was not checked against "
    "the paper itself.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The four blocks, and the detour over two steps."""
    from explainer.symbolic.lemmas import lstm

    return {"usual": lstm.derive(notation)["blocks"]}


def explain(query: Query) -> Answer:
    """The blocks of one step by three roads, and the product over several steps with and without the detours."""
    import math

    import numpy as np

    from explainer import numeric
    from explainer.numeric import experiments

    w = Writer(query.notation, "lstm")
    retain, steps = gate(query, "retain"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    trace = numeric.gates_at(float(1 - retain), kind="lstm", steps=steps, units=units, seed=query.seed)
    J = np.asarray(numeric.jacobians(trace, 0, 1)[0])
    norms = [float(np.linalg.norm(block, 2)) for block in quarters(J, units)]
    whole = float(experiments.gradient(trace).log_norm())
    log_carry = steps * math.log(float(retain)) if retain else -math.inf
    said = {
        "steps": show(steps),
        "carry": words_of(log_carry),
        "whole": words_of(whole),
        "first": f"${show(norms[0])}$",
        "sizes": ", ".join(f"${show(norm)}$" for norm in (norms[2], norms[1], norms[3])),
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "cell_to_cell": norms[0],
            "output_to_cell": norms[1],
            "cell_to_output": norms[2],
            "output_to_output": norms[3],
            "all_paths": math.exp(min(whole, 700.0)),
            "along_the_cell": math.exp(log_carry),
        },
        assumptions=ASSUMPTIONS,
        cell="lstm",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[block_table(w, trace, J, units), over_steps(w, retain, steps, units, query.seed)],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(f=repr(float(retain)), T=steps, n=units, m=4, seed=query.seed) + programs.LSTM_ALONG,
    )


def words_of(log: float) -> str:
    """e^log between dollar signs."""
    from explainer.notation import show_log

    return f"${show_log(log)}$"


def quarters(J: npt.NDArray[np.float64], n: int) -> tuple[npt.NDArray[np.float64], ...]:
    """c→c, a→c, c→a, a→a of a Jacobian over [c; a]."""
    return J[:n, :n], J[:n, n:], J[n:, :n], J[n:, n:]


def block_table(w: Writer, trace: Trace, J: npt.NDArray[np.float64], n: int) -> Table:
    """Each block: its norm, and how far the formula is from the complex step and from centred differences."""
    import numpy as np

    from explainer.numeric import gradient_check

    def step(state: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
        return np.asarray(trace.cell.step(state, trace.inputs[0], 0))

    roads = [
        quarters(matrix, n)
        for matrix in (
            J,
            gradient_check.complex_step(step, trace.start),
            gradient_check.centred(step, trace.start, 1e-3),
        )
    ]
    rows: list[tuple[Cell, ...]] = []
    for label, formula, exact, centred in zip(BLOCKS, *roads, strict=True):
        rows.append(
            (
                w.words(label),
                float(np.linalg.norm(formula, 2)),
                Residual(float(np.abs(formula - exact).max())),
                Residual(float(np.abs(formula - centred).max())),
            )
        )
    heads = ("block", "norm", "from the complex step", "from centred differences, $ε = 1e-3$")
    return Table(w.words("One step: the four blocks"), tuple(w.words(head) for head in heads), tuple(rows))


def over_steps(w: Writer, retain: Decimal, steps: int, units: int, seed: int) -> Table:
    """The forget gates alone beside all paths, over more and more steps."""
    import math

    from explainer import numeric
    from explainer.numeric import experiments

    rows: list[tuple[Cell, ...]] = []
    for length in sorted({1, 2, 5, 10, 20, steps} & set(range(1, steps + 1))):
        trace = numeric.gates_at(float(1 - retain), kind="lstm", steps=length, units=units, seed=seed)
        log = length * math.log(float(retain)) if retain else -math.inf
        total = numeric.product(trace)
        rows.append(
            (
                length,
                from_log(w, log),
                from_log(w, float(experiments.gradient(trace).log_norm())),
                from_log(w, float(total.log_norm())),
            )
        )
    heads = ("steps", "$Γf^T$", "$norm(dc[T]/dc[0])$", "largest over $(c, a)$")
    note = "One step has the carry alone from cell to cell; the detours begin with the second."
    return Table(
        w.words(f"Over more steps, $Γf = {show(retain)}$"), tuple(w.words(head) for head in heads), tuple(rows), (note,)
    )


TOPIC = Topic(
    slug="lstm-jacobian",
    title="One step of the LSTM, block by block",
    question=QUESTIONS["lstm-jacobian"],
    parameters=(
        replace(RETAIN, low_open=True, grid=tuple(Decimal(f) for f in ("0.5", "0.7", "0.9", "0.95", "0.99", "1"))),
        replace(STEPS, default=20, high=Decimal(5000), grid=(2, 5, 10, 20, 50, 100)),
        replace(UNITS, default=4),
    ),
    related=("lstm-gradient", "lstm-backward", "gru-jacobian", "lstm-limits"),
    sources=(
        Source("Hochreiter, Schmidhuber", 1997, "Long short-term memory", "Neural Computation 9(8)"),
        Source(
            "Gers, Schmidhuber, Cummins",
            2000,
            "Learning to forget: continual prediction with LSTM",
            "Neural Computation 12(10)",
        ),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("just-f", "Is dc[t]/dc[t-1] really just f?"),
        Facet("hidden-paths", "What about the paths through the hidden state?"),
        Facet("truncated", "Which terms did the original paper leave out?"),
        Facet("size", "How large are the other terms?"),
    ),
)
