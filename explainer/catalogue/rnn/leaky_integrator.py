"""leaky-integrator: the update gate held at one value is an exponential moving average of what is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate, gru_kind
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Axis, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.cell import Cell as AnyCell
    from explainer.symbolic import Proof

GAMMAS = (Decimal("0.5"), Decimal("0.1"), Decimal("0.02"))

HEADLINES = {
    "": (
        "With the gate held at one value, yes: $c[t] = (1-γ) c[t-1] + γ c~[t]$ is an exponential moving average of the "
        "candidates, over about $1/γ = {horizon}$ steps for $γ = {gamma}$; after a jump of its input it has covered "
        "{covered} of the way in {steps} steps."
    ),
    "momentum": (
        "The same recursion, with $β = 1-γ$: momentum averages gradients over about $1/(1-β)$ steps as a GRU with a "
        "constant gate averages its candidates over $1/γ = {horizon}$. What differs is the use: momentum has one fixed "
        "$β$, a GRU a new gate at every step and unit."
    ),
    "average": (
        "Over about $1/γ = {horizon}$ steps for $γ = {gamma}$: the last $1/γ$ inputs carry {weight} of the weight, and "
        "a jump of the input is covered to {covered} after {steps} steps."
    ),
    "difference": (
        "A gate that depends on the input. A moving average has the same $γ$ at every step, so it can give a single "
        "value {steps} steps back at most the weight {best}; a gate that opens at that step only gives it nearly all. "
        "And a GRU's candidate sees the state, so its gradient has three more paths than the average's $(1-γ)^T$."
    ),
    "bias-correction": (
        "Only where the start is not meant: from $c[0] = 0$ the average of $T$ inputs has the total weight "
        "$1-(1-γ)^T$, {covered} after {steps} steps, and dividing by it mends that (Adam does). A GRU's start is a "
        "state like any other, and nothing is to be corrected."
    ),
}
ASSUMPTIONS = (
    "One number and one gate that never moves. In the GRU demo the candidate stands at 1/2 at every step (its bias "
    "sees to it) and the state is doubled, so that the same recursion runs as a real cell.",
)
MISCONCEPTION = (
    '"A GRU is just a moving average" holds for a constant gate only; what makes it a memory is that the gate opens '
    "for what matters and "
    "shuts after it."
)
BEYOND = (
    "The window of $1/γ$ steps is soft: older inputs keep a weight, and 37 % of the total lies beyond it.",
    "Averages over several time scales need several units with different gates.",
)
PROGRAM = """
average = 0.0
for _ in range(T):
    average = (1 - gamma) * average + gamma * 1.0  # the input is 1 from now on

print("covered", average)
print("predicted", -np.expm1(T * np.log1p(-gamma)))
print("horizon", 1 / gamma)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """Unrolled, weights, step response, bias correction."""
    from explainer.symbolic.lemmas import averages

    return {"usual": averages.derive(notation)["usual"]}


def explain(query: Query) -> Answer:
    """The step response by recursion, by a real GRU, and by the closed form."""
    from explainer.numeric import closed_forms

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    covered = 1 - float(closed_forms.retention(gamma, steps).fraction)
    horizon = float(closed_forms.horizon(gamma))
    best = float(closed_forms.best_constant_write(steps))
    measured = response(float(gamma), steps)
    within = 1 - float(closed_forms.retention(gamma, max(1, math.floor(horizon))).fraction)
    said = {
        "gamma": show(gamma),
        "steps": show(steps),
        "horizon": show(horizon),
        "covered": f"${show(measured[-1])}$",
        "weight": f"${show(within)}$",
        "best": f"${show(best)}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={"covered": measured[-1], "predicted": covered, "horizon": horizon, "best_constant_write": best},
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            step_table(w, gru_kind(w), gamma, steps),
            correction_table(w, float(gamma), query.seed),
            responses(w, gamma, steps),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(gamma=repr(float(gamma)), T=steps) + PROGRAM,
    )


def response(gamma: float, steps: int) -> list[float]:
    """The average after 1 … T steps of the input 1, from 0."""
    from explainer.numeric import systems

    return [float(value) for value in systems.leaky_integrator(gamma, [1.0] * steps)[1:]]


