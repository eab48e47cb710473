"""gru-limits: whether a GRU still vanishes, at which length, and what number formats do to a gate near 0."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import (
    count,
    curve,
    from_log,
    gate,
    gru_kind,
    lag_plot,
    percent,
    shown,
    singular,
    trusted,
    untrained,
)
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Block, Cell, Facet, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

UNITS = 8
LONGEST = 20_000
MULTIPLES = (Decimal("0.1"), Decimal(1), Decimal(10))
FORMATS = ("float64", "float32", "float16", "bfloat16")

HEADLINES = {
    "": (
        "Yes, only more slowly: with every gate at $γ = {gamma}$ the gradient falls like $(1-γ)^T ≈ e^(-γT)$, so after "
        "{steps} steps {fraction} is left ({percent}; measured: {measured}). What the gate gives is a rate that can be "
        "chosen, not an escape."
    ),
    "slower": (
        "Yes: it is the same exponential decay at a rate that the gate sets, $(1-γ)^T ≈ e^(-γT)$. With $γ = {gamma}$ "
        "that leaves {fraction} after {steps} steps (measured: {measured}); it has vanished once $T$ is well beyond "
        "$1/γ$."
    ),
    "solve": (
        "It softens it: with every gate at $γ = {gamma}$ the gradient still falls like $e^(-γT)$, to {fraction} after "
        "{steps} steps (measured: {measured}). The rate can be made as small as wanted, but it is never 0, and a fresh "
        "GRU has no small rate."
    ),
    "fresh": (
        "Yes: with $b_u = 0$ the gates stand near 1/2, and over {fresh_steps} steps the gradient of this fresh GRU "
        "falls to {fresh}. The gate only makes survival possible; its bias or training has to close it."
    ),
    "how-far": (
        "About as far as $1/γ$: with $γ = {gamma}$ half the gradient is left after {half} steps and 1 % after "
        "{hundredth}. Which $γ$ a network has is set by the gate's bias and by training; no length belongs to the GRU "
        "as such."
    ),
    "precision": (
        "In float32 any gate at or below $2^-25 ≈ 3e-8$ is lost: $1-γ$ rounds to exactly 1, in float16 at $2^-12$ and "
        "in bfloat16 at $2^-9$. Above that the gate is quantised: $γ = {gamma}$ becomes {effective} in float32."
    ),
}
ASSUMPTIONS = (
    "Every update gate is exactly $γ$, in 8 units and at every step; the fresh network has $b_u = 0$, random weights "
    "and random inputs. For all numbers but those on number formats float64 is used.",
)
MISCONCEPTION = (
    '"A GRU solves vanishing gradients" says too much. For any fixed $γ > 0$ the decay is still exponential in $T$; '
    "and a GRU that "
    "nobody prepared starts with gates near 1/2, where it loses its gradient almost as fast as a plain network does."
)
BEYOND = (
    "A small gradient is not yet a failed training: Adam rescales gradients, and after training a network may hold its "
    "bit by latching, with the right value and no gradient.",
    "Gates that differ over time or units make a product of many different factors; the largest gates decide.",
)
PROGRAM = """
fraction = np.exp(T * np.log1p(-gamma))
exponential = np.exp(-gamma * T)
effective_gamma = 1 - float(np.float32(1 - gamma))  # the gate that float32 really uses

print("fraction", fraction)
print("exponential", exponential)
print("effective_gamma", effective_gamma)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """The share left after T steps, and the exponential that bounds it."""
    from explainer.symbolic.lemmas import rates

    return {"usual": rates.derive_limits(notation)["usual"]}


def explain(query: Query) -> Answer:
    """Unrolls of a tenth of, once and ten times 1/γ; a fresh GRU; and the number formats."""
    from explainer.numeric import closed_forms, experiments, float_limits

    w = Writer(query.notation)
    gamma, steps, kind = gate(query, "gamma"), count(query, "steps"), gru_kind(w)
    run = experiments.carried(float(gamma), min(steps, LONGEST), kind=kind, units=UNITS, seed=query.seed)
    kept = closed_forms.retention(gamma, steps)
    at = experiments.lags(min(steps, LONGEST))
    fresh_at = experiments.lags(100)
    fresh = [float(log) for log in experiments.log_norm_by_lag(untrained(kind, 100, UNITS, query.seed), fresh_at)]
    effective = float_limits.effective_gamma(float(gamma))
    said = {
        "gamma": show(gamma),
        "steps": show(steps),
        "fraction": f"${shown(kept.fraction, kept.log)}$",
        "percent": percent(float(kept.fraction)),
        "measured": f"${trusted(run.gradient, run.gradient.log_median)}$",
        "fresh_steps": 100,
        "fresh": f"${show_log(fresh[-1])}$",
        "half": f"${show(float(closed_forms.half_life(gamma)))}$",
        "hundredth": f"${show(float(closed_forms.solve_steps('0.01', gamma)))}$",
        "effective": f"${show(effective)}$",
    }
    demo: list[Block] = [
        rates(w, gamma, kind, query.seed),
        fresh_table(w, fresh_at, fresh),
        formats(w, gamma, effective),
        decay(w, gamma, at, kind, query.seed),
    ]
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "predicted": float(kept.fraction),
            "measured": run.gradient.median,
            "fraction": float(kept.fraction),
            "exponential": float(kept.approximation),
            "fresh_log10": fresh[-1] / math.log(10),
            "half_life": float(closed_forms.half_life(gamma)),
            "effective_gamma": effective,
        },
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo,
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(gamma=repr(float(gamma)), T=steps) + PROGRAM,
    )


