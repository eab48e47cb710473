"""Unrolls against PyTorch's autograd and a textbook loop: prints ratios measured within this one run.

    python tests/benchmarks/unroll.py

Task 1: the course's GRU, n = 8, m = 8, T = 1000, float64: forward, dc_T/dc_0, and every weight gradient of Σ c_T.
Task 2: 50 γ's at once, n = 8, T = 200: the same, against 50 single runs by a textbook loop with a reverse loop.
PyTorch is optional (the extra `benchmark`); without it task 1 is skipped, with the reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from explainer import numeric
from explainer.numeric.arrays import Array

Result = tuple[Array, dict[str, Array]]
NAMES = ("W_u", "W_r", "W_c", "b_u", "b_r", "b_c")


def main() -> None:
    """Run both tasks and print their ratios."""
    task_1()
    task_2()


def task_1() -> None:
    """One long run against PyTorch."""
    cell, x, start = numeric.fresh(units=8, inputs=8, bias=-2.0), numeric.random_inputs(1000, 8), numeric.random_start(8)
    print("Task 1: course GRU, n = 8, T = 1000: forward, dc_T/dc_0, all weight gradients")
    ours = timed(lambda: by_unroll(cell, x, start), 40)
    report("unroll", ours, 1000)
    textbook = timed(lambda: by_textbook(cell, x, start), 3)
    report("textbook loop", textbook, 1000)
    agree(by_unroll(cell, x, start), by_textbook(cell, x, start))
    try:
        import torch
    except ImportError:
        print("  skipped: PyTorch is not installed here (pip install torch==2.13.0 gives it)")
        return
    torch.set_num_threads(1)
    for name, run in torch_variants(torch, cell, x, start).items():
        agree(by_unroll(cell, x, start), run())
        seconds = timed(run, 4)
        report(f"torch {torch.__version__}, {name}", seconds, 1000)
        print(f"  ratio: {seconds / ours:.1f} times faster (target: at least 30)")


def task_2() -> None:
    """Fifty gates at once against fifty runs."""
    gammas = np.geomspace(1e-6, 0.5, 50)
    many = numeric.sweep(list(gammas), steps=200, units=8, inputs=8)
    singles = [numeric.gates_at(float(gamma), steps=200, units=8, inputs=8) for gamma in gammas]
    print("Task 2: 50 γ's, n = 8, T = 200: forward, dc_T/dc_0, all weight gradients")
    together = timed(lambda: by_unroll(many.cell, many.inputs, many.start), 7)
    report("unroll, one batch", together, 200 * 50)
    apart = timed(lambda: [by_textbook(one.cell, one.inputs, one.start) for one in singles], 3)
    report("50 textbook loops", apart, 200 * 50)
    J, _ = by_unroll(many.cell, many.inputs, many.start)
    for i, one in enumerate(singles):
        assert np.allclose(J[i], by_textbook(one.cell, one.inputs, one.start)[0], rtol=1e-9, atol=1e-13)
    print(f"  ratio: 1/{apart / together:.1f} of the time (target: at most 1/8)")


def by_unroll(cell: numeric.Cell, x: Array, start: Array) -> Result:
    """The task by this package."""
    trace = numeric.unroll(cell, x, start)
    sent = numeric.gradients(trace, {trace.steps: np.ones(cell.units)}, total=True)
    assert sent.total is not None
    return sent.total.dense(), sent.weights


def by_textbook(cell: numeric.Cell, x: Array, start: Array) -> Result:
    """The task as a textbook writes it: a loop forward, a loop back, one Jacobian a step."""
    assert isinstance(cell, numeric.GRU)
    n, T = cell.units, len(x)
    W_u, W_r, W_c = cell.W_u, cell.W_r, cell.W_c
    b_u, b_r, b_c = (np.broadcast_to(bias, (T, n)) for bias in (cell.b_u, cell.b_r, cell.b_c))
    kept, c = [], start
    for t in range(T):
        seen = np.concatenate([c, x[t]])
        update = 1 / (1 + np.exp(-(W_u @ seen + b_u[t])))
        reset = 1 / (1 + np.exp(-(W_r @ seen + b_r[t])))
        inner = np.concatenate([reset * c, x[t]])
        new = np.tanh(W_c @ inner + b_c[t])
        kept.append((seen, inner, update, reset, new))
        c = update * new + (1 - update) * c
    total, adjoint = np.eye(n), np.ones(n)
    grads = {name: np.zeros_like(getattr(cell, name)) for name in NAMES}
    for t in reversed(range(T)):
        seen, inner, update, reset, new = kept[t]
        c = seen[:n]
        J = np.diag(1 - update) + np.diag((new - c) * update * (1 - update)) @ W_u[:, :n]
        slope = np.diag(update * (1 - new**2)) @ W_c[:, :n]
        J = J + slope @ np.diag(reset) + slope @ np.diag(c * reset * (1 - reset)) @ W_r[:, :n]
        to_update = adjoint * (new - c) * update * (1 - update)
        to_new = adjoint * update * (1 - new**2)
        to_reset = (W_c[:, :n].T @ to_new) * c * reset * (1 - reset)
        grads["W_u"] += np.outer(to_update, seen)
        grads["W_r"] += np.outer(to_reset, seen)
        grads["W_c"] += np.outer(to_new, inner)
        for name, pull in (("b_u", to_update), ("b_r", to_reset), ("b_c", to_new)):
            grads[name] += pull if grads[name].ndim == 1 else np.eye(T)[t][:, None] * pull
        total, adjoint = total @ J, adjoint @ J
    return total, grads


def torch_variants(torch: object, cell: numeric.Cell, x: Array, start: Array) -> dict[str, Callable[[], Result]]:
    """Three ways with autograd, the last one a trick: n copies of the state, each read in one unit only."""
    import torch as lib

    n = cell.units
    values = [lib.tensor(np.array(getattr(cell, name)), requires_grad=True) for name in NAMES]
    inputs, c_0 = lib.tensor(x), lib.tensor(np.array(start))

    def forward(c: lib.Tensor) -> lib.Tensor:
        W_u, W_r, W_c, b_u, b_r, b_c = values
        gates = lib.cat([W_u, W_r])
        fed = inputs @ gates[:, n:].T + lib.cat([b_u, b_r])
        new_fed = inputs @ W_c[:, n:].T + b_c
        W_gates, W_new = gates[:, :n].T, W_c[:, :n].T
        for t in range(len(inputs)):
            both = lib.sigmoid(fed[t] + c @ W_gates)
            update, reset = both[..., :n], both[..., n:]
            c = lib.lerp(c, lib.tanh(new_fed[t] + (reset * c) @ W_new), update)
        return c

    def a_pass_for_each_unit() -> Result:
        c = c_0.clone().requires_grad_()
        last = forward(c)
        rows = [lib.autograd.grad(last[i], c, retain_graph=True)[0].numpy() for i in range(n)]
        grads = lib.autograd.grad(last.sum(), values)
        return np.stack(rows), {name: grad.numpy() for name, grad in zip(NAMES, grads, strict=True)}

    def n_copies() -> Result:
        # Row i of the batch is read in unit i only: one pass gives the whole Jacobian and the gradient of the sum.
        c = c_0.expand(n, n).clone().requires_grad_()
        J, *grads = lib.autograd.grad(forward(c).diagonal().sum(), [c, *values])
        return J.numpy(), {name: grad.numpy() for name, grad in zip(NAMES, grads, strict=True)}

    def one_batched_pass() -> Result:
        c = c_0.clone().requires_grad_()
        last = forward(c)
        (J,) = lib.autograd.grad(last, c, lib.eye(n, dtype=lib.float64), retain_graph=True, is_grads_batched=True)
        grads = lib.autograd.grad(last.sum(), values)
        return J.numpy(), {name: grad.numpy() for name, grad in zip(NAMES, grads, strict=True)}

    return {
        "a pass for each unit": a_pass_for_each_unit,
        "one batched pass (is_grads_batched)": one_batched_pass,
        "n copies of the state in one pass": n_copies,
    }


def timed(run: Callable[[], object], times: int) -> float:
    """The fastest of some runs, after one to warm up: what else the machine does can only add to it."""
    run()
    fastest = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        run()
        fastest = min(fastest, time.perf_counter() - begun)
    return fastest


def report(name: str, seconds: float, steps: int) -> None:
    """One line."""
    print(f"  {name:52s} {seconds * 1e3:9.2f} ms  {seconds / steps * 1e6:8.2f} µs a step")


def agree(one: Result, other: Result) -> None:
    """Both ways must have computed the same, or there is nothing to compare."""
    largest = np.abs(one[0]).max()
    assert np.allclose(one[0], other[0], rtol=0, atol=1e-9 * largest)
    for name in NAMES:
        assert np.allclose(one[1][name], other[1][name], rtol=0, atol=1e-9 * np.abs(one[1][name]).max())


if __name__ == "__main__":
    main()
