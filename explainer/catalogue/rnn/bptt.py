"""bptt: backpropagation through time for the plain RNN, every number of a few steps on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from explainer.catalogue import derived, pencil
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import WEIGHTS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.catalogue.weights import Given
from explainer.notation import Writer, show, show_residual
from explainer.records import Answer, Block, Cell, Facet, Query, Residual, Source, Table, Topic, Words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.symbolic import Proof

    Array = npt.NDArray[np.float64]

# State, recurrent weights, input weights, bias, in each notation's own letters.
LETTERS = {
    "course": {"a": "a", "W": "W_aa", "V": "W_ax", "b": "b_a"},
    "cho": {"a": "h", "W": "U", "V": "W", "b": "b"},
    "pytorch": {"a": "h", "W": "W_hh", "V": "W_ih", "b": "b"},
}
FORWARD = (("total", "u[{t}] = {W} {a}[{p}] + {V} x[{t}] + {b}"), ("state", "{a}[{t}] = tanh(u[{t}])"))
BACKWARD = (
    ("own", "{a}[{t}] - y[{t}]"),
    ("handed", "{W}^⊤ δ[{n}]"),
    ("adjoint", "λ[{t}] = {a}[{t}] - y[{t}] + {W}^⊤ δ[{n}]"),
    ("slope", "1 - {a}[{t}]^2"),
    ("δ", "δ[{t}] = (1 - {a}[{t}]^2) * λ[{t}]"),
)
# At the last step nothing is handed back.
LAST = (BACKWARD[0], ("adjoint", "λ[{t}] = {a}[{t}] - y[{t}]"), *BACKWARD[3:])

HEADLINES = {
    "": (
        "Unroll the network, then go back from the last step: the state's gradient $λ[t] = dL/da[t]$ is the gradient from its own "
        "loss plus $W_aa^⊤ δ[t+1]$ from the step after, $δ[t] = (1-a[t]^2) * λ[t]$ takes it through tanh, and $dL/dW_aa = sum(t=1, T) "
        "δ[t] a[t-1]^⊤$. All numbers of {steps} below; a complex step agrees (difference ${difference}$)."
    ),
    "two-sources": (
        "Because the state is used twice: its own loss reads it, and so does the next step. The derivative of a sum is the sum of the "
        "derivatives. In unit 1 of step 1 below {own} comes from the loss there and {handed} from what follows, together {adjoint}."
    ),
    "transpose": (
        "From the sum over who was fed: unit $j$ goes into every unit $i$ with the weight $W_(ij)$, so it collects $sum(i=1, n) "
        "W_(ij) δ_i$, and that is row $j$ of $W^⊤ δ$. Below, unit 1 of $dL/da[0]$ is {column}: the first column of the matrix, not "
        "its first row."
    ),
    "tanh-derivative": (
        "Because the chain rule multiplies by the slope of tanh, and that is $1-a^2$ in terms of its value; $1/(1-a^2)$ is the slope of "
        "the inverse function. At $a = {value}$ below, $1-a^2 = {slope}$, and a centred difference of tanh gives {centred}."
    ),
    "sum-over-time": (
        "Because the same weights are used at every step, and the gradient of something used several times is the sum over its uses. "
        "For the first entry of $W_aa$ below: {terms}."
    ),
}
ASSUMPTIONS = (
    "Every step has a loss, $L = sum(t=1, T) 1/2 norm(a[t] - y[t])^2$, so the gradient from the loss at step $t$ is $a[t] - y[t]$. After "
    "the last step comes nothing: there $W_aa^⊤ δ[t+1]$ is 0.",
    "Unless you give your own with --weights FILE, weights, inputs, targets and start are round numbers drawn at random, not trained.",
)
MISCONCEPTION = (
    "The gradient from the next step does not replace the one from the output; both are added. And the weights do not get one gradient "
    "for each step to be used one after the other: they get the sum, once."
)
BEYOND = (
    "Here are the formulas, not the sizes: over many steps the factors $W_aa^⊤$ and $1-a^2$ make the gradient vanish or explode.",
    "Frameworks do the same by automatic differentiation, and also keep every state for the way back.",
)


@dataclass(frozen=True, slots=True)
class Net:
    """The network's numbers: W (n, n) on the state, V (n, m) on the input, b (n,); also the shape of their gradients."""

    W: Array
    V: Array
    b: Array


