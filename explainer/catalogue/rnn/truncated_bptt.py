"""truncated-bptt: which terms of the gradient truncation drops, and what that costs a network that remembers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, from_log, gate, gru_kind, percent
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, STEPS, UNITS, WINDOW, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Axis, Block, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.windows import Windows
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

SIGMA = 0.9
WINDOWS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

HEADLINES = {
    "": (
        "The terms of all steps older than $k$: the gradient is a sum with one term for each step, and truncation keeps the newest $k$. "
        "With "
        "$k = {k}$ of {steps} steps the dropped part has {rnn_dropped} of the length of a plain RNN's full gradient (it had forgotten "
        "those steps "
        "anyway), but {gru_dropped} of that of a GRU that replaces only $γ = {gamma}$ of its state each step."
    ),
    "lost": (
        "Everything that older steps would have taught. With $k = {k}$ of {steps} steps this GRU's truncated gradient has {gru_norm} of "
        "the full "
        "one's length and points elsewhere (cosine {gru_cosine}); the plain RNN's is nearly unchanged (cosine {rnn_cosine}), since its "
        "far terms "
        "had vanished already."
    ),
    "why": (
        "For its cost: the full gradient keeps the states of all {steps} steps and goes back through each of them before the weights "
        "may move once; "
        "with $k = {k}$ it keeps {k} and moves the weights after every {k}. A network that forgets within $k$ steps loses little by it: "
        "the "
        "plain RNN's cosine with the full gradient here is {rnn_cosine}, the remembering GRU's {gru_cosine}."
    ),
    "length": (
        "At least as many as the longest dependency that is to be learnt, for no shorter window gives it any gradient. To drop at most "
        "a tenth of "
        "the gradient's length this plain RNN needs $k = {rnn_needed}$, this GRU, whose memory lasts about $1/γ = {horizon}$ steps, "
        "$k = {gru_needed}$ of {steps}."
    ),
    "state": (
        "No: the value crosses the border, the gradient stops at it. The GRU's state $k = {k}$ steps back still moves the last one (a "
        "factor of "
        "{gru_state}; {rnn_state} in the plain RNN), but the truncated gradient counts that as 0, so no weight is taught to keep what "
        "is older."
    ),
}
ASSUMPTIONS = (
    "Two networks of the same size on the same inputs: a plain tanh RNN with $σ_1 = 0.9$, and a GRU whose update gates are exactly $γ$ "
    "at every "
    "step. The loss is the sum of the last state; the gradient is that of all weight matrices together, as one long vector.",
    "Truncated means: only the newest $k$ steps' terms are added up. Chunked training, in which every step of a chunk has a loss, cuts "
    "at the "
    "chunk's border, so that a loss in the middle reaches back even less than $k$ steps.",
)
MISCONCEPTION = (
    '"The state is passed on between chunks, so long dependencies are learnt all the same" is false: passing on the state lets the '
    "network use "
    "what it happens to remember, but no gradient ever tells it to remember it."
)
BEYOND = (
    "The truncated gradient is biased: its error does not average out over more data. That it still trains well on many tasks is "
    "because there the "
    "recent steps matter most.",
    "A dependency longer than $k$ may still be found by luck, when what serves short ones happens to serve it too.",
    "The numbers are those of one random network of each kind before training; the GRU's gates are held at $γ$, where a trained one "
    "opens some.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The sum over steps, the size of each term, and what truncation drops."""
    from explainer.symbolic.lemmas import shares

    found = shares.derive(notation)
    return {"usual": found["usual"], "simple": found["simple"]}


