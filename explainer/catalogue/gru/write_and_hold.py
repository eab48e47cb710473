"""write-and-hold: how the gradient at "was" reaches the step that read "cat", and why a constant gate won't do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, gate, gru_kind, singular
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_residual
from explainer.records import Answer, Axis, Bars, Cell, Facet, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric.cell import Cell as AnyCell
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

    Array = npt.NDArray[np.float64]

HEADLINES = {
    "": (
        "What step $s$ writes reaches the end with the factor $Γu[s] prod(t=s+1, T) (1-Γu[t])$. So a gate that is open at the word and "
        "shut afterwards passes nearly all of it, forwards and backwards: here {write} over {steps} steps, where the best constant "
        "gate passes {best}."
    ),
    "cut": (
        "Yes, and that is what writing means: the weights of everything written and of the start add up to 1, so with $Γu = {open}$ at the "
        "word only {carry} of what stood in that unit before is left. Other units have gates of their own and may keep it."
    ),
    "into-weights": (
        "The gradient of $W_cx$ is a sum over the steps, and the step that read the word adds the gradient at the end times "
        "$prod(t=s+1, T) (1-Γu[t])$ times $Γu[s] (1-c~[s]^2)$ times the word. In the one-unit network below it is {into} after {steps} "
        "steps, and {near} when the word stands at the last step."
    ),
    "constant-gate": (
        "No. A gate that is small at every step also writes little: over {steps} steps it passes at most $1/T (1-1/T)^(T-1)$, here {best}, "
        "which is about $1/(eT)$. A gate that opens for the word alone passes {write}."
    ),
    "attention": (
        "Yes, exactly, in every unit: $c[T] = prod(t=1, T) (1-Γu[t]) * c[0] + sum(s=1, T) w_s * c~[s]$ with "
        "$w_s = Γu[s] * prod(t=s+1, T) (1-Γu[t])$, and all these weights add up to 1 (measured here: off by {off}). They are settled "
        "as time passes, not by a later look back as in a Transformer."
    ),
}
ASSUMPTIONS = (
    "The word stands at the first of $T$ steps, the loss after the last. The gate stands at $1-γ$ at the word and at $γ$ afterwards.",
    "In the one-unit network the input itself opens the gate ($b_u$ shuts it, the word's weight opens it). In the larger one the gates are "
    "held at these values by a bias that varies over time, the rest of the weights is random.",
)
MISCONCEPTION = (
    '"A small constant gate would do": it keeps what it holds, but it hardly wrote it. Weights over all steps add up to at most 1, and a '
    "constant gate must share them among all the words. That the gate depends on the input is what makes the difference."
)
BEYOND = (
    "That such gates exist does not say that training finds them; how a gate learns to open and shut is a question of its own.",
    "$w_s$ is the direct weight of a candidate. The candidates themselves depend on older states, so the full sensitivity has the "
    "Jacobians of the later steps in place of $1-Γu$; the table shows both.",
)
NAMES = ("open for the word, then shut", "constant, 1/T", "constant, γ")

PROGRAM = """
shut = np.log(gamma) - np.log1p(-gamma)  # the bias; the word (x = 1) opens the gate to 1 - gamma


def run(bias, word):
    c, slope, write = 0.0, 0.0, 0.0  # the memory, dc/dW_cx, and the weight of what the first step wrote
    for t in range(T):
        x = 1.0 if t == 0 else 0.0
        gate = 1 / (1 + np.exp(-(word * x + bias)))
        new = np.tanh(1.0 * x)  # W_cx = 1
        slope = gate * (1 - new**2) * x + (1 - gate) * slope
        write = gate if t == 0 else (1 - gate) * write
        c = gate * new + (1 - gate) * c
    return slope, write


into, write = run(shut, -2 * shut)
into_constant, best = run(-np.log(T - 1), 0.0)  # the gate is 1/T at every step

print("into_weights", into)
print("write", write)
print("into_weights_best_constant", into_constant)
print("best", best)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """The direct weight, the sum of all weights, the full sensitivity, and the constant gate's maximum."""
    from explainer.symbolic.lemmas import attention

    proofs = attention.derive(notation)
    return {"usual": proofs["usual"], "simple": proofs["simple"]}


