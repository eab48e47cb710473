"""lstm-forward: the six equations with their shapes, and steps worked by hand down to the last number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from explainer.catalogue import derived, pencil, programs
from explainer.catalogue import pencil_lstm as by_hand
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import WEIGHTS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.catalogue.weights import Given
from explainer.notation import Writer, show
from explainer.records import Answer, Block, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric import LSTM
    from explainer.symbolic import Proof

    Array = npt.NDArray[np.float64]

HEADLINES = {
    "": (
        "From the old output $a[t-1]$ and the input $x[t]$ an LSTM computes three gates between 0 and 1 and a candidate between −1 and "
        "1; then "
        "$c[t] = Γf * c[t-1] + Γi * c~[t]$ and $a[t] = Γo * tanh(c[t])$. In the network worked below the cell goes from {c_start} to "
        "{c_first} "
        "in one step, and the output is {a_first}."
    ),
    "tanh-and-sigmoid": (
        "A gate is a share, so it needs values between 0 and 1: $σ$. The content is added to the cell and must be able to raise and to "
        "lower it, so it "
        "needs both signs: tanh. With a sigmoid for the candidate the cell of unit 1 below could only be pushed up; here the candidate "
        "is {candidate}."
    ),
    "second-tanh": (
        "Because the cell is a running sum without bound, though each candidate lies between −1 and 1: after T steps it may be as large "
        "as T. The second "
        "tanh keeps what the gates and the other layers see between −1 and 1; with open gates and a candidate of 1 the cell stands at "
        "{cell_20} after 20 "
        "steps, its tanh at {output_20}."
    ),
    "gate-values": (
        "$Γf = 1$ with $Γi = 0$ keeps the cell exactly; $Γf = 0$ forgets it, and with $Γi = 1$ puts the candidate in its place; "
        "$Γf = Γi = 0$ empties it, $Γf = Γi = 1$ adds. For unit 1 below, where $c[0] = {c_1}$ and $c~[1] = {candidate}$, these four give "
        "{corners}."
    ),
    "two-states": (
        "$c$ is the memory: it is carried from step to step by the forget gate alone and may grow. $a$ (often $h$) is what is shown of "
        "it, "
        "$Γo * tanh(c)$, always between −1 and 1: it goes to the next layer and into the gates. Below, after one step, $c[1]$ is "
        "{c_first} and "
        "$a[1]$ is {a_first}."
    ),
    "example": (
        "Yes. In unit 1 of the network below, $Γf = {f}$ and $Γi = {i}$ take the cell from $c[0] = {c_1}$ with the candidate "
        "{candidate} to "
        "$c[1] = {c_new}$, and $Γo = {o}$ shows $a[1] = {a_new}$ of it; every sum is written out, with the shapes for $n = {n}$ units "
        "and $m = {m}$ "
        "inputs."
    ),
}
ASSUMPTIONS = (
    "The weights, inputs and start are round numbers drawn at random, not trained; give your own with --weights FILE ($W_f$, $W_i$, "
    "$W_o$, $W_c$ of "
    "shape $n × (n+m)$, acting on the output, then the input). Everything is computed to 16 digits and shown to 6; "
    "$z$ with an index is what goes into a gate or the candidate.",
    "The course's lectures call the input gate $Γi$ an update gate; here that name is kept for the GRU, whose gate does both jobs.",
)
MISCONCEPTION = (
    "The forget gate at 1 remembers, at 0 it forgets: it says what is kept, not what is dropped. And the gates see the old output, not "
    "the old cell "
    "(only the peephole variant lets them)."
)
BEYOND = (
    "Peephole connections and layer normalisation change the gates' equations and are not shown.",
    "A read-out on top, such as a softmax of the output, is no part of the cell.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """Kept plus written, and what is bounded."""
    from explainer.symbolic.lemmas import lstm_forward

    return lstm_forward.derive(notation)


def explain(query: Query) -> Answer:
    """A network worked step by step, beside what the library's own loop gives."""
    w = Writer(query.notation, "lstm")
    query, given = pencil.settled(query, "lstm")
    cell: LSTM = given.cell  # type: ignore[assignment]
    net = by_hand.net_of(cell)
    steps = by_hand.forward(net, given.inputs, given.start)
    first, n = steps[0], cell.units
    counted = counter(20)[-1]
    said = {
        "c_start": f"${pencil.listed(given.start[:n])}$",
        "c_first": f"${pencil.listed(first['c'])}$",
        "a_first": f"${pencil.listed(first['h'])}$",
        "c_1": show(float(given.start[0])),
        "candidate": f"${show(float(first['g'][0]))}$",
        "c_new": show(float(first["c"][0])),
        "a_new": show(float(first["h"][0])),
        **{role: show(float(first[role][0])) for role in ("f", "i", "o")},
        "n": show(n),
        "m": show(cell.inputs),
        "cell_20": show(counted[0]),
        "output_20": f"${show(counted[1])}$",
        "corners": ", ".join(f"${show(value)}$" for value in corner_values(first)),
    }
    if query.facet == "gate-values":
        said["candidate"] = said["candidate"].strip("$")
    values: dict[str, float] = {}
    for t, v in enumerate(steps, start=1):
        values |= {f"step_{t}_cell_{i + 1}": float(value) for i, value in enumerate(v["c"])}
        values |= {f"step_{t}_output_{i + 1}": float(value) for i, value in enumerate(v["h"])}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="lstm",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo(w, query, net, given, steps),
        demo_title="Worked by hand",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=by_hand_program(net, given, query.notation),
    )


