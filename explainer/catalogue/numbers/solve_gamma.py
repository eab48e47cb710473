"""solve-gamma: which γ, and which gate bias, keeps a given share over a given number of steps."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate, gru_kind, percent, run_table, shown
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import LONG_STEPS, TARGET, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.notation.worked import worked_bias, worked_gamma
from explainer.records import Answer, Block, Cell, Facet, Formula, Prose, Query, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

HEADLINES = {
    "": "To keep {share} over {steps} steps, the gate must stay at $γ = 1 - x^(1/T) = {gamma}$ or below{bias}.",
    "bias": "{Bias} keeps {share} over {steps} steps: it holds the gate at $γ = 1 - x^(1/T) = {gamma}$.",
    "retention": (
        "A forget gate of $f = x^(1/T) = {retain}$ keeps {share} over {steps} steps; as an update gate that is $γ = 1 "
        "- f = {gamma}$."
    ),
}
ASSUMPTIONS = (
    "The gate has the same value at every step, and $x$ is the share of the memory, and of the carried gradient, that "
    "is left after $T$ steps. Gates that differ from step to step may do so as long as the product of $1-Γu$ stays at "
    "$x$.",
)
MISCONCEPTION = (
    "Keeping 90 % over 50 steps does not mean 90 % at each step: the loss of one step must be about the total loss, "
    "counted in logarithms, divided by the number of steps."
)
BEYOND = (
    "A bias sets the gate only where the rest of the pre-activation is 0; the inputs and the state move it about. "
    "Biases are therefore usually spread over units (chrono initialisation) instead of being set to one number.",
    "The whole gradient has paths beside the carry; the measured singular values show how far they spread around the "
    "share.",
)
PROGRAM = """
gamma = -np.expm1(np.log(x) / T)  # expm1 keeps the digits of a small gamma
bias = np.log(gamma) - np.log1p(-gamma)

memory = 1.0
for _ in range(min(T, 100_000)):
    memory = gamma * 0.0 + (1 - gamma) * memory  # the candidate writes nothing

print("gamma", gamma)
print("bias", bias)
print("carried", memory)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """(1−γ)^T = x solved for γ."""
    from explainer.symbolic.lemmas import retention

    return {"usual": retention.gamma_for(notation)}


def explain(query: Query) -> Answer:
    """The closed form, and an unroll with the gate that it found."""
    from explainer.numeric import closed_forms, experiments

    w = Writer(query.notation)
    target, steps = gate(query, "target"), count(query, "steps")
    gamma = closed_forms.solve_gamma(target, steps)
    values = {"gamma": float(gamma), "retain": float(1 - gamma), "target": float(target), "steps": float(steps)}
    if 0 < gamma < 1:
        values["bias"] = float(closed_forms.bias_of(gamma))
    run = experiments.carried(float(gamma), steps, kind=gru_kind(w), seed=query.seed)
    values["carried"] = run.value
    bias = f"$b_u = {show(values['bias'])}$" if "bias" in values else "No finite bias"
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(
            share=percent(target),
            steps=show(steps),
            gamma=shown(gamma, 0.0),
            retain=near_one(1 - gamma),
            bias=f", a pre-activation of {bias}" if "bias" in values else "",
            Bias=f"A pre-activation of {bias}" if "bias" in values else "No finite bias",
        ),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation)],
        demo=demo(
            w,
            target,
            steps,
            gamma,
            run_table(w, run, float(closed_forms.retention(gamma, run.steps).fraction)),
            run.steps,
        ),
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=(programs.header(x=repr(float(target)), T=steps) + PROGRAM) if 0 < gamma < 1 else "",
    )


def near_one(retain: Decimal) -> str:
    """A retention factor with enough digits to tell it from 1."""
    lost = 1 - retain
    digits = max(6, -lost.adjusted() + 2) if lost else 1
    return f"{retain:.{min(digits, 20)}f}".rstrip("0").rstrip(".")


def demo(w: Writer, target: Decimal, steps: int, gamma: Decimal, run: Table, ran: int) -> list[Block]:
    """The unroll at the gate found, and what other shares over the same steps would need."""
    from explainer.numeric import closed_forms

    rows: list[tuple[Cell, ...]] = []
    for share in sorted(
        {Decimal("0.99"), Decimal("0.9"), Decimal("0.5"), Decimal("0.1"), target} - {Decimal(1)}, reverse=True
    ):
        found = closed_forms.solve_gamma(share, steps)
        bias = closed_forms.bias_of(found) if 0 < found < 1 else None
        horizon = float(closed_forms.horizon(found)) if found else None
        rows.append(
            (percent(share), float(found), None if bias is None else w.words(f"$b_u = {show(float(bias))}$"), horizon)
        )
    heads = ("share kept", "$γ$", "pre-activation", "$1/γ$, steps")
    others = Table(w.words(f"Other shares over ${steps}$ steps"), tuple(w.words(head) for head in heads), tuple(rows))
    note = f"Only the first ${ran}$ of ${steps}$ steps were run; the prediction beside them is for as many."
    # Six digits of γ are what is shown, and enough for six of its logarithm.
    worked = [worked_gamma(target, steps), worked_bias(Decimal(f"{gamma:.5e}"))] if 0 < gamma < 1 else []
    formulas = [Formula(w.formula(each)) for each in worked]
    return [*formulas, run, *([Prose(w.words(note))] if ran < steps else []), others]


TOPIC = Topic(
    slug="solve-gamma",
    title="Which γ keeps that much",
    question=QUESTIONS["solve-gamma"],
    parameters=(
        replace(
            TARGET, default=Decimal("0.9"), grid=tuple(Decimal(n) / 100 for n in (1, 5, 10, 25, 50, 75, 90, 95, 99))
        ),
        replace(LONG_STEPS, default=50, low=Decimal(1), grid=(10, 50, 100, 500, 1000, 10_000)),
    ),
    related=("compute-retention", "solve-steps", "gate-bias-init", "update-gate"),
    sources=(
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
        Source("Goldberg", 1991, "What every computer scientist should know about floating-point arithmetic", "expm1"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("bias", "Which gate bias is that?"),
        Facet("retention", "Which forget gate is that?"),
    ),
)