def explain(query: Query) -> Answer:
    """One unit whose input opens its gate, then a larger network under three gates."""
    from explainer import numeric

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    small = float(gamma)
    traces = three_gates(gru_kind(w), small, steps, units, query.seed)
    weights = [numeric.attention(trace) for trace in traces]
    off = max(float(abs(each.weights.sum(axis=0) + each.carry - 1).max()) for each in weights)
    into = {
        "word": into_weights(one_unit(query.notation, small, opened=True), steps),
        "last": into_weights(one_unit(query.notation, small, opened=True), 1),
        "best": into_weights(one_unit(query.notation, 1 / steps, opened=False), steps),
        "constant": into_weights(one_unit(query.notation, small, opened=False), steps),
        "rnn": into_weights(plain(), steps),
    }
    values = {
        "write": float(weights[0].weights[0].mean()),
        "carry": float(weights[0].carry.mean()),
        "best": float(weights[1].weights[0].mean()),
        "into_weights": into["word"],
        "into_weights_best_constant": into["best"],
    }
    said = {
        "steps": show(steps),
        "open": show(1 - gamma),
        "write": f"${show(values['write'])}$",
        "carry": f"${show(values['carry'])}$",
        "best": f"${show(values['best'])}$",
        "into": f"${show(into['word'])}$",
        "near": f"${show(into['last'])}$",
        "off": f"${show_residual(off)}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            one_unit_table(w, small, steps, into),
            weights_table(w, traces, small, steps),
            share_plot(w, traces, steps),
            by_step_plot(w, traces, steps),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(gamma=small, T=steps) + PROGRAM,
    )


def one_unit(notation: str, gamma: float, *, opened: bool) -> AnyCell:
    """One unit that writes tanh(x), its gate at γ without the word and, if opened, at 1 − γ with it (x = 1)."""
    import numpy as np

    from explainer.numeric import GRU, GRUResetAfter, logit

    shut = logit(np.array([gamma]))
    word = -2.0 * float(shut[0]) if opened else 0.0
    if notation == "pytorch":
        W_ih = np.array([[0.0], [-word], [1.0]])
        return GRUResetAfter(W_ih, np.zeros((3, 1)), np.array([0.0, -float(shut[0]), 0.0]), np.zeros(3))
    return GRU(np.array([[0.0, word]]), np.zeros((1, 2)), np.array([[0.0, 1.0]]), shut, np.zeros(1), np.zeros(1))


def plain() -> AnyCell:
    """One tanh unit with the recurrent weight 0.9."""
    import numpy as np

    from explainer.numeric import RNN

    return RNN(np.array([[0.9, 1.0]]), np.zeros(1))


def into_weights(cell: AnyCell, steps: int) -> float:
    """dL/d(the weight from input to candidate) for L = the last state, the word (x = 1) at the first step, then nothing."""
    import numpy as np

    from explainer import numeric

    x = np.zeros((steps, 1))
    x[0] = 1.0
    found = numeric.gradients(numeric.unroll(cell, x), {steps: [1.0]}).weights
    name = next(name for name in ("W_c", "W_ih", "W_a") if name in found)
    return float(found[name][-1, -1])


def three_gates(kind: str, gamma: float, steps: int, units: int, seed: int) -> list[Trace]:
    """One network under three gates: open at the first step and then shut; constant 1/T; constant γ."""
    import numpy as np

    from explainer import numeric

    opened = np.full((steps, units), gamma)
    opened[0] = 1 - gamma
    return [numeric.gates_at(gates, kind=kind, steps=steps, units=units, seed=seed) for gates in (opened, 1 / steps, gamma)]


def one_unit_table(w: Writer, gamma: float, steps: int, into: Mapping[str, float]) -> Table:
    """The weight's gradient when the input itself opens the gate, beside the product of the gates in closed form."""
    import math

    slope = 1 - math.tanh(1.0) ** 2
    best = slope / steps * (1 - 1 / steps) ** (steps - 1)
    predicted = (
        (f"gate opened by the word to {show(1 - gamma)}, then {show(gamma)}", "word", slope * (1 - gamma) ** steps),
        ("the same, the word at the last step", "last", slope * (1 - gamma)),
        (f"constant gate $1/T = {show(1 / steps)}$", "best", best),
        (f"constant gate $γ = {show(gamma)}$", "constant", slope * gamma * (1 - gamma) ** (steps - 1)),
        ("tanh RNN, recurrent weight 0.9", "rnn", None),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (w.words(label), value, into[name], None if value is None else Residual(abs(value - into[name])))
        for label, name, value in predicted
    )
    heads = (("one unit",), ("predicted",), ("measured",), ("difference",))
    title = f"The gradient of $W_cx$, the weight from the word to the candidate, over $T = {steps}$ steps"
    note = "Predicted: $(1-c~[1]^2) Γu[1] prod(t=2, T) (1-Γu[t])$ with $c~[1] = tanh(1)$."
    return Table(w.words(title), heads, rows, w.words(note))