def demo(
    w: Writer, query: Query, net: by_hand.Net, given: Given, steps: Sequence[Mapping[str, Array]]
) -> list[Block]:
    """One unit with its arithmetic, the weights, every step, the other road, the corners, and the second tanh."""
    notation, n = query.notation, given.cell.units
    blocks: list[Block] = []
    if n > 1 and not query.parameters.get("weights"):
        small = pencil.round_network("lstm", 1, 1, query.seed)
        alone = by_hand.net_of(small.cell)  # type: ignore[arg-type]
        (v,) = by_hand.forward(alone, small.inputs, small.start)
        blocks.append(pencil.arithmetic_table(w, "A network of one unit, one step", by_hand.arithmetic(alone, v, notation, 1)))
    title = f"A network of {n} units: unit 1 in step 1" if n > 1 else "One unit, step 1"
    blocks.append(pencil.arithmetic_table(w, title, by_hand.arithmetic(net, steps[0], notation, 1)))
    blocks.append(by_hand.blocks_table(w, f"The weights: $n = {n}$ units, $m = {given.cell.inputs}$ inputs", net, notation))
    output = by_hand.LETTERS[notation]["h"]
    for t, values in enumerate(steps, start=1):
        before = [pencil.Row(f"c[{t - 1}]", values["c'"]), pencil.Row(f"{output}[{t - 1}]", values["h'"])]
        shown = by_hand.rows(by_hand.FORWARD, values, notation, t)
        blocks.append(pencil.worked_table(w, f"Step {t}: the input is $x[{t}] = {pencil.listed(values['x'])}$", [*before, *shown]))
    return [*blocks, other_road(w, given, steps), corners(w, steps[0]), second_tanh(w)]


def other_road(w: Writer, given: Given, steps: Sequence[Mapping[str, Array]]) -> Table:
    """The same states from the numeric room's loop."""
    import numpy as np

    from explainer import numeric

    states = numeric.unroll(given.cell, given.inputs, given.start).states
    rows: list[tuple[Cell, ...]] = []
    for t, v in enumerate(steps, start=1):
        state = np.concatenate([v["c"], v["h"]])
        difference = Residual(float(np.abs(state - states[t]).max()))
        rows.append((t, w.words(f"${pencil.listed(state)}$"), w.words(f"${pencil.listed(states[t])}$"), difference))
    heads = (("step",), ("by hand",), ("by the library's loop",), ("difference",))
    return Table(w.words("Cell, then output, after each step, by two roads"), heads, tuple(rows))


CORNERS = ((1, 0, "keep"), (0, 1, "replace"), (0, 0, "empty"), (1, 1, "add"))


def corner_values(first: Mapping[str, Array]) -> list[float]:
    """Unit 1's cell after step 1 with the two gates held at each of their ends."""
    old, new = float(first["c'"][0]), float(first["g"][0])
    return [forget * old + write * new + 0.0 for forget, write, _ in CORNERS]


def corners(w: Writer, first: Mapping[str, Array]) -> Table:
    """What each corner of the two gates does to unit 1."""
    rows: list[tuple[Cell, ...]] = [
        (name, forget, write, value)
        for (forget, write, name), value in zip(CORNERS, corner_values(first), strict=True)
    ]
    rows.append(("as computed", float(first["f"][0]), float(first["i"][0]), float(first["c"][0])))
    heads = ("corner", "$Γf$", "$Γi$", "$c[1]$, unit 1")
    old = show(float(first["c'"][0]))
    note = (
        f"From $c[0] = {old}$ with the candidate ${show(float(first['g'][0]))}$. A sigmoid never reaches "
        "0 or 1 exactly; trained gates come close."
    )
    return Table(w.words("Gates at their ends"), tuple(w.words(head) for head in heads), tuple(rows), w.words(note))


