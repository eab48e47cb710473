"""lstm-backward: two adjoints with two sources each, the gates' and weights' gradients, worked down to the last number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from explainer.catalogue import derived, pencil, programs
from explainer.catalogue import pencil_lstm as by_hand
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import WEIGHTS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.catalogue.weights import Given
from explainer.notation import Writer, show
from explainer.notation.figures import show_residual
from explainer.records import Answer, Block, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric import LSTM
    from explainer.symbolic import Proof

    Array = npt.NDArray[np.float64]

HEADLINES = {
    "": (
        "Go back one step at a time with two gradients, $λ[t] = dL/da[t]$ for the output and $μ[t] = dL/dc[t]$ for the cell: the cell's "
        "is "
        "$μ[t] = μ[t+1] * Γf[t+1] + λ[t] * Γo[t] * (1 - tanh(c[t])^2)$, each gate's follows from the two, and four of them added give "
        "the output's one "
        "step earlier. In the network worked below every gradient agrees with the complex step (largest difference {difference})."
    ),
    "two-sources": (
        "Because cell and output are both used, and what is used several times gets the sum of the gradients of its uses. The cell goes "
        "into the next "
        "cell (dc_next) and, through tanh and the output gate, into its own output (from da_next): in step {t} of unit 1 below "
        "{passed} + {by_output} = {sum}."
    ),
    "gates": (
        "Before the sigmoid: $δ_f = μ * c[t-1] * Γf * (1-Γf)$, $δ_i = μ * c~ * Γi * (1-Γi)$, $δ_c = μ * Γi * (1-c~^2)$ and "
        "$δ_o = λ * tanh(c) * Γo * (1-Γo)$: what arrives, times what the gate multiplies, times the slope. For unit 1 in the last step "
        "below: {deltas}."
    ),
    "weights": (
        "Each is $δ$ times what the weight acted on, added up over the steps: $dL/dW_f = sum(t=1, T) δ_f[t] [a[t-1], x[t]]^⊤$, of the "
        "weight's own "
        "shape {n} × {width}, and the bias gets $sum(t=1, T) δ_f[t]$, of shape {n}; the same for $i$, $c$ and $o$. Their norms below: "
        "{norms}."
    ),
    "previous-cell": (
        "$dL/dc[t-1] = μ[t] * Γf[t]$, with both sources in $μ[t]$: dc_prev is (dc_next + what da_next sends through the output gate) "
        "times $Γf$, not "
        "dc_next times $Γf$ alone. For unit 1 in the last step below: {mu} · {f} = {dc_prev}."
    ),
}
ASSUMPTIONS = (
    "The loss looks at the last output alone, $L = 1/2 norm(a[T] - y)^2$, so $λ[T] = a[T] - y$. A loss on other steps adds its own "
    "gradient to $λ[t]$ "
    "there: that is a third term of the same sum.",
    "$ν[t]$ is what the cell gets from the next step, $μ[t]$ its whole gradient, and $δ$ with an index the gradient before a gate's or "
    "the "
    "candidate's activation. The sign ELEMENTWISE multiplies unit by unit.",
    "The weights, inputs, start and target are round numbers drawn at random, not trained; give your own with --weights FILE ($W_f$, "
    "$W_i$, $W_o$, "
    "$W_c$ acting on the output, then the input; x, start, target, which is 0 when left out).",
)
MISCONCEPTION = (
    "In the course's notebook dft, dit, dot and dcct are named like the gates' gradients, but they already contain the slope, "
    "$Γf (1-Γf)$ and so on: they are the $δ$ before the activation. Multiplying by the slope once more is a common mistake."
)
BEYOND = (
    "These are the gradients of one sequence; for a batch they are added up over its members (or averaged, if the loss is a mean).",
    "How large they are after many steps is another question: the product of forget gates, and the detours through the gates.",
    "The notebook's names are those of the course's assignment as it is usually quoted; your version may differ.",
)
ASSIGNMENT = (
    ("da_next", "$λ[t]$", "gradient at the output $a[t]$: from the loss at step $t$, plus da_prev of step $t+1$"),
    ("dc_next", "$ν[t] = μ[t+1] * Γf[t+1]$", "gradient at the cell $c[t]$ from step $t+1$ only; 0 in the last step"),
    ("dot", "$δ_o[t]$", "before the output gate's sigmoid"),
    ("dcct", "$δ_c[t]$", "before the candidate's tanh"),
    ("dit", "$δ_i[t]$", "before the input (update) gate's sigmoid"),
    ("dft", "$δ_f[t]$", "before the forget gate's sigmoid"),
    ("da_prev", "$λ[t-1]$", "four gradients added: the old output enters three gates and the candidate"),
    ("dc_prev", "$ν[t-1] = μ[t] * Γf[t]$", "the whole gradient of the cell, times the forget gate"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """All that is worked: forwards and backwards step by step, the gradient, and the target."""

    net: by_hand.Net
    steps: Sequence[Mapping[str, Array]]
    back: Sequence[Mapping[str, Array]]
    gradient: by_hand.Net
    target: Array

    @property
    def loss(self) -> float:
        """½ Σ (a_T − y)²."""
        return float(0.5 * (self.back[-1]["λ"] ** 2).sum())


def derive(notation: str) -> Mapping[str, Proof]:
    """Both recursions, the gates and the twelve sums."""
    from explainer.symbolic.lemmas import lstm_backward

    found = lstm_backward.derive(notation)
    return {"usual": found["usual"], "simple": found["simple"]}


def explain(query: Query) -> Answer:
    """Forwards, backwards, the sum over the steps, and the complex step beside it."""
    w = Writer(query.notation, "lstm")
    query, given = pencil.settled(query, "lstm", target="last")
    page = worked(given)
    roads = compared(given, page)
    difference = max(gap for _, _, gap in roads)
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**told(page, difference)),
        values=values_of(page),
        assumptions=[sentence.replace("ELEMENTWISE", w.convention.elementwise) for sentence in ASSUMPTIONS],
        cell="lstm",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo(w, query, given, page, roads),
        demo_title="Worked by hand",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(page, given),
    )


def worked(given: Given) -> Page:
    """The page's numbers from a network. A file without a target aims at 0."""
    import numpy as np

    cell: LSTM = given.cell  # type: ignore[assignment]
    net = by_hand.net_of(cell)
    steps = by_hand.forward(net, given.inputs, given.start)
    target = np.zeros(cell.units) if given.target is None else given.target
    back = by_hand.backward(net, steps, steps[-1]["h"] - target)
    return Page(net, steps, back, by_hand.gradient(steps, back), target)


