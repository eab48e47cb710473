"""compute-retention: how much of the gradient, and of the memory, is left for a given γ after T steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate, gru_kind, percent, run_table, shown
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, GATE_GRID, LONG_STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.notation.worked import worked_exponential, worked_power
from explainer.records import Answer, Axis, Block, Cell, Facet, Formula, Line, Plot, Prose, Query, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.closed_forms import Retention
    from explainer.numeric.experiments import Carried
    from explainer.symbolic import Proof

HEADLINES = {
    "": (
        "With $γ = {gamma}$ at every step, $(1-γ)^T = {fraction}$ of the gradient is left after {steps} steps, "
        "{percent}: {verdict}. {half}"
    ),
    "vanish-or-not": (
        "{Verdict}: with $γ = {gamma}$ the share left after {steps} steps is $(1-γ)^T = {fraction}$, {percent}. {half}"
    ),
    "approximation": (
        "With $γ = {gamma}$ and $T = {steps}$ the approximation $e^(-γT) = {approximation}$ stands beside the exact "
        "$(1-γ)^T = {fraction}$: {error}."
    ),
    "lost": (
        "With $γ = {gamma}$ at every step, {lost} of the gradient is lost after {steps} steps, and $(1-γ)^T = "
        "{fraction}$ is left. {half}"
    ),
}
ASSUMPTIONS = (
    "The update gate is exactly $γ$ in every unit and at every step. $(1-γ)^T$ is the carry: the share of $c[0]$ in "
    "$c[T]$, and the part of $dc[T]/dc[0]$ that runs straight through. A forget gate $f$ is the same as $γ = 1 - f$.",
)
MISCONCEPTION = (
    "The share left is a power of $1-γ$, not of $γ$, and not $1 - γT$: the loss of each step is taken from what is "
    "left, so a small $γ$ loses about $γT$ only while $γT$ is small."
)
BEYOND = (
    "The whole gradient also has the update-gate and candidate paths, each with a factor $γ$: they can add to the "
    "carry or cancel part of it. The measured singular values show by how much in one network; the bound of "
    "gru-gradient holds for all.",
)
PROGRAM = """
fraction = np.exp(T * np.log1p(-gamma))  # log1p keeps the digits of a small gamma
half_life = np.log(2) / -np.log1p(-gamma)

memory = 1.0
for _ in range(min(T, 100_000)):
    memory = gamma * 0.0 + (1 - gamma) * memory  # the candidate writes nothing

print("fraction", fraction)
print("half_life", half_life)
print("carried", memory)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """(1−γ)^T through the logarithm, and how far e^(−γT) is from it."""
    from explainer.symbolic.lemmas import retention

    proof = retention.share_left(notation)
    return {"usual": proof}


def explain(query: Query) -> Answer:
    """The closed form in 50 digits beside a real unroll of the same gate."""
    from explainer.numeric import closed_forms, experiments

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    left = closed_forms.retention(gamma, steps)
    run = experiments.carried(float(gamma), max(steps, 1), kind=gru_kind(w), seed=query.seed)
    values = {"fraction": float(left.fraction), "gamma": float(gamma), "steps": float(steps), "carried": run.value}
    half = "Nothing is ever lost: the gate is fully shut." if gamma == 0 else "One step replaces the whole memory."
    if 0 < gamma < 1:
        values |= {"half_life": float(closed_forms.half_life(gamma)), "bias": float(closed_forms.bias_of(gamma))}
        half_life = show(values["half_life"])
        half = f"Half is left after ${half_life}$ {'step' if half_life == '1' else 'steps'}."
    verdict = verdict_of(left.fraction)
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(
            gamma=show(gamma),
            steps=show(steps),
            fraction=shown(left.fraction, left.log),
            percent=percent(left.fraction),
            lost=percent(1 - left.fraction),
            verdict=verdict,
            Verdict=verdict[0].upper() + verdict[1:],
            half=half,
            approximation=shown(left.approximation, -gamma * steps),
            error=error_of(left),
        ),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation)],
        demo=demo(w, left, run, values),
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=(programs.header(gamma=repr(float(gamma)), T=steps) + PROGRAM) if 0 < gamma < 1 else "",
    )


