"""simplified-gru: one of the two gates taken out, and which of the two a long gradient can do without."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import bound_band, count, curve, from_log, gate, gru_kind, lag_plot, singular, trusted
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Block, Cell, Facet, Query, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.cell import Cell as AnyCell
    from explainer.numeric.experiments import Spread
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

HEADLINES = {
    "": (
        "It depends on which. Without the relevance gate ($Γr = 1$) the carry $1-Γu$ stays, and over {steps} steps the gradient keeps "
        "{betty}. Without the update gate ($Γu = 1$) the state is the candidate alone, and it keeps at most {alice}."
    ),
    "alice-betty": (
        "Betty's model is the better one for long sequences. With $Γr = 1$ the carry $1-Γu$ is still there, and while $Γu ≈ 0$ the "
        "gradient passes almost unchanged: {betty} over {steps} steps at $γ = {gamma}$. Alice's, with $Γu = 1$, has no carry and "
        "keeps {alice}."
    ),
    "without-reset": (
        "For the gradient hardly anything: one of the four paths is gone, the carry is not ({betty} without $Γr$, {full} with it, "
        "over {steps} steps). What is lost is that the candidate can no longer leave the old memory out when it makes a new entry."
    ),
    "without-update": (
        "A tanh RNN with a reset gate: $c[t] = c~[t]$, every path goes through tanh and the weights, and over {steps} steps {alice} "
        "of the gradient is left. (If taking it out meant $Γu = 0$, the gradient would be kept whole and nothing ever be written.)"
    ),
    "minimal": (
        "Yes: the minimal gated unit (Zhou et al., 2016) uses one gate $f$ in both places, with 2/3 of the weights. Every path but the "
        "carry still has a factor $f$; with $f = {gamma}$ it keeps {mgu} over {steps} steps, the full GRU {full}."
    ),
}
ASSUMPTIONS = (
    "All models have the same weights as far as they share them, the same inputs and the same start. Where there is an update gate it "
    "stands at $γ$, held by a bias that varies over time; Alice's stands at 1.",
    "The minimal gated unit is another cell with weights of its own, of the same size. Its gate $f$ is the share that is written.",
)
MISCONCEPTION = (
    "Taking out $Γu$ does not mean $Γu = 0$. A gate that is always 0 freezes the memory for ever; a GRU without its update gate always "
    "replaces it, $Γu = 1$. The two are opposites."
)
BEYOND = (
    "That the gradient survives without $Γr$ does not say that such a model learns as well; Dey and Salem (2017) and Zhou et al. "
    "(2016) report similar accuracy for simplified gates on their tasks, as their abstracts state, not checked here.",
    "Betty's model keeps its gradient only while $Γu$ is near 0, which a bias or training must bring about; fresh, it vanishes as the "
    "GRU does.",
)

# One Jacobian a step, in the course's cell and in PyTorch's.
BETTY = """
# Betty: no relevance gate. The bias holds the update gate at gamma, so it is not computed again here.
c, betty = start, np.eye(n)
for t in range(T):
    new = np.tanh(W_c @ np.r_[c, x[t]])
    J = (1 - gamma) * np.eye(n) + ((new - c) * gamma * (1 - gamma))[:, None] * W_u[:, :n]
    J += (gamma * (1 - new**2))[:, None] * W_c[:, :n]
    c = gamma * new + (1 - gamma) * c
    betty = J @ betty
"""
BETTY_AFTER = """
# Betty: no reset gate. The bias holds 1 - z at gamma, so it is not computed again here.
h, betty = start, np.eye(n)
for t in range(T):
    new = np.tanh(W_in @ x[t] + W_hn @ h)
    J = (1 - gamma) * np.eye(n) - ((new - h) * gamma * (1 - gamma))[:, None] * W_hz
    J += (gamma * (1 - new**2))[:, None] * W_hn
    h = gamma * new + (1 - gamma) * h
    betty = J @ betty
"""
ALICE = """
# Alice: no update gate, the candidate is the new state.
c, alice, log = start, np.eye(n), 0.0
for t in range(T):
    r = sigmoid(W_r @ np.r_[c, x[t]])
    new = np.tanh(W_c @ np.r_[r * c, x[t]])
    J = (1 - new**2)[:, None] * W_c[:, :n] @ (np.diag(r) + (c * r * (1 - r))[:, None] * W_r[:, :n])
    c, alice = new, J @ alice
    size = np.linalg.norm(alice, 2)  # the size is kept apart, so that nothing underflows
    alice, log = alice / size, log + np.log10(size)