@dataclass(frozen=True, slots=True)
class Page:
    """All that is worked: the network, forwards and backwards step by step, each step's share, and the gradient."""

    net: Net
    steps: Sequence[Mapping[str, Array]]
    back: Sequence[Mapping[str, Array]]
    shares: Sequence[Net]
    gradient: Net
    target: Array

    @property
    def start(self) -> Array:
        """dL/da[0]."""
        return self.net.W.T @ self.back[0]["δ"]


def derive(notation: str) -> Mapping[str, Proof]:
    """Two sources, the way through tanh, and three sums over the steps."""
    from explainer.symbolic.lemmas import backward

    proofs = backward.derive_plain(notation)
    return {"usual": proofs["usual"], "simple": proofs["simple"]}


def explain(query: Query) -> Answer:
    """Forwards, backwards, the sum over the steps, and the complex step beside it."""
    import numpy as np

    w = Writer(query.notation, "rnn")
    query, given = pencil.settled(query, "rnn", target="steps")
    page = worked(given)
    reference = by_complex_step(given, np.array([b["own"] for b in page.back]))
    pairs = [(getattr(page.gradient, name), getattr(reference, name)) for name in ("W", "V", "b")]
    said = told(page)
    said["difference"] = show_residual(max(float(np.abs(one - other).max()) for one, other in pairs))
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "loss": float(0.5 * sum((b["own"] ** 2).sum() for b in page.back)),
            "recurrent": float(np.linalg.norm(page.gradient.W)),
            "input": float(np.linalg.norm(page.gradient.V)),
            "bias": float(np.linalg.norm(page.gradient.b)),
            **{f"start_unit_{i + 1}": float(value) for i, value in enumerate(page.start)},
        },
        assumptions=ASSUMPTIONS,
        cell="rnn",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[check_table(w, LETTERS[query.notation], page.gradient, reference), *demo(w, LETTERS[query.notation], page)],
        demo_title="Worked by hand",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(page, given),
    )


def worked(given: Given) -> Page:
    """The page's numbers."""
    import numpy as np

    from explainer.numeric import RNN

    assert isinstance(given.cell, RNN)
    net = split(given.cell.W_a, given.cell.b_a)
    target = np.zeros((len(given.inputs), len(net.b))) if given.target is None else given.target
    steps = forward(net, given)
    back = backward(net, steps, target)
    shares = [share(v, b) for v, b in zip(steps, back, strict=True)]
    gradient = shares[0]
    for each in shares[1:]:
        gradient = Net(gradient.W + each.W, gradient.V + each.V, gradient.b + each.b)
    return Page(net, steps, back, shares, gradient, target)


def split(W_a: Array, b_a: Array) -> Net:
    """The course's one matrix, acting on [a; x], as its two blocks."""
    n = len(b_a)
    return Net(W_a[:, :n], W_a[:, n:], b_a)


def forward(net: Net, given: Given) -> list[dict[str, Array]]:
    """Every step's values, with the state before it and its input."""
    import numpy as np

    steps, a = [], given.start
    for x in given.inputs:
        total = net.W @ a + net.V @ x + net.b
        steps.append({"total": total, "state": np.tanh(total), "before": a, "x": x})
        a = steps[-1]["state"]
    return steps


def backward(net: Net, steps: Sequence[Mapping[str, Array]], target: Array) -> list[dict[str, Array]]:
    """Every step's values on the way back, in the order of time."""
    back: list[dict[str, Array]] = []
    handed = 0 * net.b
    for v, y in zip(reversed(steps), target[::-1], strict=True):
        own, slope = v["state"] - y, 1 - v["state"] ** 2
        δ = slope * (own + handed)
        back.append({"own": own, "handed": handed, "adjoint": own + handed, "slope": slope, "δ": δ})
        handed = net.W.T @ δ
    return back[::-1]


