"""compare-cells: the gradient of RNN, GRU and LSTM over the lag, fresh and with every step keeping the same share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from textwrap import indent
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, gru_kind, lag_plot, shown, singular
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.experiments import Spread
    from explainer.symbolic import Proof

NETWORKS = 5  # seeds, so that no single draw decides

LABELS = {
    "rnn_fresh": "RNN, fresh",
    "gru_fresh": "GRU, fresh",
    "lstm_fresh": "LSTM, fresh",
    "rnn_held": "RNN, $σ_1 = 1-γ$",
    "gru_held": "GRU, gates at $γ$",
    "lstm_held": "LSTM, forget gate at $1-γ$",
    "lstm_tied": "LSTM, input gate at $γ$ too",
}

HEADLINES = {
    "": (
        "The name does not decide, what one step keeps does. Fresh, all three lose the gradient over {steps} steps (norm: RNN "
        "${rnn_fresh}$, GRU ${gru_fresh}$, LSTM ${lstm_fresh}$); with $1-γ = {keep}$ kept at each step the GRU has "
        "${gru_held}$, the LSTM ${lstm_held}$ (${lstm_tied}$ with its input gate at $γ$ too), a tanh RNN of $σ_1 = {keep}$ "
        "${rnn_held}$."
    ),
    "best": (
        "For the gradient over {steps} steps none is best by its name. With $1-γ = {keep}$ kept at each step the GRU's norm is "
        "${gru_held}$, the LSTM's ${lstm_held}$ with its input gate free and ${lstm_tied}$ with it at $γ$, and the plain RNN's "
        "${rnn_held}$; fresh they are ${gru_fresh}$, ${lstm_fresh}$ and ${rnn_fresh}$."
    ),
    "plot": (
        "Side by side over {steps} steps, in the picture below: the fresh RNN falls to ${rnn_fresh}$, the fresh GRU to "
        "${gru_fresh}$ and the fresh LSTM to ${lstm_fresh}$, while the gated cells that keep $1-γ = {keep}$ at each step end at "
        "${gru_held}$ (GRU) and ${lstm_held}$ (LSTM)."
    ),
    "same-settings": (
        "With the same kind of start (weights uniform in $±1/sqrt(n)$, biases 0) all three vanish over {steps} steps: RNN "
        "${rnn_fresh}$, GRU ${gru_fresh}$, LSTM ${lstm_fresh}$. Their gates then stand near 1/2, so that a step keeps about "
        "half: it is the gates' bias that makes the difference, not the cell."
    ),
}
ASSUMPTIONS = (
    f"Each row is the median over {NETWORKS} networks with weights, inputs and starts of their own; weights are uniform in "
    "$±1/sqrt(n)$ and biases 0. The gradient is that of the memory, $dc[T]/dc[0]$; for the RNN, that of its state.",
    '"Fresh" is a network before training. In the other rows the gate that keeps is exactly at its value at every step, '
    "while its weights are not 0 (a bias that varies over time holds it there). A plain RNN has no such gate: it gets an "
    "orthogonal matrix times $1-γ$, the most that one step may then keep.",
)
MISCONCEPTION = (
    '"GRU and LSTM don\'t vanish, RNNs do" compares a trained or well-set gate with an untrained matrix. Fresh, with gates '
    "near 1/2, all three vanish; and set to keep the same share, GRU and LSTM differ by what else they do, not by the carry."
)
BEYOND = (
    "A gradient that survives is not yet a task that is learned; which cell does better on data is another question and not "
    "measured here.",
    "The LSTM's norm may exceed 1: with the input gate free, what it writes is not taken from what it keeps, and the way round "
    "through the output adds to the carry.",
    "Frameworks differ in their starts: by its documentation Keras gives the LSTM's forget gate a bias of 1 and recurrent "
    "weights an orthogonal matrix, which moves the fresh rows (not run here).",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """One step's Jacobian of each cell, a proof for each; with "proof" their bounds and all the LSTM's blocks."""
    from explainer.symbolic.lemmas import compare

    return compare.derive(notation)


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: ln of the gradient norm at each lag (median over the networks), and the singular values at the last lag."""

    by_lag: tuple[float, ...]
    whole: Spread


