"""diagnose: reads gradient norms per time step: vanishing, exploding or healthy, at which rate, and what to try."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from explainer.catalogue import derived, norms, programs
from explainer.catalogue.demos import curve, gru_kind
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import NORMS
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Axis, Block, Cell, Code, Facet, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.diagnosis import Diagnosis
    from explainer.symbolic import Proof

STEPS = 60

HEADLINES = {
    "": (
        "Print the norm of the loss's gradient at the state of every time step, and compare the first with the last: a "
        "ratio far below 1 is vanishing, far above 1 exploding. {read}"
    ),
    "is-it": (
        "{read} The border taken here is a ratio of 0.001 between the first step's norm and the last's; what counts more "
        "is the factor per step."
    ),
    "is-it, without norms": (
        "A small norm at the first steps is vanishing if the norm at the last step is many times larger: the ratio tells, "
        "not the number alone. Below about 0.001, or with a steady factor below 1 per step, it vanishes. {read}"
    ),
    "how-to-see": (
        "Keep the gradient of every hidden state (in PyTorch: retain_grad on each, as in the snippet below), take its "
        "norm step by step after backward, and plot it on a logarithmic axis: a straight line is a constant factor per "
        "step. {read}"
    ),
    "nan": (
        "At the gradient's norm in the updates before the NaN: a jump by orders of magnitude is an exploding gradient "
        "(clip it, lower the rate); a norm that shrinks step by step is vanishing, and a stuck loss with it. {read}"
    ),
    "remedy": (
        "{read} Against vanishing: open less, that is, gate biases towards keeping (chrono), or an orthogonal start, "
        "or a shorter lag; against exploding: clip the norm, and weights of a smaller largest singular value."
    ),
}
ASSUMPTIONS = (
    "The norms are those of $dL/dh[t]$ for one loss at the end of the sequence, the first time step first. If losses "
    "attach at every step, the later steps get gradient of their own, and the row flattens.",
    "The factor per step is fitted by least squares to the logarithms; its range is a 95 % range under the assumption "
    "that the steps scatter independently.",
)
MISCONCEPTION = (
    '"My weights get a gradient, so nothing vanishes" looks at the wrong number: the gradient of shared weights is a '
    "sum over all steps, and its near terms hide "
    "that the far ones are gone. Look at the states, step by step."
)
BEYOND = (
    "One batch is one measurement; norms differ between batches and in the course of training.",
    "A healthy row does not mean that the network learns what it should; a vanishing one does not mean that it can't "
    "hold a value.",
)
TRY = {
    "vanishing": "gate biases towards keeping (for a lag of T, about ln T), an orthogonal recurrent start, a shorter path to the loss",
    "exploding": "clip the gradient by its norm, a smaller learning rate, recurrent weights of largest singular value at most 1",
    "healthy": "nothing here: look at data, loss and learning rate instead",
    "broken": "look one update earlier: NaN and infinity are what an explosion leaves behind; clip by norm, lower the learning rate",
}
PROGRAM = """
random = np.random.default_rng([seed, 1])
random.uniform(-1, 1, (n, n))  # the answer draws a uniform matrix first
Q, R = np.linalg.qr(random.normal(size=(n, n)))
W = sigma * Q * np.sign(np.diag(R))

a = [np.zeros(n)]
for _ in range(T):
    a.append(np.tanh(W @ a[-1]))
back, norms = np.ones(n), []  # the loss is the sum of the last state
for t in range(T, 0, -1):
    norms.append(np.linalg.norm(back))  # of dL/da at step t
    back = W.T @ (back * (1 - a[t] ** 2))

lag = np.arange(T)  # 0 at the last step
print("vanishing_factor", np.exp(np.polyfit(lag, np.log(norms), 1)[0]))
"""
TORCH_PROGRAM = """\
import torch

cell = torch.nn.GRUCell(4, 16)
x, h = torch.randn(100, 8, 4), torch.zeros(8, 16)  # 100 steps, a batch of 8

states = []
for x_t in x:
    h = cell(x_t, h)
    h.retain_grad()  # keep dL/dh of this step
    states.append(h)