def share(v: Mapping[str, Array], b: Mapping[str, Array]) -> Net:
    """What one step adds to the gradients."""
    import numpy as np

    return Net(np.outer(b["δ"], v["before"]), np.outer(b["δ"], v["x"]), b["δ"])


def by_complex_step(given: Given, own: Array) -> Net:
    """The same gradients from the cell's own equation, one weight nudged at a time: no chain rule in it."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import gradient_check

    trace = numeric.unroll(given.cell, given.inputs, given.start)
    # With the gradients of the losses held, Σ own · state has the same gradient in every weight.
    weights = np.concatenate([np.zeros((1, given.cell.units)), own])
    slopes = [
        gradient_check.slope(partial(gradient_check.changed_loss, trace, weights, name), getattr(given.cell, name), "complex", 0.0)
        for name in ("W_a", "b_a")
    ]
    return split(*slopes)


def told(page: Page) -> dict[str, str]:
    """The numbers that the first sentences quote."""
    import math

    first = page.back[0]
    u, a = float(page.steps[0]["total"][0]), float(page.steps[0]["state"][0])
    entry = show(float(page.gradient.W[0, 0]))
    terms = " + ".join(pencil.signed(float(each.W[0, 0])) for each in page.shares)
    return {
        "steps": f"{len(page.steps)} step{'s' if len(page.steps) > 1 else ''}",
        **{name: f"${show(float(first[name][0]))}$" for name in ("own", "handed", "adjoint")},
        "column": f"${pencil.products(page.net.W[:, 0], first['δ'])} = {show(float(page.start[0]))}$",
        "value": show(a),
        "slope": show(1 - a * a),
        "centred": f"${show((math.tanh(u + 1e-6) - math.tanh(u - 1e-6)) / 2e-6)}$",
        "terms": f"${terms} = {entry}$" if len(page.shares) > 1 else f"one step, one term, ${terms}$",
    }


def demo(w: Writer, letters: Mapping[str, str], page: Page) -> list[Block]:
    """The weights; forwards; backwards; what each step adds; the sum."""
    blocks: list[Block] = [net_table(w, letters, "The weights", page.net)]
    for t, v in enumerate(page.steps, start=1):
        before = pencil.Row(f"{letters['a']}[{t - 1}]", v["before"])
        rows = [before, *(pencil.Row(text.format(t=t, p=t - 1, **letters), v[key]) for key, text in FORWARD)]
        blocks.append(pencil.worked_table(w, f"Forwards, step {t}: the input is $x[{t}] = {pencil.listed(v['x'])}$", rows))
    last = len(page.steps)
    for t in range(last, 0, -1):
        lines = LAST if t == last else BACKWARD
        rows = [pencil.Row(text.format(t=t, n=t + 1, **letters), page.back[t - 1][key]) for key, text in lines]
        note = f"The target is $y[{t}] = {pencil.listed(page.target[t - 1])}$." + (" Nothing follows." if t == last else "")
        blocks.append(pencil.worked_table(w, f"Backwards, step {t}", rows, note))
    start = pencil.Row("dL/d{a}[0] = {W}^⊤ δ[1]".format(**letters), page.start)
    blocks.append(pencil.worked_table(w, "Backwards, the start", [start]))
    if last > 1:
        for t, each in enumerate(page.shares, start=1):
            blocks.append(net_table(w, letters, f"What step {t} adds to the gradients", each, gradients=True))
    title = "The gradients: the sum over the steps" if last > 1 else "The gradients"
    return [*blocks, net_table(w, letters, title, page.gradient, gradients=True)]


def check_table(w: Writer, letters: Mapping[str, str], gradient: Net, reference: Net) -> Table:
    """Each block's gradient by hand and by complex step."""
    import numpy as np

    rows: list[tuple[Cell, ...]] = []
    for name in ("W", "V", "b"):
        one, other = getattr(gradient, name), getattr(reference, name)
        shape = " × ".join(map(str, one.shape))
        norms = (float(np.linalg.norm(one)), float(np.linalg.norm(other)))
        label = w.verbatim_words(f"$dL/d{letters[name]}$")
        rows.append((label, shape, *norms, Residual(float(np.abs(one - other).max()))))
    heads = (("gradient",), ("shape",), ("norm, by hand",), ("norm, complex step",), ("largest difference",))
    return Table(w.words("Every gradient by two roads"), heads, tuple(rows))


