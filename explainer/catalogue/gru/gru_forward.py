"""gru-forward: the four equations with their shapes, and steps worked by hand down to the last number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from explainer.catalogue import derived, pencil, pencil_programs
from explainer.catalogue import pencil_gru as by_hand
from explainer.catalogue.demos import gru_kind
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import WEIGHTS
from explainer.catalogue.questions import QUESTIONS
from explainer.catalogue.weights import Given
from explainer.notation import Writer, show
from explainer.records import Answer, Block, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

HEADLINES = {
    "": (
        "From the old memory $c[t-1]$ and the input $x[t]$ a GRU computes two gates between 0 and 1 and a candidate between −1 and 1, "
        "then mixes: $c[t] = Γu * c~[t] + (1-Γu) * c[t-1]$. In the network worked below the memory {start} becomes {first} after one step."
    ),
    "example": (
        "Yes. In unit 1 of the network below, with $c[0] = {start_1}$ before the step, $Γu = {gate}$, $Γr = {reset}$ and the candidate "
        "$c~[1] = {candidate}$ give $c[1] = {first_1}$; every sum is written out with its numbers."
    ),
    "shapes": (
        "With $n$ units and $m$ inputs the memory, the candidate, both gates and each bias have $n$ numbers, one for each unit; weights "
        "on the memory are $n × n$, weights on the input $n × m$. Here $n = {n}$ and $m = {m}$, so one block of both is {n} × {width}; "
        "PyTorch stacks the three blocks into $3n × m$ and $3n × n$."
    ),
    "symbols": (
        "$c[t]$ is the memory after step $t$, $x[t]$ the input, $c~[t]$ (often with a tilde) the candidate that is proposed to replace "
        "it; {gate_says}, $Γr$ is how much of the old memory the candidate may see. Capital letters $W$ (and $U$) are learned "
        "weights, $b$ learned biases, $σ$ the sigmoid, and {elementwise} multiplies unit by unit."
    ),
    "intuition": (
        "Each unit is a small notebook: the candidate proposes a new entry, the update gate decides how much of the old entry it "
        "replaces, and the relevance gate how much of the old entries may be consulted for the proposal. Below, {start} becomes {first}."
    ),
    "forget-all": (
        "$Γu = 1$ and $Γr = 0$ together: the first replaces the whole memory by the candidate, the second keeps the candidate from "
        "seeing the old memory. Either alone leaves a trace of the past."
    ),
}
GATE_SAYS = {
    "course": "$Γu$ is the share of the old memory that is replaced",
    "cho": "$z$ is the share of the old memory that is kept",
    "pytorch": "$z$ is the share of the old memory that is kept",
}
ASSUMPTIONS = (
    "Unless you give your own with --weights FILE, the weights, inputs and start are round numbers drawn at random, not trained. "
    "Everything is computed to 16 digits and shown to 6.",
)
MISCONCEPTION = (
    "The relevance gate does not decide what is kept. It only decides what the candidate sees; what is kept is $1-Γu$ of the old memory, "
    "whatever $Γr$ is."
)
BEYOND = (
    "A read-out on top, such as $y[t]$ from $c[t]$ through a softmax, is no part of the cell.",
    "Libraries differ in the place of the reset and in which of the two shares they call the gate; the conventions have a page of "
    "their own.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The step as an average, as a correction, and that it stays bounded."""
    from explainer.symbolic.lemmas import forward

    return forward.derive(notation)


def explain(query: Query) -> Answer:
    """A network worked step by step, beside what the library's own loop gives."""
    w = Writer(query.notation)
    query, given = pencil.settled(query, gru_kind(w))
    net = by_hand.net_of(given.cell, query.notation)
    steps = by_hand.forward(net, given.inputs, given.start)
    first = steps[0]
    write = first["gate"] if query.notation == "course" else 1 - first["gate"]
    n, m = net.units, given.cell.inputs
    said = {
        "start": f"${pencil.listed(given.start)}$",
        "first": f"${pencil.listed(first['state'])}$",
        "start_1": show(float(given.start[0])),
        "first_1": show(float(first["state"][0])),
        "gate": show(float(write[0])),
        "reset": show(float(first["reset"][0])),
        "candidate": show(float(first["candidate"][0])),
        "n": n,
        "m": m,
        "width": n + m,
        "gate_says": GATE_SAYS[query.notation],
        "elementwise": w.convention.elementwise,
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            f"step_{t}_unit_{i + 1}": float(value) for t, v in enumerate(steps, 1) for i, value in enumerate(v["state"])
        },
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo(w, query, net, given),
        demo_title="Worked by hand",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=pencil_programs.gru_forward(net, given),
    )