def compared(given: Given, page: Page) -> list[tuple[str, float, float]]:
    """Every array's norm, and its largest difference from the complex step of the library's own loop."""
    from dataclasses import replace as changed

    import numpy as np

    from explainer import numeric

    cell: LSTM = given.cell  # type: ignore[assignment]

    def loss(name: str, value: Array) -> Array:
        other = cell if name == "start" else changed(cell, **{name: value.reshape(getattr(cell, name).shape)})
        states = numeric.textbook(other, given.inputs, value if name == "start" else given.start)
        return np.asarray(0.5 * ((states[-1, cell.units :] - page.target) ** 2).sum())

    found: list[tuple[str, float, float]] = []
    for role, letter in zip(by_hand.ROLES, "fico", strict=True):
        block = page.gradient[role]
        for name, mine in ((f"W_{letter}", np.concatenate([block.H, block.X], axis=1)), (f"b_{letter}", block.b)):
            point = getattr(cell, name)
            reference = numeric.complex_step(partial(loss, name), point.ravel()).reshape(point.shape)
            found.append((f"dL/d{name}", float(np.linalg.norm(mine)), float(np.abs(mine - reference).max())))
    mine = np.concatenate([page.back[0]["cell_before"], page.back[0]["before"]])
    reference = numeric.complex_step(partial(loss, "start"), given.start)
    n = cell.units
    for name, part in (("dL/dc[0]", slice(0, n)), ("dL/da[0]", slice(n, None))):
        found.append((name, float(np.linalg.norm(mine[part])), float(np.abs(mine[part] - reference[part]).max())))
    return found


