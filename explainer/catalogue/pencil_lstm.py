"""The LSTM by hand, forwards and backwards, in the letters of each notation, so that every intermediate number has a name.

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

    from explainer.numeric import LSTM

    Array = npt.NDArray[np.float64]

ROLES = ("f", "i", "g", "o")
# For each notation and role: the weights on the output, on the input, and the bias (PyTorch's two added up).
NAMES: dict[str, dict[str, tuple[str, str, str]]] = {
    "course": {role: (f"W_{k}a", f"W_{k}x", f"b_{k}") for role, k in zip(ROLES, "fico", strict=True)},
    "cho": {role: (f"U_{k}", f"W_{k}", f"b_{k}") for role, k in zip(ROLES, "fico", strict=True)},
    "pytorch": {role: (f"W_h{role}", f"W_i{role}", f"b_{role}") for role in ROLES},
}
# The letters: output, gates, candidate.
LETTERS = {
    "course": {"h": "a", "f": "Γf", "i": "Γi", "o": "Γo", "g": "c~", "k": "c"},
    "cho": {"h": "h", "f": "f", "i": "i", "o": "o", "g": "c~", "k": "c"},
    "pytorch": {"h": "h", "f": "f", "i": "i", "o": "o", "g": "g", "k": "g"},
}
# What is computed, in order: the value's key, and its formula; t this step, p the one before, n the next one.
FORWARD = (
    ("z_f", "z_f[{t}] = {in_f}"),
    ("f", "{f}[{t}] = σ(z_f[{t}])"),
    ("z_i", "z_i[{t}] = {in_i}"),
    ("i", "{i}[{t}] = σ(z_i[{t}])"),
    ("z_g", "z_{k}[{t}] = {in_g}"),
    ("g", "{g}[{t}] = tanh(z_{k}[{t}])"),
    ("kept", "{f}[{t}] * c[{p}]"),
    ("written", "{i}[{t}] * {g}[{t}]"),
    ("c", "c[{t}] = {f}[{t}] * c[{p}] + {i}[{t}] * {g}[{t}]"),
    ("z_o", "z_o[{t}] = {in_o}"),
    ("o", "{o}[{t}] = σ(z_o[{t}])"),
    ("squashed", "tanh(c[{t}])"),
    ("h", "{h}[{t}] = {o}[{t}] * tanh(c[{t}])"),
)
BACKWARD = (
    ("λ", "λ[{t}] = dL/d{h}[{t}]"),
    ("ν", "ν[{t}] = {passed}"),
    ("by_output", "λ[{t}] * {o}[{t}] * (1 - tanh(c[{t}])^2)"),
    ("μ", "μ[{t}] = ν[{t}] + λ[{t}] * {o}[{t}] * (1 - tanh(c[{t}])^2)"),
    ("δ_f", "δ_f[{t}] = μ[{t}] * c[{p}] * {f}[{t}] * (1 - {f}[{t}])"),
    ("δ_i", "δ_i[{t}] = μ[{t}] * {g}[{t}] * {i}[{t}] * (1 - {i}[{t}])"),
    ("δ_g", "δ_{k}[{t}] = μ[{t}] * {i}[{t}] * (1 - {g}[{t}]^2)"),
    ("δ_o", "δ_o[{t}] = λ[{t}] * tanh(c[{t}]) * {o}[{t}] * (1 - {o}[{t}])"),
    ("by_f", "{H_f}^⊤ δ_f[{t}]"),
    ("by_i", "{H_i}^⊤ δ_i[{t}]"),
    ("by_g", "{H_g}^⊤ δ_{k}[{t}]"),
    ("by_o", "{H_o}^⊤ δ_o[{t}]"),
    ("before", "λ[{p}] = {total}"),
    ("cell_before", "ν[{p}] = μ[{t}] * {f}[{t}]"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """The numbers of one gate or of the candidate: H (n, n) on the output, X (n, m) on the input, b (n,)."""

    H: Array
    X: Array
    b: Array


Net = Mapping[str, Block]


def net_of(cell: LSTM) -> dict[str, Block]:
    """A cell's numbers by role."""
    n = cell.units
    each = {"f": (cell.W_f, cell.b_f), "i": (cell.W_i, cell.b_i), "g": (cell.W_c, cell.b_c), "o": (cell.W_o, cell.b_o)}
    return {role: Block(W[:, :n], W[:, n:], b) for role, (W, b) in each.items()}


