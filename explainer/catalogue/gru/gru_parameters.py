"""gru-parameters: how many numbers a GRU layer learns, and why two libraries count differently."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import HIDDEN, INPUTS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer
from explainer.records import Answer, Axis, Bars, Block, Cell, Facet, Plot, Query, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

HEADLINES = {
    "": (
        "A GRU layer with $n_a = {n}$ units and $n_x = {m}$ inputs has $3(n_a(n_a+n_x)+n_a)$ parameters, here {gru}; "
        "libraries with two biases for each gate (PyTorch, Keras with reset_after) count $3n_a$ more, {two}."
    ),
    "keras": (
        "Keras resets after the product by default (reset_after=True), which needs a second bias in each of the three "
        "blocks: {two} instead of {gru} for $n_a = {n}$, $n_x = {m}$. A bidirectional layer has twice as many, "
        "{bi_two} or {bi}."
    ),
    "versus-lstm": (
        "With $n_a = {n}$ and $n_x = {m}$ a plain RNN has {rnn} parameters, a GRU {gru} and an LSTM {lstm}: one, three "
        "and four blocks of the same shape. One step costs multiplications in the same proportion, 1 : 3 : 4."
    ),
    "formula": (
        "One block maps the state and the input to the units, $n_a(n_a+n_x)$ weights and $n_a$ biases; the GRU has "
        "three of them: update gate, relevance gate and candidate. With $n_a = {n}$, $n_x = {m}$ that is {gru}."
    ),
    "bidirectional": (
        "A bidirectional layer has two of everything, $2 · 3(n_a(n_a+n_x)+n_a)$, here {bi} (or {bi_two} with two "
        "biases). In a stack, the next layer's $n_x$ is the $n_a$ below it, or $2n_a$ below a bidirectional one."
    ),
}
ASSUMPTIONS = (
    "One layer, without the read-out on top and without an embedding below. Weights and biases are counted, states are "
    "not: they are computed, not learned.",
)
MISCONCEPTION = (
    "The number of time steps does not enter: the same weights are used at every step. And the two counts of a GRU are "
    "both right: they belong to two different cells."
)
BEYOND = (
    "Fewer parameters do not make a GRU learn faster or better than an LSTM; that depends on the task.",
    "The cost of a step in time also depends on memory traffic and on fused kernels, which a count does not show.",
)
PROGRAM = """
W_u, W_r, W_c = (np.zeros((n, n + m)) for _ in range(3))
b_u, b_r, b_c = (np.zeros(n) for _ in range(3))
parameters = sum(array.size for array in (W_u, W_r, W_c, b_u, b_r, b_c))

print("parameters", parameters)
print("parameters_two_biases", parameters + 3 * n)
print("bidirectional", 2 * parameters)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """Blocks counted and expanded."""
    from explainer.symbolic.lemmas import parameters

    return {"usual": parameters.counts(notation)}


def explain(query: Query) -> Answer:
    """The formula beside the sizes of the arrays that the cells really have."""
    w = Writer(query.notation)
    n, m = count(query, "n_a"), count(query, "n_x")
    block = n * (n + m) + n
    two = 3 * block + 3 * n
    values = {
        "parameters": 3 * block,
        "parameters_two_biases": two,
        "bidirectional": 6 * block,
        "bidirectional_two_biases": 2 * two,
        "rnn": block,
        "lstm": 4 * block,
        "mgu": 2 * block,
    }
    said = {"gru": 3 * block, "two": two, "bi": 6 * block, "bi_two": 2 * two, "rnn": block, "lstm": 4 * block}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(n=n, m=m, **{name: f"{value:,}" for name, value in said.items()}),
        values={name: float(value) for name, value in values.items()},
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo(w, n, m),
        demo_title="Counted on the arrays themselves",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(n=n, m=m) + PROGRAM,
    )


def demo(w: Writer, n: int, m: int) -> list[Block]:
    """The formula, and the sizes of the arrays of each cell, added up."""
    from explainer.numeric.networks import CELLS

    block = n * (n + m) + n
    kinds: tuple[tuple[str, str, int], ...] = (
        ("plain RNN", "rnn", block),
        ("MGU (one gate)", "mgu", 2 * block),
        ("simplified GRU (no relevance gate)", "simplified", 2 * block),
        ("GRU, the course's", "gru", 3 * block),
        ("GRU, PyTorch's and Keras's, two biases", "reset_after", 3 * block + 3 * n),
        ("LSTM", "lstm", 4 * block),
    )
    rows: list[tuple[Cell, ...]] = []
    for label, kind, formula in kinds:
        counted = sum(math.prod(shape) for shape in CELLS[kind].shapes(n, m).values())
        rows.append((label, formula, counted, counted - formula))
    heads = ("cell", "formula", "arrays added up", "difference")
    table = Table(w.words(f"$n_a = {n}$ units, $n_x = {m}$ inputs"), tuple((head,) for head in heads), tuple(rows))
    shapes = Table(
        w.words("The arrays of the GRU, as PyTorch names them, and their shapes"),
        (("array",), ("shape",), ("numbers",)),
        tuple(
            (name, " × ".join(map(str, shape)), math.prod(shape))
            for name, shape in CELLS["reset_after"].shapes(n, m).items()
        ),
        w.words("PyTorch's LSTM has two biases for each gate as well, so it counts $4n_a$ more than the formula."),
    )
    heights = tuple(float(row[2]) for row in rows if isinstance(row[2], int))
    alt = "Parameters by cell: " + ", ".join(f"{row[0]} {row[2]:,}" for row in rows) + "."
    plot = Plot(
        w.words("Parameters by cell"),
        Axis(("cell",)),
        Axis(("parameters",)),
        (Bars(("parameters",), heights),),
        alt,
        (("RNN",), ("MGU",), ("simplified",), ("GRU",), ("GRU, 2 biases",), ("LSTM",)),
    )
    return [table, shapes, plot]


TOPIC = Topic(
    slug="gru-parameters",
    title="Counting a GRU's parameters",
    question=QUESTIONS["gru-parameters"],
    parameters=(
        replace(HIDDEN, grid=(8, 16, 32, 64, 128, 256, 512)),
        replace(INPUTS, grid=(8, 16, 64, 100, 300)),
    ),
    related=("gru-vs-lstm", "gru-conventions", "simplified-gru", "gru-forward"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Zhou et al.", 2016, "Minimal gated unit for recurrent neural networks"),
        Source("Keras", 2024, "GRU layer", "documentation of reset_after"),
        Source("PyTorch", 2024, "torch.nn.GRU", "documentation of weight_ih_l0 and bias_hh_l0"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("keras", "Why does Keras show a different number?"),
        Facet("versus-lstm", "How do GRU, LSTM and RNN compare in parameters and cost?"),
        Facet("formula", "Where does the formula come from?"),
        Facet("bidirectional", "How many has a bidirectional or stacked layer?"),
    ),
)
