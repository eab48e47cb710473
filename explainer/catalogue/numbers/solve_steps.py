"""solve-steps: after how many steps is half, or 1 %, or any other share left."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import gate, gru_kind, percent
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, GATE_GRID, RETAIN, TARGET, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.notation.worked import worked_steps
from explainer.records import Answer, Block, Cell, Facet, Formula, Prose, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

HEADLINES = {
    "": (
        "With $γ = {gamma}$ at every step, {share} is left after $ln x / ln(1-γ) = {steps}$ steps; the first whole "
        "step with no more than that is step {whole}."
    ),
    "half-life": (
        "With $γ = {gamma}$ the half-life is $ln 2 / (-ln(1-γ)) = {half}$ steps; {share} is left after {steps} steps "
        "(step {whole})."
    ),
    "time-constant": (
        "With $γ = {gamma}$ the time constant is $1/(-ln(1-γ)) = {constant}$ steps, about $1/γ$; {share} is left after "
        "{steps} steps (step {whole})."
    ),
    "forget-gate": (
        "A forget gate of $f = {retain}$ is $γ = 1-f = {gamma}$: {share} is left after $ln x / ln f = {steps}$ steps, "
        "so from step {whole} on the gradient is at or below that."
    ),
}
ASSUMPTIONS = (
    "The gate has the same value at every step; what falls is the carry $(1-γ)^T$. A forget gate $f$ is taken as "
    "$1-γ$.",
)
MISCONCEPTION = (
    "The time constant $1/γ$ is not the time at which everything is gone: after $1/γ$ steps 37 % is left, and half is "
    "left after $0.693/γ$ steps."
)
BEYOND = (
    "A real gate moves from step to step, and the whole gradient has paths beside the carry, each with a factor $γ$.",
    "That 1 % is left does not mean that nothing can be learned: an optimiser that rescales gradients can work with "
    "small ones, as long as they stand out from the rest.",
)
PROGRAM = """
steps = np.log(x) / np.log1p(-gamma)

memory, whole = 1.0, 0
while memory > x * (1 + 1e-12) and whole < 1_000_000:
    memory = gamma * 0.0 + (1 - gamma) * memory  # the candidate writes nothing
    whole += 1

print("steps", steps)
print("whole_steps", whole)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """(1−γ)^T = x solved for T."""
    from explainer.symbolic.lemmas import retention

    return {"usual": retention.steps_for(notation)}


def explain(query: Query) -> Answer:
    """The closed form as a real number and as a whole step, and an unroll just before and at that step."""
    from explainer.numeric import closed_forms

    w = Writer(query.notation)
    gamma, target = gate(query, "gamma"), gate(query, "target")
    if gamma == 0 and target < 1:
        raise ValueError("With γ = 0 nothing is ever lost, so no number of steps gets there: give a γ above 0.")
    steps, whole = closed_forms.solve_steps(target, gamma), closed_forms.whole_steps(target, gamma)
    values = {"steps": float(steps), "whole_steps": float(whole), "gamma": float(gamma), "target": float(target)}
    if 0 < gamma < 1:
        values["half_life"] = float(closed_forms.half_life(gamma))
        values["time_constant"] = float(closed_forms.time_constant(gamma))
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(
            gamma=show(gamma),
            retain=show(1 - gamma),
            share=percent(target),
            steps=show(float(steps)),
            whole=whole,
            half=show(values.get("half_life", 0.0)),
            constant=show(values.get("time_constant", 0.0)),
        ),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation)],
        demo=demo(w, gamma, target, whole, query.seed),
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(gamma=repr(float(gamma)), x=repr(float(target))) + PROGRAM if 0 < gamma < 1 else "",
    )


def demo(w: Writer, gamma: Decimal, target: Decimal, whole: int, seed: int) -> list[Block]:
    """One unroll up to the step at which the share is passed, read just before it and at it; then other shares."""
    from explainer.numeric import closed_forms
    from explainer.numeric.experiments import LONGEST_RUN, memory_left

    blocks: list[Block] = [Formula(w.formula(worked_steps(target, gamma)))] if gamma < 1 and target < 1 else []
    if whole <= LONGEST_RUN:
        at = [step for step in (whole - 1, whole) if step >= 0]
        measured = memory_left(float(gamma), at, kind=gru_kind(w), seed=seed)
        rows: list[tuple[Cell, ...]] = []
        for step, value in zip(at, measured, strict=True):
            predicted = float(closed_forms.retention(gamma, step).fraction)
            rows.append(
                (
                    step,
                    predicted,
                    value,
                    Residual(abs(value - predicted)),
                    "yes" if value <= float(target) * (1 + 1e-9) else "no",
                )
            )
        heads = ("step", "predicted $(1-γ)^T$", "memory left, measured", "difference", f"at most {percent(target)}?")
        blocks.append(
            Table(
                w.words("A real unroll, just before and at the step"),
                tuple(w.words(head) for head in heads),
                tuple(rows),
            )
        )
    else:
        blocks.append(
            Prose(
                w.words(
                    f"Step ${whole}$ is beyond the ${LONGEST_RUN}$ steps that are really run here; the closed form stands alone."
                )
            )
        )
    if 0 < gamma < 1:
        blocks.append(other_shares(w, gamma))
    return blocks


def other_shares(w: Writer, gamma: Decimal) -> Table:
    """When other shares are left, for the same gate."""
    from explainer.numeric import closed_forms

    rows = tuple(
        (percent(Decimal(share)), float(closed_forms.solve_steps(share, gamma)), closed_forms.whole_steps(share, gamma))
        for share in ("0.9", "0.5", "0.1", "0.01", "0.001", "1e-6")
    )
    return Table(
        w.words(f"$γ = {show(gamma)}$: steps until a share is left"),
        (("share left",), ("steps",), ("whole step",)),
        rows,
    )


TOPIC = Topic(
    slug="solve-steps",
    title="After how many steps",
    question=QUESTIONS["solve-steps"],
    parameters=(
        replace(GAMMA, default=Decimal("0.01"), grid=GATE_GRID),
        replace(TARGET, grid=tuple(Decimal(share) for share in ("0.001", "0.01", "0.1", "0.5", "0.9"))),
        replace(RETAIN, default=Decimal("0.99")),
    ),
    related=("compute-retention", "solve-gamma", "gru-memory", "gru-limits"),
    sources=(
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
        Source("Goldberg", 1991, "What every computer scientist should know about floating-point arithmetic", "log1p"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("half-life", "What is the half-life?"),
        Facet("time-constant", "What is the time constant?"),
        Facet("forget-gate", "How far back with a given forget gate?"),
    ),
)
