"""gru-conventions: one set of numbers read under the published conventions, what differs, and the maps between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace as with_changes
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, pencil, pencil_programs
from explainer.catalogue import pencil_gru as by_hand
from explainer.catalogue.demos import gru_kind
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import STEPS, UNITS, WEIGHTS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.catalogue.weights import Given, load
from explainer.notation import Writer, show, show_residual
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.symbolic import Proof

    Array = npt.NDArray[np.float64]

HEADLINES = {
    "": (
        "Both: the course and Chung et al. (2014) let the gate be the share that is written, Cho et al. (2014), PyTorch and Keras let $z$ "
        "be the share that is kept. A change of sign in that gate's weights and bias maps one onto the other exactly. The place of the "
        "reset is another matter: before or after the product makes two cells, {apart}."
    ),
    "which-sign": (
        "Both occur. In the course and in Chung et al. (2014) one minus the gate multiplies the old state; in Cho et al. (2014), PyTorch "
        "and Keras the gate $z$ itself does. They are one cell: change the sign of that gate's weights and bias, and here the difference "
        "falls from {misread} to {mapped}."
    ),
    "wrong-formula": (
        "Most likely it is not wrong, but in the other convention. Look at which value remembers: 0 in the course and in Chung et al. "
        "(2014), 1 in Cho et al. (2014), PyTorch and Keras. Read in the wrong one, the same numbers end up to {misread} apart here."
    ),
    "reset-position": (
        "Both exist: before the product in the course and in Chung et al. (2014), after it in PyTorch, cuDNN and Keras's default. They "
        "are two cells, {apart}. With the same weights they agree when the candidate's recurrent matrix is diagonal or the reset is the "
        "same in all units."
    ),
    "frameworks": (
        "PyTorch and Keras's default (reset_after=True) compute the same cell in two layouts, so weights move between them: here with a "
        "difference of {keras}. The course's weights fit Keras with reset_after=False exactly once the signs of $z$ are changed; PyTorch "
        "has no layer for them."
    ),
    "two-biases": (
        "Because one of them is inside the reset: PyTorch's candidate is $tanh(W_in x + b_in + r * (W_hn h + b_hn))$, so $b_hn$ is "
        "multiplied by $r$ and $b_in$ is not. For $r$ and $z$ the two biases only add up. Moving 0.5 from one to the other changes "
        "nothing there, and in the candidate up to {moved}."
    ),
}
ASSUMPTIONS = (
    "One set of numbers is read under each convention, over the same inputs from the same start. Unless you give your own with "
    "--weights FILE (in the course's, PyTorch's or Keras's layout), they are round ones drawn at random.",
    "PyTorch and Keras are computed here from their documented equations, not by running those libraries.",
)
MISCONCEPTION = (
    "PyTorch's $z$ is not the course's update gate: it is one minus it. To make a GRU in PyTorch or Keras remember longer one adds to the "
    "bias of $z$; the course's update gate needs a lower bias to remember longer."
)
BEYOND = (
    "Which convention a paper or a program uses has to be read from its equations; the names of the gates don't tell.",
    "The first version of Cho et al. (2014) is said to reset after the product and the third before it, as Keras's documentation states; "
    "not checked here against the paper.",
)

# In each convention's own letters, whatever the notation of the answer: name, new state, what remembers, reset, biases.
SIDE_BY_SIDE = (
    ("course (Ng)", "$c[t] = Γu[t] * c~[t] + (1 - Γu[t]) * c[t-1]$", "$Γu → 0$", "before", "1"),
    ("Chung et al. 2014", "$h[t] = (1 - z[t]) * h[t-1] + z[t] * h~[t]$", "$z → 0$", "before", "1"),
    ("Cho et al. 2014", "$h[t] = z[t] * h[t-1] + (1 - z[t]) * h~[t]$", "$z → 1$", "before", "1"),
    ("PyTorch, cuDNN", "$h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]$", "$z → 1$", "after", "2"),
    ("Keras, default", "$h[t] = z[t] * h[t-1] + (1 - z[t]) * h~[t]$", "$z → 1$", "after", "2"),
    ("Keras, reset_after=False", "$h[t] = z[t] * h[t-1] + (1 - z[t]) * h~[t]$", "$z → 1$", "before", "1"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The last state of one set of numbers under each convention."""

    own: str
    states: Mapping[str, Array]

    def gap(self, one: str, other: str = "") -> float:
        """The largest difference of a unit's last state between two readings; from the file's own when one is named."""
        return float(abs(self.states[one] - self.states[other or self.own]).max())


