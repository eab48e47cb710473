"""RUNNING: cells, unrolls, Jacobians by path, backward through time, bounds, closed forms, checks. NumPy only.

Takes: weights, inputs and numbers. Gives: `Trace` (explainer.records) and plain arrays. May import: records, NumPy, the
standard library. To add a cell: one frozen record in its own file (see gru.py), one line in networks.CELLS, its name
below.
Importing this room loads nothing; each name below is loaded when it is first used (closed forms need no NumPy at all).

Cells (weights as arrays; W_u acts on [c; x]; a bias is (n,) or over time (T, n), in a batch (B, 1 or T, n)):
    GRU(W_u, W_r, W_c, b_u, b_r, b_c)          gates "Γu", "Γr"           course convention, Γu → 0 remembers
    SimplifiedGRU(W_u, W_c, b_u, b_c)          gates "Γu"
    GRUResetAfter(W_ih, W_hh, b_ih, b_hh)      gates "r", "z", "1-z", "q" PyTorch's layout; .from_keras(kernel, …)
    MGU(W_f, W_n, b_f, b_n)                    gates "f"
    LSTM(W_f, W_i, W_o, W_c, b_f, b_i, b_o, b_c)   gates "Γf", "Γi", "Γo"; state [c; a]; .from_pytorch
    RNN(W_a, b_a, activation="tanh")           "tanh", "sigmoid", "relu", "linear"
Running:
    unroll(cell, inputs, start=None, *, seed=None) → Trace      textbook(cell, inputs, start=None) → states
    fresh(kind="gru", *, units=8, inputs=4, seed=0, bias=0.0, scale=None) → cell before training
    rnn(sigma_1=0.9, *, shape="uniform", units=8, inputs=4, seed=0, activation="tanh", input_scale=None) → RNN
    gates_at(gamma, *, kind="gru", steps=1000, units=8, inputs=4, seed=0, cell=None, x=None, start=None, update=None)
        → Trace whose gate is exactly gamma at every step
    sweep(gammas, **the options of gates_at) → Trace with one member of the batch for each γ
    random_inputs(steps, inputs=4, seed=0), random_start(size, seed=0), stacked(cells) → one batched cell
Differentiating (state s to state t; 0 is the start):
    paths(trace, start=0, stop=None) → {path: (…, T, k, k)}     jacobians(trace, start=0, stop=None) → (…, T, k, k)
    product(trace, start=0, stop=None) → Scaled     products(trace, starts=None, stop=None) → Scaled (…, S, k, k)
    Scaled: .matrix, .exponent, .dense(), .norm(), .log_norm(), .singular_values(), .log_singular_values()
    spectrum(trace, start=0, stop=None) → ln of every singular value, also those that a product drowns in rounding
    gradients(trace, loss, *, total=False) → Gradients(weights, adjoints, by_step, total); loss = {step: dL/d state}
    attention(trace) → Attention(weights, carry, log_carry)     candidate_sensitivity(trace, step) → Scaled
    two_sided(trace) → Bound(K, lower, upper, deviation, …)     one_unit(trace, unit) → Leak     constant(cell) → K
Checking:
    check_jacobians(trace), check_gradients(trace, weights, method=…), complex_step, centred, compare, rounding_level
Rooms of their own, used as numeric.closed_forms and so on:
    closed_forms (retention, solve_gamma, solve_steps, whole_steps, half_life, time_constant, bias_of, gate_of, …)
    systems (identity, gated, latch, constant, follow, latch_point, leaky_integrator)
    gate_learning (bias_gradient, steps_to_open, share_of_first_half)   float_limits (precision, carried, steps_to_zero)
    stacks (stack_jacobians, log_norm_by_depth: plain, residual and highway layers)
    training (compare, train: the cat/cats … was/were task over several seeds; Training.ratio, .accuracy, .successes)

    from explainer import numeric
    trace = numeric.gates_at(1e-6, steps=1000, units=8, seed=0)     # every gate exactly 1e-6, W_u not zero
    total = numeric.product(trace)                                  # dc_T/dc_0
    values = total.singular_values()                                # (8,), largest first
    bound = numeric.two_sided(trace)
    assert bound.lower <= values[-1] <= values[0] <= bound.upper
    numeric.closed_forms.retention("0.000001", 1000).fraction       # Decimal 0.99900049…
    for name, path in numeric.paths(trace, 0, 10).items():          # carry, update gate, candidate, …
        print(name, abs(path).max())
    loss = numeric.gradients(trace, {1000: [1.0] * 8})              # a loss on the last state
    loss.weights["W_u"].shape, loss.adjoints[0]                     # (8, 12), dL/dc_0
    plain = numeric.unroll(numeric.rnn(0.9), numeric.random_inputs(100))
    lags = numeric.products(plain, range(0, 101, 10))               # dc_100/dc_s
    lags.log_norm()                                                 # no underflow
    many = numeric.sweep([0.5, 0.1, 1e-3, 1e-6], steps=200)         # one batch
    numeric.product(many).singular_values()                         # (4, 8)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.numeric import closed_forms as closed_forms
    from explainer.numeric import float_limits as float_limits
    from explainer.numeric import gate_learning as gate_learning
    from explainer.numeric import stacks as stacks
    from explainer.numeric import systems as systems
    from explainer.numeric import training as training
    from explainer.numeric.arrays import logit as logit
    from explainer.numeric.arrays import sigmoid as sigmoid
    from explainer.numeric.backward import Gradients as Gradients
    from explainer.numeric.backward import gradients as gradients
    from explainer.numeric.bounds import Bound as Bound
    from explainer.numeric.bounds import Leak as Leak
    from explainer.numeric.bounds import constant as constant
    from explainer.numeric.bounds import one_unit as one_unit
    from explainer.numeric.bounds import two_sided as two_sided
    from explainer.numeric.cell import Cell as Cell
    from explainer.numeric.gradient_check import Difference as Difference
    from explainer.numeric.gradient_check import centred as centred
    from explainer.numeric.gradient_check import check_gradients as check_gradients
    from explainer.numeric.gradient_check import check_jacobians as check_jacobians
    from explainer.numeric.gradient_check import compare as compare
    from explainer.numeric.gradient_check import complex_step as complex_step
    from explainer.numeric.gradient_check import rounding_level as rounding_level
    from explainer.numeric.gru import GRU as GRU
    from explainer.numeric.gru_reset_after import GRUResetAfter as GRUResetAfter
    from explainer.numeric.lstm import LSTM as LSTM
    from explainer.numeric.mgu import MGU as MGU
    from explainer.numeric.networks import fresh as fresh
    from explainer.numeric.networks import gates_at as gates_at
    from explainer.numeric.networks import random_inputs as random_inputs
    from explainer.numeric.networks import random_start as random_start
    from explainer.numeric.networks import rnn as rnn
    from explainer.numeric.networks import stacked as stacked
    from explainer.numeric.networks import sweep as sweep
    from explainer.numeric.one_step import jacobians as jacobians
    from explainer.numeric.one_step import paths as paths
    from explainer.numeric.plain_rnn import RNN as RNN
    from explainer.numeric.running import textbook as textbook
    from explainer.numeric.running import unroll as unroll
    from explainer.numeric.scaled import Scaled as Scaled
    from explainer.numeric.scaled import product as product
    from explainer.numeric.scaled import products as products
    from explainer.numeric.simplified_gru import SimplifiedGRU as SimplifiedGRU
    from explainer.numeric.singular import spectrum as spectrum
    from explainer.numeric.writes import Attention as Attention
    from explainer.numeric.writes import attention as attention
    from explainer.numeric.writes import candidate_sensitivity as candidate_sensitivity

# Room → the public names that it holds.
HOLDS = {
    "arrays": ("logit", "sigmoid"),
    "writes": ("Attention", "attention", "candidate_sensitivity"),
    "backward": ("Gradients", "gradients"),
    "bounds": ("Bound", "Leak", "constant", "one_unit", "two_sided"),
    "cell": ("Cell",),
    "gradient_check": (
        "Difference",
        "centred",
        "check_gradients",
        "check_jacobians",
        "compare",
        "complex_step",
        "rounding_level",
    ),
    "gru": ("GRU",),
    "gru_reset_after": ("GRUResetAfter",),
    "one_step": ("jacobians", "paths"),
    "lstm": ("LSTM",),
    "mgu": ("MGU",),
    "networks": ("fresh", "gates_at", "random_inputs", "random_start", "rnn", "stacked", "sweep"),
    "scaled": ("Scaled", "product", "products"),
    "plain_rnn": ("RNN",),
    "simplified_gru": ("SimplifiedGRU",),
    "singular": ("spectrum",),
    "running": ("textbook", "unroll"),
}
MODULES = ("closed_forms", "float_limits", "gate_learning", "stacks", "systems", "training")
__all__ = [*MODULES, *(name for names in HOLDS.values() for name in names)]  # noqa: PLE0604
_HOME = {name: module for module, names in HOLDS.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name in MODULES:
        return import_module(f"explainer.numeric.{name}")
    if name in _HOME:
        return getattr(import_module(f"explainer.numeric.{_HOME[name]}"), name)
    raise AttributeError(f"explainer.numeric has no {name!r}; it has {', '.join(sorted(__all__))}.")
