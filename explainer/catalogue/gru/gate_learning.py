"""gate-learning: a gate that is nearly shut has a small slope; how it learns all the same, and how fast."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Axis, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

TABLE_GAMMAS = tuple(map(Decimal, ("0.1", "0.01", "0.001", "1e-4")))
SLOWEST_RUN = Decimal("1e-5")  # below it plain descent takes more steps than an answer has time for
SGD_RATE, ADAM_RATE = 1.0, 0.1
WORD, FILLER, GATE, FILLERS = 1.0, -0.3, 0.1, 5  # the little task that shows where a gradient pushes the gate

HEADLINES = {
    "": (
        "Slowly, but it can: the gate's own slope $Γu (1-Γu)$ is only about $γ$, yet all $T$ steps add their parts, so "
        "$dc[T]/db_u = T γ (1-γ)^T (c~ - c[0])$. With $γ = {gamma}$ and {steps} steps that is ${predicted}$ for "
        "$c~ - c[0] = 1$ (measured: ${measured}$); it is largest, ${best_gradient}$, at $γ = 1/(T+1)$."
    ),
    "reopen": (
        "By a small gradient that never stops pushing one way: from $γ = {gamma}$ up to 1/2 plain gradient descent takes about "
        "${sgd_steps}$ steps (rate 1, on the gate's own value) and Adam ${adam_steps}$ (rate 0.1). And a gate depends on "
        "its input: at a word for which it stands open, its slope is not small."
    ),
    "never": (
        "No, it can: the slope of a shut gate is $Γu (1-Γu) ≈ γ$, small but not 0. It is slow, though: with $γ = {gamma}$ the "
        "gradient over {steps} steps is ${measured}$ per unit of $c~ - c[0]$, and plain descent needs about ${sgd_steps}$ "
        "steps to open the gate to 1/2."
    ),
    "write-or-hold": (
        "By one number at each step, $(c~[t] - c[t-1]) * Γu[t] * (1-Γu[t])$ times what the loss wants of $c[t]$: where the "
        "candidate would lower the loss the gate is pushed open, where it would spoil what is held it is pushed shut. In the "
        "small task below the word's gate is pushed by ${push_word}$ and a filler's by ${push_filler}$."
    ),
    "optimizer": (
        "Yes: a step of SGD is as small as the gradient, so from $γ = {gamma}$ to 1/2 it takes about ${sgd_steps}$ steps "
        "(rate 1); Adam divides by the gradient's own size and takes ${adam_steps}$ (rate 0.1), as long as that size is well "
        "above its $ε = 10^-8$."
    ),
    "best-gate": (
        "For $γ = 1/(T+1)$, which is the bias $b_u = -ln T$: over {steps} steps $γ = {best_gamma}$ with the gradient "
        "${best_gradient}$, close to $1/e$. Your $γ = {gamma}$ gets ${predicted}$ (measured: ${measured}$)."
    ),
}
ASSUMPTIONS = (
    "One unit with a constant gate and a constant candidate, $c~ - c[0] = 1$; the whole sequence shares the one bias.",
    "\"Steps to open\" follow the gate's own value, $b$ moved by the rate times $σ'(b)$, as if the loss asked for an open gate: "
    "it is the slope alone that is tested. A real loss adds a factor of its own.",
)
MISCONCEPTION = (
    '"A saturated gate can never learn" and "so there is no problem" are both wrong. The gradient has the factor $γ$, which '
    "$T$ steps repay when $γ$ is about $1/T$; far below that it is starved like $γ T$, far above it is lost like $e^(-γT)$."
)
BEYOND = (
    "The way out that costs nothing is not to start there: a bias of about $b_u = -ln T$, spread over the units (chrono "
    "initialisation, Tallec and Ollivier 2018).",
    "In floating point a gate can really get stuck: where remembering means a sigmoid near 1 (as $z$ in PyTorch), float32 rounds "
    "it to exactly 1 from a pre-activation of 17 on, and its slope to exactly 0.",
    "In a trained network the candidate is no constant; its own changes move the state too.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The gradient of the gate's bias and its maximum; with "proof" the time that gradient flow takes."""
    from explainer.symbolic.lemmas import gate_learning

    return gate_learning.derive(notation)


