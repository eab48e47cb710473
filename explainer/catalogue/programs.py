"""The short NumPy programs that readers can run: pieces that several lessons share, put together by each for its numbers.

Every program prints lines `name value`, and a test runs it and compares them with the answer's own values.
"""

from __future__ import annotations

from collections.abc import Sequence

# The same draws as numeric.networks makes, so that the program meets the very network of the answer.
GRU_WEIGHTS = """\
width = 1 / np.sqrt(n)
uniform = np.random.default_rng([seed, 1]).uniform
W_u, W_r, W_c = (uniform(-width, width, (n, n + m)) for _ in range(3))
"""

RESET_AFTER_WEIGHTS = """\
width = 1 / np.sqrt(n)
uniform = np.random.default_rng([seed, 1]).uniform
W_ih, W_hh = uniform(-width, width, (3 * n, m)), uniform(-width, width, (3 * n, n))
W_ir, W_iz, W_in = np.split(W_ih, 3)
W_hr, W_hz, W_hn = np.split(W_hh, 3)
"""

START_AND_INPUTS = """\
x = np.random.default_rng([seed, 2]).normal(size=(T, m))
{state} = np.random.default_rng([seed, 3]).uniform(-0.9, 0.9, n)
"""

SIGMOID = """\
def sigmoid(a):
    return 1 / (1 + np.exp(-a))
"""

# One step of the GRU whose gate is exactly gamma, and its Jacobian by the four paths.
GRU_STEP = """\
    # The bias b_u[t] = logit(gamma) - W_u [c; x] holds the gate at gamma, so it is not computed again here.
    reset = sigmoid(W_r @ np.r_[c, x[t]])
    candidate = np.tanh(W_c @ np.r_[reset * c, x[t]])
    slope = gamma * (1 - candidate**2)
    J = (1 - gamma) * np.eye(n)  # carry
    J += ((candidate - c) * gamma * (1 - gamma))[:, None] * W_u[:, :n]  # update gate
    J += slope[:, None] * W_c[:, :n] * reset  # candidate
    J += slope[:, None] * W_c[:, :n] * (c * reset * (1 - reset)) @ W_r[:, :n]  # candidate through the reset gate
    c = gamma * candidate + (1 - gamma) * c
"""

RESET_AFTER_STEP = """\
    # The bias of z holds 1 - z at gamma, so z is not computed again here.
    r = sigmoid(W_ir @ x[t] + W_hr @ h)
    q = W_hn @ h
    candidate = np.tanh(W_in @ x[t] + r * q)
    slope = gamma * (1 - candidate**2)
    J = (1 - gamma) * np.eye(n)  # carry
    J += ((candidate - h) * gamma * (1 - gamma))[:, None] * -W_hz  # update gate, the sign of 1 - z
    J += (slope * r)[:, None] * W_hn  # candidate
    J += (slope * q * r * (1 - r))[:, None] * W_hr  # candidate through the reset gate
    h = gamma * candidate + (1 - gamma) * h
"""


def header(**numbers: object) -> str:
    """`import numpy` and one line that names the numbers."""
    names, values = ", ".join(numbers), ", ".join(str(value) for value in numbers.values())
    return f"import numpy as np\n\n{names} = {values}\n"


def held_gru(
    notation: str, *, gamma: float | Sequence[float], steps: int, units: int, seed: int, start: str = ""
) -> str:
    """The program up to `product` = d c_T / d c_0 of a GRU with every gate at gamma, in the cell of the notation.

    gamma: one for all units, or one for each. start: an array in Python's spelling, instead of the drawn one.
    """
    after = notation == "pytorch"
    spelled = repr(gamma) if isinstance(gamma, float) else f"np.array({list(gamma)})"
    parts = (
        header(gamma=spelled, T=steps, n=units, m=4, seed=seed),
        RESET_AFTER_WEIGHTS if after else GRU_WEIGHTS,
        START_AND_INPUTS.format(state="h" if after else "c"),
        f"{'h' if after else 'c'} = {start}  # this start instead\n" if start else "",
        f"\n\n{SIGMOID}\n\nproduct = np.eye(n)\nfor t in range(T):\n",
        RESET_AFTER_STEP if after else GRU_STEP,
        "    product = J @ product\n",
    )
    return "".join(parts)


LSTM_ALONG = """
# Along the cell every step multiplies by the forget gate; here it is held at f in every unit.
log = T * np.log(f)

width = 1 / np.sqrt(n)
uniform = np.random.default_rng([seed, 1]).uniform
W_f, W_i, W_o, W_c = (uniform(-width, width, (n, n + m)) for _ in range(4))
x = np.random.default_rng([seed, 2]).normal(size=(T, m))
start = np.random.default_rng([seed, 3]).uniform(-0.9, 0.9, 2 * n)
c, a = start[:n], start[n:]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


product = np.eye(2 * n)
for t in range(T):
    seen = np.r_[a, x[t]]
    i, o, new = sigmoid(W_i @ seen), sigmoid(W_o @ seen), np.tanh(W_c @ seen)
    from_output = (c * f * (1 - f))[:, None] * W_f + (new * i * (1 - i))[:, None] * W_i + (i * (1 - new**2))[:, None] * W_c
    c = f * c + i * new
    shown = o * (1 - np.tanh(c) ** 2)
    J = np.zeros((2 * n, 2 * n))  # over [c; a]
    J[:n, :n], J[:n, n:] = f * np.eye(n), from_output[:, :n]
    J[n:, :n] = shown[:, None] * J[:n, :n]
    J[n:, n:] = shown[:, None] * J[:n, n:] + (np.tanh(c) * o * (1 - o))[:, None] * W_o[:, :n]
    a = o * np.tanh(c)
    product = J @ product

print("along_the_cell", np.exp(log))
print("all_paths", np.linalg.norm(product[:n, :n], 2))
"""