def arrays(net: Net, notation: str) -> dict[str, Array]:
    """Every weight and bias by its name in the notation."""
    found: dict[str, Array] = {}
    for role in ROLES:
        found |= dict(zip(NAMES[notation][role], (net[role].H, net[role].X, net[role].b), strict=True))
    return found


def forward(net: Net, inputs: Array, start: Array) -> list[dict[str, Array]]:
    """Every step's values by key, and under c', h', x what it started from. start: c, then the output."""
    import numpy as np

    from explainer.numeric import sigmoid

    n = len(net["f"].b)
    c, h = start[:n], start[n:]
    steps: list[dict[str, Array]] = []
    for x in inputs:
        v: dict[str, Array] = {"c'": c, "h'": h, "x": x}
        for role in ROLES:
            v[f"z_{role}"] = net[role].H @ h + net[role].X @ x + net[role].b
            v[role] = np.tanh(v["z_g"]) if role == "g" else sigmoid(v[f"z_{role}"])
        v["kept"], v["written"] = v["f"] * c, v["i"] * v["g"]
        v["c"] = v["kept"] + v["written"]
        v["squashed"] = np.tanh(v["c"])
        v["h"] = v["o"] * v["squashed"]
        steps.append(v)
        c, h = v["c"], v["h"]
    return steps


def backward(net: Net, steps: Sequence[Mapping[str, Array]], at_end: Array) -> list[dict[str, Array]]:
    """Every step's adjoints, first step first, for a loss whose gradient at the last output is at_end."""
    import numpy as np

    λ, ν = at_end, np.zeros_like(at_end)
    found: list[dict[str, Array]] = []
    for v in reversed(steps):
        b = {"λ": λ, "ν": ν, "by_output": λ * v["o"] * (1 - v["squashed"] ** 2)}
        b["μ"] = b["ν"] + b["by_output"]
        b["δ_f"] = b["μ"] * v["c'"] * v["f"] * (1 - v["f"])
        b["δ_i"] = b["μ"] * v["g"] * v["i"] * (1 - v["i"])
        b["δ_g"] = b["μ"] * v["i"] * (1 - v["g"] ** 2)
        b["δ_o"] = λ * v["squashed"] * v["o"] * (1 - v["o"])
        for role in ROLES:
            b[f"by_{role}"] = net[role].H.T @ b[f"δ_{role}"]
        b["before"] = b["by_f"] + b["by_i"] + b["by_g"] + b["by_o"]
        b["cell_before"] = b["μ"] * v["f"]
        λ, ν = b["before"], b["cell_before"]
        found.append(b)
    return found[::-1]


def gradient(steps: Sequence[Mapping[str, Array]], back: Sequence[Mapping[str, Array]]) -> dict[str, Block]:
    """dL/d of every weight: the steps' shares δ hᵀ, δ xᵀ and δ, added up."""
    import numpy as np

    total: dict[str, Block] = {}
    for role in ROLES:
        δ = np.array([b[f"δ_{role}"] for b in back])
        H, X = δ.T @ np.array([v["h'"] for v in steps]), δ.T @ np.array([v["x"] for v in steps])
        total[role] = Block(H, X, δ.sum(axis=0))
    return total


def rows(
    templates: Sequence[tuple[str, str]], values: Mapping[str, Array], notation: str, t: int, *, last: bool = False
) -> list[Row]:
    """The lines of a worked step, forwards or backwards. last: nothing comes from a later step."""
    letters = LETTERS[notation]
    said: dict[str, object] = {**letters, "t": t, "p": t - 1, "n": t + 1}
    for role in ROLES:
        H, X, b = NAMES[notation][role]
        from_output, from_input = f"{H} {letters['h']}[{t - 1}]", f"{X} x[{t}]"
        both = (from_output, from_input) if notation == "course" else (from_input, from_output)
        said |= {f"H_{role}": H, f"in_{role}": " + ".join((*both, b))}
    said["passed"] = "0" if last else f"μ[{t + 1}] * {letters['f']}[{t + 1}]"
    parts = (f"{said[f'H_{role}']}^⊤ δ_{letters['k'] if role == 'g' else role}[{t}]" for role in ROLES)
    said["total"] = " + ".join(parts)
    return [Row(formula.format(**said), values[key]) for key, formula in templates]


