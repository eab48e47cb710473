"""Small seeded networks for the demos: fresh ones, and ones whose gates stand at exactly the asked value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import numpy.typing as npt

from explainer.numeric import limits
from explainer.numeric.arrays import Array, logit
from explainer.numeric.cell import Cell
from explainer.numeric.gru import GRU
from explainer.numeric.gru_reset_after import GRUResetAfter
from explainer.numeric.lstm import LSTM
from explainer.numeric.mgu import MGU
from explainer.numeric.plain_rnn import RNN
from explainer.numeric.running import unroll
from explainer.numeric.simplified_gru import SimplifiedGRU
from explainer.records.trace import Trace

CELLS: dict[str, type[Cell]] = {
    "gru": GRU,
    "simplified": SimplifiedGRU,
    "reset_after": GRUResetAfter,
    "mgu": MGU,
    "lstm": LSTM,
    "rnn": RNN,
}


def fresh(
    kind: str = "gru", *, units: int = 8, inputs: int = 4, seed: int = 0, bias: float = 0.0, scale: float | None = None
) -> Cell:
    """A network before training: weights uniform in ±scale (1/√units when not given, as in PyTorch), biases 0.

    kind: "gru", "simplified", "reset_after", "mgu", "lstm" or "rnn". bias: of the gate that keeps or writes, in the
    cell's own sign: b_u (GRU, simplified), z's (reset_after, + remembers), b_f (MGU, LSTM). Raises ValueError.
    """
    if kind not in CELLS:
        raise ValueError(f"There is no cell {kind!r} here; choose one of {', '.join(CELLS)}.")
    limits.units(units)
    random = np.random.default_rng([seed, 1])
    width = 1 / np.sqrt(units) if scale is None else scale
    made: dict[str, Array] = {}
    for name, shape in CELLS[kind].shapes(units, inputs).items():
        made[name] = np.zeros(shape) if name.startswith("b_") else random.uniform(-width, width, shape)
    if kind == "reset_after":
        made["b_ih"][units : 2 * units] = bias
    elif kind != "rnn":
        made[kept_by(kind)[1]] += bias
    return CELLS[kind](**made)


def rnn(
    sigma_1: float = 0.9,
    *,
    shape: str = "uniform",
    units: int = 8,
    inputs: int = 4,
    seed: int = 0,
    activation: str = "tanh",
    input_scale: float | None = None,
) -> RNN:
    """A plain network whose recurrent matrix has the largest singular value sigma_1.

    shape: "uniform" (random, then scaled), "orthogonal" (every singular value is sigma_1) or "identity" (sigma_1 · I).
    """
    limits.units(units)
    random = np.random.default_rng([seed, 1])
    width = 1 / np.sqrt(units)
    W = random.uniform(-width, width, (units, units))
    if shape == "uniform":
        W *= sigma_1 / np.linalg.norm(W, 2)
    elif shape == "orthogonal":
        Q, R = np.linalg.qr(random.normal(size=(units, units)))
        W = sigma_1 * Q * np.sign(np.diag(R))
    elif shape == "identity":
        W = sigma_1 * np.eye(units)
    else:
        raise ValueError(f"There is no shape {shape!r} here; choose uniform, orthogonal or identity.")
    W_x = random.uniform(-1, 1, (units, inputs)) * (width if input_scale is None else input_scale)
    return RNN(np.concatenate([W, W_x], axis=1), np.zeros(units), activation)


def random_inputs(steps: int, inputs: int = 4, seed: int = 0) -> Array:
    """Standard normal inputs (T, m)."""
    return np.random.default_rng([seed, 2]).normal(size=(limits.steps(steps), inputs))


def random_start(size: int, seed: int = 0) -> Array:
    """A start state with entries uniform in ±0.9, inside the cube of THEORY's bound."""
    return np.random.default_rng([seed, 3]).uniform(-0.9, 0.9, size)


def gates_at(
    gamma: npt.ArrayLike,
    *,
    kind: str = "gru",
    steps: int = 1000,
    units: int = 8,
    inputs: int = 4,
    seed: int = 0,
    cell: Cell | None = None,
    x: npt.ArrayLike | None = None,
    start: npt.ArrayLike | None = None,
    update: float | None = None,
) -> Trace:
    """A network, unrolled, whose gate is exactly gamma at every step although its weights W_u are not zero.

    The bias varies over time: b_u[t] = logit(γ) − W_u [c_{t−1}; x_t]. So the update-gate path is in the Jacobian.
    gamma: one number, (n,) one for each unit, (T, n) one for each step and unit, or (B, 1, n) or (B, T, n) for a
    batch; a sweep of γ's over one network is `sweep`. It is the share that is overwritten each step: Γu (GRU,
    simplified), 1 − z (reset_after), f (MGU), 1 − Γf (LSTM). update: the LSTM's Γi, exactly, too (left free when None).
    cell, x, start: given ones instead of seeded ones. Raises ValueError for a gamma outside [0, 1].
    """
    share = limits.numbers("gamma", gamma)
    if (share < 0).any() or (share > 1).any():
        raise ValueError("A gate lies between 0 and 1; give a γ in [0, 1].")
    made = fresh(kind, units=units, inputs=inputs, seed=seed) if cell is None else cell
    fed = random_inputs(steps, made.inputs, seed) if x is None else limits.numbers("x", x)
    state = random_start(made.size, seed) if start is None else limits.numbers("start", start)
    share = share * np.ones(made.units)
    wanted = {"keep": share} if update is None else {"keep": share, "update": np.full(made.units, update)}
    forced = held(made, wanted, fed, state)
    return unroll(forced, fed, state, seed=seed if cell is None else None)


