"""The GRU by hand, forwards and backwards, in the letters of each notation, so that every intermediate number has a name.

The formulas on the page and the numbers beside them come from the same lines here; `numeric` is the other road, which
the lessons show beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explainer.catalogue.pencil import Row, products, signed
from explainer.notation import Writer, show
from explainer.records import Cell as TableCell
from explainer.records import Table, Words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric import Cell

    Array = npt.NDArray[np.float64]

ROLES = ("update", "reset", "candidate")
TITLES = {"update": "update gate", "reset": "reset gate", "candidate": "candidate"}
# For each notation and role: the weights on the state, on the input, and the biases.
NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "course": {"update": ("W_uc", "W_ux", "b_u"), "reset": ("W_rc", "W_rx", "b_r"), "candidate": ("W_cc", "W_cx", "b_c")},
    "cho": {"update": ("U_z", "W_z", "b_z"), "reset": ("U_r", "W_r", "b_r"), "candidate": ("U_h", "W_h", "b_h")},
    "pytorch": {
        "update": ("W_hz", "W_iz", "b_iz", "b_hz"),
        "reset": ("W_hr", "W_ir", "b_ir", "b_hr"),
        "candidate": ("W_hn", "W_in", "b_in", "b_hn"),
    },
}
STATE = {"course": "c", "cho": "h", "pytorch": "h"}

# What is computed forwards, in order: the value's key, and its formula with {t} this step and {p} the one before.
FORWARD: dict[str, tuple[tuple[str, str], ...]] = {
    "course": (
        ("update_in", "a_u[{t}] = W_uc c[{p}] + W_ux x[{t}] + b_u"),
        ("gate", "Γu[{t}] = σ(a_u[{t}])"),
        ("reset_in", "a_r[{t}] = W_rc c[{p}] + W_rx x[{t}] + b_r"),
        ("reset", "Γr[{t}] = σ(a_r[{t}])"),
        ("kept", "Γr[{t}] * c[{p}]"),
        ("candidate_in", "a_c[{t}] = W_cc (Γr[{t}] * c[{p}]) + W_cx x[{t}] + b_c"),
        ("candidate", "c~[{t}] = tanh(a_c[{t}])"),
        ("written", "Γu[{t}] * c~[{t}]"),
        ("carried", "(1 - Γu[{t}]) * c[{p}]"),
        ("state", "c[{t}] = Γu[{t}] * c~[{t}] + (1 - Γu[{t}]) * c[{p}]"),
    ),
    "cho": (
        ("update_in", "a_z[{t}] = W_z x[{t}] + U_z h[{p}] + b_z"),
        ("gate", "z[{t}] = σ(a_z[{t}])"),
        ("reset_in", "a_r[{t}] = W_r x[{t}] + U_r h[{p}] + b_r"),
        ("reset", "r[{t}] = σ(a_r[{t}])"),
        ("kept", "r[{t}] * h[{p}]"),
        ("candidate_in", "a_h[{t}] = W_h x[{t}] + U_h (r[{t}] * h[{p}]) + b_h"),
        ("candidate", "h~[{t}] = tanh(a_h[{t}])"),
        ("carried", "z[{t}] * h[{p}]"),
        ("written", "(1 - z[{t}]) * h~[{t}]"),
        ("state", "h[{t}] = z[{t}] * h[{p}] + (1 - z[{t}]) * h~[{t}]"),
    ),
    "pytorch": (
        ("reset_in", "a_r[{t}] = W_ir x[{t}] + b_ir + W_hr h[{p}] + b_hr"),
        ("reset", "r[{t}] = σ(a_r[{t}])"),
        ("update_in", "a_z[{t}] = W_iz x[{t}] + b_iz + W_hz h[{p}] + b_hz"),
        ("gate", "z[{t}] = σ(a_z[{t}])"),
        ("kept", "q[{t}] = W_hn h[{p}] + b_hn"),
        ("candidate_in", "a_n[{t}] = W_in x[{t}] + b_in + r[{t}] * q[{t}]"),
        ("candidate", "n[{t}] = tanh(a_n[{t}])"),
        ("written", "(1 - z[{t}]) * n[{t}]"),
        ("carried", "z[{t}] * h[{p}]"),
        ("state", "h[{t}] = (1 - z[{t}]) * n[{t}] + z[{t}] * h[{p}]"),
    ),
}
BACKWARD: dict[str, tuple[tuple[str, str], ...]] = {
    "course": (
        ("adjoint", "λ[{t}] = dL/dc[{t}]"),
        ("δ_update", "δ_u[{t}] = λ[{t}] * (c~[{t}] - c[{p}]) * Γu[{t}] * (1 - Γu[{t}])"),
        ("δ_candidate", "δ_c[{t}] = λ[{t}] * Γu[{t}] * (1 - c~[{t}]^2)"),
        ("m", "m[{t}] = W_cc^⊤ δ_c[{t}]"),
        ("δ_reset", "δ_r[{t}] = m[{t}] * c[{p}] * Γr[{t}] * (1 - Γr[{t}])"),
        ("by_carry", "λ[{t}] * (1 - Γu[{t}])"),
        ("by_update", "W_uc^⊤ δ_u[{t}]"),
        ("by_candidate", "Γr[{t}] * m[{t}]"),
        ("by_reset", "W_rc^⊤ δ_r[{t}]"),
        ("before", "λ[{p}] = λ[{t}] * (1 - Γu[{t}]) + W_uc^⊤ δ_u[{t}] + Γr[{t}] * m[{t}] + W_rc^⊤ δ_r[{t}]"),
    ),
    "cho": (
        ("adjoint", "λ[{t}] = dL/dh[{t}]"),
        ("δ_update", "δ_z[{t}] = λ[{t}] * (h[{p}] - h~[{t}]) * z[{t}] * (1 - z[{t}])"),
        ("δ_candidate", "δ_h[{t}] = λ[{t}] * (1 - z[{t}]) * (1 - h~[{t}]^2)"),
        ("m", "m[{t}] = U_h^⊤ δ_h[{t}]"),
        ("δ_reset", "δ_r[{t}] = m[{t}] * h[{p}] * r[{t}] * (1 - r[{t}])"),
        ("by_carry", "λ[{t}] * z[{t}]"),
        ("by_update", "U_z^⊤ δ_z[{t}]"),
        ("by_candidate", "r[{t}] * m[{t}]"),
        ("by_reset", "U_r^⊤ δ_r[{t}]"),
        ("before", "λ[{p}] = λ[{t}] * z[{t}] + U_z^⊤ δ_z[{t}] + r[{t}] * m[{t}] + U_r^⊤ δ_r[{t}]"),
    ),
    "pytorch": (
        ("adjoint", "λ[{t}] = dL/dh[{t}]"),
        ("δ_update", "δ_z[{t}] = λ[{t}] * (h[{p}] - n[{t}]) * z[{t}] * (1 - z[{t}])"),
        ("δ_candidate", "δ_n[{t}] = λ[{t}] * (1 - z[{t}]) * (1 - n[{t}]^2)"),
        ("δ_reset", "δ_r[{t}] = δ_n[{t}] * q[{t}] * r[{t}] * (1 - r[{t}])"),
        ("by_carry", "λ[{t}] * z[{t}]"),
        ("by_update", "W_hz^⊤ δ_z[{t}]"),
        ("by_candidate", "W_hn^⊤ (r[{t}] * δ_n[{t}])"),
        ("by_reset", "W_hr^⊤ δ_r[{t}]"),
        ("before", "λ[{p}] = λ[{t}] * z[{t}] + W_hz^⊤ δ_z[{t}] + W_hn^⊤ (r[{t}] * δ_n[{t}]) + W_hr^⊤ δ_r[{t}]"),
    ),
}


@dataclass(frozen=True, slots=True)
class Block:
    """The numbers of one gate or of the candidate: H (n, n) on the state, X (n, m) on the input, one bias or two (n,)."""

    H: Array
    X: Array
    b: Array
    b_h: Array


@dataclass(frozen=True, slots=True)
class Net:
    """A GRU as a notation writes it. In Cho's letters the update gate's numbers are the course's with the other sign."""

    notation: str
    blocks: Mapping[str, Block]

    @property
    def after(self) -> bool:
        """Whether the reset comes after the product."""
        return self.notation == "pytorch"

    @property
    def units(self) -> int:
        """n."""
        return len(self.blocks["update"].b)

    def arrays(self) -> dict[str, Array]:
        """Every weight and bias by its name in the notation."""
        found: dict[str, Array] = {}
        for role in ROLES:
            block = self.blocks[role]
            found |= dict(zip(NAMES[self.notation][role], (block.H, block.X, block.b, block.b_h), strict=False))
        return found


