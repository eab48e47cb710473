"""The writer's door, and that the cells of the three conventions are what they claim, evaluated with numbers."""

from __future__ import annotations

import math
from types import ModuleType

import pytest

from explainer import notation
from explainer.notation.parser import parse
from explainer.notation.tree import Chain, Symbol
from explainer.records.mathematics import Letter, Script


def test_unknown_names_say_which_are_known() -> None:
    with pytest.raises(LookupError, match="course, cho, pytorch"):
        notation.Writer("keras")
    with pytest.raises(LookupError, match="simplified-gru"):
        notation.Writer("course", "mgu")
    with pytest.raises(LookupError, match="lstm"):
        notation.Writer("course").cell("mgu")


def test_words_alternate_with_formulas() -> None:
    words = notation.Writer("course").words("A factor $Γu$ costs $$5.")
    assert words == ("A factor ", Script(Letter("Γ"), Letter("u")), " costs $5.")
    assert notation.Writer("course").words("") == ()
    assert notation.Writer("course").words("plain") == ("plain",)
    with pytest.raises(ValueError, match="not closed"):
        notation.Writer("course").words("half $x")
    with pytest.raises(ValueError, match="position 0"):
        notation.Writer("course").words("bad $gamma$ here")


def test_verbatim_leaves_the_letters_alone() -> None:
    w = notation.Writer("cho")
    assert w.verbatim("W_r") == Script(Letter("W"), Letter("r"))
    assert w.formula("W_r") != w.verbatim("W_r")


def test_the_same_letter_means_another_thing_in_another_cell() -> None:
    gru, lstm, rnn = (notation.Writer("cho", cell) for cell in ("gru", "lstm", "rnn"))
    assert gru.formula("c") == Letter("h")
    assert lstm.formula("c") == Letter("c")
    assert lstm.formula("a") == rnn.formula("a") == Letter("h")
    assert gru.formula("a") == Letter("a")
    assert gru.for_cell("lstm").formula("Γf") == Letter("f")


@pytest.mark.parametrize("name", notation.NAMES)
@pytest.mark.parametrize("cell", notation.CELLS)
def test_every_convention_has_every_cell_and_a_statement(name: str, cell: str) -> None:
    w = notation.Writer(name)
    assert w.cell(cell)
    assert any(isinstance(part, str) and len(part) > 10 for part in w.statement(cell))


def _run(evaluation: ModuleType, name: str, cell: str, letters: dict[str, float]) -> dict[str, float]:
    """Evaluates the equations of a cell one after the other for one unit; the state before has the key "name'"."""
    known = dict(letters)
    for line in notation.convention(name).cells[cell]:
        chain = parse(line)
        assert isinstance(chain, Chain)
        target, right = chain.sides
        assert isinstance(target, Symbol)
        assert right is not None
        known[target.key] = evaluation.value(_before(right), known)
    return known


def _before(node: object) -> object:
    """The formula with every letter at t−1 renamed to a primed key, and [U V][h, x] written out as a sum."""
    if isinstance(node, Symbol):
        if node.time is not None and node.time != Symbol("t"):
            return Symbol(f"{node.key}'")
        return node
    if not isinstance(node, tuple):
        return node
    parts = [_before(part) for part in node]
    return type(node)(*parts) if hasattr(node, "_fields") else tuple(parts)


WEIGHTS = {"uc": 0.9, "ux": -1.1, "rc": 0.6, "rx": 0.8, "cc": 1.3, "cx": 0.5}
BIASES = {"u": -1.5, "r": 0.25, "c": 0.1}


def _sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _course_gru(state: float, x: float, *, reset: bool) -> float:
    """The course's equations for one unit, written down independently of the tables."""
    update = _sigma(WEIGHTS["uc"] * state + WEIGHTS["ux"] * x + BIASES["u"])
    relevance = _sigma(WEIGHTS["rc"] * state + WEIGHTS["rx"] * x + BIASES["r"]) if reset else 1.0
    candidate = math.tanh(WEIGHTS["cc"] * relevance * state + WEIGHTS["cx"] * x + BIASES["c"])
    return update * candidate + (1 - update) * state


@pytest.mark.parametrize("cell", ["gru", "simplified-gru"])
def test_chos_cell_is_the_courses_with_the_signs_turned(cell: str, evaluation: ModuleType) -> None:
    letters = {
        "U_z": -WEIGHTS["uc"], "W_z": -WEIGHTS["ux"], "b_z": -BIASES["u"], "U_r": WEIGHTS["rc"], "W_r": WEIGHTS["rx"],
        "b_r": BIASES["r"], "U_h": WEIGHTS["cc"], "W_h": WEIGHTS["cx"], "b_h": BIASES["c"], "x": 0.35, "h'": 0.4,
    }  # fmt: skip
    found = _run(evaluation, "cho", cell, letters)["h"]
    assert found == pytest.approx(_course_gru(0.4, 0.35, reset=cell == "gru"), rel=1e-12)


def test_pytorchs_cell_resets_after_the_product(evaluation: ModuleType) -> None:
    letters = {
        "W_hz": -WEIGHTS["uc"], "W_iz": -WEIGHTS["ux"], "b_iz": -BIASES["u"], "b_hz": 0.0, "W_hr": WEIGHTS["rc"],
        "W_ir": WEIGHTS["rx"], "b_ir": BIASES["r"], "b_hr": 0.0, "W_hn": WEIGHTS["cc"], "W_in": WEIGHTS["cx"],
        "b_in": BIASES["c"], "b_hn": 0.0, "x": 0.35, "h'": 0.4,
    }  # fmt: skip
    # One unit and no b_hn: the product commutes with the reset, so the cells agree …
    assert _run(evaluation, "pytorch", "gru", letters)["h"] == pytest.approx(_course_gru(0.4, 0.35, reset=True), rel=1e-12)
    # … and with b_hn inside the reset they don't.
    moved = _run(evaluation, "pytorch", "gru", {**letters, "b_in": 0.0, "b_hn": BIASES["c"]})["h"]
    assert moved != pytest.approx(_course_gru(0.4, 0.35, reset=True), rel=1e-3)


def test_the_stated_facts_agree_with_the_tables() -> None:
    for entry in notation.CONVENTIONS:
        negated = entry.letters["gru"].get("b_u", "b_u").startswith("-")
        assert entry.bias_sign == (-1 if negated else 1)
        complemented = entry.letters["gru"].get("Γu", "Γu").startswith("1-")
        assert entry.remembers.endswith("1" if complemented else "0")
        assert any(entry.elementwise == sign for sign in "∗⊙")
    assert notation.convention("pytorch").reset_enters == "after"
