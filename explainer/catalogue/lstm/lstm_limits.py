"""lstm-limits: an LSTM can still vanish and still explode: f below 1, gates that aren't coupled, a cell without bound."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, lag_plot, percent
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import RETAIN, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

UNITS = 8
STRENGTHS = (0.0, 0.2, 0.5, 1.0, 2.0)
GROWING = 1.0

HEADLINES = {
    "": (
        "Both: with $Γf = {retain}$ the carry falls to $Γf^T = {carry}$ after {steps} steps, while at the zero state "
        "candidate weights $s I$ with $s = 1$ add a path through the output that makes it {grown} over the same steps. "
        "Forget and input gate aren't coupled, and the cell has no bound."
    ),
    "vanish": (
        "Yes: along the cell the gradient is multiplied by the forget gates, and $Γf = {retain}$ leaves {carry} after "
        "{steps} steps ({percent}). A fresh one with a forget bias of 0 has $Γf$ near 1/2: {fresh} over the same "
        "steps."
    ),
    "explode": (
        "Yes: the path from cell to output to cell is added to the carry. At the zero state with candidate weights $s "
        "I$ each step multiplies by $Γf + s/4$: with $Γf = {retain}$ and $s = 1$ that is {grown} over {steps} steps. "
        "The forget gate's $Γf ≤ 1$ bounds one path only."
    ),
    "why-not-solved": (
        "Because $Γf^T$ vanishes for every $Γf$ below 1 ({carry} after {steps} steps with {retain}), and because the "
        "Jacobian has three more blocks, with the recurrent weights in them, that may grow (to {grown} at the zero "
        "state with candidate weights $s I$, $s = 1$)."
    ),
    "how-long": (
        "About $1/(1-Γf) = {horizon}$ steps with $Γf = {retain}$: then 37 % of the carry is left, and {carry} after "
        "{steps} steps. Which $Γf$ a network has is a matter of its bias and training, not of the LSTM as such."
    ),
}
ASSUMPTIONS = (
    "The forget gate is held at exactly $Γf$ while its weights are not 0; for decay the other gates and the candidates "
    "are those of a random network. For growth the state starts at 0 without input, all weights but the candidate's "
    "recurrent ones, $s I$, are 0, and the input and output gates stand at 1/2: the state then stays at 0, and the "
    "factor $Γf + s/4$ of each step is exact.",
)
MISCONCEPTION = (
    '"LSTMs solve vanishing and exploding gradients" is two false statements. They give a path whose rate a bias can '
    "set; that path still decays "
    "for $Γf < 1$, and the other paths may still grow."
)
BEYOND = (
    "The runs show that it happens, not how often it happens in training.",
    "No two-sided bound as for the GRU is claimed: the LSTM's cell is not bounded, since what is written is not taken "
    "from what is kept.",
)
PROGRAM = """
c = 0.0
for _ in range(T):
    c = f * c + 1.0 * 1.0  # the input gate is open and the candidate is 1

print("carry", np.exp(T * np.log(f)))
print("cell", c)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """The cell unrolled, its growth, and the decay for f below 1."""
    from explainer.symbolic.cells.lstm import lstm
    from explainer.symbolic.lemmas.lstm import limits

    return {"usual": limits(lstm(notation))}


def explain(query: Query) -> Answer:
    """Decay at several forget gates, growth at several strengths of the weights, and a cell that counts up."""
    from explainer.numeric import experiments

    w = Writer(query.notation, "lstm")
    retain, steps = gate(query, "retain"), count(query, "steps")
    at = experiments.lags(steps)
    logs = {scale: at_rest(float(retain), scale, at) for scale in STRENGTHS}
    fresh, held = run(None, at, query.seed), run(retain, at, query.seed)
    log_retain = math.log(float(retain)) if retain else -math.inf
    said = {
        "retain": show(retain),
        "steps": show(steps),
        "carry": show_log(steps * log_retain),
        "percent": percent(math.exp(steps * log_retain)),
        "grown": f"${show_log(logs[GROWING][-1])}$",
        "fresh": f"${show_log(fresh[-1])}$",
        "horizon": show(float(1 / (1 - retain))) if retain < 1 else "∞",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "carry": math.exp(steps * log_retain),
            "grown_log10": logs[GROWING][-1] / math.log(10),
            "fresh_log10": fresh[-1] / math.log(10),
            "cell": counted(float(retain), steps),
        },
        assumptions=ASSUMPTIONS,
        cell="lstm",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            strengths(w, at, logs, float(retain)),
            random_runs(w, at, held, fresh, log_retain),
            unbounded(w, retain, steps),
            lag_plot(
                w,
                f"Decay and growth, $Γf = {show(retain)}$",
                [curve(w, f"$s = {show(scale)}$", at, values) for scale, values in logs.items()]
                + [curve(w, "fresh, $b_f = 0$", at, fresh)],
                f"Gradient norm of the cell after {steps} steps: "
                + ", ".join(f"s = {s:g} {show_log(v[-1])}" for s, v in logs.items())
                + ".",
            ),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(f=repr(float(retain)), T=steps) + PROGRAM,
    )


def run(retain: Decimal | None, at: tuple[int, ...], seed: int) -> list[float]:
    """ln of the cell's gradient norm over the lags in a random network; its forget gate held, or free for None."""
    from explainer import numeric
    from explainer.numeric import experiments

    cell = numeric.fresh("lstm", units=UNITS, seed=seed)
    if retain is None:
        trace = numeric.unroll(
            cell, numeric.random_inputs(at[-1], cell.inputs, seed), numeric.random_start(cell.size, seed)
        )
    else:
        trace = numeric.gates_at(float(1 - retain), cell=cell, steps=at[-1], seed=seed)
    return [float(log) for log in experiments.log_norm_by_lag(trace, at)]