def net_of(cell: Cell, notation: str) -> Net:
    """The notation's own numbers of a cell, or of the gradients kept in one: both change their sign alike."""
    import numpy as np

    from explainer.numeric import GRU, GRUResetAfter

    n = cell.units
    if isinstance(cell, GRUResetAfter):
        pieces = zip(*(np.split(array.copy(), 3) for array in (cell.W_hh, cell.W_ih, cell.b_ih, cell.b_hh)), strict=True)
        return Net(notation, {role: Block(*piece) for role, piece in zip(("reset", "update", "candidate"), pieces, strict=True)})
    assert isinstance(cell, GRU)
    found = {}
    for role, W, b in (("update", cell.W_u, cell.b_u), ("reset", cell.W_r, cell.b_r), ("candidate", cell.W_c, cell.b_c)):
        sign = -1.0 if role == "update" and notation == "cho" else 1.0
        found[role] = Block(sign * W[:, :n] + 0.0, sign * W[:, n:] + 0.0, sign * b + 0.0, np.zeros(n))
    return Net(notation, found)


def step(net: Net, h: Array, x: Array, *, gate: float | None = None, reset: float | None = None) -> dict[str, Array]:
    """One step forwards, every intermediate value by its key. gate, reset: hold a gate at a value instead."""
    import numpy as np

    from explainer.numeric import sigmoid

    update, second, candidate = (net.blocks[role] for role in ROLES)
    v: dict[str, Array] = {}
    v["update_in"] = update.H @ h + update.X @ x + update.b + update.b_h
    v["gate"] = sigmoid(v["update_in"]) if gate is None else np.full(net.units, gate)
    v["reset_in"] = second.H @ h + second.X @ x + second.b + second.b_h
    v["reset"] = sigmoid(v["reset_in"]) if reset is None else np.full(net.units, reset)
    if net.after:
        v["kept"] = candidate.H @ h + candidate.b_h
        v["candidate_in"] = candidate.X @ x + candidate.b + v["reset"] * v["kept"]
    else:
        v["kept"] = v["reset"] * h
        v["candidate_in"] = candidate.H @ v["kept"] + candidate.X @ x + candidate.b
    v["candidate"] = np.tanh(v["candidate_in"])
    write, keep = (v["gate"], 1 - v["gate"]) if net.notation == "course" else (1 - v["gate"], v["gate"])
    v["written"], v["carried"] = write * v["candidate"], keep * h
    v["state"] = v["written"] + v["carried"]
    return v


