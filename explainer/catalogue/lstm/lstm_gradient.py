"""lstm-gradient: the constant error carousel, the product of the forget gates, and what it leaves out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, lag_plot
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import RETAIN, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

HEADLINES = {
    "": (
        "The cell is carried by a product with the forget gate, $c[t] = Γf * c[t-1] + Γi * c~[t]$, so along the cell "
        "the gradient is multiplied by the gates' values, not by any slope: with $Γf = {retain}$ at every step $Γf^T = "
        "{carry}$ after {steps} steps (measured along the cell: {measured}; with all paths: {whole})."
    ),
    "carousel": (
        "A self-loop of weight 1 in the cell, round which an error runs unchanged: with $Γf = 1$ the path $c → c$ "
        "multiplies the gradient by 1 at every step. With $Γf = {retain}$ it is $Γf^T = {carry}$ after {steps} steps "
        "(measured along the cell: {measured})."
    ),
    "one-path": (
        "That of all the ways back through time one, from cell to cell, multiplies by the forget gates alone: $Γf^T = "
        "{carry}$ after {steps} steps with $Γf = {retain}$ (measured: {measured}). The other ways, through the "
        "outputs, may vanish without harm; all together give {whole}."
    ),
    "sigmoid-slope": (
        "No: on the cell's path the gate's value multiplies the gradient, not its slope. With $Γf = {retain}$ that is "
        "$Γf^T = {carry}$ after {steps} steps (measured: {measured}); slopes of at most 1/4 would have left {quarter}. "
        "They sit on the other paths only."
    ),
    "cell-state": (
        "It is passed on by a product and a sum instead of by weights and a squashing function: $dc[t]/dc[t-1]$ is "
        "$D(Γf)$ plus the paths through the output. With $Γf = {retain}$ that keeps {measured} of the gradient along "
        "the cell over {steps} steps (predicted {carry})."
    ),
    "forget-gate": (
        "It is the factor: along the cell the gradient is multiplied by $Γf$ at every step, so $Γf = {retain}$ keeps "
        "$Γf^T = {carry}$ over {steps} steps (measured: {measured}). A forget gate near 1 keeps it, one near 0 cuts it "
        "off."
    ),
}
ASSUMPTIONS = (
    "Every forget gate is exactly $Γf$ in every unit and at every step while its weights are not 0 (a bias that varies "
    "over time holds it); the other gates and the candidates are those of a fresh random network.",
    "Along the cell: the product of the blocks $dc[t]/dc[t-1]$ with the outputs held, as Hochreiter and Schmidhuber "
    "(1997) cut it. All paths: the whole $dc[T]/dc[0]$, with the ways through the outputs.",
)
MISCONCEPTION = (
    "\"σ' is at most 1/4, so whatever passes the gates must vanish\": slopes count only on paths through a gate's "
    "pre-activation. The carry is multiplied by the gate's value. And $dc[T]/dc[0]$ is not exactly the product of the "
    "forget gates: that is its path along the cell."
)
BEYOND = (
    "With the paths through the outputs the norm may also exceed the carry, even 1: an LSTM can explode.",
    "A fresh LSTM with a forget bias of 0 has $Γf$ near 1/2 and vanishes like any fresh network.",
    "No two-sided bound like the GRU's is claimed here: the cell is not bounded, and the GRU's proof does not carry "
    "over.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The carousel, and with proof the paths to the output."""
    from explainer.symbolic.lemmas import lstm

    found = lstm.derive(notation)
    return {name: found[name] for name in ("usual", "simple", "proof")}


def explain(query: Query) -> Answer:
    """An LSTM with its forget gate held: along the cell, all paths, and fresh."""
    from explainer import numeric
    from explainer.numeric import experiments

    w = Writer(query.notation, "lstm")
    retain, steps = gate(query, "retain"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    trace = numeric.gates_at(float(1 - retain), kind="lstm", steps=steps, units=units, seed=query.seed)
    at = experiments.lags(steps)
    along, whole = along_the_cell(trace, at), [float(log) for log in experiments.log_norm_by_lag(trace, at)]
    log_retain = math.log(float(retain)) if retain else -math.inf
    log_carry = steps * log_retain
    said = {
        "retain": show(retain),
        "steps": show(steps),
        "carry": show_log(log_carry),
        "measured": f"${show_log(along[-1])}$",
        "whole": f"${show_log(whole[-1])}$",
        "quarter": f"less than ${show_log(-steps * math.log(4))}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "predicted": math.exp(log_carry),
            "along_the_cell": math.exp(along[-1]),
            "all_paths": math.exp(min(whole[-1], 700.0)),
        },
        assumptions=ASSUMPTIONS,
        cell="lstm",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            by_lag(w, at, log_retain, along, whole),
            by_retain(w, retain, steps, units, query.seed),
            lag_plot(
                w,
                f"LSTM with $Γf = {show(retain)}$",
                [
                    curve(w, "all paths", at, whole),
                    curve(w, "along the cell", at, along),
                    curve(w, "predicted, $Γf^T$", at, [lag * log_retain for lag in at], "dashed"),
                    curve(w, "fresh, $b_f = 0$", at, fresh(at, units, query.seed)),
                ],
                f"Gradient norm of the cell over lag: after {steps} steps {show_log(along[-1])} along the cell, "
                f"{show_log(whole[-1])} by all paths.",
            ),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(f=repr(float(retain)), T=steps, n=units, m=4, seed=query.seed) + programs.LSTM_ALONG,
    )


