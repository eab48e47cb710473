"""gru-jacobian: every term of dc_t/dc_{t−1}, how large each is, and what happens at the corners of the gates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as with_changes
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate, gru_kind
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric.cell import Cell as AnyCell
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

PATHS = {
    "carry": "carry, $D(1-Γu)$",
    "update gate": "update gate",
    "candidate": "candidate",
    "candidate through reset gate": "candidate through $Γr$",
}

HEADLINES = {
    "": (
        "$dc[t]/dc[t-1]$ has four terms: the carry $D(1-Γu)$, the update gate's, the candidate's, and the candidate's "
        "through $Γr$. Every one but the carry has a factor $Γu$; at $γ = {gamma}$ their norms in this network are "
        "{sizes}."
    ),
    "terms": (
        "Four: carry $D(1-Γu)$, update gate, candidate, and candidate through $Γr$, each written out below. At $γ = "
        "{gamma}$ their norms in this network are {sizes}."
    ),
    "negligible": (
        "No: the update-gate term is about as large as what the carry loses ({gate_path} beside {lost} at $γ = "
        "{gamma}$). All of them may be left out together when $γ T$ is small, since each has a factor $Γu$, but not "
        "one without the others."
    ),
    "z-and-r-zero": (
        "Yes, at that corner: with the memory overwritten ($Γu = 1$, which is $z = 0$ in Cho's and PyTorch's letters) "
        "and $Γr = 0$ the carry, the gate's slope and the candidate's view of the state are all 0, so $dc[t]/dc[t-1] = "
        "0$. The weights of that very step still get a gradient: the state is a fresh function of the input, and what "
        "comes later reaches it."
    ),
    "eigenvalues": (
        "With $Γu$ near 0 all of them lie near 1, because $J = I - D(Γu)(I - M)$: at $γ = {gamma}$ the singular values "
        "run from {low} to {high} and the eigenvalues have absolute values from {eigen_low} to {eigen_high}."
    ),
}
ASSUMPTIONS = (
    "One step of a fresh network with random weights, from a random state, with the update gate held at exactly $γ$. "
    "Norms are spectral (the largest singular value).",
)
MISCONCEPTION = (
    "Lecture notes often keep the carry alone and call the rest negligible. The update-gate term is as large as the "
    "carry's loss; what makes all of it harmless is the common factor $Γu$, not the size of one term beside another."
)
BEYOND = (
    "The eigenvalues of one step say little about many steps: the Jacobians differ from step to step and don't "
    "commute. For a product, use its singular values.",
    "At other weights the terms have other sizes; the factor $Γu$ they have always.",
)
PROGRAM = """
singular = np.linalg.svd(product, compute_uv=False)
print("smallest", singular[-1])
print("largest", singular[0])
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """Four paths, and what they have in common."""
    from explainer.symbolic.lemmas import gru_jacobian

    return gru_jacobian.derive(notation)


def explain(query: Query) -> Answer:
    """One step in numbers: the terms, three roads to their sum, and its eigenvalues and singular values."""
    import numpy as np

    from explainer import numeric

    w = Writer(query.notation)
    gamma, kind = gate(query, "gamma"), gru_kind(w)
    units = 1 if query.level == "simple" else count(query, "units")
    trace = numeric.gates_at(float(gamma), kind=kind, steps=1, units=units, seed=query.seed)
    parts = {name: matrices[0] for name, matrices in numeric.paths(trace).items()}
    J = sum(parts.values(), np.zeros((units, units)))
    norms = {name: float(np.linalg.norm(part, 2)) for name, part in parts.items()}
    singular, eigen = np.linalg.svd(J, compute_uv=False), np.abs(np.linalg.eigvals(J))
    said = {
        "gamma": show(gamma),
        "sizes": ", ".join(f"${show(norms[name])}$" for name in PATHS),
        "gate_path": f"${show(norms['update gate'])}$",
        "lost": f"${show(float(gamma))}$",
        "low": f"${show(float(singular[-1]))}$",
        "high": f"${show(float(singular[0]))}$",
        "eigen_low": f"${show(float(eigen.min()))}$",
        "eigen_high": f"${show(float(eigen.max()))}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "carry": norms["carry"],
            "update_gate": norms["update gate"],
            "candidate": norms["candidate"],
            "through_reset": norms["candidate through reset gate"],
            "smallest": float(singular[-1]),
            "largest": float(singular[0]),
        },
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            roads(w, trace, J),
            terms(w, parts, units),
            corners(w, kind, units, query.seed),
        ],
        demo_title="Measured on a real step",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.held_gru(query.notation, gamma=float(gamma), steps=1, units=units, seed=query.seed) + PROGRAM,
    )