def derive(notation: str) -> Mapping[str, Proof]:
    """The change of sign, and when the two places of the reset agree."""
    from explainer.symbolic.lemmas import conventions

    proofs = conventions.derive(notation)
    return {"usual": proofs["usual"], "simple": proofs["simple"]}


def explain(query: Query) -> Answer:
    """The same numbers read by name, then mapped, then where the two resets agree, then the two biases."""
    w = Writer(query.notation)
    query, given = settled(query, gru_kind(w))
    own = "pytorch" if given.layout in ("reset_after", "keras") else "course"
    net = by_hand.net_of(given.cell, own)
    found = read(net, given)
    other_gate = "named cho" if own == "course" else "named course, reset after"
    same_gate = "mapped cho" if own == "course" else "mapped course, reset after"
    agree = places(net, given)
    biases = moved(net, given)
    values = {
        "misread": found.gap(other_gate),
        "mapped": found.gap(same_gate),
        "place": agree["as they are"],
        "diagonal": agree["candidate's recurrent matrix made diagonal"],
        "same_reset": agree["reset made the same in all units"],
        "keras": found.gap("keras after", "pytorch"),
        "moved": biases["candidate"],
    }
    said = {name: f"${show_residual(value) if value < 1e-12 else show(value)}$" for name, value in values.items()}
    said["apart"] = f"which here end up to {said['place']} apart" if net.units > 1 else "which agree in a single unit, as here"
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[readings(w, found), places_table(w, agree), biases_table(w, biases), side_by_side(w)],
        demo_title="The same numbers under each convention",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=pencil_programs.conventions(net, given),
    )


def settled(query: Query, layout: str) -> tuple[Query, Given]:
    """The reader's network in any of the GRU's layouts, or a round one in the layout of the notation."""
    path = str(query.parameters.get("weights", ""))
    if not path:
        return pencil.settled(query, layout)
    given = load(path, ("gru", "reset_after", "keras"), units=16, inputs=16, steps=100)
    return pencil.sized(query, given), given


def last(notation: str, blocks: Mapping[str, by_hand.Block], given: Given) -> Array:
    """The last state when these numbers are read in a convention."""
    return by_hand.forward(by_hand.Net(notation, blocks), given.inputs, given.start)[-1]["state"]


def folded(block: by_hand.Block) -> by_hand.Block:
    """Both biases as one, for a convention that has one only."""
    return by_hand.Block(block.H, block.X, block.b + block.b_h, 0 * block.b_h)


def mirrored(blocks: Mapping[str, by_hand.Block]) -> dict[str, by_hand.Block]:
    """The update gate with the other sign: the share written becomes the share kept."""
    u = blocks["update"]
    return {**blocks, "update": by_hand.Block(-u.H, -u.X, -u.b, -u.b_h)}


def read(net: by_hand.Net, given: Given) -> Reading:
    """The numbers under each convention: by their names, and mapped by the change of sign."""
    two, one = dict(net.blocks), {role: folded(block) for role, block in net.blocks.items()}
    own = "pytorch" if net.after else "course"
    states = {own: last(own, net.blocks, given)}
    if net.after:
        states["named cho"] = last("cho", one, given)
        states["named course"] = last("course", one, given)
        states["mapped course"] = last("course", mirrored(one), given)
        # The course's gate with PyTorch's reset: here the sign of the gate is all that differs.
        states["named course, reset after"] = writing_gate(two, given)
        states["mapped course, reset after"] = writing_gate(mirrored(two), given)
    else:
        states["named cho"], states["mapped cho"] = last("cho", one, given), last("cho", mirrored(one), given)
        states["named pytorch"], states["mapped pytorch"] = last("pytorch", one, given), last("pytorch", mirrored(one), given)
    kept = two if net.after else mirrored(two)
    states["pytorch"] = last("pytorch", kept, given)
    states["keras after"] = keras(kept, given, reset_after=True)
    states["keras before"] = keras({role: folded(block) for role, block in kept.items()}, given, reset_after=False)
    return Reading(own, states)