def rates(w: Writer, gamma: Decimal, kind: str, seed: int) -> Table:
    """The gradient after a tenth of 1/γ, after 1/γ and after ten times 1/γ."""
    from explainer.numeric import closed_forms, experiments

    rows: list[tuple[Cell, ...]] = []
    for multiple in MULTIPLES:
        steps = max(1, round(multiple / gamma))
        if steps > LONGEST:
            continue
        run, kept = (
            experiments.carried(float(gamma), steps, kind=kind, units=UNITS, seed=seed),
            closed_forms.retention(gamma, steps),
        )
        rows.append(
            (
                w.words(f"${show(multiple)}/γ$"),
                steps,
                w.words(f"${shown(kept.fraction, kept.log)}$"),
                run.carry,
                Residual(abs(run.carry - float(kept.fraction))),
                singular(w, run.gradient, run.gradient.log_median),
            )
        )
    heads = ("$T$", "steps", "$(1-γ)^T$", "carry, measured", "difference", "gradient, median")
    note = f"Lengths beyond ${LONGEST}$ steps are left out." if len(rows) < len(MULTIPLES) else ""
    title = w.words(f"$γ = {show(gamma)}$: before, at and beyond $1/γ$ steps")
    return Table(title, tuple(w.words(head) for head in heads), tuple(rows), w.words(note))


def fresh_table(w: Writer, at: tuple[int, ...], logs: list[float]) -> Table:
    """A network before training: what is left of its gradient, and the factor per step that this means."""
    rows = tuple((lag, from_log(w, log), math.exp(log / lag)) for lag, log in zip(at, logs, strict=True) if lag >= 5)
    heads = (("lag",), w.words("$norm(dc[T]/dc[s])$"), ("factor per step",))
    return Table(w.words("A fresh GRU, $b_u = 0$: it vanishes too"), heads, rows)


def formats(w: Writer, gamma: Decimal, effective: float) -> Table:
    """The largest γ that each number format swallows, and the longest half-life short of for ever."""
    from explainer.numeric import float_limits

    rows = []
    for name in FORMATS:
        found = float_limits.precision(name)
        fate = "lost: 1 exactly" if float(gamma) <= found.absorbed else "kept, rounded"
        rows.append((name, found.absorbed, found.half_life, fate))
    heads = (
        ("format",),
        w.words("$1-γ$ is 1 up to this $γ$"),
        ("longest half-life, steps",),
        w.words(f"$γ = {show(gamma)}$ is"),
    )
    note = (
        "A factor below 1 in such a format forgets with at most this half-life, or it is 1 and forgets nothing. In "
        "float32 this "
        f"gate acts as $γ = {show(effective)}$."
    )
    return Table(w.words("What number formats do to $1-γ$"), heads, tuple(rows), w.words(note))


def decay(w: Writer, gamma: Decimal, at: tuple[int, ...], kind: str, seed: int) -> Plot:
    """The gradient over the lag, with the prediction beside it."""
    from explainer import numeric
    from explainer.numeric import experiments

    trace = numeric.gates_at(float(gamma), kind=kind, steps=at[-1], units=UNITS, seed=seed)
    measured = [float(log) for log in experiments.log_norm_by_lag(trace, at)]
    rate = math.log1p(-float(gamma))
    lines = (
        curve(w, "measured, largest singular value", at, measured),
        curve(w, "$(1-γ)^T$", at, [lag * rate for lag in at], "dashed"),
    )
    alt = (
        f"With every gate at {show(gamma)} the gradient falls over {at[-1]} steps to {show_log(measured[-1])}, beside "
        f"{show_log(at[-1] * rate)} by (1-γ)^T: an exponential decay."
    )
    return lag_plot(w, f"Slower, but an exponential: $γ = {show(gamma)}$", lines, alt)


TOPIC = Topic(
    slug="gru-limits",
    title="A rate, not a miracle",
    question=QUESTIONS["gru-limits"],
    parameters=(
        replace(
            GAMMA,
            default=Decimal("0.01"),
            low_open=True,
            high_open=True,
            because="at 0 nothing is ever lost, and at 1 everything at once",
            grid=tuple(Decimal(m).scaleb(p) for p in (-4, -3, -2, -1) for m in (1, 2, 5)),
        ),
        replace(STEPS, grid=(10, 100, 1000, 10_000)),
    ),
    related=("gru-gradient", "gate-bias-init", "gru-memory", "learn-demo", "solve-steps"),
    sources=(
        Source("Rehmer, Kroll", 2020, "On the vanishing and exploding gradient problem in gated recurrent units"),
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
        Source("IEEE", 2019, "Standard for floating-point arithmetic", "IEEE 754-2019"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("slower", "Doesn't it vanish too, only slower?"),
        Facet("solve", "Does a GRU solve the vanishing gradient, or only soften it?"),
        Facet("fresh", "Does a freshly initialised GRU vanish?"),
        Facet("how-far", "How long a sequence can a GRU handle?"),
        Facet("precision", "What do float32 and float16 do to a gate near 0?"),
    ),
)