def explain(query: Query) -> Answer:
    """The bias's gradient measured over γ, the steps to open under two optimisers, and where a loss pushes the gate."""
    from explainer.numeric import closed_forms, gate_learning

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    measured, _ = gate_learning.bias_gradient(float(gamma), steps)
    best = closed_forms.best_gamma(steps)
    pushes = pushed()
    values = {
        "predicted": float(closed_forms.bias_gradient(gamma, steps)),
        "measured": measured,
        "best_gamma": float(best),
        "best_gradient": float(closed_forms.bias_gradient(best, steps)),
        "sgd_steps": flow_time(float(gamma)),
        "adam_steps": gate_learning.steps_to_open(float(gamma), rate=ADAM_RATE, adam=True),
        "push_word": pushes[0],
        "push_filler": pushes[-1],
    }
    said = {name: show(value) for name, value in values.items()}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(
            **{**said, "gamma": show(gamma), "steps": show(steps), "sgd_steps": show(round(values["sgd_steps"]))}
        ),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            gradient_table(w, gamma, steps),
            gradient_plot(w, steps),
            opening_table(w, gamma),
            push_table(w, pushes),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(float(gamma), steps),
    )


def flow_time(gamma: float) -> float:
    """Steps of gradient flow with rate 1 from γ to 1/2: F(0) − F(b), F(b) = 2 sinh b + 2b; 0 for a gate that is open."""
    b = math.log(gamma) - math.log1p(-gamma)
    return max(0.0, -2 * math.sinh(b) - 2 * b)


def pushed() -> list[float]:
    """−dL/da_u at each step, a_u the gate's pre-activation, for L = (1 − c_T)²/2: a word that should stay, then fillers."""
    import numpy as np

    from explainer import numeric

    nothing = np.zeros((1, 2))
    cell = numeric.GRU(
        nothing, nothing, np.array([[0.0, 2.0]]), np.array([math.log(GATE / (1 - GATE))]), np.zeros(1), np.zeros(1)
    )
    trace = numeric.unroll(cell, np.array([[WORD]] + [[FILLER]] * FILLERS))
    steps = trace.steps
    adjoints = numeric.gradients(trace, {steps: trace.last - 1.0}).adjoints[1:, 0]
    gates = trace.gates["Γu"][:, 0]
    return [float(-each) for each in adjoints * (trace.candidates[:, 0] - trace.states[:-1, 0]) * gates * (1 - gates)]