def explain(query: Query) -> Answer:
    """Truncated beside full gradients for every window, in two networks."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import closed_forms, windows

    w = Writer(query.notation, "rnn")
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    k = min(count(query, "window"), steps)
    cell = numeric.rnn(SIGMA, units=units, seed=query.seed)
    x, start = numeric.random_inputs(steps, cell.inputs, query.seed), numeric.random_start(units, query.seed)
    plain = numeric.unroll(cell, x, start, seed=query.seed)
    gated = numeric.gates_at(float(gamma), kind=gru_kind(w), steps=steps, units=units, seed=query.seed)
    loss = np.ones(units)
    rnn, gru = windows.windows(plain, loss), windows.windows(gated, loss)
    state = {
        name: float(numeric.product(trace, steps - k).log_norm()) for name, trace in (("rnn", plain), ("gru", gated))
    }
    predicted = share(float(gamma), k, steps)
    needed = {name: windows.steps_needed(each, dropped=0.1) for name, each in (("rnn", rnn), ("gru", gru))}
    said = {
        "k": show(k),
        "steps": show(steps),
        "gamma": show(gamma),
        "rnn_dropped": percent(float(rnn.dropped[k - 1])),
        "gru_dropped": percent(float(gru.dropped[k - 1])),
        "gru_norm": percent(float(gru.norm[k - 1])),
        "rnn_cosine": f"${rnn.cosine[k - 1]:.4f}$",
        "gru_cosine": f"${gru.cosine[k - 1]:.4f}$",
        "rnn_needed": show(needed["rnn"]),
        "gru_needed": show(needed["gru"]),
        "horizon": show(float(closed_forms.horizon(gamma))),
        "rnn_state": f"${show_log(state['rnn'])}$",
        "gru_state": f"${show_log(state['gru'])}$",
    }
    values = {
        **{
            f"{name}_{key}": float(getattr(each, key)[k - 1])
            for name, each in (("rnn", rnn), ("gru", gru))
            for key in ("cosine", "norm", "dropped")
        },
        "share_predicted": predicted,
        "share_measured": windows.share_of_sizes(gated, loss, k),
        "rnn_needed": float(needed["rnn"]),
        "gru_needed": float(needed["gru"]),
    }
    shown = sorted({each for each in WINDOWS if each < steps} | {k, steps})
    demo: list[Block] = [both_table(w, rnn, gru, shown)]
    if query.depth == "full":
        predicted_beside = predictions(w, plain, gated, shown, float(gamma), rnn.full)
        demo += [picture(w, rnn, gru, gamma), predicted_beside, border(w, state, k)]
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="rnn",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo,
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(gamma=repr(float(gamma)), k=k, T=steps, n=units, m=4, seed=query.seed) + PROGRAM,
    )


def share(gamma: float, window: int, steps: int) -> float:
    """The carry's own prediction: terms in proportion to (1−γ)^age, the newest k of T of them."""
    import math

    if gamma == 1:
        return 1.0
    return math.expm1(window * math.log1p(-gamma)) / math.expm1(steps * math.log1p(-gamma))