def roads(w: Writer, trace: Trace, J: npt.NDArray[np.float64]) -> Table:
    """The analytic Jacobian against the complex step and against centred differences of the same step."""
    import numpy as np

    from explainer.numeric import gradient_check

    def step(state: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
        return np.asarray(trace.cell.step(state, trace.inputs[0], 0))

    complex_step = gradient_check.complex_step(step, trace.start)
    centred = gradient_check.centred(step, trace.start, 1e-3)
    rows: tuple[tuple[Cell, ...], ...] = (
        ("the four terms added up", float(np.linalg.norm(J, 2)), None),
        ("complex step", float(np.linalg.norm(complex_step, 2)), Residual(float(np.abs(J - complex_step).max()))),
        (
            w.words("centred difference, $ε = 1e-3$"),
            float(np.linalg.norm(centred, 2)),
            Residual(float(np.abs(J - centred).max())),
        ),
    )
    heads = (("road",), w.words("$norm(J)$"), ("largest difference of an entry",))
    return Table(w.words("Three roads to $J = dc[t]/dc[t-1]$"), heads, rows)


def terms(w: Writer, parts: Mapping[str, npt.NDArray[np.float64]], units: int) -> Table:
    """Each term's norm, and its upper left entries so that they can be followed with a pencil."""
    import numpy as np

    shown = min(units, 2)
    entries = [(i, j) for i in range(shown) for j in range(shown)]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (w.words(label), float(np.linalg.norm(parts[name], 2)), *(float(parts[name][i, j]) for i, j in entries))
        for name, label in PATHS.items()
    )
    heads = (("term",), ("norm",), *(w.words(f"$J_({i + 1}{j + 1})$") for i, j in entries))
    return Table(w.words("Term by term"), heads, rows)


def corners(w: Writer, kind: str, units: int, seed: int) -> Table:
    """The corners of the gates: what is left of each term when a gate is fully shut or fully open."""
    import numpy as np

    from explainer import numeric

    rows: list[tuple[Cell, ...]] = []
    for update in (0.0, 0.5, 1.0):
        for reset in (0.0, 1.0):
            trace = numeric.gates_at(
                update, cell=with_reset(numeric.fresh(kind, units=units, seed=seed), reset), steps=1, seed=seed
            )
            parts = {name: matrices[0] for name, matrices in numeric.paths(trace).items()}
            J = sum(parts.values(), np.zeros((units, units)))
            norms = (float(np.linalg.norm(parts[name], 2)) for name in PATHS)
            rows.append((w.words(f"$Γu = {show(update)}$, $Γr = {show(reset)}$"), *norms, float(np.linalg.norm(J, 2))))
    heads = ("gates", "carry", "update gate", "candidate", "through $Γr$", "$norm(J)$")
    return Table(
        w.words("At the corners of the gates: norms of the terms"), tuple(w.words(head) for head in heads), tuple(rows)
    )


def with_reset(cell: AnyCell, value: float) -> AnyCell:
    """The same cell with its reset gate fully shut or fully open: its weights 0, its bias far out."""
    import numpy as np

    from explainer.numeric import GRU, GRUResetAfter

    # σ(∓800) is exactly 0 or 1 in float64.
    bias = 800.0 if value else -800.0
    if isinstance(cell, GRU):
        return with_changes(cell, W_r=np.zeros_like(cell.W_r), b_r=np.full_like(cell.b_r, bias))
    assert isinstance(cell, GRUResetAfter)
    n = cell.units
    W_ih, W_hh, b_ih = cell.W_ih.copy(), cell.W_hh.copy(), cell.b_ih.copy()
    W_ih[:n], W_hh[:n], b_ih[:n] = 0, 0, bias
    return with_changes(cell, W_ih=W_ih, W_hh=W_hh, b_ih=b_ih)


TOPIC = Topic(
    slug="gru-jacobian",
    title="One step of the GRU, path by path",
    question=QUESTIONS["gru-jacobian"],
    parameters=(
        replace(
            GAMMA, default=Decimal("0.1"), grid=tuple(Decimal(m).scaleb(p) for p in (-4, -3, -2, -1) for m in (1, 2, 5))
        ),
        replace(UNITS, default=3),
    ),
    related=("gru-gradient", "gru-backward", "reset-gate", "lstm-jacobian", "spectral-radius"),
    sources=(
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source(
            "Can, Krishnamurthy, Schwab",
            2020,
            "Gating creates slow modes and controls phase-space complexity in GRUs and LSTMs",
        ),
        Source(
            "Squire, Trapp",
            1998,
            "Using complex variables to estimate derivatives of real functions",
            "SIAM Review 40(1)",
        ),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("terms", "What are all the terms of dc[t]/dc[t-1]?"),
        Facet("negligible", "May the gate terms be left out?"),
        Facet("z-and-r-zero", "With z = r = 0 isn't the derivative 0?"),
        Facet("eigenvalues", "What are the eigenvalues and singular values of the Jacobian?"),
    ),
)
