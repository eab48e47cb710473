"""gru-exploding: a GRU's gradient can explode, although 1 − Γu never exceeds 1."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, gru_kind, lag_plot
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import SCALE, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

UNITS = 4
SCALES = (1.9, 2.0, 2.5, 3.0)
NUDGE = 0.1

HEADLINES = {
    "": (
        "Yes: $J = D(1-Γu) + D(Γu) M$, and $M$, which holds the recurrent weights, may stretch. At the zero state with "
        "$W_cc = s I$ each step multiplies the gradient by $1/2 + s/4$: with $s = {scale}$ that is {grown} after "
        "{steps} steps (measured: {measured})."
    ),
    "how": (
        "The carry alone can't: $1-Γu ≤ 1$. But the Jacobian has three more terms, $J = D(1-Γu) + D(Γu) M$, and those "
        "add to it; with $W_cc = s I$, $s = {scale}$, the gradient grows to {measured} after {steps} steps (predicted "
        "{grown})."
    ),
    "nan": (
        "It can be: a GRU's gradient may explode as any recurrent network's may ($s = {scale}$ gives {measured} after "
        "{steps} steps here), and one huge update then drives the weights to NaN. Print the gradient's norm at each "
        "step of training: if it jumps before the loss turns NaN, it is this."
    ),
    "threshold": (
        "At the zero state without input the threshold is an eigenvalue 2 of $W_cc$, since $J = I/2 + W_cc/4$ there: "
        "$s = 1.9$ shrinks, $s = 2$ stands still, $s = {scale}$ grows to {measured} after {steps} steps. Elsewhere it "
        "depends on state, input and gates."
    ),
    "prevent": (
        "Clip the gradient by its norm, keep the recurrent weights of the candidate small (an eigenvalue of $W_cc$ "
        "above 2 is enough to explode at rest), or shut the gate: $J - I$ has a factor $Γu$. With $s = {scale}$ and "
        "open gates the growth is {measured} over {steps} steps."
    ),
}
ASSUMPTIONS = (
    "The state starts at 0, there is no input and no bias, and all recurrent weights but $W_cc = s I$ are 0: then both "
    "gates stand at exactly 1/2 and the state stays where it is. This is the smallest network that explodes, and its "
    "numbers are exact.",
)
MISCONCEPTION = (
    '"GRUs and LSTMs fix exploding gradients too" is false: the gate bounds the value (no unit leaves $[-1, 1]$), not '
    "its derivative."
)
BEYOND = (
    "Away from the zero state the slopes of tanh fall and the growth slows or stops, as the second table shows: an "
    "explosion needs the state to stay where the slopes are large.",
    "The threshold 2 is that of the zero state (Kanai, Fujiwara and Iwamura 2017); it is no bound for other states.",
)
PROGRAM = """
n = 4
W_c = np.concatenate([s * np.eye(n), np.zeros((n, 1))], axis=1)  # acts on [reset * c; x]; all other weights are 0
c, product = np.zeros(n), np.eye(n)
for _ in range(T):
    update, reset = np.full(n, 0.5), np.full(n, 0.5)  # the sigmoid of 0
    candidate = np.tanh(W_c @ np.r_[reset * c, 0.0])
    J = np.diag(1 - update) + (update * (1 - candidate**2))[:, None] * W_c[:, :n] * reset
    product = J @ product
    c = update * candidate + (1 - update) * c

print("factor", 0.5 + s / 4)
print("predicted", (0.5 + s / 4) ** T)
print("measured", np.linalg.norm(product, 2))
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """What may grow in J, and the threshold at the zero state."""
    from explainer.symbolic.lemmas import growth

    return {"usual": growth.derive(notation)["usual"], "simple": growth.derive(notation)["simple"]}


def explain(query: Query) -> Answer:
    """The smallest exploding GRU, at several strengths, at rest and nudged."""
    from explainer.numeric import experiments

    w = Writer(query.notation)
    scale, steps, kind = float(gate(query, "scale")), count(query, "steps"), gru_kind(w)
    log_grown = steps * math.log(0.5 + scale / 4)
    at = experiments.even_lags(steps)
    logs = {each: by_lag(scaled(kind, each, steps, 0.0), at) for each in sorted({*SCALES, scale})}
    measured = logs[scale][-1]
    said = {
        "scale": show(gate(query, "scale")),
        "steps": show(steps),
        "grown": f"${show_log(log_grown)}$",
        "measured": f"${show_log(measured)}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "predicted": math.exp(min(log_grown, 700)),
            "measured": math.exp(min(measured, 700)),
            "factor": 0.5 + scale / 4,
            "log10": measured / math.log(10),
        },
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            growth_table(w, steps, {each: values[-1] for each, values in logs.items()}),
            nudged_table(w, kind, steps, tuple(logs)),
            lag_plot(
                w,
                "At the zero state: grow, stand, shrink",
                [curve(w, f"$s = {show(each)}$", at, values) for each, values in logs.items()],
                "Gradient norm over lag: "
                + ", ".join(f"s = {show(each)} ends at {show_log(values[-1])}" for each, values in logs.items())
                + ".",
            ),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(s=repr(scale), T=steps) + PROGRAM,
    )