def values_of(page: Page) -> dict[str, float]:
    """The loss, each gate's gradient (its weights and bias together), and the gradient at the start."""
    import numpy as np

    values = {"loss": page.loss}
    for role, name in zip(by_hand.ROLES, ("forget", "input", "candidate", "output"), strict=True):
        block = page.gradient[role]
        values[name] = float(np.linalg.norm(np.column_stack([block.H, block.X, block.b])))
    first = page.back[0]
    for name, key in (("cell", "cell_before"), ("output", "before")):
        values |= {f"start_{name}_{i + 1}": float(value) for i, value in enumerate(first[key])}
    return values


def told(page: Page, difference: float) -> dict[str, str]:
    """What the headlines say in numbers."""
    last, v = page.back[-1], page.steps[-1]
    t = max(1, len(page.steps) - 1)  # the last step gets nothing from a next one
    both = page.back[t - 1]
    values = values_of(page)
    n, m = page.net["f"].X.shape
    return {
        "difference": f"${show_residual(difference)}$",
        "t": show(t),
        "passed": f"${show(float(both['ν'][0]))}$",
        "by_output": f"${pencil.signed(float(both['by_output'][0]))}$",
        "sum": f"${show(float(both['μ'][0]))}$",
        "deltas": ", ".join(f"${show(float(last[f'δ_{role}'][0]))}$" for role in by_hand.ROLES),
        "n": show(n),
        "width": show(n + m),
        "norms": ", ".join(f"{name} ${show(values[name])}$" for name in ("forget", "input", "candidate", "output")),
        "mu": f"${show(float(last['μ'][0]))}$",
        "f": f"${show(float(v['f'][0]))}$",
        "dc_prev": f"${show(float(last['cell_before'][0]))}$",
    }


def demo(w: Writer, query: Query, given: Given, page: Page, roads: Sequence[tuple[str, float, float]]) -> list[Block]:
    """The assignment's names, one unit and one step, then all steps forwards and back, the gradients, and the other road."""
    notation, n, T = query.notation, given.cell.units, len(page.steps)
    blocks: list[Block] = [names_table(w, n)]
    if not query.parameters.get("weights"):
        small = worked(pencil.round_network("lstm", 1, 1, query.seed, "last"))
        said = by_hand.arithmetic(small.net, small.steps[0], notation, 1)
        back = by_hand.arithmetic_back(small.steps[0], small.back[0], small.net, notation, 1, float(small.target[0]))
        goal = show(float(small.target[0]))
        blocks.append(pencil.arithmetic_table(w, "One unit, one step: forwards", said))
        blocks.append(pencil.arithmetic_table(w, f"One unit, one step: back, from the target $y = {goal}$", back))
    over = f"{T} steps" if T > 1 else "one step"
    blocks.append(by_hand.blocks_table(w, f"The network, $n = {n}$, over {over}: its weights", page.net, notation))
    output = by_hand.LETTERS[notation]["h"]
    for t, v in enumerate(page.steps, start=1):
        before = [pencil.Row(f"c[{t - 1}]", v["c'"]), pencil.Row(f"{output}[{t - 1}]", v["h'"])]
        title = f"Forwards, step {t}: the input is $x[{t}] = {pencil.listed(v['x'])}$"
        blocks.append(pencil.worked_table(w, title, [*before, *by_hand.rows(by_hand.FORWARD, v, notation, t)]))
    for t in range(T, 0, -1):
        rows = by_hand.rows(by_hand.BACKWARD, page.back[t - 1], notation, t, last=t == T)
        title = f"Back, step {t}" + (f": the target is $y = {pencil.listed(page.target)}$" if t == T else "")
        blocks.append(pencil.worked_table(w, title, rows))
    note = "Each is the sum over the steps of $δ$ times what the weight acted on; each has its weight's shape."
    blocks.append(by_hand.blocks_table(w, f"The gradient $dL/dW$ of each weight, over {over}", page.gradient, notation, note))
    return [*blocks, other_road(w, roads)]


def names_table(w: Writer, n: int) -> Table:
    """The course's assignment beside the letters of this page."""
    rows: tuple[tuple[Cell, ...], ...] = tuple((name, w.words(here), f"({n},)", w.words(what)) for name, here, what in ASSIGNMENT)
    heads = ("assignment", "here", "shape", "what it is")
    note = "In the assignment an array of m examples has the shape (n, m); here it is one example. Its Γu is the input gate."
    return Table(w.words("The assignment's names"), tuple((head,) for head in heads), rows, (note,))