def measure(kind: str, gamma: Decimal, at: tuple[int, ...], units: int, seed: int) -> dict[str, Measured]:
    """All seven rows; `kind` is the GRU of the notation."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import experiments

    seeds, share = range(seed, seed + NETWORKS), float(gamma)
    fresh = {
        name: [numeric.fresh(each, units=units, seed=one) for one in seeds]
        for name, each in (("rnn", "rnn"), ("gru", kind), ("lstm", "lstm"))
    }
    orthogonal = [numeric.rnn(1 - share, shape="orthogonal", units=units, seed=one) for one in seeds]
    steps = at[-1]
    traces = {
        **{f"{name}_fresh": experiments.over_seeds(cells, steps, seeds) for name, cells in fresh.items()},
        "rnn_held": experiments.over_seeds(orthogonal, steps, seeds),
        "gru_held": experiments.over_seeds(fresh["gru"], steps, seeds, gamma=share),
        "lstm_held": experiments.over_seeds(fresh["lstm"], steps, seeds, gamma=share),
        "lstm_tied": experiments.over_seeds(fresh["lstm"], steps, seeds, gamma=share, update=share),
    }
    return {
        name: Measured(
            tuple(float(log) for log in np.median(experiments.log_norm_by_lag(trace, at), axis=0)),
            experiments.typical(experiments.gradient(trace)),
        )
        for name, trace in traces.items()
    }


def explain(query: Query) -> Answer:
    """Three cells, fresh and at equal retention."""
    from explainer.numeric import closed_forms, experiments

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    at = experiments.even_lags(steps)
    rows = measure(gru_kind(w), gamma, at, units, query.seed)
    kept = closed_forms.retention(gamma, steps)
    said = {name: show_log(row.whole.log_largest) for name, row in rows.items()}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(steps=steps, keep=show(1 - gamma), **said),
        values={"predicted": float(kept.fraction)} | {name: row.whole.largest for name, row in rows.items()},
        assumptions=ASSUMPTIONS,
        derivations=[
            derived.load(TOPIC.slug, query.notation, f"{query.level} {cell}") for cell in ("rnn", "gru", "lstm")
        ],
        demo=[
            table(w, rows, float(kept.log), shown(kept.fraction, kept.log), steps),
            picture(w, rows, at, float(gamma)),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(query.notation, float(gamma), steps, units, query.seed),
    )


def table(w: Writer, rows: Mapping[str, Measured], log_kept: float, kept: str, steps: int) -> Table:
    """Norm and median singular value of each row; the median beside the carry's prediction where there is one."""
    lines: list[tuple[Cell, ...]] = []
    for name, row in rows.items():
        gated = name in ("gru_held", "lstm_held", "lstm_tied")
        lines.append(
            (
                w.words(LABELS[name]),
                from_log(w, row.whole.log_largest),
                singular(w, row.whole, row.whole.log_median),
                w.words(f"${kept}$") if gated else None,
                Residual(abs(row.whole.median - math.exp(log_kept))) if gated else None,
            )
        )
    heads = ("", "norm", "median", "predicted, $(1-γ)^T$", "difference")
    return Table(
        w.words(f"Singular values of the gradient over $T = {steps}$ steps (median of {NETWORKS} networks)"),
        tuple(w.words(head) for head in heads),
        tuple(lines),
        w.words(
            "The difference is between the prediction, which is the carry alone, and the median singular value: it is what "
            "the other paths add."
        ),
    )


def picture(w: Writer, rows: Mapping[str, Measured], at: tuple[int, ...], gamma: float) -> Plot:
    """All rows over the lag; dashed is the carry alone."""
    lines = [curve(w, LABELS[name], at, row.by_lag) for name, row in rows.items()]
    carry = math.log1p(-gamma) if gamma < 1 else -math.inf
    lines.append(curve(w, "carry alone, $(1-γ)^T$", at, [lag * carry if lag else 0.0 for lag in at], "dashed"))
    ends = "; ".join(f"{LABELS[name].replace('$', '')}: {show_log(row.by_lag[-1])}" for name, row in rows.items())
    alt = f"Gradient norm over lag, logarithmic, for seven networks. After {at[-1]} steps: {ends}."
    return lag_plot(w, "What is left of the gradient, side by side", lines, alt)


def program(notation: str, gamma: float, steps: int, units: int, seed: int) -> str:
    """The fresh RNN and the GRU at equal retention, over the same seeds as the answer."""
    after = notation == "pytorch"
    weights = programs.RESET_AFTER_WEIGHTS if after else programs.GRU_WEIGHTS
    start = programs.START_AND_INPUTS.format(state="h" if after else "c")
    step = programs.RESET_AFTER_STEP if after else programs.GRU_STEP
    rnn_start = programs.START_AND_INPUTS.format(state="a")
    return (
        programs.header(gamma=repr(gamma), T=steps, n=units, m=4)
        + f"\n\n{programs.SIGMOID}\n\nrnn_fresh, gru_held = [], []\nfor seed in range({seed}, {seed + NETWORKS}):\n"
        + indent(
            weights + start + "product = np.eye(n)\nfor t in range(T):\n" + step + "    product = J @ product\n", "    "
        )
        + "    gru_held.append(np.linalg.norm(product, 2))\n\n"
        + indent(
            "width = 1 / np.sqrt(n)\n"
            "W = np.random.default_rng([seed, 1]).uniform(-width, width, (n, n + m))\n"
            + rnn_start
            + "product = np.eye(n)\n"
            "for t in range(T):\n"
            "    a = np.tanh(W @ np.r_[a, x[t]])\n"
            "    product = (1 - a**2)[:, None] * W[:, :n] @ product\n"
            "rnn_fresh.append(np.linalg.norm(product, 2))\n",
            "    ",
        )
        + """
print("predicted", (1 - gamma) ** T)
print("gru_held", np.median(gru_held))
print("rnn_fresh", np.median(rnn_fresh))
"""
    )


TOPIC = Topic(
    slug="compare-cells",
    title="RNN, GRU and LSTM side by side",
    question=QUESTIONS["compare-cells"],
    parameters=(
        replace(
            GAMMA,
            default=Decimal("0.01"),
            grid=tuple(map(Decimal, ("1e-6", "1e-4", "0.001", "0.01", "0.05", "0.1", "0.5"))),
        ),
        replace(STEPS, default=100, grid=(10, 30, 100, 300)),
        UNITS,
    ),
    related=("gru-gradient", "rnn-vanishing", "lstm-gradient", "gru-vs-lstm", "gate-bias-init", "learn-demo"),
    sources=(
        Source("Hochreiter, Schmidhuber", 1997, "Long short-term memory", "Neural Computation 9(8)"),
        Source("Gers, Schmidhuber, Cummins", 2000, "Learning to forget: continual prediction with LSTM"),
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("best", "Which is best, in numbers?"),
        Facet("plot", "How do the gradients look side by side?"),
        Facet("same-settings", "What if all have the same kind of initialisation?"),
    ),
)