def sweep(
    gammas: Sequence[float],
    *,
    kind: str = "gru",
    steps: int = 1000,
    units: int = 8,
    inputs: int = 4,
    seed: int = 0,
    cell: Cell | None = None,
    x: npt.ArrayLike | None = None,
    start: npt.ArrayLike | None = None,
) -> Trace:
    """One network with its gates at each γ of a list: a batch of B = len(gammas), all unrolled together (see gates_at)."""
    made = fresh(kind, units=units, inputs=inputs, seed=seed) if cell is None else cell
    column = limits.numbers("gammas", list(gammas)).reshape(-1, 1, 1) * np.ones(made.units)
    fed = random_inputs(steps, made.inputs, seed) if x is None else x
    trace = gates_at(column, cell=made, x=fed, start=random_start(made.size, seed) if start is None else start)
    return trace if cell is not None else replace(trace, seed=seed)


def kept_by(kind: str) -> tuple[str, str]:
    """The weight and the bias of the gate that keeps or overwrites the memory."""
    return {"mgu": ("W_f", "b_f"), "lstm": ("W_f", "b_f")}.get(kind, ("W_u", "b_u"))


def held(cell: Cell, shares: dict[str, Array], x: Array, start: Array) -> Cell:
    """The cell with biases that vary so that each gate stands exactly at its share along this very run.

    shares: "keep" (what is overwritten each step) and, for the LSTM, "update". First comes a run whose gates ignore
    everything and stand at their values; then the biases that give the same gates with the weights in place.
    """
    if isinstance(cell, RNN):
        raise ValueError("A plain network has no gate to hold; choose gru, simplified, reset_after, mgu or lstm.")
    if "update" in shares and not isinstance(cell, LSTM):
        raise ValueError("Only the LSTM has an update gate apart from the gate that keeps; leave `update` out.")
    if isinstance(cell, GRUResetAfter):
        return held_after(cell, -logit(shares["keep"]), x, start)
    names = {"keep": kept_by("lstm" if isinstance(cell, LSTM) else "mgu" if isinstance(cell, MGU) else "gru")}
    names["update"] = ("W_i", "b_i")
    raw = {gate: logit(share) for gate, share in shares.items()}
    if isinstance(cell, LSTM):
        raw["keep"] = -raw["keep"]  # the forget gate is what is kept
    blind: dict[str, Array] = {}
    for gate, value in raw.items():
        weight, bias = names[gate]
        blind |= {weight: np.zeros_like(getattr(cell, weight)), bias: value}
    run = unroll(replace(cell, **blind), x, start)
    before = run.states[..., :-1, cell.units :] if isinstance(cell, LSTM) else run.states[..., :-1, :]
    seen = np.concatenate([before, run.inputs], axis=-1)
    biases = {names[gate][1]: raw[gate] - seen @ np.swapaxes(getattr(cell, names[gate][0]), -1, -2) for gate in raw}
    return replace(cell, **biases)


def held_after(cell: GRUResetAfter, raw: Array, x: Array, start: Array) -> GRUResetAfter:
    """The same for PyTorch's layout, where z has the middle rows of W_ih, W_hh and the two biases. raw: z's logit."""
    z = slice(cell.units, 2 * cell.units)
    nothing = np.zeros(cell.units)
    blind = replace(
        cell,
        W_ih=without(cell.W_ih, z),
        W_hh=without(cell.W_hh, z),
        b_ih=placed(cell.b_ih, raw, z),
        b_hh=placed(cell.b_hh, nothing, z),
    )
    run = unroll(blind, x, start)
    W_iz, W_hz = (np.swapaxes(W[..., z, :], -1, -2) for W in (cell.W_ih, cell.W_hh))
    reaching = run.states[..., :-1, :] @ W_hz + run.inputs @ W_iz
    return replace(cell, b_ih=placed(cell.b_ih, raw - reaching, z), b_hh=placed(cell.b_hh, nothing, z))


def without(W: Array, rows: slice) -> Array:
    """W with these rows at 0."""
    blank = W.copy()
    blank[..., rows, :] = 0
    return blank


def placed(bias: Array, value: Array, rows: slice) -> Array:
    """The bias with these rows set to a value that may vary over time and over a batch."""
    full = np.array(np.broadcast_to(bias, (*np.broadcast_shapes(bias.shape[:-1], value.shape[:-1]), bias.shape[-1])))
    full[..., rows] = value
    return full


def stacked(cells: Sequence[Cell]) -> Cell:
    """Several cells of one kind and size as one batched cell, so that seeds run together."""
    first = cells[0]
    parts: dict[str, Array] = {}
    for field in fields(first):
        if field.name[0] not in "Wb":
            continue
        arrays = [getattr(cell, field.name) for cell in cells]
        joined = np.stack(arrays)
        parts[field.name] = joined[:, None, :] if arrays[0].ndim == 1 else joined
    return replace(first, **parts)