"""
ALICE_AFTER = """
# Alice: no update gate, the candidate is the new state.
h, alice, log = start, np.eye(n), 0.0
for t in range(T):
    r = sigmoid(W_ir @ x[t] + W_hr @ h)
    q = W_hn @ h
    new = np.tanh(W_in @ x[t] + r * q)
    J = (1 - new**2)[:, None] * (r[:, None] * W_hn + (q * r * (1 - r))[:, None] * W_hr)
    h, alice = new, J @ alice
    size = np.linalg.norm(alice, 2)  # the size is kept apart, so that nothing underflows
    alice, log = alice / size, log + np.log10(size)
"""
PRINTED = """
print("predicted", np.exp(T * np.log1p(-gamma)))
print("betty", np.median(np.linalg.svd(betty, compute_uv=False)))
print("alice_log10", log)
"""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """One of the models: its name, its run, the spread of its gradient, and how far its memory has moved."""

    name: str
    trace: Trace
    gradient: Spread

    @property
    def moved(self) -> float:
        """The largest change of a unit from the start to the end."""
        return float(abs(self.trace.last - self.trace.start).max())


def derive(notation: str) -> Mapping[str, Proof]:
    """Betty's Jacobian, Alice's, and the minimal gated unit's."""
    from explainer.symbolic.lemmas import smaller

    proofs = smaller.derive(notation)
    return {"usual": proofs["usual"], "simple": proofs["simple"], "minimal": proofs["minimal"]}


def explain(query: Query) -> Answer:
    """The full GRU, Betty's, Alice's, the minimal one, and Alice's misread as Γu = 0, over the same steps."""
    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    found = models(gru_kind(w), float(gamma), steps, units, query.seed)
    predicted = math.exp(steps * math.log1p(-float(gamma)))
    said = {name: f"${trusted(each.gradient, each.gradient.log_median)}$" for name, each in found.items()}
    said["alice"] = f"${show_log(found['alice'].gradient.log_largest)}$"
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(gamma=show(gamma), steps=show(steps), **said),
        values={
            "predicted": predicted,
            "betty": found["betty"].gradient.median,
            "full": found["full"].gradient.median,
            "mgu": found["mgu"].gradient.median,
            "alice_log10": found["alice"].gradient.log_largest / math.log(10),
        },
        assumptions=ASSUMPTIONS,
        cell="simplified-gru",
        derivations=[derived.load(TOPIC.slug, query.notation, variant) for variant in (query.level, "minimal")],
        demo=demo(w, found, predicted, float(gamma), steps),
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(query.notation, float(gamma), steps, units, query.seed),
    )


def models(kind: str, gamma: float, steps: int, units: int, seed: int) -> dict[str, Model]:
    """Every model unrolled on the same inputs from the same start."""
    from explainer import numeric
    from explainer.numeric import experiments

    cell = numeric.fresh(kind, units=units, seed=seed)
    x, start = numeric.random_inputs(steps, cell.inputs, seed), numeric.random_start(units, seed)
    runs = (
        ("full", "full GRU, both gates", cell, gamma),
        ("betty", "Betty: $Γr = 1$", without_reset(cell), gamma),
        ("alice", "Alice: $Γu = 1$", cell, 1.0),
        ("mgu", "minimal gated unit, $f = γ$", numeric.fresh("mgu", units=units, seed=seed), gamma),
        ("frozen", "misread: $Γu = 0$", cell, 0.0),
    )
    found = {}
    for key, name, each, value in runs:
        trace = numeric.gates_at(value, cell=each, x=x, start=start)
        found[key] = Model(name, trace, experiments.spread(experiments.gradient(trace)))
    return found


def without_reset(cell: AnyCell) -> AnyCell:
    """The simplified GRU with the same update gate and candidate: there both places of the reset are the same."""
    import numpy as np

    from explainer.numeric import GRU, GRUResetAfter, SimplifiedGRU

    if isinstance(cell, GRU):
        return SimplifiedGRU(cell.W_u, cell.W_c, cell.b_u, cell.b_c)
    assert isinstance(cell, GRUResetAfter)
    W, b = np.concatenate([cell.W_hh, cell.W_ih], axis=1), cell.b_ih + cell.b_hh
    _, W_z, W_n = np.split(W, 3)
    _, b_z, b_n = np.split(b, 3)
    return SimplifiedGRU(-W_z, W_n, -b_z, b_n)


