"""Does it really learn a long lag? The agreement task, three networks, several seeds at once, with plain NumPy.

Trained with Adam (Kingma & Ba, 2015; rate 0.005, 0.9, 0.999, 1e-8) and a global norm clip at 1 (Pascanu, Mikolov &
Bengio, 2013), on fresh sentences at every step. Compared are a tanh RNN, a GRU with b_u = 0, and a GRU with the chrono bias
b_u = −ln U[1, lag−1] (Tallec & Ollivier, 2018): the second one shows that it is the bias, not the name GRU, that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from explainer.numeric.agreement import Sentences, sentences
from explainer.numeric.arrays import Array, sigmoid
from explainer.numeric.training_cells import GatedNetwork, Network, TanhNetwork, Weights
from explainer.records.record import record

MODELS = ("rnn", "gru", "gru-chrono")
LAGS = (2, 1000)
RATE, FIRST, SECOND, EPSILON, CLIP = 0.005, 0.9, 0.999, 1e-8, 1.0
SUCCESS, SOLVED = 0.95, 0.02
MEMORY = 100_000

Progress = Callable[[str, int, int], None]


@record(eq=False)
class Training:
    """What became of one model. Arrays have one entry for each seed.

    ratio: before training, ‖dL/dh_0‖ / ‖dL/dh_T‖ (h_0 after the noun, h_T after the question). accuracy: on 400 fresh
    sentences. losses: (steps run, S). successes: seeds with an accuracy of at least 0.95.
    """

    model: str
    lag: int
    seeds: tuple[int, ...]
    ratio: Array
    accuracy: Array
    losses: Array

    @property
    def steps(self) -> int:
        """How many steps were run; fewer than asked when every seed had learnt it."""
        return len(self.losses)

    @property
    def successes(self) -> int:
        """How many seeds learnt the task."""
        return int((self.accuracy >= SUCCESS).sum())


def compare(lag: int = 60, *, seeds: Sequence[int] = range(5), progress: Progress | None = None) -> tuple[Training, ...]:
    """All three models at one lag; never the GRU against the RNN alone. progress(model, step, steps) after each step."""
    return tuple(train(model, lag, seeds=seeds, progress=progress) for model in MODELS)


def train(
    model: str,
    lag: int,
    *,
    seeds: Sequence[int] = range(5),
    units: int = 8,
    batch: int = 16,
    steps: int = 200,
    bias: float | None = None,
    early: bool = True,
    progress: Progress | None = None,
) -> Training:
    """One model on the agreement task, all seeds together.

    model: "rnn", "gru" (b_u = 0, or `bias`) or "gru-chrono". early: stop when the smoothed loss of every seed is below
    0.02. A seed's weights and sentences do not depend on the other seeds. Raises ValueError for a lag outside 2 … 1000.
    """
    if model not in MODELS:
        raise ValueError(f"There is no model {model!r} here; choose one of {', '.join(MODELS)}.")
    if not LAGS[0] <= lag <= LAGS[1]:
        raise ValueError(
            f"A lag of {lag} can't be trained here: choose one from {LAGS[0]} to {LAGS[1]}, because the time grows with it."
        )
    network: Network = TanhNetwork() if model == "rnn" else GatedNetwork()
    weights = initial(network, model, lag, units=units, seeds=seeds, bias=bias)
    words = [np.random.default_rng([seed, 6]) for seed in seeds]
    ratio = first_ratio(network, weights, sentences(lag, 32, [np.random.default_rng([seed, 7]) for seed in seeds]))
    optimiser, losses, smooth = Adam(weights), [], np.ones(len(seeds))
    for step in range(steps):
        loss, gradients, _ = loss_and_gradients(network, weights, sentences(lag, batch, words))
        optimiser.step(weights, gradients)
        losses.append(loss)
        smooth = 0.8 * smooth + 0.2 * loss
        if progress is not None:
            progress(model, step + 1, steps)
        if early and (smooth < SOLVED).all():
            break
    unseen = sentences(lag, 400, [np.random.default_rng([seed, 8]) for seed in seeds])
    return Training(model, lag, tuple(seeds), ratio, accuracy(network, weights, unseen), np.array(losses))


def initial(
    network: Network, model: str, lag: int, *, units: int, seeds: Sequence[int], bias: float | None = None
) -> Weights:
    """Weights uniform in ±1/√n, the read-out's too, biases 0; b_u as the model says."""
    shapes = network.shapes(units) | {"w_out": (units,), "b_out": ()}
    made: dict[str, list[Array]] = {name: [] for name in shapes}
    for seed in seeds:
        random = np.random.default_rng([seed, 5])
        width = 1 / np.sqrt(units)
        for name, shape in shapes.items():
            made[name].append(np.zeros(shape) if name.startswith("b_") else random.uniform(-width, width, shape))
        if model == "gru-chrono":
            made["b_u"][-1] = -np.log(random.uniform(1, max(lag - 1, 1), units))
        elif bias is not None and model == "gru":
            made["b_u"][-1] = np.full(units, bias)
    return {name: np.stack(arrays) for name, arrays in made.items()}