def both_table(w: Writer, rnn: Windows, gru: Windows, shown: Sequence[int]) -> Table:
    """Cosine, length and what is dropped for each window, the two networks side by side."""
    rows: list[tuple[Cell, ...]] = []
    for k in shown:
        parts = (
            (float(each.cosine[k - 1]), float(each.norm[k - 1]), Residual(float(each.dropped[k - 1])))
            for each in (rnn, gru)
        )
        rows.append((k, *(part if isinstance(part, Residual) else rounded(w, part) for each in parts for part in each)))
    heads = ("$k$", "RNN: cosine", "length", "dropped", "GRU: cosine", "length", "dropped")
    note = (
        "Cosine: of the angle between truncated and full gradient. Length: of the truncated gradient over the full one's. Dropped: the "
        "length of "
        "what is left out, over the full one's; terms may point against each other, so it is not one minus the length."
    )
    return Table(
        w.words("The truncated gradient beside the full one"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        (note,),
    )


def rounded(w: Writer, value: float) -> Cell:
    """Four decimals are enough to compare cosines."""
    return w.words(f"${value:.4f}$")


def picture(w: Writer, rnn: Windows, gru: Windows, gamma: Decimal) -> Plot:
    """Cosine and length over the window, both networks."""
    steps = len(rnn.cosine)
    at = [k for k in range(1, steps + 1) if k <= 20 or k % max(1, steps // 60) == 0 or k == steps]
    x = tuple(map(float, at))
    lines = tuple(
        Line(w.words(label), x, tuple(float(values[k - 1]) for k in at))
        for label, values in (
            ("RNN, cosine", rnn.cosine),
            ("RNN, length", rnn.norm),
            ("GRU, cosine", gru.cosine),
            ("GRU, length", gru.norm),
        )
    )
    tenth = max(1, steps // 10)
    alt = (
        f"Cosine and relative length of the truncated gradient over the window. The plain RNN is near 1 within a few steps; the GRU with "
        f"γ = {show(gamma)} has the cosine {gru.cosine[tenth - 1]:.2f} and the length {gru.norm[tenth - 1]:.2f} at k = {tenth} of "
        f"{steps}."
    )
    window, share_of = Axis(w.words("window $k$"), "steps", "log"), Axis(w.words("of the full gradient"))
    return Plot(w.words("How much of the gradient a window gives"), window, share_of, lines, alt)


def predictions(w: Writer, plain: Trace, gated: Trace, shown: Sequence[int], gamma: float, full: float) -> Table:
    """The RNN's dropped part under its bound; the GRU's share of the terms beside what the carry predicts."""
    import numpy as np

    from explainer.numeric import windows

    loss = np.ones(plain.units)
    dropped = windows.windows(plain, loss).dropped
    rows: list[tuple[Cell, ...]] = []
    for k in shown[:-1]:
        bound = windows.dropped_at_most(plain, loss, k) / full
        measured, predicted = windows.share_of_sizes(gated, loss, k), share(gamma, k, plain.steps)
        plain_part = (Residual(float(dropped[k - 1])), Residual(bound))
        rows.append((k, *plain_part, rounded(w, predicted), rounded(w, measured), Residual(abs(measured - predicted))))
    heads = ("$k$", "RNN: dropped", "at most", "GRU: newest $k$, predicted", "measured", "difference")
    note = (
        "The bound is the derivation's, $sum(s=1, T-k) σ_1^(T-s) norm(λ[T]) norm([a[s-1], x[s]])$, over the full length. For the GRU: "
        "the newest $k$ "
        "terms' share of the sum of all terms' lengths; the prediction, $(1-(1-γ)^k)/(1-(1-γ)^T)$, takes them to shrink like the carry "
        "and to be alike otherwise, "
        "and the difference is what the inputs and the other paths make of it."
    )
    return Table(
        w.words("Prediction beside measurement"), tuple(w.words(head) for head in heads), tuple(rows), w.words(note)
    )


def border(w: Writer, state: Mapping[str, float], k: int) -> Table:
    """What crosses the border of the window: values do, gradients don't."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, from_log(w, state[key]), "0, by construction") for name, key in (("plain RNN", "rnn"), ("GRU", "gru"))
    )
    heads = ("network", f"largest factor on a change of the state {k} steps back", "seen by the truncated gradient")
    return Table(
        w.words("The state is carried over the border, the gradient is not"), tuple((head,) for head in heads), rows
    )


PROGRAM = """
width, sigma = 1 / np.sqrt(n), 0.9
draw = np.random.default_rng([seed, 1]).uniform
W = draw(-width, width, (n, n))
W *= sigma / np.linalg.norm(W, 2)
W = np.concatenate([W, draw(-1, 1, (n, m)) * width], axis=1)  # acts on [a; x]
x = np.random.default_rng([seed, 2]).normal(size=(T, m))
a = [np.random.default_rng([seed, 3]).uniform(-0.9, 0.9, n)]
for t in range(T):
    a.append(np.tanh(W @ np.r_[a[t], x[t]]))

terms, back = [], np.ones(n)  # the loss is the sum of the last state
for t in range(T, 0, -1):
    pull = back * (1 - a[t] ** 2)
    terms.append(np.outer(pull, np.r_[a[t - 1], x[t - 1]]).ravel())  # newest first
    back = W[:, :n].T @ pull

full, truncated = sum(terms), sum(terms[:k])  # truncation: back through k steps only
size = np.linalg.norm(full)

print("rnn_cosine", truncated @ full / np.linalg.norm(truncated) / size)
print("rnn_norm", np.linalg.norm(truncated) / size)
print("share_predicted", np.expm1(k * np.log1p(-gamma)) / np.expm1(T * np.log1p(-gamma)))
"""

TOPIC = Topic(
    slug="truncated-bptt",
    title="What truncated backpropagation through time leaves out",
    question=QUESTIONS["truncated-bptt"],
    parameters=(
        replace(WINDOW, grid=(1, 2, 5, 10, 20, 50, 100)),
        replace(STEPS, default=100, high=Decimal(1000), because="every term of the sum is kept"),
        replace(
            GAMMA,
            default=Decimal("0.01"),
            low=Decimal("1e-8"),
            because="a gate is the value of a sigmoid, and below 1e-8 hardly anything is written that a gradient could be of",
            grid=tuple(map(Decimal, ("0.001", "0.01", "0.03", "0.1", "0.3", "1"))),
        ),
        replace(UNITS, high=Decimal(16), because="every step's term of every weight is kept"),
    ),
    related=("bptt", "parameter-gradient", "rnn-vanishing", "write-and-hold", "gradient-clipping"),
    sources=(
        Source(
            "Williams, Peng",
            1990,
            "An efficient gradient-based algorithm for on-line training of recurrent network trajectories",
            "Neural Computation 2(4)",
        ),
        Source(
            "Werbos",
            1990,
            "Backpropagation through time: what it does and how to do it",
            "Proceedings of the IEEE 78(10)",
        ),
        Source("Tallec, Ollivier", 2017, "Unbiasing truncated backpropagation through time"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("lost", "What does truncation sacrifice?"),
        Facet("why", "Why is it the practical default?"),
        Facet("length", "How many steps should I keep?"),
        Facet("state", "The state is carried over: doesn't the gradient go further?"),
    ),
)