def along_the_cell(trace: Trace, at: tuple[int, ...]) -> list[float]:
    """ln of the norm of the product of the c → c blocks over the last `lag` steps."""
    import numpy as np

    n = trace.units
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(trace.gates["Γf"]))
    # The blocks are diagonal: their product is the product of the gates, unit by unit, and its norm the largest.
    return [float(logs[len(logs) - lag :, :n].sum(axis=0).max()) for lag in at]


def fresh(at: tuple[int, ...], units: int, seed: int) -> list[float]:
    """The gradient of the cell of an untrained LSTM over the same lags."""
    from explainer.catalogue.demos import untrained
    from explainer.numeric import experiments

    return [float(log) for log in experiments.log_norm_by_lag(untrained("lstm", at[-1], units, seed), at)]


def by_lag(w: Writer, at: tuple[int, ...], log_retain: float, along: list[float], whole: list[float]) -> Table:
    """Prediction, path along the cell, all paths."""
    rows: list[tuple[Cell, ...]] = []
    for i, lag in enumerate(at):
        if lag != at[-1] and i % 2:
            continue
        difference = abs(math.expm1(along[i] - lag * log_retain)) if log_retain > -math.inf else 0.0
        rows.append(
            (lag, from_log(w, lag * log_retain), from_log(w, along[i]), Residual(difference), from_log(w, whole[i]))
        )
    heads = ("lag", "predicted, $Γf^T$", "along the cell", "difference, relative", "all paths")
    return Table(w.words("$norm(dc[T]/dc[s])$ over the lag $T-s$"), tuple(w.words(head) for head in heads), tuple(rows))


def by_retain(w: Writer, asked: Decimal, steps: int, units: int, seed: int) -> Table:
    """Other forget gates over the same steps."""
    from explainer import numeric
    from explainer.numeric import experiments

    rows: list[tuple[Cell, ...]] = []
    for retain in sorted(
        {Decimal("0.5"), Decimal("0.731059"), Decimal("0.9"), Decimal("0.99"), Decimal("0.999"), asked}
    ):
        trace = numeric.gates_at(float(1 - retain), kind="lstm", steps=steps, units=units, seed=seed)
        whole = float(experiments.gradient(trace).log_norm())
        log = steps * math.log(float(retain)) if retain else -math.inf
        rows.append(
            (
                w.words(f"${show(retain)}$"),
                from_log(w, log),
                from_log(w, along_the_cell(trace, (steps,))[0]),
                from_log(w, whole),
            )
        )
    heads = ("$Γf$", "$Γf^T$", "along the cell", "all paths")
    note = "$0.731059 = σ(1)$ is what a forget bias of 1 gives."
    return Table(
        w.words(f"Other forget gates over {steps} steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(note),
    )


TOPIC = Topic(
    slug="lstm-gradient",
    title="The constant error carousel",
    question=QUESTIONS["lstm-gradient"],
    parameters=(
        replace(
            RETAIN,
            default=Decimal("0.99"),
            low_open=True,
            grid=tuple(Decimal(f) for f in ("0.5", "0.731", "0.9", "0.95", "0.99", "0.995", "0.999", "1")),
        ),
        replace(STEPS, default=100, high=Decimal(10_000), grid=(10, 50, 100, 300, 1000)),
        UNITS,
    ),
    related=("lstm-jacobian", "lstm-forget-bias", "lstm-limits", "gru-gradient", "gru-vs-lstm"),
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
        Facet("carousel", "What is the constant error carousel?"),
        Facet("one-path", 'What does "at least one path" mean?'),
        Facet("sigmoid-slope", "Sigmoid slopes are ≤ 1/4: mustn't it vanish through the gates?"),
        Facet("cell-state", "How does the cell state help?"),
        Facet("forget-gate", "What does the forget gate have to do with it?"),
    ),
)