def net_table(w: Writer, letters: Mapping[str, str], title: str, net: Net, *, gradients: bool = False) -> Table:
    """The weights or their gradients: a line for each unit, a column for what the weight acts on."""
    n, m = net.V.shape
    names = [f"dL/d{letters[name]}" if gradients else letters[name] for name in ("W", "V", "b")]
    heads: list[Words] = [("unit",)]
    heads += [w.verbatim_words(f"${names[0]}$" + (f", state {i + 1}" if n > 1 else "")) for i in range(n)]
    heads += [w.verbatim_words(f"${names[1]}$" + (f", input {j + 1}" if m > 1 else "")) for j in range(m)]
    heads.append(w.verbatim_words(f"${names[2]}$"))
    rows = tuple((i + 1, *map(float, net.W[i]), *map(float, net.V[i]), float(net.b[i])) for i in range(n))
    note = "" if gradients else f"Shapes: ${names[0]}$ {n} × {n}, ${names[1]}$ {n} × {m}, ${names[2]}$ {n}."
    return Table(w.words(title), tuple(heads), rows, w.verbatim_words(note))


PROGRAM = """
a, states = start, [start]
for x in inputs:
    a = np.tanh(W @ a + V @ x + b)
    states.append(a)

dW, dV, db, handed = np.zeros_like(W), np.zeros_like(V), np.zeros_like(b), np.zeros_like(b)
for t in range(len(inputs), 0, -1):
    own = states[t] - target[t - 1]  # from the loss of this step
    δ = (1 - states[t] ** 2) * (own + handed)  # both sources, through tanh
    dW += np.outer(δ, states[t - 1])
    dV += np.outer(δ, inputs[t - 1])
    db += δ
    handed = W.T @ δ

print("loss", 0.5 * ((np.array(states[1:]) - target) ** 2).sum())
print("recurrent", np.linalg.norm(dW))
print("input", np.linalg.norm(dV))
print("bias", np.linalg.norm(db))
for i, value in enumerate(handed, start=1):
    print(f"start_unit_{i}", value)
"""


def program(page: Page, given: Given) -> str:
    """The same network in NumPy."""
    net = page.net
    arrays = {"W": net.W, "V": net.V, "b": net.b, "inputs": given.inputs, "target": page.target, "start": given.start}
    return f"import numpy as np\n\n{pencil.assigned(arrays)}{PROGRAM}"


TOPIC = Topic(
    slug="bptt",
    title="Backpropagation through time, by hand",
    question=QUESTIONS["bptt"],
    parameters=(pencil.FEW_UNITS, replace(pencil.FEW_STEPS, default=3), WEIGHTS),
    related=("gru-backward", "parameter-gradient", "truncated-bptt", "gradient-check", "rnn-vanishing"),
    sources=(
        Source("Werbos", 1990, "Backpropagation through time: what it does and how to do it", "Proceedings of the IEEE 78(10)"),
        Source("Rumelhart, Hinton, Williams", 1986, "Learning representations by back-propagating errors", "Nature 323"),
        Source("Squire, Trapp", 1998, "Using complex variables to estimate derivatives of real functions", "SIAM Review 40(1)"),
        Source("Ng", 2018, "Sequence Models", "lecture on backpropagation through time"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("two-sources", "Why is the gradient from the next step added to the one from the output?"),
        Facet("transpose", "Where does the transpose come from?"),
        Facet("tanh-derivative", "Why 1 − a² and not its reciprocal?"),
        Facet("sum-over-time", "Why are the weights' gradients summed over time?"),
    ),
)
