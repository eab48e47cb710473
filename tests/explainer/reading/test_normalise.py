"""Every spelling of a symbol becomes the same word."""

# ruff: noqa: RUF001 - look-alike characters are what is tested

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.reading.normalise import LIMIT, normalise


@pytest.mark.parametrize(
    "spelling",
    [
        "Γu",
        "Γᵤ",
        "Γ_u",
        "\\Gamma_u",
        "$\\Gamma_{u}$",
        "gamma_u",
        "Gamma_u",
        "gamma u",
        "γ_u",
        "𝚪ᵤ",
        "Gamma-u",
        "Гu",
        "gamma_update",
        "**Γu**",
        "`Γu`",
    ],
)
def test_the_update_gate_in_all_its_spellings(spelling):
    assert normalise(f"why is {spelling} small") == "why is gammau small"


@pytest.mark.parametrize(
    "spelling", ["c<t-1>", "c⟨t−1⟩", "c^{<t-1>}", "C^{t-1}", "c_{t-1}", "c_t-1", "c^<t-1>", "ct-1", "c(t-1)", "𝑐_{t−1}"]
)
def test_the_previous_memory(spelling):
    assert normalise(f"the {spelling} here") == "the cprev here"


@pytest.mark.parametrize("spelling", ["c̃", "c~", "\\tilde{c}", "\\tilde c", "c tilde", "h~_t", "hh", "c\u0303<t>"])
def test_the_candidate(spelling):
    assert normalise(f"the {spelling} here") == "the candidate here"


@pytest.mark.parametrize(
    "spelling",
    ["dc_t/dc_{t-1}", "∂c_t/∂c_{t-1}", "\\frac{\\partial c_t}{\\partial c_{t-1}}", "dc<t>/dc<t-1>", "dh_t/dh_{t-1}"],
)
def test_the_jacobian_of_a_step(spelling):
    assert normalise(f"is {spelling} small") == "is statejacobian small"


@pytest.mark.parametrize("spelling", ["dc_T/dc_0", "∂h_T/∂h_1", "dh_t/dh_0"])
def test_a_derivative_over_many_steps_is_something_else(spelling):
    assert normalise(f"is {spelling} small") == "is longjacobian small"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("ｗｈｙ ＧＲＵ", "why gru"),
        ("w̶̢͝h̷̛̰y̸̤͠", "why"),
        ("wh\u200by\u202e gru", "why gru"),
        ("10⁻⁶", "10^-6"),
        ("<@123456> hi <:cat:987> <#42>", "hi"),
        ("```python\nx = 1\n```", "x = 1"),
        ("1_000_000 and 1'000 and 1.000.000", "1000000 and 1000 and 1000000"),
        ("z_t and u_t", "zgate and ugate"),
        ("it is what it is", "it is what it is"),
        ("what gamma i need", "what gamma i need"),
        ("γ ≈ 0 → ∞", "gamma ~= 0 -> inf"),
        ("2**10", "2^10"),
    ],
)
def test_markup_and_invisible_signs(typed, line):
    assert normalise(typed) == line


@given(st.text(max_size=300))
def test_nothing_raises_and_lines_are_plain(text):
    line = normalise(text)
    assert line == line.strip()
    assert line == line.lower()
    assert "\n" not in line


@pytest.mark.parametrize(
    "piece",
    ["c<t-1>", "gamma_", "((((", "\\frac{", "d c", "a" * 9, "1,", "_^{<", "****", "∂", "﷽", "`", "<@", "9", "- "],
)
def test_no_text_hangs(piece):
    text = (piece * LIMIT)[:LIMIT]
    # How long it takes is the benchmark's to say; a pattern that backtracks would not come back at all.
    assert normalise(text) == normalise(text)
