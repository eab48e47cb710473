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


def held_gru(notation: str, *, gamma: float | Sequence[float], steps: int, units: int, seed: int, start: str = "") -> str:
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


MEASURED = """
measured = np.median(np.linalg.svd(product, compute_uv=False))
print("predicted", (1 - gamma) ** T)
print("measured", measured)
"""

RETENTION = """
fraction = np.exp(T * np.log1p(-gamma))  # log1p keeps the digits of a small gamma
half_life = np.log(2) / -np.log1p(-gamma)

memory = 1.0
for _ in range(min(T, 100_000)):
    memory = gamma * 0.0 + (1 - gamma) * memory  # the candidate writes nothing

print("fraction", fraction)
print("half_life", half_life)
print("carried", memory)
"""

SOLVE_GAMMA = """
gamma = -np.expm1(np.log(x) / T)  # expm1 keeps the digits of a small gamma
bias = np.log(gamma) - np.log1p(-gamma)

memory = 1.0
for _ in range(min(T, 100_000)):
    memory = gamma * 0.0 + (1 - gamma) * memory  # the candidate writes nothing

print("gamma", gamma)
print("bias", bias)
print("carried", memory)
"""

SOLVE_STEPS = """
steps = np.log(x) / np.log1p(-gamma)

memory, whole = 1.0, 0
while memory > x * (1 + 1e-12) and whole < 1_000_000:
    memory = gamma * 0.0 + (1 - gamma) * memory  # the candidate writes nothing
    whole += 1

print("steps", steps)
print("whole_steps", whole)
"""

LIMITS = """
fraction = np.exp(T * np.log1p(-gamma))
exponential = np.exp(-gamma * T)
effective_gamma = 1 - float(np.float32(1 - gamma))  # the gate that float32 really uses

print("fraction", fraction)
print("exponential", exponential)
print("effective_gamma", effective_gamma)
"""

PARAMETERS = """
W_u, W_r, W_c = (np.zeros((n, n + m)) for _ in range(3))
b_u, b_r, b_c = (np.zeros(n) for _ in range(3))
parameters = sum(array.size for array in (W_u, W_r, W_c, b_u, b_r, b_c))

print("parameters", parameters)
print("parameters_two_biases", parameters + 3 * n)
print("bidirectional", 2 * parameters)
"""

SPECTRUM = """
singular = np.linalg.svd(product, compute_uv=False)
print("smallest", singular[-1])
print("largest", singular[0])
"""

EXPLODING = """
n = 4
W_c = np.concatenate([s * np.eye(n), np.zeros((n, 1))], axis=1)  # acts on [reset * c; x]; all other weights are 0
c, product = np.zeros(n), np.eye(n)
for _ in range(T):
    update, reset = np.full(n, 0.5), np.full(n, 0.5)  # the sigmoid of 0
    candidate = np.tanh(W_c @ np.r_[reset * c, 0.0])
    J = np.diag(1 - update) + (update * (1 - candidate**2))[:, None] * W_c[:, :n] * reset
    product = J @ product
    c = update * candidate + (1 - update) * c

print("factor", 0.5 + s / 4)
print("predicted", (0.5 + s / 4) ** T)
print("measured", np.linalg.norm(product, 2))
"""

GATE_BIAS = """
gamma = 1 / (1 + np.exp(-b))
half_life = np.log(2) / -np.log1p(-gamma)
fraction = np.exp(T * np.log1p(-gamma))

print("gamma", gamma)
print("half_life", half_life)
print("fraction", fraction)
print("mean_gate", np.log(T / 2) / (T - 2))  # of chrono initialisation
"""

POWERS = """
W = np.array([[lam, 5.0], [0.0, lam]])
norms = [np.linalg.norm(np.linalg.matrix_power(W, t), 2) for t in range(1, T + 1)]

print("sigma_1", np.linalg.norm(W, 2))
print("peak", max(norms))
print("peak_step", 1 + norms.index(max(norms)))
print("last", norms[-1])
"""

RNN_EXPLODING = """
random = np.random.default_rng([seed, 1])
random.uniform(-1, 1, (n, n))  # the answer draws a uniform matrix first
Q, R = np.linalg.qr(random.normal(size=(n, n)))
W = sigma * Q * np.sign(np.diag(R))

a, log = np.zeros(n), 0.0  # at rest every slope of tanh is 1
product = np.eye(n)
for _ in range(T):
    a = np.tanh(W @ a)
    product = (1 - a**2)[:, None] * W @ product
    size = np.linalg.norm(product, 2)
    product, log = product / size, log + np.log10(size)

print("predicted_log10", T * np.log10(sigma))
print("rest_log10", log)
"""

CLIPPING = """
random = np.random.default_rng([seed, 1])
random.uniform(-1, 1, (n, n))  # the answer draws a uniform matrix first
Q, R = np.linalg.qr(random.normal(size=(n, n)))
W = 2.0 * Q * np.sign(np.diag(R))  # sigma_1 = 2 explodes

a = [1e-3 / 0.9 * np.random.default_rng([seed, 3]).uniform(-0.9, 0.9, n)]
for _ in range(T):
    a.append(np.tanh(W @ a[-1]))

gradient, back = np.zeros((n, n)), np.ones(n)  # the loss is the sum of the last state
for t in range(T, 0, -1):
    through_tanh = back * (1 - a[t] ** 2)
    gradient += np.outer(through_tanh, a[t - 1])
    back = W.T @ through_tanh

norm = np.linalg.norm(gradient)
clipped = gradient * min(1.0, threshold / norm)
by_value = np.clip(gradient, -threshold, threshold)

print("before", norm)
print("after", np.linalg.norm(clipped))
print("cosine_by_value", (gradient * by_value).sum() / norm / np.linalg.norm(by_value))
"""