def demo(w: Writer, query: Query, net: by_hand.Net, given: Given) -> list[Block]:
    """One unit with its arithmetic, the weights, every step, the other road, and the corners of the gates."""
    steps = by_hand.forward(net, given.inputs, given.start)
    blocks: list[Block] = []
    if net.units > 1 and not query.parameters.get("weights"):
        small = pencil.round_network(given.layout, 1, 1, query.seed)
        alone = by_hand.net_of(small.cell, query.notation)
        (v,) = by_hand.forward(alone, small.inputs, small.start)
        blocks.append(pencil.arithmetic_table(w, "A network of one unit, one step", by_hand.arithmetic(alone, v, 1)))
    blocks.append(
        pencil.arithmetic_table(
            w,
            f"{'A network of ' + str(net.units) + ' units: unit 1 in step 1' if net.units > 1 else 'One unit, step 1'}",
            by_hand.arithmetic(net, steps[0], 1),
        )
    )
    state = by_hand.STATE[query.notation]
    blocks.append(by_hand.blocks_table(w, f"The weights: $n = {net.units}$ units, $m = {given.cell.inputs}$ inputs", net))
    for t, v in enumerate(steps, start=1):
        shown = by_hand.rows(by_hand.FORWARD[query.notation], v, t)
        inputs = pencil.Row(f"{state}[{t - 1}]", v["h"])
        title = f"Step {t}: the input is $x[{t}] = {pencil.listed(v['x'])}$"
        blocks.append(pencil.worked_table(w, title, [inputs, *shown]))
    return [*blocks, other_road(w, net, given), corners(w, net, given)]


def other_road(w: Writer, net: by_hand.Net, given: Given) -> Table:
    """The same states from the numeric room's loop."""
    import numpy as np

    from explainer import numeric

    states = numeric.unroll(given.cell, given.inputs, given.start).states
    rows: list[tuple[Cell, ...]] = []
    for t, v in enumerate(by_hand.forward(net, given.inputs, given.start), start=1):
        difference = Residual(float(np.abs(v["state"] - states[t]).max()))
        rows.append((t, w.words(f"${pencil.listed(v['state'])}$"), w.words(f"${pencil.listed(states[t])}$"), difference))
    heads = (("step",), ("by hand",), ("by the library's loop",), ("difference",))
    return Table(w.words("The memory after each step, by two roads"), heads, tuple(rows))


def corners(w: Writer, net: by_hand.Net, given: Given) -> Table:
    """Step 1 from this start and from the opposite one, with the gates held at their ends: is any trace of it left?"""
    import numpy as np

    x, start = given.inputs[0], np.where(given.start == 0, 0.5, given.start)
    rows: list[tuple[Cell, ...]] = []
    for update in (0.0, 1.0):
        for reset in (0.0, 1.0):
            gate = update if net.notation == "course" else 1 - update
            one, other = (by_hand.step(net, h, x, gate=gate, reset=reset)["state"] for h in (start, -start))
            rows.append(
                (
                    w.words(f"$Γu = {show(update)}$, $Γr = {show(reset)}$"),
                    float(one[0]),
                    float(other[0]),
                    gap if (gap := float(np.abs(one - other).max())) > 1e-12 else Residual(gap),
                )
            )
    heads = ("gates held at", f"start ${show(float(start[0]))}$", f"start ${show(-float(start[0]))}$", "largest difference")
    return Table(
        w.words("What is left of the past: unit 1 after one step from two opposite starts"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            "Whatever the weights, $Γu = 1$ with $Γr = 0$ leaves no trace of the start. With $Γu = 0$ it is kept whole, whatever $Γr$ is."
        ),
    )


TOPIC = Topic(
    slug="gru-forward",
    title="The GRU forwards, by hand",
    question=QUESTIONS["gru-forward"],
    parameters=(pencil.FEW_UNITS, pencil.FEW_STEPS, WEIGHTS),
    related=("gru-backward", "gru-conventions", "gru-parameters", "reset-gate", "gru-gradient"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit"),
        Source("PyTorch", 2024, "torch.nn.GRU", "documentation of the equations"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("example", "Can you work one step by hand, with numbers?"),
        Facet("shapes", "What shapes do the weights and gates have?"),
        Facet("symbols", "What do W, U, z, r and the tilde stand for?"),
        Facet("intuition", "How does a GRU work, in plain words?"),
        Facet("forget-all", "Which gate values make the cell forget its past?"),
    ),
)