def arithmetic(net: Net, v: Mapping[str, Array], notation: str, t: int, unit: int = 0) -> list[tuple[str, str, float]]:
    """One unit's step with the numbers in place of the letters: symbol, sum, value."""

    def at(key: str) -> str:
        return signed(float(v[key][unit]))

    c_before = signed(float(v["c'"][unit]))
    said = {
        "kept": f"{at('f')} · {c_before}",
        "written": f"{at('i')} · {at('g')}",
        "c": f"{at('kept')} + {at('written')}",
        "squashed": f"tanh({show(float(v['c'][unit]))})",
        "h": f"{at('o')} · {at('squashed')}",
    }
    for role in ROLES:
        block = net[role]
        parts = [products(block.H[unit], v["h'"]), products(block.X[unit], v["x"])]
        parts = parts if notation == "course" else parts[::-1]
        said[f"z_{role}"] = " + ".join((*parts, signed(float(block.b[unit]))))
        said[role] = f"{'tanh' if role == 'g' else 'σ'}({show(float(v[f'z_{role}'][unit]))})"
    named = rows(FORWARD, v, notation, t)
    symbols = [row.formula.partition(" = ")[0] for row in named]
    return [(symbol, said[key], float(v[key][unit])) for symbol, (key, _) in zip(symbols, FORWARD, strict=True)]


def arithmetic_back(
    v: Mapping[str, Array], b: Mapping[str, Array], net: Net, notation: str, t: int, target: float
) -> list[tuple[str, str, float]]:
    """The backward step of a network of one unit with one step, with its numbers in place."""

    def n(values: Mapping[str, Array], key: str) -> str:
        return signed(float(values[key][0]))

    gate = {role: f"{n(v, role)} · (1 - {n(v, role)})" for role in ("f", "i", "o")}
    by_output = f"{n(b, 'λ')} · {n(v, 'o')} · (1 - {n(v, 'squashed')}^2)"
    c_before = signed(float(v["c'"][0]))
    said = {
        "λ": f"{n(v, 'h')} - {signed(target)}",
        "ν": "0",
        "by_output": by_output,
        "μ": f"{n(b, 'ν')} + {n(b, 'by_output')}",
        "δ_f": f"{n(b, 'μ')} · {c_before} · {gate['f']}",
        "δ_i": f"{n(b, 'μ')} · {n(v, 'g')} · {gate['i']}",
        "δ_g": f"{n(b, 'μ')} · {n(v, 'i')} · (1 - {n(v, 'g')}^2)",
        "δ_o": f"{n(b, 'λ')} · {n(v, 'squashed')} · {gate['o']}",
        **{f"by_{role}": f"{signed(float(net[role].H[0, 0]))} · {n(b, f'δ_{role}')}" for role in ROLES},
        "before": " + ".join(n(b, f"by_{role}") for role in ROLES),
        "cell_before": f"{n(b, 'μ')} · {n(v, 'f')}",
    }
    symbols = [row.formula.partition(" = ")[0] for row in rows(BACKWARD, b, notation, t, last=True)]
    return [(symbol, said[key], float(b[key][0])) for symbol, (key, _) in zip(symbols, BACKWARD, strict=True)]


def blocks_table(w: Writer, title: str, net: Net, notation: str, note: str = "") -> Table:
    """All weights, or all their gradients: a line for each unit of each block, and a column for what it acts on."""
    n, m = net["f"].X.shape
    output = LETTERS[notation]["h"]
    heads: list[Words] = [("block",), ("shapes",)]
    heads += [w.verbatim_words(f"on ${output}_{i + 1}$") for i in range(n)]
    heads += [w.verbatim_words(f"on $x_{j + 1}$") for j in range(m)]
    lines: list[tuple[TableCell, ...]] = []
    for role in ROLES:
        each = [f"${name}$" for name in NAMES[notation][role]]
        for i in range(n):
            label = w.verbatim_words(", ".join(each) + (f": unit {i + 1}" if n > 1 else ""))
            numbers = (*map(float, net[role].H[i]), *map(float, net[role].X[i]), float(net[role].b[i]))
            lines.append((label, f"{n}×{n}, {n}×{m}, {n}", *numbers))
    return Table(w.words(title), (*heads, ("bias",)), tuple(lines), w.words(note))
