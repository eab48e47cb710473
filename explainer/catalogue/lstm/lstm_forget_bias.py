"""lstm-forget-bias: why the forget gate's bias starts at 1, what that is worth, and what it is not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace as with_changes
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, lag_plot, percent, shown
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import BIAS, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

UNITS = 16
BIASES = (Decimal(0), Decimal(1), Decimal(3), Decimal(5))

HEADLINES = {
    "": (
        "To start with a gate that keeps: $b_f = 1$ makes $Γf ≈ σ(1) = 0.731$ instead of 1/2, a half-life of 2.2 steps "
        "instead of 1. The bias asked, $b_f = {bias}$, gives $Γf = {retain}$, a half-life of {half} steps, and keeps "
        "{kept} of the carry over {steps} steps (fresh network: {measured})."
    ),
    "why-one": (
        "Because at 0 the forget gate stands at 1/2 and halves the cell at every step; at 1 it keeps $σ(1) = 0.731$. "
        "With $b_f = {bias}$ it keeps {retain} a step and {kept} over {steps} steps (fresh network, all paths: "
        "{measured})."
    ),
    "other-gates": (
        "Because only the forget gate multiplies what is carried: its bias decides how long the cell keeps, here "
        "{kept} over {steps} steps with $b_f = {bias}$. Input and output gates decide what is written and shown; at a "
        "bias of 0 they stand at 1/2, and training can move them at once."
    ),
    "training-undoes": (
        "It may, and should where forgetting is right; but it starts from where gradients still arrive. With $b_f = 0$ "
        "this fresh network keeps {zero} of the cell's gradient over {steps} steps, with $b_f = {bias}$ {measured}: "
        "only the latter can tell training anything about them."
    ),
    "zero": (
        "Along the cell, yes: where $Γf = 0$ the old cell and its gradient are cut off at once, and that is what the "
        "gate is for. It is no trap: the gate's value depends on input and output, so it may be open at the next step, "
        "and a sigmoid is never exactly 0. With $b_f = {bias}$ it starts at {retain}."
    ),
    "enough": (
        "No: $b_f = 1$ means $σ(1) = 0.731$ a step, a half-life of 2.2 steps; over 50 steps $1.6e-7$ is left. For a "
        "memory of $T$ steps take $b_f$ about $ln T$; $b_f = {bias}$ has a half-life of {half} steps."
    ),
    "keras": (
        "It starts the forget gate's bias at 1 and the other biases at 0 (Keras's default for its LSTM): then $Γf ≈ "
        "σ(1) = 0.731$ instead of 1/2. PyTorch has no such switch and adds two random biases; set it by hand. With "
        "$b_f = {bias}$ the gate starts at {retain}."
    ),
}
ASSUMPTIONS = (
    "The bias sets the gate where the rest of the pre-activation is near 0; in the fresh networks the weights are "
    "small and random, so the gates scatter about $σ(b_f)$.",
)
MISCONCEPTION = (
    '"A forget bias of 1 gives long memory" is off by orders of magnitude: it moves the half-life from 1 step to 2.2. '
    "What it buys is that training "
    "starts with some gradient from a few steps back."
)
BEYOND = (
    "That a forget bias of 1 closes the gap between LSTM and GRU on several tasks is a finding of Jozefowicz, Zaremba "
    "and Sutskever (2015), stated after their paper and not reproduced here.",
    "A bias far from 0 makes its own gradient small, since the slope of the gate is $Γf (1-Γf)$.",
)
PROGRAM = """
forget_gate = 1 / (1 + np.exp(-b))
log = -np.logaddexp(0, -b)  # ln of the gate, without losing digits near 1

print("forget_gate", forget_gate)
print("half_life", np.log(2) / -log)
print("fraction", np.exp(T * log))
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """The carry at a bias, its half-life, and how it grows with the bias."""
    from explainer.symbolic.lemmas import rates

    return {"usual": rates.derive_forget(notation)["usual"]}


def explain(query: Query) -> Answer:
    """Biases in numbers, and fresh networks that differ in the forget bias only."""
    from explainer.numeric import closed_forms, experiments

    w = Writer(query.notation, "lstm")
    bias, steps = gate(query, "bias"), count(query, "steps")
    lost = closed_forms.gate_of(-bias)
    kept = closed_forms.retention(lost, steps)
    at = experiments.lags(steps)
    logs = {each: by_lag(biased(each, steps, query.seed), at) for each in sorted({*BIASES, bias})}
    half = float(closed_forms.half_life(lost))
    said = {
        "bias": show(bias),
        "retain": show(float(1 - lost)),
        "half": f"${show(half)}$",
        "kept": percent(float(kept.fraction)),
        "steps": show(steps),
        "measured": f"${show_log(logs[bias][-1])}$",
        "zero": f"${show_log(logs[Decimal(0)][-1])}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "forget_gate": float(1 - lost),
            "half_life": half,
            "fraction": float(kept.fraction),
            "measured_log10": logs[bias][-1] / math.log(10),
        },
        assumptions=ASSUMPTIONS,
        cell="lstm",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            bias_table(w, tuple(logs), steps),
            network_table(w, logs, steps, query.seed),
            lag_plot(
                w,
                "Fresh LSTMs that differ in the forget bias",
                [curve(w, f"$b_f = {show(each)}$", at, values) for each, values in logs.items()],
                f"Gradient norm of the cell after {steps} steps: "
                + ", ".join(f"bias {each} {show_log(v[-1])}" for each, v in logs.items())
                + ".",
            ),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(b=repr(float(bias)), T=steps) + PROGRAM,
    )


