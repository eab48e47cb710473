"""gru-gradient: why the GRU's gradient does not (have to) vanish when Γu is near 0."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import (
    bound_band,
    count,
    curve,
    from_log,
    gate,
    gru_kind,
    lag_plot,
    percent,
    singular,
    trusted,
    untrained,
)
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, GATE_GRID, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Axis, Bars, Block, Cell, Facet, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.bounds import Bound
    from explainer.numeric.experiments import PathNorms, Spread
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

PATH_GAMMAS = (0.5, 0.1, 1e-2, 1e-3, 1e-6)
# The paths beside the carry, by their names in `numeric`.
PATHS = ("update gate", "candidate", "candidate through reset gate")

HEADLINES = {
    "": (
        "One step is the identity plus a gated correction, $c[t] = c[t-1] + Γu * (c~[t] - c[t-1])$, and every term of "
        "its Jacobian except the carry has a factor $Γu$. So {steps} steps multiply the gradient by about $(1-γ)^T = "
        "{predicted}$, which stays near 1 as long as $γ T$ is small; measured on a real unroll: {measured}."
    ),
    "reasoning": (
        "The conclusion is right, the reason is not complete: equal values say nothing of a derivative. What carries "
        "the gradient is that the Jacobian is the identity plus terms that all have a factor $Γu$, so {steps} steps "
        "multiply it by about $(1-γ)^T = {predicted}$ (measured: {measured})."
    ),
    "product": (
        "No: the product over the steps is of $1-Γu$, not of $Γu$. With every gate at $γ = {gamma}$ the gradient is "
        "multiplied by about $(1-γ)^T = {predicted}$ over {steps} steps (measured: {measured})."
    ),
    "smaller-than-one": (
        "Yes, $1-Γu$ is below 1 too, and the product does shrink, but at a rate that the gate sets: "
        "$(1-γ)^T ≈ e^(-γT)$, here {predicted} after {steps} steps with $γ = {gamma}$ (measured: {measured}). "
        "It vanishes only once $T$ is well beyond $1/γ$."
    ),
    "versus-rnn": (
        "A plain RNN multiplies the gradient at every step by its weights times a slope below 1; a GRU multiplies it "
        "by the identity plus terms with a factor $Γu$. Over {steps} steps that leaves {measured} of the gradient for "
        "the GRU with $γ = {gamma}$, and {rnn} for a fresh tanh RNN of the same size."
    ),
    "fresh": (
        "Not every GRU: with $b_u = 0$ the gates of a fresh one stand near 1/2 and its gradient falls to {fresh} over "
        "{steps} steps. With every gate held at $γ = {gamma}$ the same network keeps {measured}: the gate makes "
        "survival possible, its bias or training has to close it."
    ),
}
PROGRAM = """
measured = np.median(np.linalg.svd(product, compute_uv=False))
print("predicted", (1 - gamma) ** T)
print("measured", measured)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """Chain rule, product rule, four paths, order in Γu, the product over T steps, and the two-sided bound."""
    from explainer.symbolic.lemmas import gru_gradient

    return gru_gradient.derive(notation)


ASSUMPTIONS = (
    "Every update gate is exactly $γ$ in every unit and at every step, while $W_u$ is not zero (a bias that varies "
    "over time holds the gate there), so that the update-gate path is really in the Jacobian.",
    "$M_t$ collects the three paths beside the carry; $norm(M_t) ≤ K$ with $K$ from the norms of the weights, as long "
    "as the state starts inside $[-1, 1]$ in every unit, which it then never leaves.",
)
MISCONCEPTION = (
    "It is not the product of $Γu$: that is what is written, not what is kept. And it is not the gates alone: a fresh "
    "GRU with $b_u = 0$ has gates near 1/2 and loses its gradient as a plain RNN does."
)
BEYOND = (
    "For any fixed $γ$ the gradient still decays like $e^(-γT)$; once $T$ is well beyond $1/γ$ it has vanished. What "
    "the gate gives is a rate that a bias can make as small as wanted.",
    "That the gradient arrives at step $s$ does not mean that something useful was written there: for that the gate "
    "must be open at $s$ and shut afterwards.",
    "The bound is two-sided because the paths beside the carry may also add: where $norm(M_t)$ exceeds 1 a GRU can "
    "explode.",
)