def verdict_of(fraction: Decimal) -> str:
    """What a reader would call it. The borders are ours and stand in the text."""
    if fraction >= Decimal("0.5"):
        return "it does not vanish"
    if fraction >= Decimal("0.01"):
        return "it is weakened, but more than 1 % is left"
    return "it has all but vanished, less than 1 % is left"


def error_of(left: Retention) -> str:
    """How good e^(−γT) is here, in words."""
    if left.relative_error is None:
        return "the exact value is 0, so no relative error can be given"
    if left.relative_error == 0:
        return "they are equal"
    return f"it is too large by a relative ${show(float(left.relative_error))}$, about $(γ^2 T)/2$ for a small $γ$"


def demo(w: Writer, left: Retention, run: Carried, values: Mapping[str, float]) -> list[Block]:
    """The unroll's table, the γ's own figures, and the share left over the steps."""
    from explainer.numeric import closed_forms

    blocks: list[Block] = []
    if left.gamma and left.steps:
        worked = (worked_power(left.gamma, int(left.steps)), worked_exponential(left.gamma, int(left.steps)))
        captions = ("The carry, with the numbers asked.", "The usual approximation.")
        blocks += [Formula(w.formula(each), (caption,)) for each, caption in zip(worked, captions, strict=True)]
    blocks.append(run_table(w, run, float(closed_forms.retention(left.gamma, run.steps).fraction)))
    if run.steps < left.steps:
        blocks.append(
            Prose(
                w.words(
                    f"Only the first ${run.steps}$ steps were run; the closed form above goes all the way to ${left.steps}$."
                )
            )
        )
    if 0 < left.gamma < 1:
        blocks += [figures(w, left, values), over_steps(w, left)]
    return blocks


def figures(w: Writer, left: Retention, values: Mapping[str, float]) -> Table:
    """What this γ means: approximation, half-life, time constant, the bias that gives it."""
    from explainer.numeric import closed_forms

    rows: tuple[tuple[Cell, ...], ...] = (
        (
            w.words("$e^(-γT)$, the usual approximation"),
            w.words(f"${shown(left.approximation, -left.gamma * left.steps)}$"),
        ),
        (w.words("half-life, $ln 2 / (-ln(1-γ))$"), values["half_life"]),
        (w.words("time constant, $1/(-ln(1-γ))$"), float(closed_forms.time_constant(left.gamma))),
        (w.words("1 % is left after"), float(closed_forms.solve_steps(Decimal("0.01"), left.gamma))),
        (w.words("pre-activation that gives it, $ln(γ/(1-γ))$"), w.words(f"$b_u = {show(values['bias'])}$")),
    )
    return Table(w.words(f"What $γ = {show(left.gamma)}$ means, in steps"), (("",), ("value",)), rows)


def over_steps(w: Writer, left: Retention) -> Plot:
    """The share left over the steps, from nothing lost to a hundredth left."""
    from explainer.numeric import closed_forms

    until = float(max(closed_forms.solve_steps(Decimal("0.01"), left.gamma), left.steps, Decimal(2)))
    x = tuple(until * i / 60 for i in range(61))
    rate = float(closed_forms.time_constant(left.gamma))
    exact = Line(w.words("$(1-γ)^T$"), x, tuple(math.exp(-at / rate) for at in x))
    here = Line(w.words("asked"), (float(left.steps),), (float(left.fraction),), "points")
    alt = f"The share left falls from 1 to {float(left.fraction):.4g} after {int(left.steps)} steps with γ = {left.gamma}."
    return Plot(
        w.words("The share left over the steps"),
        Axis(w.words("$T$"), "steps"),
        Axis(("share left",)),
        (exact, here),
        alt,
    )


TOPIC = Topic(
    slug="compute-retention",
    title="How much is left",
    question=QUESTIONS["compute-retention"],
    parameters=(replace(GAMMA, grid=GATE_GRID), replace(LONG_STEPS, grid=(10, 100, 1000, 10_000))),
    related=("solve-steps", "solve-gamma", "gru-gradient", "gru-memory"),
    sources=(
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
        Source("Goldberg", 1991, "What every computer scientist should know about floating-point arithmetic", "log1p"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("vanish-or-not", "Does it vanish at these numbers, or not?"),
        Facet("approximation", "Is e^(−γT) good enough?"),
        Facet("lost", "How much is lost?"),
    ),
)
