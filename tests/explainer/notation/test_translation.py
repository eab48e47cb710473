"""Translated formulas mean the same: evaluated with numbers in both conventions, with z = 1 − Γu and the signs turned."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explainer import notation
from explainer.notation.parser import parse
from explainer.notation.translation import translate
from explainer.notation.tree import Chain, Symbol
from explainer.rendering.mathematics.unicode import to_unicode

COURSE = {
    "Γu": 0.2, "Γr": 0.7, "c": 0.4, "c~": -0.3, "W_uc": 0.9, "W_ux": -1.1, "b_u": -1.5, "W_rc": 0.6, "W_rx": 0.8,
    "W_cc": 1.3, "W_cx": 0.5, "b_c": 0.1, "b_r": 0.25, "x": 0.35, "γ": 0.01, "T": 7.0, "K": 5.0,
}  # fmt: skip
OWN = {"x": 0.35, "γ": 0.01, "T": 7.0, "K": 5.0, "b_r": 0.25, "z": 0.8, "r": 0.7, "h": 0.4, "b_z": 1.5}
TARGETS = {
    "cho": {**OWN, "h~": -0.3, "U_z": -0.9, "W_z": 1.1, "U_r": 0.6, "W_r": 0.8, "U_h": 1.3, "W_h": 0.5, "b_h": 0.1},
    "pytorch": {**OWN, "n": -0.3, "W_hz": -0.9, "W_iz": 1.1, "W_hr": 0.6, "W_ir": 0.8, "W_hn": 1.3, "W_in": 0.5, "b_n": 0.1},
}
ATOMS = some.sampled_from([*COURSE, "(1-Γu)", "2", "0.5"])
FORMULAS = some.recursive(
    ATOMS,
    lambda inner: some.one_of(
        some.tuples(inner, inner).map(lambda pair: f"({pair[0]} + {pair[1]})"),
        some.tuples(inner, inner).map(lambda pair: f"({pair[0]} - {pair[1]})"),
        some.tuples(inner, inner).map(lambda pair: f"{pair[0]} {pair[1]}"),
        some.tuples(inner, inner).map(lambda pair: f"{pair[0]} * {pair[1]}"),
        some.tuples(inner, inner).map(lambda pair: f"({pair[0]})/(3 + ({pair[1]})^2)"),
        inner.map(lambda body: f"(1 - {body})"),
        inner.map(lambda body: f"(-({body}))"),
        inner.map(lambda body: f"({body})^2"),
        inner.map(lambda body: f"tanh({body})"),
        inner.map(lambda body: f"σ({body})"),
        inner.map(lambda body: f"norm({body})"),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", ["cho", "pytorch"])
@given(text=FORMULAS)
def test_a_formula_keeps_its_value(name: str, text: str, evaluation: ModuleType) -> None:
    letters = notation.convention(name).letters["gru"]
    before = evaluation.value(parse(text), COURSE)
    after = evaluation.value(translate(parse(text), letters), TARGETS[name])
    assert after == pytest.approx(before, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["cho", "pytorch"])
@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("Γu = 0.2", True),
        ("Γu < 1", True),
        ("0 < Γu < 1", True),
        ("1 > Γu > 0", True),
        ("Γu ≥ 0", True),
        ("Γu > 1", False),
        ("Γu = 0", False),
        ("b_u = -1.5", True),
        ("b_u < 0", True),
        ("-4 ≤ b_u ≤ 4", True),
        ("-1 ≤ b_u ≤ 4", False),
        ("W_uc ≥ 0.5", True),
        ("b_u = ln(0.2231301601484298)", True),
    ],
)
def test_a_relation_stays_true_or_false(name: str, text: str, true: bool, evaluation: ModuleType) -> None:
    node = translate(parse(text), notation.convention(name).letters["gru"])
    assert isinstance(node, Chain)
    assert evaluation.holds(node, TARGETS[name]) is true


@pytest.mark.parametrize(
    ("course", "cho"),
    [
        ("1-Γu", "z"),
        ("(1-Γu[t])^T", "zₜ^T"),
        ("I - D(1-Γu)", "I − D(z)"),
        ("Γu → 0", "z → 1"),
        ("Γu ≈ 0", "z ≈ 1"),
        ("Γu = 1", "z = 0"),
        ("0 < Γu < 1", "0 < z < 1"),
        ("Γu < 1", "z > 0"),
        ("b_u = -4", "b_z = 4"),
        ("b_u = -ln(T-1)", "b_z = ln(T − 1)"),
        ("Γu(1-Γu)", "(1 − z) z"),
        ("D(Γu)", "D(1 − z)"),
        ("-Γu", "−(1 − z)"),
        ("Γu^2", "(1 − z)²"),
        ("A + D(x) W_uc", "A − D(x) U_z"),
        ("norm(W_uc)", "‖U_z‖"),
        ("W_uc^⊤", "−U_zᵀ"),
        ("W_uc^2", "U_z²"),
        ("dc[T]/db_u", "−dh_T/db_z"),
        ("dΓu/db_u", "dz/db_z"),
        ("c[t]", "hₜ"),
        ("c_0", "h₀"),
        ("c~[t-1]", "h̃ₜ₋₁"),
        ("c'", "h′"),
        ("W_u x", "−[U_z, W_z] x"),
        ("γ ≤ 1", "γ ≤ 1"),
    ],
)
def test_the_writing_of_a_translation(course: str, cho: str) -> None:
    assert to_unicode(notation.Writer("cho").formula(course)) == cho


def test_a_swapped_table_would_be_caught(evaluation: ModuleType) -> None:
    """The planted lie: z written for Γu changes the values."""
    lying = {**notation.convention("cho").letters["gru"], "Γu": "z"}
    text = "Γu * c~ + (1-Γu) * c"
    truth = evaluation.value(parse(text), COURSE)
    assert evaluation.value(translate(parse(text), lying), TARGETS["cho"]) != pytest.approx(truth)


@pytest.mark.parametrize("name", notation.NAMES)
@pytest.mark.parametrize("cell", notation.CELLS)
def test_every_entry_of_a_table_is_a_token_and_a_target(name: str, cell: str) -> None:
    for token, target in notation.convention(name).letters[cell].items():
        node = parse(token)
        assert isinstance(node, Symbol)
        assert node.key == token
        assert parse(target.removeprefix("1-").removeprefix("-"))