def forward(net: Net, inputs: Array, start: Array) -> list[dict[str, Array]]:
    """Every step's values, and under "h" the state before it, under "x" its input."""
    steps: list[dict[str, Array]] = []
    h = start
    for x in inputs:
        steps.append({**step(net, h, x), "h": h, "x": x})
        h = steps[-1]["state"]
    return steps


def backward(net: Net, v: Mapping[str, Array], adjoint: Array) -> dict[str, Array]:
    """One step backwards from λ[t]: δ at each pre-activation, the four parts of λ[t−1], and their sum."""
    update, second, candidate = (net.blocks[role] for role in ROLES)
    g, r, new, h = v["gate"], v["reset"], v["candidate"], v["h"]
    write, keep = (g, 1 - g) if net.notation == "course" else (1 - g, g)
    gap = new - h if net.notation == "course" else h - new
    b = {"adjoint": adjoint, "δ_update": adjoint * gap * g * (1 - g), "δ_candidate": adjoint * write * (1 - new**2)}
    if net.after:
        b["δ_reset"] = b["δ_candidate"] * v["kept"] * r * (1 - r)
        b["by_candidate"] = candidate.H.T @ (r * b["δ_candidate"])
    else:
        b["m"] = candidate.H.T @ b["δ_candidate"]
        b["δ_reset"] = b["m"] * h * r * (1 - r)
        b["by_candidate"] = r * b["m"]
    b["by_carry"], b["by_update"], b["by_reset"] = adjoint * keep, update.H.T @ b["δ_update"], second.H.T @ b["δ_reset"]
    b["before"] = b["by_carry"] + b["by_update"] + b["by_candidate"] + b["by_reset"]
    return b


def share(net: Net, v: Mapping[str, Array], b: Mapping[str, Array]) -> Net:
    """What one step adds to the gradient of every weight, in the shape of the weights."""
    import numpy as np

    blocks = {}
    for role in ROLES:
        δ = b[f"δ_{role}"]
        on_state, seen = δ, v["h"]
        if role == "candidate":
            on_state, seen = (v["reset"] * δ, v["h"]) if net.after else (δ, v["kept"])
        blocks[role] = Block(np.outer(on_state, seen), np.outer(δ, v["x"]), δ, on_state)
    return Net(net.notation, blocks)