def weights_table(w: Writer, traces: Sequence[Trace], gamma: float, steps: int) -> Table:
    """The larger network: direct weight of the write against its closed form, the full sensitivity, and the sum of all."""
    from explainer import numeric
    from explainer.numeric import experiments

    closed = ((1 - gamma) ** steps, 1 / steps * (1 - 1 / steps) ** (steps - 1), gamma * (1 - gamma) ** (steps - 1))
    rows: list[tuple[Cell, ...]] = []
    for name, trace, predicted in zip(NAMES, traces, closed, strict=True):
        found = numeric.attention(trace)
        full = experiments.spread(experiments.memory_block(trace, numeric.candidate_sensitivity(trace, 1)))
        write = float(found.weights[0].mean())
        total = float((found.weights.sum(axis=0) + found.carry).mean())
        rows.append((name, predicted, write, Residual(abs(write - predicted)), singular(w, full, full.log_median), total))
    heads = ("gate", "predicted", "measured $w_1$", "difference", "full $dc[T]/dc~[1]$, median", "all weights")
    return Table(
        w.words(f"What is left of the first step's write after $T = {steps}$ steps, {traces[0].units} units"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words("All weights: those of every written candidate and of the start, added up; in each unit that is 1."),
    )


def share_plot(w: Writer, traces: Sequence[Trace], steps: int) -> Plot:
    """Of what the last memory is made: the start, the write at step 1, everything later."""
    from explainer import numeric

    found = [numeric.attention(trace) for trace in traces]
    write = [float(each.weights[0].mean()) for each in found]
    before = [float(each.carry.mean()) for each in found]
    later = [float(each.weights[1:].sum(axis=0).mean()) for each in found]
    alt = f"Of what the memory after {steps} steps is made: " + "; ".join(
        f"{name}: the word {show(a)}, what came before {show(b)}, everything later {show(c)}"
        for name, a, b, c in zip(NAMES, write, before, later, strict=True)
    )
    return Plot(
        w.words(f"Of what the memory after $T = {steps}$ steps is made"),
        Axis(("gate",)),
        Axis(("share",)),
        (
            Bars(("the word at step 1",), tuple(write)),
            Bars(("what stood there before",), tuple(before)),
            Bars(("everything after the word",), tuple(later)),
        ),
        f"{alt}.",
        tuple(w.words(name) for name in ("open for the word", "constant $1/T$", "constant $γ$")),
    )


def by_step_plot(w: Writer, traces: Sequence[Trace], steps: int) -> Plot:
    """How much each step adds to the gradient of the candidate's weights on the input."""
    import numpy as np

    from explainer.numeric import experiments

    # A few hundred points are drawn; the first step is the one that matters, so it is always among them.
    at = sorted({*(round(float(s)) for s in np.linspace(1, steps, 200)), *experiments.lags(steps)})
    marks = []
    logs = [np.log(np.maximum(added(trace), 1e-300)) for trace in traces]
    for name, log in zip(NAMES, logs, strict=True):
        marks.append(curve(w, name.replace("γ", "$γ$").replace("1/T", "$1/T$"), at, [float(log[s - 1]) for s in at]))
    ends = ", ".join(f"{name} {show(float(np.exp(log[0])))}" for name, log in zip(NAMES, logs, strict=True))
    return Plot(
        w.words("What each step adds to the gradient of $W_cx$"),
        Axis(w.words("step $s$"), "steps"),
        Axis(("norm of its part",), "", "log"),
        tuple(marks),
        f"Norm of each step's part of the gradient over the step, logarithmic. At the first step: {ends}.",
    )


def added(trace: Trace) -> Array:
    """The norm of every step's own part of dL/dW_cx, (T,), for L the sum of the last memory's units."""
    import numpy as np

    from explainer import numeric

    n = trace.units
    factors = numeric.gradients(trace, {trace.steps: np.ones(n)}).factors
    left = factors["b_c"][0] if "b_c" in factors else factors["b_ih"][0][:, 2 * n :]
    return np.asarray(np.linalg.norm(left, axis=-1) * np.linalg.norm(trace.inputs, axis=-1))


TOPIC = Topic(
    slug="write-and-hold",
    title="Write once, hold, and learn from it",
    question=QUESTIONS["write-and-hold"],
    parameters=(
        replace(
            GAMMA,
            meaning="γ, where the gate stands when it is shut; the word opens it to 1 − γ",
            default=Decimal("1e-4"),
            low_open=True,
            high=Decimal("0.5"),
            because="shut is below one half, and at 0 the input could not open it",
            grid=tuple(Decimal(m).scaleb(p) for p in (-6, -5, -4, -3, -2, -1) for m in (1, 3)),
        ),
        replace(STEPS, default=100, low=Decimal(2), high=Decimal(10**4), grid=(10, 30, 100, 300)),
        replace(UNITS, default=4),
    ),
    related=("gru-memory", "gate-learning", "gru-gradient", "parameter-gradient", "learn-demo"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit: the cat, which already ate …, was full"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("cut", "Doesn't Γu = 1 at the written word cut off what came before?"),
        Facet("into-weights", 'How does the gradient at "was" reach the weights at "cat"?'),
        Facet("constant-gate", "Would a gate that is small at every step do as well?"),
        Facet("attention", "Is the memory a weighted average of what was written?"),
    ),
)