def other_road(w: Writer, roads: Sequence[tuple[str, float, float]]) -> Table:
    """Each gradient against the complex step."""
    rows: tuple[tuple[Cell, ...], ...] = tuple((w.words(f"${name}$"), size, Residual(gap)) for name, size, gap in roads)
    heads = (("gradient",), ("norm",), ("difference from the complex step",))
    note = "The complex step runs the six equations forwards only, once for every single number, and knows nothing of the way back."
    return Table(w.words("Backpropagation beside the complex step"), heads, rows, (note,))


PROGRAM = """
def forward(cell, output):
    kept = []
    for x in inputs:
        seen = np.r_[output, x]
        f, i, o = sigmoid(W_f @ seen + b_f), sigmoid(W_i @ seen + b_i), sigmoid(W_o @ seen + b_o)
        new = np.tanh(W_c @ seen + b_c)
        kept.append((seen, cell, f, i, o, new))
        cell = f * cell + i * new
        output = o * np.tanh(cell)
    return kept, cell, output


kept, cell, output = forward(start[:n], start[n:])
da, dc = output - target, np.zeros(n)  # da_next and dc_next of the last step
print("loss", 0.5 * (da**2).sum())

sums = {"forget": 0.0, "input": 0.0, "candidate": 0.0, "output": 0.0}
for seen, before, f, i, o, new in reversed(kept):
    squashed = np.tanh(f * before + i * new)
    whole = dc + da * o * (1 - squashed**2)  # two sources
    deltas = {
        "forget": whole * before * f * (1 - f),
        "input": whole * new * i * (1 - i),
        "candidate": whole * i * (1 - new**2),
        "output": da * squashed * o * (1 - o),
    }
    for name, delta in deltas.items():
        sums[name] = sums[name] + np.outer(delta, np.r_[seen, 1.0])  # the weights, then the bias
    weights = {"forget": W_f, "input": W_i, "candidate": W_c, "output": W_o}
    da = sum(weights[name][:, :n].T @ delta for name, delta in deltas.items())  # da_prev: four sources
    dc = whole * f  # dc_prev

for name, gradient in sums.items():
    print(name, np.linalg.norm(gradient))
for unit in range(n):
    print(f"start_cell_{unit + 1}", dc[unit])
    print(f"start_output_{unit + 1}", da[unit])
"""


def program(page: Page, given: Given) -> str:
    """The network's numbers, then both passes; the weights in one block each, as the course has them."""
    cell: LSTM = given.cell  # type: ignore[assignment]
    names = ("W_f", "W_i", "W_o", "W_c", "b_f", "b_i", "b_o", "b_c")
    arrays = {name: getattr(cell, name) for name in names}
    arrays |= {"inputs": given.inputs, "start": given.start, "target": page.target}
    order = "  # each acts on the output, then the input\n"
    return f"import numpy as np\n\nn = {cell.units}{order}{pencil.assigned(arrays)}\n\n{programs.SIGMOID}\n{PROGRAM}"


TOPIC = Topic(
    slug="lstm-backward",
    title="The LSTM backwards, by hand",
    question=QUESTIONS["lstm-backward"],
    parameters=(pencil.FEW_UNITS, replace(pencil.FEW_STEPS, default=3), WEIGHTS),
    related=("lstm-forward", "lstm-jacobian", "lstm-gradient", "gru-backward", "bptt", "gradient-check"),
    sources=(
        Source("Gers, Schmidhuber, Cummins", 2000, "Learning to forget: continual prediction with LSTM", "Neural Computation 12(10)"),
        Source("Graves, Schmidhuber", 2005, "Framewise phoneme classification with bidirectional LSTM", "Neural Networks 18"),
        Source("Ng", 2018, "Sequence Models", "programming assignment on building a recurrent network"),
        Source("Squire, Trapp", 1998, "Using complex variables to estimate derivatives of real functions", "SIAM Review 40(1)"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("two-sources", "Why are da_next and dc_next added?"),
        Facet("gates", "What are the gradients of the gates?"),
        Facet("weights", "What are the gradients of the weights, with shapes?"),
        Facet("previous-cell", "What is the gradient for the previous cell?"),
    ),
)