def counter(steps: int) -> list[tuple[float, float]]:
    """Cell and output of a real LSTM of one unit with all gates open and a candidate of 1: (c, tanh c) after each step."""
    import numpy as np

    from explainer import numeric

    zero, wide = np.zeros((1, 2)), np.array([40.0])
    cell = numeric.LSTM(zero, zero, zero, zero, wide, wide, wide, wide)
    states = numeric.unroll(cell, np.zeros((steps, 1)), np.zeros(2)).states[1:]
    return [(round(float(c), 9), float(a)) for c, a in states]


def second_tanh(w: Writer) -> Table:
    """The cell counts on, the output stays below 1."""
    found = counter(20)
    rows: tuple[tuple[Cell, ...], ...] = tuple((t, found[t - 1][0], found[t - 1][1]) for t in (1, 2, 5, 10, 20))
    heads = ("step", "$c$", "$a = Γo * tanh(c)$")
    note = (
        "One unit with every gate open ($b = 40$) and a candidate of 1, run for 20 steps: without the second tanh the output "
        "would grow as the cell does."
    )
    return Table(w.words("Why the second tanh"), tuple(w.words(head) for head in heads), rows, w.words(note))


STEP = {
    "course": """\
    Γf, Γi, Γo = (sigmoid(W_a @ a + W_x @ x + b) for W_a, W_x, b in gates)
    new = np.tanh(W_ca @ a + W_cx @ x + b_c)
    c = Γf * c + Γi * new
    a = Γo * np.tanh(c)
""",
    "cho": """\
    f, i, o = (sigmoid(W @ x + U @ h + b) for U, W, b in gates)
    new = np.tanh(W_c @ x + U_c @ h + b_c)
    c = f * c + i * new
    h = o * np.tanh(c)
""",
    "pytorch": """\
    i, f, o = (sigmoid(W @ x + U @ h + b) for U, W, b in gates)
    g = np.tanh(W_ig @ x + W_hg @ h + b_g)
    c = f * c + i * g
    h = o * np.tanh(c)
""",
}


def by_hand_program(net: by_hand.Net, given: Given, notation: str) -> str:
    """The network's numbers, the six equations, and a line for every unit after every step."""
    n, output = given.cell.units, by_hand.LETTERS[notation]["h"]
    arrays = {**by_hand.arrays(net, notation), "inputs": given.inputs, "c": given.start[:n], output: given.start[n:]}
    order = ("i", "f", "o") if notation == "pytorch" else ("f", "i", "o")
    gates = ", ".join(f"({', '.join(by_hand.NAMES[notation][role])})" for role in order)
    return (
        f"import numpy as np\n\n{pencil.assigned(arrays)}gates = ({gates})\n\n\n{programs.SIGMOID}\n\n"
        f"for t, x in enumerate(inputs, start=1):\n{STEP[notation]}"
        f"    for unit, (cell, output) in enumerate(zip(c, {output}, strict=True), start=1):\n"
        '        print(f"step_{t}_cell_{unit}", cell)\n        print(f"step_{t}_output_{unit}", output)\n'
    )


TOPIC = Topic(
    slug="lstm-forward",
    title="The LSTM forwards, by hand",
    question=QUESTIONS["lstm-forward"],
    parameters=(pencil.FEW_UNITS, replace(pencil.FEW_STEPS, default=3), WEIGHTS),
    related=("lstm-backward", "lstm-gradient", "gru-forward", "gru-vs-lstm", "lstm-forget-bias"),
    sources=(
        Source("Hochreiter, Schmidhuber", 1997, "Long short-term memory", "Neural Computation 9(8)"),
        Source("Gers, Schmidhuber, Cummins", 2000, "Learning to forget: continual prediction with LSTM", "Neural Computation 12(10)"),
        Source("Ng", 2018, "Sequence Models", "lecture on the LSTM"),
        Source("PyTorch", 2024, "torch.nn.LSTM", "documentation of the equations"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("tanh-and-sigmoid", "Why tanh for the content and sigmoid for the gates?"),
        Facet("second-tanh", "Why a second tanh on the way out?"),
        Facet("gate-values", "Which gate values forget everything, or keep everything?"),
        Facet("two-states", "What is the difference between c and h?"),
        Facet("example", "Can you work one step, with numbers and shapes?"),
    ),
)