def gradient_table(w: Writer, gamma: Decimal, steps: int) -> Table:
    """The bias's gradient over γ: closed form beside backward through time."""
    from explainer.numeric import closed_forms, gate_learning

    gammas = sorted({*TABLE_GAMMAS, gamma}, reverse=True)
    rows: list[tuple[Cell, ...]] = []
    named = [(w.words(f"${show(each)}$"), each) for each in gammas]
    for name, each in [*named, (w.words("$1/(T+1)$"), closed_forms.best_gamma(steps))]:
        predicted = float(closed_forms.bias_gradient(each, steps))
        measured, _ = gate_learning.bias_gradient(float(each), steps)
        rows.append((name, float(closed_forms.bias_of(each)), predicted, measured, Residual(abs(measured - predicted))))
    heads = ("$γ$", "logit of $γ$", "$T γ (1-γ)^T$", "measured", "difference")
    return Table(
        w.words(f"$dc[T]/db_u$ for $c~ - c[0] = 1$ over $T = {steps}$ steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words("Measured: backward through time over a real unroll."),
    )


def gradient_plot(w: Writer, steps: int) -> Plot:
    """T γ (1−γ)^T over γ, with measured points: starved on the left, overwritten on the right."""
    from explainer.numeric import closed_forms, gate_learning

    fine = [10 ** (-6 + i / 12) for i in range(72)]
    curve = tuple(float(closed_forms.bias_gradient(each, steps)) for each in fine)
    points = [each for each in fine[::6] if closed_forms.bias_gradient(each, steps) > Decimal("1e-10")]
    measured = tuple(gate_learning.bias_gradient(each, steps)[0] for each in points)
    best = closed_forms.best_gamma(steps)
    lines = (
        Line(
            w.words("$T γ (1-γ)^T$"), tuple(fine), tuple(value if value > 1e-12 else None for value in curve), "dashed"
        ),
        Line(w.words("measured"), tuple(points), measured, "points"),
    )
    alt = (
        f"The gradient of the gate's bias over γ for {steps} steps, both axes logarithmic: it rises like Tγ, is largest with "
        f"{show(float(closed_forms.bias_gradient(best, steps)))} at γ = {show(float(best))}, and falls like e to the −γT."
    )
    title = f"The gate's own gradient over $γ$, $T = {steps}$: starved, largest, overwritten"
    return Plot(w.words(title), Axis(w.words("$γ$"), "", "log"), Axis(w.words("$dc[T]/db_u$"), "", "log"), lines, alt)


def opening_table(w: Writer, gamma: Decimal) -> Table:
    """Steps from γ to 1/2: gradient flow's formula, plain descent, Adam."""
    from explainer.numeric import gate_learning

    rows: list[tuple[Cell, ...]] = []
    for each in sorted({*TABLE_GAMMAS, gamma, Decimal("1e-6")}, reverse=True):
        plain = gate_learning.steps_to_open(float(each), rate=SGD_RATE) if each >= SLOWEST_RUN else None
        adam = gate_learning.steps_to_open(float(each), rate=ADAM_RATE, adam=True)
        rows.append((w.words(f"${show(each)}$"), flow_time(float(each)), plain, adam))
    heads = ("from $γ$", "gradient flow, $2 sinh(-b) - 2b$", "SGD, rate 1", "Adam, rate 0.1")
    return Table(
        w.words("Steps until the gate is open to 1/2"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            "$b$ is the logit of $γ$. Flow is the limit of small rates, so SGD takes a few steps more; below "
            f"$γ = {show(SLOWEST_RUN)}$ it is not run here. Adam: Kingma and Ba 2015, with 0.9, 0.999, $10^-8$."
        ),
    )


def push_table(w: Writer, pushes: list[float]) -> Table:
    """Where one gradient step would move the gate at each word."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (t + 1, "the word" if t == 0 else "filler", push, "open" if push > 0 else "shut")
        for t, push in enumerate(pushes)
    )
    return Table(
        w.words("Where the loss $(1-c[T])^2/2$ pushes the gate at each step (one unit, gate 0.1 at every step)"),
        (w.words("step"), w.words("input"), w.words("push on the logit of $Γu$"), w.words("towards")),
        rows,
        w.words(
            "The push is minus the derivative of the loss. The word's candidate is positive and should stay, the fillers' are "
            "negative. A gate that sees its input can follow both pushes."
        ),
    )


def program(gamma: float, steps: int) -> str:
    """The gradient by a complex step, without any formula for it."""
    return (
        programs.header(gamma=repr(gamma), T=steps)
        + """
b = np.log(gamma / (1 - gamma)) + 1e-30j  # the complex step carries the derivative along
gate = 1 / (1 + np.exp(-b))
c = 0.0
for t in range(T):
    c = gate * 1.0 + (1 - gate) * c  # the candidate is 1

best = 1 / (T + 1)
print("predicted", T * gamma * (1 - gamma) ** T)
print("measured", c.imag / 1e-30)
print("best_gamma", best)
print("best_gradient", T * best * (1 - best) ** T)
"""
    )


TOPIC = Topic(
    slug="gate-learning",
    title="How a gate that is nearly shut learns to open",
    question=QUESTIONS["gate-learning"],
    parameters=(
        replace(
            GAMMA,
            default=Decimal("0.01"),
            low=Decimal("1e-12"),
            high=Decimal("0.999999"),
            because="no finite bias gives a gate of 0 or 1, and nearer to them every optimiser shown takes too long",
            grid=tuple(Decimal(mantissa).scaleb(power) for power in range(-6, 0) for mantissa in (1, 2, 5)),
        ),
        replace(
            STEPS,
            default=100,
            high=Decimal(10**4),
            because="the gradient is measured on a real unroll at a dozen gates",
            grid=(10, 100, 1000),
        ),
    ),
    related=("gate-bias-init", "update-gate", "write-and-hold", "gru-gradient", "activation-derivatives"),
    sources=(
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
        Source("Gu et al.", 2020, "Improving the gating mechanism of recurrent neural networks", "ICML 2020"),
        Source("Kingma, Ba", 2015, "Adam: a method for stochastic optimization", "ICLR 2015"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("reopen", "How can a gate that is saturated shut ever learn to open?"),
        Facet("never", "So can it never learn?"),
        Facet("write-or-hold", "How does gradient descent find out when to write and when to hold?"),
        Facet("optimizer", "Do SGD and Adam differ here?"),
        Facet("best-gate", "For which gate value is the gate's gradient largest?"),
    ),
)
