"""Formulas that between them use every kind of part."""

from __future__ import annotations

import pytest

from explainer.notation import NAMES, Writer
from explainer.records import Mathematics

LINES = (
    "dc[T]/dc[0] ≈ (1-γ)^T",
    "0 < Γu[t] ≤ 1e-6",
    "D(1-Γu) + D((c~-c')*Γu*(1-Γu)) W_uc^⊤ - x",
    "K = 2‖W_uc‖ + norm(W_cc) (1 + norm(W_rc)/4)",
    "prod(t=s+1, T) (1-Γu[t]) \"for every\" s ∈ S, |x| ≥ 0",
    "sum(s=1, T) w_s = 1 - ∏(t=1, T) z[t]",
    "lim(γ→0) (J - I)/γ = M - I, max_t Γu[t] ± 1.5e-7",
    "[[0.9, 5], [-1, 0.9]] → hat(y)[t]^2 · bar(x) × dot(q)",
    "sqrt(1 + x^2) e^(-γT/2) a/(b c)/d … J[1] ≪ ∞",
    "c_i[t], c'^2, σ'(x) ≠ 5%, {a; b}, ln 2/γ, tanh x",
)


@pytest.fixture(params=[(name, line) for name in NAMES for line in LINES], ids=lambda param: f"{param[0]}: {param[1]}")
def formula(request: pytest.FixtureRequest) -> Mathematics:
    name, line = request.param
    return Writer(name).formula(line)