def loss_and_gradients(network: Network, weights: Weights, data: Sentences) -> tuple[Array, Weights, Array]:
    """The mean cross-entropy of each seed, its gradients, and dL/d state for every state (T+1, S, B, n)."""
    run = network.forward(weights, data.tokens)
    last, logits = run.states[-1], read_out(weights, run.states[-1])
    wrong = (sigmoid(logits) - data.plural) / logits.shape[-1]
    # ln(1 + e^z) − y z, written so that a large z does not overflow.
    loss = (np.logaddexp(0, logits) - data.plural * logits).mean(axis=-1)
    gradients, adjoints = network.backward(weights, run, wrong[..., None] * weights["w_out"][:, None, :])
    gradients["w_out"] = (wrong[..., None] * last).sum(axis=1)
    gradients["b_out"] = wrong.sum(axis=1)
    return loss, gradients, adjoints


def read_out(weights: Weights, last: Array) -> Array:
    """The logit of "plural", (S, B)."""
    return np.asarray((last @ weights["w_out"][..., None])[..., 0] + weights["b_out"][:, None])


def first_ratio(network: Network, weights: Weights, data: Sentences) -> Array:
    """‖dL/dh_0‖ / ‖dL/dh_T‖ over the sentences, for each seed."""
    _, _, adjoints = loss_and_gradients(network, weights, data)
    sizes = np.sqrt((adjoints[[1, -1]] ** 2).sum(axis=(2, 3)))
    return np.asarray(sizes[0] / sizes[1])


def accuracy(network: Network, weights: Weights, data: Sentences) -> Array:
    """The share of sentences told right, for each seed."""
    length, seeds, count = data.tokens.shape
    part = max(1, MEMORY // (length * seeds))  # sentences at a time: all states of a forward pass are kept
    right = np.zeros(seeds)
    for first in range(0, count, part):
        chosen = slice(first, first + part)
        logits = read_out(weights, network.forward(weights, data.tokens[..., chosen]).states[-1])
        right += ((logits > 0) == data.plural[:, chosen]).sum(axis=-1)
    return np.asarray(right / count)


class Adam:
    """Adam with a clip of the global norm, each seed by itself."""

    def __init__(self, weights: Weights) -> None:
        """Moments at zero."""
        self.first = {name: np.zeros_like(value) for name, value in weights.items()}
        self.second = {name: np.zeros_like(value) for name, value in weights.items()}
        self.count = 0

    def step(self, weights: Weights, gradients: Weights) -> None:
        """One step, in place."""
        self.count += 1
        norm = np.sqrt(sum((g.reshape(len(g), -1) ** 2).sum(axis=1) for g in gradients.values()))
        clip = np.minimum(1.0, CLIP / np.maximum(norm, 1e-300))
        for name, gradient in gradients.items():
            g = gradient * clip.reshape(-1, *(1,) * (gradient.ndim - 1))
            self.first[name] += (1 - FIRST) * (g - self.first[name])
            self.second[name] += (1 - SECOND) * (g * g - self.second[name])
            mean = self.first[name] / (1 - FIRST**self.count)
            spread = np.sqrt(self.second[name] / (1 - SECOND**self.count))
            weights[name] -= RATE * mean / (spread + EPSILON)