h.pow(2).sum().backward()  # your own loss here
print([f"{state.grad.norm():.3g}" for state in states])  # the first step first
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """A factor per step is a straight line in the logarithm."""
    from explainer.symbolic.lemmas import diagnosis

    return {"usual": diagnosis.straight_line(notation)}


def explain(query: Query) -> Answer:
    """The reader's norms read, or else three networks that are as they should not be and as they should."""
    from explainer.numeric import diagnosis

    w = Writer(query.notation, "rnn")
    given = query.parameters["norms"]
    pasted = (
        norms.parse(given)
        if isinstance(given, str) and given.strip()
        else tuple(given)
        if isinstance(given, tuple)
        else ()
    )
    examples = networks(gru_kind(w), query.seed)
    found = diagnosis.diagnose(pasted) if pasted else None
    values = {f"{name.split()[0]}_factor": diagnosis.diagnose(row).factor for name, (row, _) in examples.items()}
    if found is not None:
        values |= {
            name: value for name, value in (("factor", found.factor), ("ratio", found.ratio)) if math.isfinite(value)
        }
        values["steps"] = float(len(pasted))
    demo: list[Block] = [yours(w, pasted, found)] if found is not None else []
    demo += [three(w, examples), picture(w, pasted, examples)]
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[side(query.facet, found)].format(
            read=sentence(found, len(pasted)) if found else default(examples)
        ),
        values=values,
        assumptions=ASSUMPTIONS,
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo,
        demo_title="Read from norms" if pasted else "Read from three real networks",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(sigma="0.7", T=STEPS, n=8, seed=query.seed) + PROGRAM,
        extra_programs=[Code("python", TORCH_PROGRAM, "gradient_norms.py")],
    )


def side(facet: str, found: Diagnosis | None) -> str:
    """Whoever pastes norms wants them read first; whoever asks of one number is told what to compare it with."""
    if found is not None:
        return facet or "is-it"
    return "is-it, without norms" if facet == "is-it" else facet


def sentence(found: Diagnosis, count: int) -> str:
    """One sentence that states the verdict with its numbers."""
    if found.verdict == "broken":
        return "Broken: there are NaN or infinite norms among these, the trace of an explosion one or a few updates earlier."
    if found.used < 3:
        return f"Vanishing: nearly all of these {count} norms are exactly 0, so the gradient has underflowed."
    zeros = f", and {found.zeros} of them are exactly 0" if found.zeros else ""
    name = found.verdict[0].upper() + found.verdict[1:]
    return (
        f"{name}: over these {count} steps the first norm is ${show(float(f'{found.ratio:.3g}'))}$ times the "
        f"last{zeros}, a factor of ${show(float(f'{found.factor:.3g}'))}$ per step back (95 % range "
        f"${show(float(f'{found.low:.3g}'))}$ to ${show(float(f'{found.high:.3g}'))}$)."
    )


def default(examples: Mapping[str, tuple[Sequence[float], float]]) -> str:
    """Without norms of the reader's: what the three networks show."""
    from explainer.numeric import diagnosis

    factors = [diagnosis.diagnose(row).factor for row, _ in examples.values()]
    said = [f"${show(float(f'{factor:.3g}'))}$" for factor in factors]
    return (
        f"In the three networks measured here a step back multiplies by {said[0]} (vanishing), {said[1]} (healthy) and "
        f"{said[2]} (exploding)."
    )


def networks(kind: str, seed: int) -> dict[str, tuple[tuple[float, ...], float]]:
    """Norms of dL/dh_t of three real networks, and the factor that their making predicts."""
    import numpy as np

    from explainer import numeric

    def row(trace: object) -> tuple[float, ...]:
        adjoints = numeric.gradients(trace, {STEPS: np.ones(8)}).adjoints  # type: ignore[arg-type]
        return tuple(float(norm) for norm in np.linalg.norm(adjoints[1:], axis=-1))

    still = np.zeros((STEPS, 4))
    weak, strong = (numeric.rnn(sigma, shape="orthogonal", seed=seed) for sigma in (0.7, 1.4))
    return {
        "vanishing (tanh RNN, σ₁ = 0.7)": (row(numeric.unroll(weak, still)), 0.7),
        "healthy (GRU, gates at 0.01)": (row(numeric.gates_at(0.01, kind=kind, steps=STEPS, seed=seed)), 0.99),
        "exploding (tanh RNN, σ₁ = 1.4)": (row(numeric.unroll(strong, still)), 1.4),
    }