def explain(query: Query) -> Answer:
    """The derivation, then a GRU with every gate at γ, its bound, its paths, and two networks that do vanish."""
    from explainer import numeric
    from explainer.numeric import closed_forms, experiments

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    kind = gru_kind(w)
    trace = numeric.gates_at(float(gamma), kind=kind, steps=steps, units=units, seed=query.seed)
    total, bound = experiments.spread_of_run(trace), numeric.two_sided(trace)
    predicted = float(closed_forms.retention(gamma, steps).fraction)
    at = experiments.lags(steps)
    others = {
        name: [float(log) for log in experiments.log_norm_by_lag(untrained(each, steps, units, query.seed), at)]
        for name, each in (("fresh", kind), ("rnn", "rnn"), ("lstm", "lstm"))
    }
    sizes = path_sizes((float(gamma), *PATH_GAMMAS), kind, units, query.seed)
    said = {
        "steps": show(steps),
        "gamma": show(gamma),
        "predicted": show(predicted, 7),
        "measured": f"${trusted(total, total.log_median)}$",
        "rnn": f"${show_log(others['rnn'][-1])}$",
        "fresh": f"${show_log(others['fresh'][-1])}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "predicted": predicted,
            "measured": total.median,
            "smallest": total.smallest,
            "largest": total.largest,
            "lower": float(bound.lower),
            "upper": float(bound.upper),
        },
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            main_table(w, steps, predicted, total, bound),
            *beside(w, at, trace, gamma, others),
            paths_table(w, sizes),
            paths_plot(w, gamma, sizes),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.held_gru(query.notation, gamma=float(gamma), steps=steps, units=units, seed=query.seed)
        + PROGRAM,
    )


def main_table(w: Writer, steps: int, predicted: float, total: Spread, bound: Bound) -> Table:
    """The product over all steps: prediction, measurement, difference, and the two-sided bound around it."""
    rows: tuple[tuple[Cell, ...], ...] = (
        (w.words("predicted, $(1-γ)^T$"), w.words(f"${show(predicted, 7)}$")),
        ("measured: median singular value", singular(w, total, total.log_median)),
        ("difference", Residual(abs(total.median - predicted))),
        ("smallest singular value", singular(w, total, total.log_smallest)),
        ("largest singular value", from_log(w, total.log_largest)),
        (w.words("lower bound, $(1-γ(1+K))^T$"), from_log(w, float(bound.log_lower))),
        (w.words("upper bound, $(1-γ+γ K)^T$"), from_log(w, float(bound.log_upper))),
    )
    note = (
        f"$K = {show(float(bound.K))}$, from the norms of the weights. The difference is no rounding: it is what the "
        f"three "
        "paths beside the carry add, of the order $γ T$."
    )
    columns = (w.words(f"$dc[T]/dc[0]$ over $T = {steps}$ steps"), "value")
    return Table(
        w.words("Every gate at $γ$: prediction beside measurement"), (columns[0], (columns[1],)), rows, w.words(note)
    )