LEAKY = """
average = 0.0
for _ in range(T):
    average = (1 - gamma) * average + gamma * 1.0  # the input is 1 from now on

print("covered", average)
print("predicted", -np.expm1(T * np.log1p(-gamma)))
print("horizon", 1 / gamma)
"""

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

LSTM_LIMITS = """
c = 0.0
for _ in range(T):
    c = f * c + 1.0 * 1.0  # the input gate is open and the candidate is 1

print("carry", np.exp(T * np.log(f)))
print("cell", c)
"""

FORGET_BIAS = """
forget_gate = 1 / (1 + np.exp(-b))
log = -np.logaddexp(0, -b)  # ln of the gate, without losing digits near 1

print("forget_gate", forget_gate)
print("half_life", np.log(2) / -log)
print("fraction", np.exp(T * log))
"""

SLOPES = """
x = np.linspace(-10, 10, 200_001)
s = 1 / (1 + np.exp(-x))

print("largest_sigmoid_slope", (s * (1 - s)).max())
print("largest_tanh_slope", (1 - np.tanh(x) ** 2).max())
print("sigmoid_bound_log10", T * np.log10(0.25))
"""

POWER_LAW = """
a, gradient = 0.5, 1.0
for _ in range(T):
    a = np.tanh(a)  # one unit, weight 1: the slope is 1 at 0 only
    gradient *= 1 - a**2

print("scalar", gradient)
"""

STACK = """
random = np.random.default_rng([seed, 4])
width = 1 / np.sqrt(n)
x, product, log = random.uniform(-0.9, 0.9, n), np.eye(n), 0.0
for _ in range(L):
    W, _gate = random.uniform(-width, width, (2, n, n))  # the highway's second matrix is drawn, too
    F = np.tanh(W @ x)
    product = (np.eye(n) + (1 - F**2)[:, None] * W) @ product  # a residual layer: J = I + F'
    x = x + F
    size = np.linalg.norm(product, 2)
    product, log = product / size, log + np.log10(size)

print("residual_log10", log)
"""

CHRONO_SHARE = """
# Chrono initialisation: 1/gate = 1 + u with u even on [1, lag - 1]; the mean share that the carry leaves over the lag.
u = 1 + (np.arange(100_000) + 0.5) / 100_000 * (lag - 2)

print("expected_chrono", np.exp(lag * np.log1p(-1 / (1 + u))).mean())
"""

DIAGNOSE = """
random = np.random.default_rng([seed, 1])
random.uniform(-1, 1, (n, n))  # the answer draws a uniform matrix first
Q, R = np.linalg.qr(random.normal(size=(n, n)))
W = sigma * Q * np.sign(np.diag(R))

a = [np.zeros(n)]
for _ in range(T):
    a.append(np.tanh(W @ a[-1]))
back, norms = np.ones(n), []  # the loss is the sum of the last state
for t in range(T, 0, -1):
    norms.append(np.linalg.norm(back))  # of dL/da at step t
    back = W.T @ (back * (1 - a[t] ** 2))

lag = np.arange(T)  # 0 at the last step
print("vanishing_factor", np.exp(np.polyfit(lag, np.log(norms), 1)[0]))
"""

TORCH_NORMS = """\
import torch

cell = torch.nn.GRUCell(4, 16)
x, h = torch.randn(100, 8, 4), torch.zeros(8, 16)  # 100 steps, a batch of 8

states = []
for x_t in x:
    h = cell(x_t, h)
    h.retain_grad()  # keep dL/dh of this step
    states.append(h)

h.pow(2).sum().backward()  # your own loss here
print([f"{state.grad.norm():.3g}" for state in states])  # the first step first
"""

WRITE_AND_HOLD = """
shut = np.log(gamma) - np.log1p(-gamma)  # the bias; the word (x = 1) opens the gate to 1 - gamma


def run(bias, word):
    c, slope, write = 0.0, 0.0, 0.0  # the memory, dc/dW_cx, and the weight of what the first step wrote
    for t in range(T):
        x = 1.0 if t == 0 else 0.0
        gate = 1 / (1 + np.exp(-(word * x + bias)))
        new = np.tanh(1.0 * x)  # W_cx = 1
        slope = gate * (1 - new**2) * x + (1 - gate) * slope
        write = gate if t == 0 else (1 - gate) * write
        c = gate * new + (1 - gate) * c
    return slope, write


into, write = run(shut, -2 * shut)
into_constant, best = run(-np.log(T - 1), 0.0)  # the gate is 1/T at every step

print("into_weights", into)
print("write", write)
print("into_weights_best_constant", into_constant)
print("best", best)
"""

GRU_VS_LSTM = """
gru, lstm, kept = 0.0, 0.0, 1.0
for _ in range(T):
    gru = gamma * 1.0 + (1 - gamma) * gru  # one gate: an average, the candidate is 1
    lstm = 1.0 * 1.0 + (1 - gamma) * lstm  # two gates: the input gate is open, and it adds
    kept *= 1 - gamma  # along the memory both keep the same

block = n * (n + m) + n
print("predicted", kept)
print("grown_gru", gru)
print("grown_lstm", lstm)
print("parameters_gru", 3 * block)
print("parameters_lstm", 4 * block)
"""