def writing_gate(blocks: Mapping[str, by_hand.Block], given: Given) -> Array:
    """PyTorch's cell, but with the update gate as the course has it: the share that is written."""
    import numpy as np

    from explainer.numeric import sigmoid

    update, reset, new = (blocks[role] for role in ("update", "reset", "candidate"))
    h = given.start
    for x in given.inputs:
        Γu, r = (sigmoid(gate.H @ h + gate.b_h + gate.X @ x + gate.b) for gate in (update, reset))
        n = np.tanh(new.X @ x + new.b + r * (new.H @ h + new.b_h))
        h = Γu * n + (1 - Γu) * h
    return np.asarray(h)


def keras(blocks: Mapping[str, by_hand.Block], given: Given, *, reset_after: bool) -> Array:
    """Keras's layer from its own layout: kernel (m, 3n), recurrent_kernel (n, 3n), columns z, r, n."""
    import numpy as np

    from explainer.numeric import GRUResetAfter, sigmoid, unroll

    order = [blocks[role] for role in ("update", "reset", "candidate")]
    kernel, recurrent = (np.concatenate(parts).T for parts in ([b.X for b in order], [b.H for b in order]))
    bias, recurrent_bias = (np.concatenate(parts) for parts in ([b.b for b in order], [b.b_h for b in order]))
    if reset_after:
        cell = GRUResetAfter.from_keras(kernel, recurrent, np.stack([bias, recurrent_bias]))
        return np.asarray(unroll(cell, given.inputs, given.start).last)
    n, h = len(recurrent), given.start
    for x in given.inputs:
        fed = x @ kernel + bias
        z, r = (sigmoid(fed[part] + h @ recurrent[:, part]) for part in (slice(0, n), slice(n, 2 * n)))
        candidate = np.tanh(fed[2 * n :] + (r * h) @ recurrent[:, 2 * n :])
        h = z * h + (1 - z) * candidate
    return np.asarray(h)


def places(net: by_hand.Net, given: Given) -> dict[str, float]:
    """How far apart the two places of the reset end, with one bias only, as the weights are and where they must agree."""
    import numpy as np

    # The bias of the recurrent product would be multiplied by the reset; here there is none.
    blocks = {role: folded(block) for role, block in net.blocks.items()}
    if not net.after:
        blocks = mirrored(blocks)
    n, c, r = net.units, blocks["candidate"], blocks["reset"]
    diagonal = {**blocks, "candidate": with_changes(c, H=np.diag(np.diag(c.H)))}
    one_reset = by_hand.Block(np.tile(r.H[:1], (n, 1)), np.tile(r.X[:1], (n, 1)), np.full(n, r.b[0]), r.b_h)
    cases = {
        "as they are": blocks,
        "candidate's recurrent matrix made diagonal": diagonal,
        "reset made the same in all units": {**blocks, "reset": one_reset},
    }
    return {
        name: float(np.abs(last("cho", case, given) - last("pytorch", case, given)).max()) for name, case in cases.items()
    }


def moved(net: by_hand.Net, given: Given) -> dict[str, float]:
    """What changes in PyTorch's cell when 0.5 is moved from the input's bias to the recurrent one, block by block."""
    blocks = dict(net.blocks) if net.after else mirrored(net.blocks)
    before = last("pytorch", blocks, given)
    changes = {}
    for role, block in blocks.items():
        shifted = {**blocks, role: with_changes(block, b=block.b - 0.5, b_h=block.b_h + 0.5)}
        changes[role] = float(abs(last("pytorch", shifted, given) - before).max())
    return changes