def demo(w: Writer, found: Mapping[str, Model], predicted: float, gamma: float, steps: int) -> list[Block]:
    """What is left at the end, the paths of one step, and the picture over the lag."""
    from explainer.numeric import experiments

    rows: list[tuple[Cell, ...]] = []
    for key, each in found.items():
        expected = {"alice": 0.0, "frozen": 1.0}.get(key, predicted)
        median = singular(w, each.gradient, each.gradient.log_median)
        rows.append((w.words(each.name), expected, median, from_log(w, each.gradient.log_largest), each.moved))
    heads = ("model", "carry alone", "median", "largest", "memory moved by")
    title = f"$dc[T]/dc[0]$ over $T = {steps}$ steps, update gate at $γ = {show(gamma)}$"
    note = "The last row is no model of either: with $Γu = 0$ the gradient is whole because nothing is ever written."
    table = Table(w.words(title), tuple(w.words(head) for head in heads), tuple(rows), w.words(note))
    at = sorted({*experiments.even_lags(steps), *experiments.lags(steps)})
    drawn = [found[key] for key in ("full", "betty", "alice", "mgu")]
    logs = [[float(log) for log in experiments.log_norm_by_lag(each.trace, at)] for each in drawn]
    marks = [curve(w, each.name, at, log) for each, log in zip(drawn, logs, strict=True)]
    ends = ", ".join(f"{name} {show_log(log[-1])}" for name, log in zip(("full GRU", "Betty", "Alice", "minimal"), logs, strict=True))
    band = bound_band(w, found["betty"].trace, gamma, at)
    alt = f"Gradient norm over lag, logarithmic. After {steps} steps: {ends}."
    shown = paths(w, [found[key] for key in ("full", "betty", "alice")])
    return [table, shown, lag_plot(w, "With and without each gate", (band, *marks), alt)]


def paths(w: Writer, shown: Sequence[Model]) -> Table:
    """Which paths each model has: the median norm of each over the steps."""
    import numpy as np

    from explainer import numeric

    names = ("carry", "update gate", "candidate", "candidate through reset gate")
    rows: list[tuple[Cell, ...]] = []
    for each in shown:
        parts = numeric.paths(each.trace)
        sizes = [float(np.median(np.linalg.norm(parts[name], 2, axis=(-2, -1)))) if name in parts else None for name in names]
        rows.append((w.words(each.name), *sizes))
    heads = ("model", "carry", "update gate", "candidate", "through $Γr$")
    title = "The paths of one step: norms, median over the steps"
    return Table(w.words(title), tuple(w.words(head) for head in heads), tuple(rows), ("A dash: the model has no such path.",))


def program(notation: str, gamma: float, steps: int, units: int, seed: int) -> str:
    """Betty's and Alice's product of Jacobians, in the cell of the notation."""
    after = notation == "pytorch"
    state = "h" if after else "c"
    parts = (
        programs.header(gamma=gamma, T=steps, n=units, m=4, seed=seed),
        programs.RESET_AFTER_WEIGHTS if after else programs.GRU_WEIGHTS,
        programs.START_AND_INPUTS.format(state=state),
        f"start = {state}\n\n\n{programs.SIGMOID}\n",
        BETTY_AFTER if after else BETTY,
        ALICE_AFTER if after else ALICE,
        PRINTED,
    )
    return "".join(parts)


TOPIC = Topic(
    slug="simplified-gru",
    title="A GRU with one gate less",
    question=QUESTIONS["simplified-gru"],
    parameters=(
        replace(
            GAMMA,
            default=Decimal("0.001"),
            high=Decimal("0.999999"),
            because="at 1 Betty's model is a plain RNN",
            grid=tuple(Decimal(m).scaleb(p) for p in (-6, -4, -3, -2, -1) for m in (1, 3)),
        ),
        replace(STEPS, default=100, high=Decimal(10**4), grid=(10, 30, 100, 300)),
        UNITS,
    ),
    related=("reset-gate", "update-gate", "gru-gradient", "gru-jacobian", "gru-parameters"),
    sources=(
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit: the simplified GRU; the quiz of Alice and Betty"),
        Source("Zhou et al.", 2016, "Minimal gated unit for recurrent neural networks"),
        Source("Dey, Salem", 2017, "Gate-variants of gated recurrent unit (GRU) neural networks", "MWSCAS 2017"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("alice-betty", "Alice removes Γu, Betty removes Γr: who is right?"),
        Facet("without-reset", "What is lost without Γr?"),
        Facet("without-update", "What is left without Γu?"),
        Facet("minimal", "Are there GRUs with one gate only?"),
    ),
)