def total(shares: Sequence[Net]) -> Net:
    """The gradient: the steps' shares added up."""
    summed = dict(shares[0].blocks)
    for net in shares[1:]:
        for role, block in net.blocks.items():
            so_far = summed[role]
            summed[role] = Block(so_far.H + block.H, so_far.X + block.X, so_far.b + block.b, so_far.b_h + block.b_h)
    return Net(shares[0].notation, summed)


def rows(templates: Sequence[tuple[str, str]], values: Mapping[str, Array], t: int) -> list[Row]:
    """The lines of a worked step, forwards or backwards."""
    return [Row(formula.format(t=t, p=t - 1), values[key]) for key, formula in templates]


def arithmetic(net: Net, v: Mapping[str, Array], t: int, unit: int = 0) -> list[tuple[str, str, float]]:
    """One unit's step with the numbers in place of the letters: symbol, sum, value."""
    lines = []
    g, r, h = (signed(v[key][unit]) for key in ("gate", "reset", "h"))
    complement = f"(1 - {g})"
    write, keep = (g, complement) if net.notation == "course" else (complement, g)
    said = {
        "update_in": linear(net, "update", v["h"], v["x"], unit),
        "gate": f"σ({show(float(v['update_in'][unit]))})",
        "reset_in": linear(net, "reset", v["h"], v["x"], unit),
        "reset": f"σ({show(float(v['reset_in'][unit]))})",
        "kept": f"{r} · {h}",
        "candidate_in": linear(net, "candidate", v["kept"], v["x"], unit),
        "candidate": f"tanh({show(float(v['candidate_in'][unit]))})",
        "written": f"{write} · {signed(v['candidate'][unit])}",
        "carried": f"{keep} · {h}",
        "state": " + ".join(signed(v[key][unit]) for key, _ in FORWARD[net.notation] if key in ("written", "carried")),
    }
    if net.after:
        block = net.blocks["candidate"]
        said["kept"] = f"{products(block.H[unit], v['h'])} + {signed(block.b_h[unit])}"
        fed = f"{products(block.X[unit], v['x'])} + {signed(block.b[unit])}"
        said["candidate_in"] = f"{fed} + {r} · {signed(v['kept'][unit])}"
    for key, formula in FORWARD[net.notation]:
        symbol = formula.format(t=t, p=t - 1).partition(" = ")[0]
        lines.append((symbol, said[key], float(v[key][unit])))
    return lines


def linear(net: Net, role: str, h: Array, x: Array, unit: int) -> str:
    """A pre-activation's sum with its numbers, in the order of the notation's formula."""
    block = net.blocks[role]
    from_state, from_input = products(block.H[unit], h), products(block.X[unit], x)
    bias = signed(block.b[unit])
    if net.notation == "course":
        return f"{from_state} + {from_input} + {bias}"
    if net.notation == "cho":
        return f"{from_input} + {from_state} + {bias}"
    return f"{from_input} + {bias} + {from_state} + {signed(block.b_h[unit])}"


def blocks_table(w: Writer, title: str, net: Net, note: str = "", *, gradients: bool = False) -> Table:
    """All weights, or all gradients, with a line for each unit of each block and a column for what it acts on."""
    n, m = net.units, net.blocks["update"].X.shape[1]
    heads: list[Words] = [("gradient of",)] if gradients else [("block",), ("shape",)]
    heads += [(f"state {i + 1}" if n > 1 else "state",) for i in range(n)]
    heads += [(f"input {j + 1}" if m > 1 else "input",) for j in range(m)]
    heads += [w.verbatim_words("$b_i$"), w.verbatim_words("$b_h$")] if net.after else [("bias",)]
    lines: list[tuple[TableCell, ...]] = []
    for role in ROLES:
        block = net.blocks[role]
        names = ", ".join(f"${name}$" for name in NAMES[net.notation][role])
        for i in range(n):
            unit = f": unit {i + 1}" if n > 1 else ""
            shape = (f"{n}×{n}, {n}×{m}, {n}",)
            label = (f"{TITLES[role]}{unit}",) if gradients else (w.verbatim_words(names + unit), *shape)
            biases = (float(block.b[i]), float(block.b_h[i])) if net.after else (float(block.b[i]),)
            lines.append((*label, *map(float, block.H[i]), *map(float, block.X[i]), *biases))
    return Table(w.words(title), tuple(heads), tuple(lines), w.words(note))