def biased(bias: Decimal, steps: int, seed: int) -> Trace:
    """A fresh LSTM whose only bias that isn't 0 is the forget gate's, unrolled on random inputs."""
    import numpy as np

    from explainer import numeric

    cell = numeric.fresh("lstm", units=UNITS, seed=seed)
    assert isinstance(cell, numeric.LSTM)
    started = with_changes(cell, b_f=np.full(UNITS, float(bias)))
    return numeric.unroll(
        started, numeric.random_inputs(steps, cell.inputs, seed), numeric.random_start(cell.size, seed), seed=seed
    )


def by_lag(trace: Trace, at: tuple[int, ...]) -> list[float]:
    """ln of the cell's gradient norm over the lags."""
    from explainer.numeric import experiments

    return [float(log) for log in experiments.log_norm_by_lag(trace, at)]


def bias_table(w: Writer, biases: tuple[Decimal, ...], steps: int) -> Table:
    """Bias → gate → half-life → what the carry keeps; the half-life found by stepping, too."""
    from explainer.numeric import closed_forms

    rows: list[tuple[Cell, ...]] = []
    for bias in biases:
        lost = closed_forms.gate_of(-bias)
        kept = closed_forms.retention(lost, steps)
        half = float(closed_forms.half_life(lost))
        # The carry itself, multiplied out over a whole number of steps, beside the exponential of its logarithm.
        stepped = math.prod([float(1 - lost)] * steps)
        rows.append(
            (
                w.words(f"$b_f = {show(bias)}$"),
                float(1 - lost),
                half,
                w.words(f"${shown(kept.fraction, kept.log)}$"),
                Residual(abs(stepped - float(kept.fraction))),
            )
        )
    heads = ("bias", "$Γf = σ(b_f)$", "half-life, steps", f"$Γf^T$, $T = {steps}$", "multiplied out, difference")
    return Table(w.words("What a forget bias is worth"), tuple(w.words(head) for head in heads), tuple(rows))


def network_table(w: Writer, logs: Mapping[Decimal, list[float]], steps: int, seed: int) -> Table:
    """The same random network with each bias: the gates that it really has, and the gradient left."""
    import numpy as np

    rows: list[tuple[Cell, ...]] = []
    for bias, values in logs.items():
        gates = np.asarray(biased(bias, steps, seed).gates["Γf"])
        rows.append(
            (
                w.words(f"$b_f = {show(bias)}$"),
                float(np.median(gates)),
                float(gates.min()),
                float(gates.max()),
                from_log(w, values[-1]),
            )
        )
    heads = ("bias", "$Γf$, median", "smallest", "largest", "$norm(dc[T]/dc[0])$")
    return Table(
        w.words(f"A fresh LSTM of {UNITS} units over {steps} steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
    )


TOPIC = Topic(
    slug="lstm-forget-bias",
    title="What a forget bias is worth",
    question=QUESTIONS["lstm-forget-bias"],
    parameters=(
        replace(
            BIAS,
            meaning="b_f, the forget gate's bias (positive remembers)",
            default=Decimal(1),
            grid=tuple(Decimal(n) for n in (-1, 0, 1, 2, 3, 4, 5, 7)),
        ),
        replace(STEPS, default=50, high=Decimal(5000), grid=(10, 20, 50, 100, 300)),
    ),
    related=("lstm-gradient", "gate-bias-init", "lstm-limits", "gate-learning"),
    sources=(
        Source(
            "Gers, Schmidhuber, Cummins",
            2000,
            "Learning to forget: continual prediction with LSTM",
            "Neural Computation 12(10)",
        ),
        Source(
            "Jozefowicz, Zaremba, Sutskever",
            2015,
            "An empirical exploration of recurrent network architectures",
            "ICML 2015",
        ),
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("why-one", "Why is the forget gate's bias set to 1?"),
        Facet("other-gates", "Why not the input gate's bias too?"),
        Facet("training-undoes", "Won't training undo it?"),
        Facet("zero", "Does f = 0 kill everything?"),
        Facet("enough", "Is 1 enough for a long memory?"),
        Facet("keras", "What does unit_forget_bias do?"),
    ),
)