def through_gru(kind: str, gamma: float, steps: int) -> float:
    """The same as a real GRU: one unit, the candidate's bias at artanh ½, so that c̃ = ½ at every step; doubled."""
    import numpy as np

    from explainer import numeric

    bias = math.atanh(0.5)
    cell: AnyCell
    if kind == "reset_after":
        cell = numeric.GRUResetAfter(np.zeros((3, 1)), np.zeros((3, 1)), np.array([0, 0, bias]), np.zeros(3))
    else:
        zero = np.zeros((1, 2))
        cell = numeric.GRU(zero, zero, zero, np.zeros(1), np.zeros(1), np.array([bias]))
    trace = numeric.gates_at(gamma, cell=cell, x=np.zeros((steps, 1)), start=np.zeros(1))
    return 2 * float(trace.last[0])


def step_table(w: Writer, kind: str, gamma: Decimal, steps: int) -> Table:
    """How much of a jump is covered, for several γ: closed form, recursion and GRU."""
    from explainer.numeric import closed_forms

    rows: list[tuple[Cell, ...]] = []
    for each in sorted({*GAMMAS, gamma}, reverse=True):
        predicted = 1 - float(closed_forms.retention(each, steps).fraction)
        averaged, gated = response(float(each), steps)[-1], through_gru(kind, float(each), steps)
        rows.append(
            (
                w.words(f"${show(each)}$"),
                float(closed_forms.horizon(each)),
                predicted,
                averaged,
                gated,
                Residual(abs(gated - predicted)),
            )
        )
    heads = ("$γ$", "$1/γ$", "$1-(1-γ)^T$", "average", "GRU", "difference")
    return Table(
        w.words(f"The input jumps from 0 to 1: covered after ${steps}$ steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
    )


def correction_table(w: Writer, gamma: float, seed: int) -> Table:
    """The first averages of noisy inputs around 1, raw and corrected."""
    import numpy as np

    from explainer.numeric import systems

    x = 1 + 0.1 * np.random.default_rng([seed, 7]).normal(size=20)
    raw, corrected = systems.leaky_integrator(gamma, x), systems.leaky_integrator(gamma, x, corrected=True)
    rows = tuple((t, float(raw[t]), float(corrected[t]), float(x[:t].mean())) for t in (1, 2, 5, 10, 20))
    heads = ("step", "average from 0", "corrected", "plain mean so far")
    return Table(
        w.words(f"Inputs near 1, $γ = {show(gamma)}$: with and without bias correction"),
        tuple((head,) for head in heads),
        rows,
    )


def responses(w: Writer, gamma: Decimal, steps: int) -> Plot:
    """The step response for several γ."""
    x = tuple(float(t) for t in range(steps + 1))
    lines = tuple(
        Line(
            w.words(f"$γ = {show(each)}$"),
            x,
            (0.0, *response(float(each), steps)),
            "solid" if each == gamma else "dashed",
        )
        for each in sorted({*GAMMAS, gamma}, reverse=True)
    )
    alt = f"Step responses rise from 0 towards 1; with γ = {gamma} {response(float(gamma), steps)[-1]:.3g} is reached after {steps} steps."
    return Plot(
        w.words("How fast the average follows a jump"), Axis(("step",), "steps"), Axis(("average",)), lines, alt
    )


TOPIC = Topic(
    slug="leaky-integrator",
    title="The gate as a moving average",
    question=QUESTIONS["leaky-integrator"],
    parameters=(
        replace(
            GAMMA,
            default=Decimal("0.05"),
            low_open=True,
            because="at 0 nothing is ever averaged",
            grid=tuple(Decimal(n) / 100 for n in (1, 2, 5, 10, 20, 50, 100)),
        ),
        replace(STEPS, default=50, high=Decimal(2000), grid=(10, 20, 50, 100)),
    ),
    related=("gru-memory", "update-gate", "write-and-hold", "solve-steps"),
    sources=(
        Source(
            "Jaeger et al.",
            2007,
            "Optimization and applications of echo state networks with leaky-integrator neurons",
            "Neural Networks 20(3)",
        ),
        Source("Kingma, Ba", 2015, "Adam: a method for stochastic optimization", "ICLR 2015; the bias correction"),
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("momentum", "Is it the same as β in momentum?"),
        Facet("average", "Over how many steps does it average?"),
        Facet("difference", "What does a GRU have that a moving average lacks?"),
        Facet("bias-correction", "Does it need a bias correction as in Adam?"),
    ),
)