def scaled(kind: str, scale: float, steps: int, start: float) -> Trace:
    """A GRU whose only weights are W_cc = s·I, without input, from a start that is the same in every unit."""
    import numpy as np

    from explainer import numeric

    n, x = UNITS, np.zeros((steps, 1))
    if kind == "reset_after":
        W_hh = np.concatenate([np.zeros((2 * n, n)), scale * np.eye(n)])
        return numeric.unroll(
            numeric.GRUResetAfter(np.zeros((3 * n, 1)), W_hh, np.zeros(3 * n), np.zeros(3 * n)), x, np.full(n, start)
        )
    zero, bias = np.zeros((n, n + 1)), np.zeros(n)
    W_c = np.concatenate([scale * np.eye(n), np.zeros((n, 1))], axis=1)
    return numeric.unroll(numeric.GRU(zero, zero, W_c, bias, bias, bias), x, np.full(n, start))


def by_lag(trace: Trace, at: tuple[int, ...]) -> list[float]:
    """ln of the gradient's norm over the lags."""
    from explainer.numeric import experiments

    return [float(log) for log in experiments.log_norm_by_lag(trace, at)]


def growth_table(w: Writer, steps: int, logs: Mapping[float, float]) -> Table:
    """Prediction and unroll at the zero state for each strength."""
    rows: list[tuple[Cell, ...]] = []
    for scale, measured in logs.items():
        log = steps * math.log(0.5 + scale / 4)
        relative = abs(math.expm1(measured - log))
        rows.append(
            (w.words(f"${show(scale)}$"), 0.5 + scale / 4, from_log(w, log), from_log(w, measured), Residual(relative))
        )
    heads = ("$s$", "factor $1/2 + s/4$", "predicted", "measured", "relative difference")
    return Table(
        w.words(f"$W_cc = s I$ at the zero state, $norm(dc[T]/dc[0])$ over $T = {steps}$"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
    )


def nudged_table(w: Writer, kind: str, steps: int, scales: tuple[float, ...]) -> Table:
    """The same networks from a state beside 0: the value saturates, and the gradient with it."""
    from explainer.numeric import experiments

    rows: list[tuple[Cell, ...]] = []
    early = max(1, steps // 5)
    for scale in scales:
        trace = scaled(kind, scale, steps, NUDGE)
        over = [float(experiments.gradient(scaled(kind, scale, t, NUDGE)).log_norm()) for t in (early, steps)]
        rows.append((w.words(f"${show(scale)}$"), float(trace.last.max()), *(from_log(w, log) for log in over)))
    heads = ("$s$", "$c[T]$", f"gradient over the first {early} steps", f"over {steps} steps")
    return Table(
        w.words(f"The same networks, started at $c[0] = {show(NUDGE)}$ in every unit"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            "No unit leaves $[-1, 1]$; once tanh saturates the growth ends, and over a long run the gradient shrinks instead."
        ),
    )


TOPIC = Topic(
    slug="gru-exploding",
    title="A GRU can explode too",
    question=QUESTIONS["gru-exploding"],
    parameters=(
        replace(SCALE, grid=tuple(Decimal(n) / 10 for n in (10, 15, 19, 20, 21, 25, 30, 40))),
        replace(STEPS, default=50, grid=(10, 50, 100, 300)),
    ),
    related=("rnn-exploding", "gradient-clipping", "gru-jacobian", "spectral-radius", "diagnose"),
    sources=(
        Source(
            "Kanai, Fujiwara, Iwamura", 2017, "Preventing gradient explosions in gated recurrent units", "NIPS 2017"
        ),
        Source(
            "Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"
        ),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("how", "(1 − Γu) ≤ 1, so how could it explode?"),
        Facet("nan", "My GRU's loss is NaN: is this it?"),
        Facet("threshold", "When exactly does it explode?"),
        Facet("prevent", "What can I do about it?"),
    ),
)
