"""The PyTorch programs that readers are given, and our cells against PyTorch's own; only where the extra is installed."""

from __future__ import annotations

import contextlib
import io
import math

import numpy as np
import pytest

import explainer
from explainer import catalogue, numeric
from explainer.records import Code

torch = pytest.importorskip("torch", reason="PyTorch is in the optional extra `benchmark`")


@pytest.mark.parametrize("slug", [slug for slug in catalogue.SLUGS if slug != "learn-demo"])
def test_a_program_for_pytorch_runs(slug: str) -> None:
    blocks = [block for block in explainer.explain(slug).blocks if isinstance(block, Code) and "import torch" in block.source]
    for block in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.source, block.name, "exec"), {})
        assert printed.getvalue().strip()


def test_pytorchs_weights_load_as_they_are() -> None:
    torch.manual_seed(0)
    theirs = torch.nn.GRUCell(3, 5).double()
    ours = numeric.GRUResetAfter(*(getattr(theirs, name).detach().numpy() for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")))
    x, h = torch.randn(7, 3, dtype=torch.float64), torch.zeros(5, dtype=torch.float64, requires_grad=True)
    state = h
    for row in x:
        state = theirs(row, state)
    trace = numeric.unroll(ours, x.numpy())
    assert np.abs(trace.last - state.detach().numpy()).max() < 1e-14
    jacobian = np.stack([torch.autograd.grad(entry, h, retain_graph=True)[0].numpy() for entry in state])
    assert np.abs(numeric.product(trace).dense() - jacobian).max() < 1e-13


def test_an_lstms_forget_gate_is_where_pytorch_has_it() -> None:
    torch.manual_seed(1)
    theirs = torch.nn.LSTMCell(2, 4).double()
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    ours = numeric.LSTM.from_pytorch(*(getattr(theirs, name).detach().numpy() for name in names))
    x = torch.randn(6, 2, dtype=torch.float64)
    a = c = torch.zeros(4, dtype=torch.float64)
    for row in x:
        a, c = theirs(row, (a, c))
    last = numeric.unroll(ours, x.numpy()).last
    assert np.abs(last - np.concatenate([c.detach().numpy(), a.detach().numpy()])).max() < 1e-14
    assert math.isfinite(float(last.sum()))
