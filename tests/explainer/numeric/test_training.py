"""Training: the gradients are right, the cells are the cells, and the success counts are those of the theory."""

import numpy as np
import pytest

from explainer.numeric import GRU, RNN, training, unroll
from explainer.numeric.agreement import TOKENS, sentences
from explainer.numeric.training_cells import GatedNetwork, TanhNetwork

NETWORKS = {"rnn": TanhNetwork(), "gru": GatedNetwork()}


def small(model, lag=5, units=3, seeds=(0, 1)):
    network = NETWORKS[model]
    weights = training.initial(network, model, lag, units=units, seeds=seeds)
    return network, weights, sentences(lag, 4, [np.random.default_rng(seed) for seed in seeds])


def test_the_sentences():
    data = sentences(6, 500, [np.random.default_rng(0), np.random.default_rng(1)])
    assert data.tokens.shape == (7, 2, 500)
    assert np.array_equal(data.tokens[0], data.plural)
    assert set(np.unique(data.tokens[1:-1])) == {2, 3, 4, 5, 6}
    assert (data.tokens[-1] == 7).all()
    assert 0.4 < data.plural.mean() < 0.6
    assert sentences(1, 3, [np.random.default_rng(0)]).tokens.shape == (2, 1, 3)


@pytest.mark.parametrize("model", NETWORKS)
def test_they_are_the_cells_of_the_room(model):
    network, weights, data = small(model)
    run = network.forward(weights, data.tokens)
    for seed in range(2):
        mine = {name: value[seed] for name, value in weights.items() if not name.endswith("out")}
        cell = RNN(mine["W_a"], mine["b_a"]) if model == "rnn" else GRU(**mine)
        for sentence in range(4):
            trace = unroll(cell, np.eye(TOKENS)[data.tokens[:, seed, sentence]])
            assert np.allclose(run.states[:, seed, sentence], trace.states, rtol=0, atol=1e-14)


@pytest.mark.parametrize("model", NETWORKS)
def test_every_gradient_against_the_complex_step(model):
    network, weights, data = small(model)
    gradients = training.loss_and_gradients(network, weights, data)[1]
    weights["b_out"] += 0.3

    def loss(changed):
        run = plain_forward(model, changed, data.tokens)
        logits = (run @ changed["w_out"][..., None])[..., 0] + changed["b_out"][:, None]
        return (np.log(1 + np.exp(logits)) - data.plural * logits).mean(axis=-1).sum()

    gradients = training.loss_and_gradients(network, weights, data)[1]
    for name, gradient in gradients.items():
        expected = np.zeros_like(gradient)
        for index in np.ndindex(gradient.shape):
            nudged = {other: value.astype(complex) for other, value in weights.items()}
            nudged[name][index] += 1e-30j
            expected[index] = np.imag(loss(nudged)) / 1e-30
        assert np.allclose(gradient, expected, rtol=1e-9, atol=1e-14), name


def plain_forward(model, weights, tokens):
    """The last state, written without the loops under test."""
    x = np.eye(TOKENS)[tokens]
    n = weights["w_out"].shape[-1]
    c = np.zeros((*tokens.shape[1:], n), dtype=complex)

    def fed(name, state, t):
        seen = np.concatenate([state, x[t]], axis=-1)
        return np.einsum("sij,sbj->sbi", weights["W_" + name], seen) + weights["b_" + name][:, None]

    for t in range(len(tokens)):
        if model == "rnn":
            c = np.tanh(fed("a", c, t))
            continue
        update, reset = 1 / (1 + np.exp(-fed("u", c, t))), 1 / (1 + np.exp(-fed("r", c, t)))
        c = update * np.tanh(fed("c", reset * c, t)) + (1 - update) * c
    return c


def test_success_counts_and_the_ratio_before_training_tell_the_same_story():
    """THEORY 9 with 10 seeds: at lag 30 the RNN and the fresh GRU fail, the chrono GRU learns."""
    found = {model: training.train(model, 30, seeds=range(10)) for model in training.MODELS}
    assert found["rnn"].successes <= 2
    assert found["gru"].successes <= 1
    assert found["gru-chrono"].successes >= 9
    assert found["rnn"].ratio.max() < 1e-3
    assert found["gru"].ratio.max() < 1e-3
    assert found["gru-chrono"].ratio.min() > 0.03
    assert found["gru-chrono"].losses[-1].max() < 0.3
    assert np.allclose(found["rnn"].losses[-20:].mean(), np.log(2), atol=0.1)


def test_at_lag_10_all_can_learn():
    assert training.train("gru", 10).successes == 5
    assert training.train("rnn", 10).successes >= 4


def test_a_seed_does_not_depend_on_its_neighbours():
    alone = training.train("gru-chrono", 8, seeds=[3], steps=20, early=False)
    among = training.train("gru-chrono", 8, seeds=[0, 3], steps=20, early=False)
    assert np.allclose(alone.losses[:, 0], among.losses[:, 1], rtol=1e-6)


def test_the_bias_decides():
    """At lag 60: b_u = 0 fails, b_u = −4 learns within more steps."""
    open_gate = training.train("gru", 60, seeds=range(3), steps=150)
    closed = training.train("gru", 60, seeds=range(3), steps=400, bias=-4.0)
    assert open_gate.successes == 0
    assert closed.successes == 3


def test_progress_and_early_stop():
    seen = []
    run = training.train("gru-chrono", 5, seeds=[0], progress=lambda *args: seen.append(args))
    assert seen[0] == ("gru-chrono", 1, 200)
    assert len(seen) == run.steps < 200
    names = [one.model for one in training.compare(3, seeds=[0])]
    assert names == ["rnn", "gru", "gru-chrono"]


def test_refusals():
    with pytest.raises(ValueError, match="choose one of rnn"):
        training.train("transformer", 5)
    with pytest.raises(ValueError, match="from 2 to 1000"):
        training.train("rnn", 1)
    with pytest.raises(ValueError, match="from 2 to 1000"):
        training.train("rnn", 10**6)