def beside(
    w: Writer, at: Sequence[int], trace: Trace, gamma: Decimal, others: Mapping[str, Sequence[float]]
) -> tuple[Block, Block]:
    """The same lags for the fresh GRU and the tanh RNN: a table, and the picture that answers at a glance."""
    from explainer.numeric import experiments

    held = [float(log) for log in experiments.log_norm_by_lag(trace, at)]
    names = (f"GRU, $γ = {show(gamma)}$", "fresh GRU, $b_u = 0$", "fresh tanh RNN", "fresh LSTM")
    rows = tuple(
        (lag, from_log(w, held[i]), from_log(w, others["fresh"][i]), from_log(w, others["rnn"][i]))
        for i, lag in enumerate(at)
        if lag == at[-1] or i % max(1, len(at) // 5) == 0
    )
    table = Table(
        w.words("The largest singular value of $dc[T]/dc[s]$ over the lag $T-s$"),
        (("lag",), *(w.words(name) for name in names[:3])),
        rows,
    )
    carry = math.log1p(-float(gamma)) if gamma < 1 else -math.inf
    lines = (
        curve(w, names[0], at, held),
        curve(w, "predicted, $(1-γ)^T$", at, [lag * carry for lag in at], "dashed"),
        curve(w, names[1], at, others["fresh"]),
        curve(w, names[2], at, others["rnn"]),
        curve(w, names[3], at, others["lstm"]),
    )
    ends = [show_log(log[-1]) for log in (held, others["fresh"], others["rnn"], others["lstm"])]
    alt = (
        f"Gradient norm over lag, logarithmic. After {at[-1]} steps the GRU with every gate at {show(gamma)} keeps "
        f"{ends[0]}, the fresh GRU {ends[1]}, the fresh tanh RNN {ends[2]} and the fresh LSTM {ends[3]}."
    )
    return table, lag_plot(w, "How much of the gradient is left", (bound_band(w, trace, float(gamma), at), *lines), alt)


def path_sizes(gammas: Sequence[float], kind: str, units: int, seed: int) -> dict[float, PathNorms]:
    """The norms of the parts of J − I with every gate at γ, over 20 steps, for each γ."""
    from explainer import numeric
    from explainer.numeric import experiments

    runs = numeric.sweep(gammas, kind=kind, steps=20, units=units, seed=seed)
    return dict(zip(gammas, experiments.path_norms(runs), strict=True))


def paths_table(w: Writer, sizes: Mapping[float, PathNorms]) -> Table:
    """Each path's share of the one-step Jacobian as γ shrinks: all of J − I is proportional to γ."""
    rows: list[tuple[Cell, ...]] = []
    for gamma in PATH_GAMMAS:
        found = sizes[gamma]
        rows.append(
            (
                w.words(f"${show(gamma)}$"),
                found.lost_carry,
                *(found.by_path[path] for path in PATHS),
                found.deviation / gamma,
            )
        )
    heads = ("$γ$", "carry lost", "update gate", "candidate", "through $Γr$", "$norm(J-I)/γ$")
    return Table(
        w.words("Every term beside the carry has a factor $γ$: norms of the parts of $J - I$, median over 20 steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            "The last column tends to a constant: $J - I$ is proportional to $γ$. The update-gate path is about as "
            "large as the carry's loss; it may be dropped only because it, too, has the factor $γ$."
        ),
    )


def paths_plot(w: Writer, gamma: Decimal, sizes: Mapping[float, PathNorms]) -> Plot:
    """The shares of the four paths in the one-step Jacobian: the reader's γ, then smaller and smaller ones."""
    shown = (float(gamma), *PATH_GAMMAS)
    shares: list[list[float]] = []
    for each in shown:
        norms = [sizes[each].by_path[path] for path in PATHS]
        total = 1 - each + sum(norms)
        others = [norm / total for norm in norms]
        shares.append([1 - sum(others), *others])
    names = ("carry", "update gate", "candidate", "through $Γr$")
    bars = (Bars(w.words(name), tuple(share[rank] for share in shares)) for rank, name in enumerate(names))
    first, last = (percent(share[0]) for share in (shares[0], shares[-1]))
    return Plot(
        w.words("What one step's Jacobian is made of"),
        Axis(w.words("$γ$")),
        Axis(w.words("share of the four norms")),
        tuple(bars),
        f"Stacked bars. With every gate at {show(gamma)} the carry makes {first} of the four paths' norms; the smaller "
        f"the gate, the more of the step is carry alone, {last} at {show(PATH_GAMMAS[-1])}.",
        tuple(w.words(f"${name}$") for name in (f"γ = {show(gamma)}", *map(show, PATH_GAMMAS))),
    )


TOPIC = Topic(
    slug="gru-gradient",
    title="Why the GRU's gradient need not vanish",
    question=QUESTIONS["gru-gradient"],
    parameters=(replace(GAMMA, grid=GATE_GRID), replace(STEPS, grid=(10, 100, 1000)), UNITS),
    related=("value-vs-gradient", "gru-memory", "rnn-vanishing", "compare-cells", "compute-retention"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Hochreiter, Schmidhuber", 1997, "Long short-term memory", "Neural Computation 9(8)"),
        Source(
            "Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"
        ),
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("reasoning", "Is it right that Γu ≈ 0 gives c[t] ≈ c[t-1], and that the gradient therefore survives?"),
        Facet("product", "Isn't the gradient a product of the gates Γu, which are all near 0?"),
        Facet("smaller-than-one", "1 − Γu is below 1 too, so doesn't the product shrink anyway?"),
        Facet("versus-rnn", "What does the GRU do differently from a plain RNN here?"),
        Facet("fresh", "Does every GRU keep its gradient, or only a trained one?"),
    ),
)