def readings(w: Writer, found: Reading) -> Table:
    """The states by names, as one is tempted to take them over; then mapped: what agrees exactly, and what can't."""
    if found.own == "course":
        own = "the course's, the numbers' own"
        labels = {
            "named cho": "taken by name: Cho's",
            "named pytorch": "taken by name: PyTorch's",
            "mapped cho": "signs of z changed: Cho's",
            "keras before": "signs of z changed: Keras, reset_after=False",
            "mapped pytorch": "signs of z changed: PyTorch's",
            "keras after": "signs of z changed: Keras's default",
        }
        note = (
            "What resets before the product agrees once the signs are changed; PyTorch's and Keras's default don't, since theirs is "
            "another cell."
        )
    else:
        own = "PyTorch's, the numbers' own"
        labels = {
            "named course, reset after": "taken by name: z as the course's gate",
            "named course": "taken by name: the course's",
            "named cho": "taken by name: Cho's",
            "keras after": "transposed, z and r swapped: Keras's default",
            "mapped course, reset after": "signs of z changed: the course's gate, reset after",
            "mapped course": "signs of z changed: the course's",
            "keras before": "transposed: Keras, reset_after=False",
        }
        note = (
            "What resets after the product agrees; the others are another cell, and have no place for the second bias: there the two "
            "are added."
        )
    rows = (row(w, found, found.own, own), *(row(w, found, name, label) for name, label in labels.items()))
    heads = (("the same numbers",), ("last state",), ("largest difference",))
    return Table(w.words("By name they differ; mapped, what is the same cell agrees"), heads, rows, w.words(note))


def row(w: Writer, found: Reading, name: str, label: str) -> tuple[Cell, ...]:
    """One reading: its last state in the first three units, and its distance from the numbers' own convention."""
    gap = found.gap(name)
    shown = found.states[name][:3]
    more = " …" if len(found.states[name]) > len(shown) else ""
    state = w.words(f"${pencil.listed(shown)}${more}")
    return (label, state, None if name == found.own else Residual(gap) if gap < 1e-12 else gap)


def places_table(w: Writer, agree: Mapping[str, float]) -> Table:
    """Reset before against reset after, everything else equal."""
    rows = tuple((name, Residual(gap) if gap < 1e-12 else gap) for name, gap in agree.items())
    heads = (("weights",), ("largest difference",))
    note = "With one unit they always agree; then the matrix is a number."
    return Table(w.words("Reset before against reset after the product, all else equal"), heads, rows, w.words(note))


def biases_table(w: Writer, biases: Mapping[str, float]) -> Table:
    """Which of the two biases are one."""
    labels = {"reset": "$r$: $b_ir$ and $b_hr$", "update": "$z$: $b_iz$ and $b_hz$", "candidate": "$n$: $b_in$ and $b_hn$"}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (w.verbatim_words(label), Residual(biases[role]) if biases[role] < 1e-12 else biases[role]) for role, label in labels.items()
    )
    heads = (("biases",), ("change of the last state",))
    return Table(w.words("PyTorch's two biases: 0.5 moved from one to the other"), heads, rows)


def side_by_side(w: Writer) -> Table:
    """The published conventions in their own letters."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, w.verbatim_words(state), w.verbatim_words(remembers), reset, biases)
        for name, state, remembers, reset, biases in SIDE_BY_SIDE
    )
    heads = (("convention",), ("new state",), ("remembers",), ("reset",), ("biases",))
    return Table(w.words("The conventions in their own letters"), heads, rows)


TOPIC = Topic(
    slug="gru-conventions",
    title="Two signs and two resets",
    question=QUESTIONS["gru-conventions"],
    parameters=(
        replace(UNITS, default=2, high=Decimal(3), because=pencil.BECAUSE, grid=(1, 2, 3)),
        replace(STEPS, meaning="T, how many steps are run", default=3, high=Decimal(3), because=pencil.BECAUSE, grid=(1, 2, 3)),
        WEIGHTS,
    ),
    related=("gru-forward", "gru-parameters", "update-gate", "gate-bias-init", "simplified-gru"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("PyTorch", 2024, "torch.nn.GRU", "documentation of the equations"),
        Source("Keras", 2024, "GRU layer", "documentation of reset_after"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("which-sign", "Is it z or 1 − z that multiplies the old state?"),
        Facet("wrong-formula", "Is the formula in the paper, course or code wrong?"),
        Facet("reset-position", "Is the reset applied before or after the product with the weights?"),
        Facet("frameworks", "What do PyTorch and Keras compute, and can weights be moved?"),
        Facet("two-biases", "Why does PyTorch have two bias vectors?"),
    ),
)
