"""The numbers that topics take, each stated once: name, meaning, range, why the range ends there, option.

A topic that wants another default, a narrower range or a slider takes one of these and `replace`s the field. The
command line, Python and the slash commands all read them from the topic.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from explainer.records import Parameter

__all__ = ["ALIASES", "GATE_GRID", "OPTIONS", "replace"]

# What a slider for a gate steps through: 1, 2 and 5 of every power of ten from 1e-8 up, and 1.
GATE_GRID = (*(Decimal(mantissa).scaleb(power) for power in range(-8, 0) for mantissa in (1, 2, 5)), Decimal(1))

GAMMA = Parameter(
    "gamma",
    "γ, the value of the update gate: the share of the memory that one step replaces",
    default=Decimal("1e-6"),
    low=Decimal(0),
    high=Decimal(1),
    because="a gate is the value of a sigmoid",
    option="--gamma",
)
STEPS = Parameter(
    "steps",
    "T, how many time steps the gradient is taken back",
    kind="count",
    default=1000,
    low=Decimal(1),
    high=Decimal(10**5),
    because="every step is really run, and longer unrolls take minutes; `compute-retention` has closed forms to 10^15",
    unit="steps",
    option="--steps",
)
LONG_STEPS = replace(
    STEPS, low=Decimal(0), high=Decimal(10**15), because="beyond it the closed forms are no longer checked to 12 digits"
)
TARGET = Parameter(
    "target",
    "the share that should be left, such as 0.5 or 50%",
    default=Decimal("0.5"),
    low=Decimal(0),
    high=Decimal(1),
    low_open=True,
    because="it is a share of what was there, and a power of a number in (0, 1) never reaches 0",
    option="--keep",
)
UNITS = Parameter(
    "units",
    "n, the number of units in the demo network",
    kind="count",
    default=8,
    low=Decimal(1),
    high=Decimal(64),
    because="every one-step Jacobian is n by n and is kept",
    option="--units",
)
BIAS = Parameter(
    "bias",
    "the gate's bias, before the sigmoid",
    default=Decimal(0),
    low=Decimal(-700),
    high=Decimal(700),
    because="beyond it exp(−b) leaves the range of a double",
    option="--bias",
)
RETAIN = Parameter(
    "retain",
    "f, the share that one step keeps (a forget gate, or 1 − γ)",
    default=Decimal("0.9"),
    low=Decimal(0),
    high=Decimal(1),
    because="a gate is the value of a sigmoid",
    option="--retain",
)
SIGMA = Parameter(
    "sigma",
    "σ₁, the largest singular value of the recurrent weights",
    default=Decimal("0.9"),
    low=Decimal(0),
    high=Decimal(100),
    low_open=True,
    because="larger ones saturate every unit at once",
    option="--sigma",
)
HIDDEN = Parameter(
    "n_a",
    "n_a, the number of hidden units",
    kind="count",
    default=32,
    low=Decimal(1),
    high=Decimal(10**9),
    because="more parameters than that are only counted wrong by somebody's typing",
    option="--units",
)
INPUTS = Parameter(
    "n_x",
    "n_x, the number of inputs at each step",
    kind="count",
    default=16,
    low=Decimal(1),
    high=Decimal(10**9),
    because="more parameters than that are only counted wrong by somebody's typing",
    option="--inputs",
)
LAG = Parameter(
    "lag",
    "L, how many steps lie between the word that matters and the question about it",
    kind="count",
    default=60,
    low=Decimal(2),
    high=Decimal(200),
    because="training beyond it takes minutes",
    unit="steps",
    option="--lag",
)
SEEDS = Parameter(
    "seeds",
    "how many networks are trained, each from its own random start",
    kind="count",
    default=5,
    low=Decimal(1),
    high=Decimal(40),
    because="more seeds take minutes",
    option="--seeds",
)
EPSILON = Parameter(
    "epsilon",
    "ε, the step of the numerical difference",
    default=Decimal("1e-5"),
    low=Decimal("1e-15"),
    high=Decimal("0.1"),
    because="outside it the difference measures rounding or curvature only",
    option="--epsilon",
)
WINDOW = Parameter(
    "window",
    "k, how many steps the truncated gradient is taken back",
    kind="count",
    default=10,
    low=Decimal(1),
    high=Decimal(10**5),
    because="every step is really run",
    unit="steps",
    option="--window",
)
THRESHOLD = Parameter(
    "threshold",
    "the norm above which the gradient is clipped",
    default=Decimal(1),
    low=Decimal(0),
    high=Decimal(10**6),
    low_open=True,
    because="a clipping threshold is a positive norm",
    option="--threshold",
)
SCALE = Parameter(
    "scale",
    "s, the factor in W_cc = s·I",
    default=Decimal("2.5"),
    low=Decimal(0),
    high=Decimal(10),
    because="beyond it the product leaves the range of a double within the steps shown",
    option="--scale",
)
WEIGHTS = Parameter(
    "weights",
    "a small .json or .npz file with your own weights and inputs",
    kind="file",
    default="",
    option="--weights",
)
NORMS = Parameter(
    "norms",
    "gradient norms, first time step first: pasted numbers, or a file with one a line",
    kind="numbers",
    default=(),
    option="--norms",
)

# Every option there is, for the command line's help. A test holds the topics against it.
OPTIONS = (
    GAMMA,
    STEPS,
    TARGET,
    UNITS,
    INPUTS,
    BIAS,
    RETAIN,
    SIGMA,
    LAG,
    SEEDS,
    EPSILON,
    WINDOW,
    THRESHOLD,
    SCALE,
    WEIGHTS,
    NORMS,
)

# Another name under which a reader may give the same quantity: the size of a network is n here and n_a there.
ALIASES = {"n_a": "units", "units": "n_a", "keep": "target", "inputs": "n_x", "lag": "steps", "steps": "lag"}