def yours(w: Writer, pasted: Sequence[float], found: Diagnosis) -> Table:
    """The reader's own norms."""
    rows: list[tuple[Cell, ...]] = [("verdict", found.verdict), ("steps", len(pasted))]
    if math.isfinite(found.factor):
        rows += [
            ("first norm", float(pasted[0])),
            ("last norm", float(pasted[-1])),
            ("first / last", found.ratio if math.isfinite(found.ratio) else None),
            ("factor per step back", found.factor),
            ("its 95 % range, from", found.low),
            ("to", found.high),
            ("fit of the line, R²", found.fit if math.isfinite(found.fit) else None),
            ("norms that are exactly 0", found.zeros),
        ]
    rows.append(("what to try", TRY[found.verdict]))
    return Table(w.words("Your norms of $dL/dh[t]$"), (("",), ("value",)), tuple(rows))


def three(w: Writer, examples: Mapping[str, tuple[Sequence[float], float]]) -> Table:
    """Three networks whose factor is known, read in the same way."""
    from explainer.numeric import diagnosis

    rows: list[tuple[Cell, ...]] = []
    for name, (row, predicted) in examples.items():
        found = diagnosis.diagnose(row)
        rows.append(
            (name, row[0], row[-1], predicted, found.factor, Residual(abs(found.factor - predicted)), found.verdict)
        )
    heads = ("network", "first norm", "last norm", "made for", "fitted", "difference", "verdict")
    note = (
        "Made for: $σ_1$ of a network at rest, whose slopes are all 1; for the GRU $1-γ$, beside which it has three "
        "more paths. Fitted: the factor per step back."
    )
    return Table(
        w.words(f"The loss at the end of {STEPS} steps: norms of $dL/dh[t]$"),
        tuple((head,) for head in heads),
        tuple(rows),
        w.words(note),
    )


def picture(w: Writer, pasted: Sequence[float], examples: Mapping[str, tuple[Sequence[float], float]]) -> Plot:
    """The norms over time steps: the reader's, with the three beside them."""
    lines = []
    usable = [norm if math.isfinite(norm) and norm > 0 else None for norm in pasted]
    if any(norm is not None for norm in usable):
        logs = [math.log(norm) if norm is not None else -math.inf for norm in usable]
        lines.append(curve(w, "yours", range(1, len(logs) + 1), logs))
    for name, (row, _) in examples.items():
        lines.append(
            curve(w, name, range(1, STEPS + 1), [math.log(norm) for norm in row], "dashed" if pasted else "solid")
        )
    alt = (
        "Norms of dL/dh over the time step, logarithmic: "
        + ", ".join(f"{name} from {row[0]:.2g} to {row[-1]:.2g}" for name, (row, _) in examples.items())
        + "."
    )
    return Plot(
        w.words("A straight line is a constant factor per step"),
        Axis(("time step",), "steps"),
        Axis(w.words("$norm(dL/dh[t])$"), "", "log"),
        tuple(lines),
        alt,
    )


TOPIC = Topic(
    slug="diagnose",
    title="Reading gradient norms",
    question=QUESTIONS["diagnose"],
    parameters=(NORMS,),
    related=("rnn-vanishing", "rnn-exploding", "gate-bias-init", "gradient-clipping", "parameter-gradient"),
    sources=(
        Source(
            "Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"
        ),
        Source(
            "Madsen", 2019, "Visualizing memorization in RNNs", "Distill; the norm of d output / d input as a measure"
        ),
        Source("PyTorch", 2024, "Tensor.retain_grad", "documentation"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("is-it", "Are these gradient norms vanishing?"),
        Facet("how-to-see", "How do I measure it in my own network?"),
        Facet("nan", "My loss is NaN or stuck: what do I look at?"),
        Facet("remedy", "What should I try next?"),
    ),
)