def at_rest(retain: float, scale: float, at: tuple[int, ...]) -> list[float]:
    """The same at the zero state: no input, candidate weights scale·I, input and output gate at 1/2."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import experiments

    n = 2
    zero, none = np.zeros((n, n + 1)), np.zeros(n)
    W_c = np.concatenate([scale * np.eye(n), np.zeros((n, 1))], axis=1)
    cell = numeric.LSTM(zero, zero, zero, W_c, none, none, none, none)
    trace = numeric.gates_at(1 - retain, cell=cell, x=np.zeros((at[-1], 1)), start=np.zeros(2 * n))
    return [float(log) for log in experiments.log_norm_by_lag(trace, at)]


def strengths(w: Writer, at: tuple[int, ...], logs: Mapping[float, list[float]], retain: float) -> Table:
    """Growth at the zero state: the factor predicted beside the unroll."""
    steps = at[-1]
    rows: list[tuple[Cell, ...]] = []
    for scale, values in logs.items():
        log = math.log(retain) + (steps - 1) * math.log(retain + scale / 4)
        rows.append(
            (
                w.words(f"${show(scale)}$"),
                retain + scale / 4,
                from_log(w, log),
                from_log(w, values[-1]),
                Residual(abs(math.expm1(values[-1] - log))),
            )
        )
    heads = ("$s$", "factor $Γf + s/4$", "predicted", "measured", "difference, relative")
    note = "Predicted: $Γf (Γf + s/4)^(T-1)$; the first step has the carry alone from cell to cell."
    title = f"At the zero state, candidate weights $s I$: $norm(dc[T]/dc[0])$ over {steps} steps"
    return Table(w.words(title), tuple(w.words(head) for head in heads), tuple(rows), w.words(note))


def random_runs(w: Writer, at: tuple[int, ...], held: list[float], fresh: list[float], log_retain: float) -> Table:
    """A random network: the carry alone, all paths with the forget gate held, and nothing held."""
    picked = [i for i in range(len(at)) if at[i] == at[-1] or i % 3 == 0]
    rows: tuple[tuple[Cell, ...], ...] = (
        (w.words("carry, $Γf^T$"), *(from_log(w, at[i] * log_retain) for i in picked)),
        (w.words("all paths, $Γf$ held"), *(from_log(w, held[i]) for i in picked)),
        (w.words("fresh, $b_f = 0$"), *(from_log(w, fresh[i]) for i in picked)),
    )
    return Table(
        w.words("A random network: $norm(dc[T]/dc[s])$ by lag"), (("lag",), *((f"{at[i]}",) for i in picked)), rows
    )


def counted(retain: float, steps: int) -> float:
    """The cell of one unit that writes 1 at every step with its input gate open: c = Σ f^s, run as a real LSTM."""
    import numpy as np

    from explainer import numeric

    zero, far = np.zeros((1, 2)), np.array([800.0])
    cell = numeric.LSTM(zero, zero, zero, zero, np.zeros(1), far, far, far)
    trace = numeric.gates_at(1 - retain, cell=cell, x=np.zeros((steps, 1)), start=np.zeros(2))
    return float(trace.last[0])


def unbounded(w: Writer, asked: Decimal, steps: int) -> Table:
    """A cell that is told to write 1 at every step counts up: forget and input gate need not add up to 1."""
    rows: list[tuple[Cell, ...]] = []
    for retain in sorted({Decimal("0.5"), Decimal("0.9"), Decimal("0.99"), Decimal(1), asked}):
        predicted = (1 - float(retain) ** steps) / (1 - float(retain)) if retain < 1 else float(steps)
        measured = counted(float(retain), steps)
        rows.append((w.words(f"${show(retain)}$"), predicted, measured, Residual(abs(measured - predicted))))
    heads = ("$Γf$", "predicted, $(1-Γf^T)/(1-Γf)$", "$c[T]$ measured", "difference")
    note = "A GRU's state never leaves $[-1, 1]$; an LSTM's cell does, which is how it can count."
    return Table(
        w.words(f"The cell has no bound: write 1 at each of {steps} steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(note),
    )


TOPIC = Topic(
    slug="lstm-limits",
    title="What an LSTM does not promise",
    question=QUESTIONS["lstm-limits"],
    parameters=(
        replace(
            RETAIN,
            default=Decimal("0.95"),
            low_open=True,
            grid=tuple(Decimal(f) for f in ("0.5", "0.8", "0.9", "0.95", "0.99", "1")),
        ),
        replace(STEPS, default=100, high=Decimal(2000), grid=(10, 50, 100, 300)),
    ),
    related=("lstm-gradient", "lstm-forget-bias", "gru-limits", "gru-exploding", "gradient-clipping"),
    sources=(
        Source(
            "Gers, Schmidhuber, Cummins",
            2000,
            "Learning to forget: continual prediction with LSTM",
            "Neural Computation 12(10)",
        ),
        Source(
            "Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"
        ),
        Source("Greff et al.", 2017, "LSTM: a search space odyssey", "IEEE TNNLS 28(10)"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("vanish", "Can an LSTM still vanish?"),
        Facet("explode", "Can an LSTM explode?"),
        Facet("why-not-solved", "Mathematically, why doesn't it solve both?"),
        Facet("how-long", "How long a sequence can it handle?"),
    ),
)
