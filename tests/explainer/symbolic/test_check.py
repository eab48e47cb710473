"""The judge: true steps pass, and planted lies are caught, each with the point where it fails."""

import pytest

from explainer.symbolic import Equation, Proof, Unproved, cells, define, scalar
from explainer.symbolic.expression import Expression, matrix, vector
from explainer.symbolic.vocabulary import (
    D,
    T,
    absolute,
    d,
    exp,
    identity,
    ln,
    norm,
    prod_over,
    s,
    sum_over,
    t,
    tanh,
    transpose,
    σ,
)

γ, x = scalar("γ", 0, 1), scalar("x")


def state(left: Expression, relation: str, right: Expression | int, **more: object) -> Proof:
    """A proof of one step."""
    proof = Proof("one step", "course")
    claim = "" if relation == "=" else "as claimed"
    proof.step("rule", left, relation, right, "because", claim=claim, **more)  # type: ignore[arg-type]
    return proof


# ---- the Jacobian of one step, in the three notations: each lie is a mistake that people make


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
class TestOneStep:
    def refuse(self, cell: cells.GRU, right: Expression) -> None:
        proof = Proof("Jacobian", cell.notation, cell.equations)
        with pytest.raises(Unproved, match="differ") as caught:
            proof.step("put together", d(cell.c[t], cell.c[t - 1]), "=", right, "")
        assert "n = " in caught.value.point
        assert "left" in caught.value.point
        assert not proof.steps

    def test_the_truth_passes_symbolically_and_at_points(self, notation: str) -> None:
        cell = cells.gru(notation)
        proof = Proof("Jacobian", notation, cell.equations)
        proof.step("put together", d(cell.c[t], cell.c[t - 1]), "=", cell.jacobian, "")
        check = proof.steps[0].check
        assert check.symbolic
        assert check.points > 0
        assert check.max_error <= 1e-45

    def test_a_wrong_sign(self, notation: str) -> None:
        cell = cells.gru(notation)
        self.refuse(cell, cell.carry_path - cell.gate_path + cell.candidate_path + cell.reset_path)

    def test_a_missing_path(self, notation: str) -> None:
        cell = cells.gru(notation)
        self.refuse(cell, cell.carry_path + cell.gate_path + cell.candidate_path)
        self.refuse(cell, cell.carry_path + cell.candidate_path + cell.reset_path)

    def test_a_dropped_factor(self, notation: str) -> None:
        cell = cells.gru(notation)
        candidate = D(cell.slope) @ cell.direct  # without Γu
        self.refuse(cell, cell.carry_path + cell.gate_path + candidate + cell.reset_path)

    def test_swapped_gates(self, notation: str) -> None:
        cell = cells.gru(notation)
        self.refuse(cell, D(cell.write()) + cell.gate_path + cell.candidate_path + cell.reset_path)

    def test_a_product_in_the_wrong_order(self, notation: str) -> None:
        cell = cells.gru(notation)
        assert cell.reset is not None
        other = D(cell.reset[t]) @ cell.W_c if cell.course else cell.W_c @ D(cell.reset[t])
        if notation == "cho":
            other = D(cell.reset[t]) @ cell.W_c
        wrong = D(cell.write() * cell.slope) @ other
        self.refuse(cell, cell.carry_path + cell.gate_path + wrong + cell.reset_path)

    def test_a_transposed_matrix(self, notation: str) -> None:
        cell = cells.gru(notation)
        wrong = D(cell.gap * cell.gate[t] * (1 - cell.gate[t])) @ transpose(cell.W_u)
        self.refuse(cell, cell.carry_path + wrong + cell.candidate_path + cell.reset_path)

    def test_the_product_of_the_gates_instead_of_what_they_keep(self, notation: str) -> None:
        cell = cells.gru(notation)
        proof = Proof("product", notation, [cell.equations[-1]])
        proof.step("true", d(cell.c[T], cell.c[0]), "=", D(prod_over(t, 1, T, cell.keep())), "")
        with pytest.raises(Unproved):
            proof.step("false", d(cell.c[T], cell.c[0]), "=", D(prod_over(t, 1, T, cell.write())), "")


def test_the_reset_of_one_notation_is_not_that_of_another() -> None:
    course, pytorch = cells.gru("course"), cells.gru("pytorch")
    proof = Proof("", "pytorch", pytorch.equations)
    assert pytorch.reset is not None
    wrong = D(pytorch.slope) @ pytorch.W_c @ D(pytorch.reset[t])
    with pytest.raises(Unproved):
        proof.step("", d(pytorch.candidate[t], pytorch.c[t - 1]) - D(pytorch.slope) @ pytorch.through_reset, "=", wrong, "")
    assert course.q is None


# ---- ≈ by its order


def test_an_order_is_judged_as_claimed() -> None:
    state(ln(1 - γ), "≈", -γ, order=(γ, 2))
    state(ln(1 - γ), "≈", -γ, order=(γ, 2), coefficient=-(scalar("x") ** 0) / 2)
    with pytest.raises(Unproved, match="not of order"):
        state(ln(1 - γ), "≈", -γ, order=(γ, 3))
    with pytest.raises(Unproved, match="smaller order"):
        state(ln(1 - γ), "≈", -γ, order=(γ, 1))
    with pytest.raises(Unproved, match="coefficient"):
        state(ln(1 - γ), "≈", -γ, order=(γ, 2), coefficient=1)


def test_an_approximation_without_its_main_term_is_refused() -> None:
    with pytest.raises(Unproved, match="not of order"):
        state((1 - γ) ** T, "≈", 1 - γ, order=(γ, 2))


def test_an_order_in_a_growing_letter() -> None:
    state(1 - exp(-(1 / T)), "≈", 1 / T, order=(T, -2))
    with pytest.raises(Unproved, match="not of order"):
        state(1 - exp(-(1 / T)), "≈", 1 / T, order=(T, -3))


def test_an_exact_equation_is_no_approximation() -> None:
    with pytest.raises(Unproved, match="smaller order"):
        state((1 - γ) ** 2, "≈", 1 - 2 * γ + γ**2, order=(γ, 2))


# ---- inequalities, corners included


def test_inequalities() -> None:
    state(σ(x) * (1 - σ(x)), "≤", scalar("q") ** 0 / 4)
    state(absolute(tanh(x)), "≤", 1)
    with pytest.raises(Unproved, match="false"):
        state(σ(x) * (1 - σ(x)), "≤", scalar("q") ** 0 / 5)
    with pytest.raises(Unproved, match="false"):
        state(tanh(x), "≥", x)


def test_a_bound_that_fails_only_near_the_edge_of_a_domain() -> None:
    with pytest.raises(Unproved, match="false"):
        state(γ, "≤", scalar("q") ** 0 * 99999 / 100000)
    with pytest.raises(Unproved, match="false"):
        state(γ, "≥", scalar("q") ** 0 / 100000)


def test_a_bound_that_fails_only_for_large_weights() -> None:
    W, v = matrix("W"), vector("v")
    state(norm(W @ v), "≤", norm(W) * norm(v))
    with pytest.raises(Unproved, match="false"):
        state(norm(W @ v), "≤", 3 * norm(v))


def test_strict_inequalities_refuse_equality() -> None:
    state(σ(x), "<", 1)
    with pytest.raises(Unproved):
        state(x, "<", x)
    state(x, "≤", x)


def test_conditions_are_met_by_the_points() -> None:
    y = scalar("y")
    state(x, "≤", y, where=[Equation(x, y, "≤")])
    with pytest.raises(Unproved, match="never met"):
        state(x, "≤", y, where=[Equation(x**2, y - y - 1, "≤")])


# ---- limits


def test_limits() -> None:
    state((1 - 1 / T) ** T, "→", exp(scalar("q") ** 0 * -1), limit=(T, "∞"))
    state(σ(x), "→", 0, limit=(x, "-∞"))
    with pytest.raises(Unproved, match="away from the limit"):
        state((1 - 1 / T) ** T, "→", scalar("q") ** 0 * 37 / 100, limit=(T, "∞"))
    with pytest.raises(Unproved, match="away from the limit"):
        state(σ(x), "→", 0, limit=(x, "∞"))


def test_the_gru_tends_to_the_identity_and_the_plain_network_does_not() -> None:
    cell, plain = cells.gru("course"), cells.rnn("course")
    Proof("", "course", cell.equations).step(
        "", d(cell.c[t], cell.c[t - 1]), "→", identity(cell.c), "", claim="c", limit=(cell.b_u, "-∞")
    )
    with pytest.raises(Unproved):
        Proof("", "course", plain.equations).step(
            "", d(plain.a[t], plain.a[t - 1]), "→", identity(plain.a), "", claim="c", limit=(plain.b, "-∞")
        )


# ---- sums over time


def test_weights_that_do_not_add_up() -> None:
    weight = γ * (1 - γ) ** (T - s)
    state(sum_over(s, 1, T, weight), "=", 1 - (1 - γ) ** T)
    with pytest.raises(Unproved):
        state(sum_over(s, 1, T, weight), "=", scalar("q") ** 0)
    with pytest.raises(Unproved):
        state(sum_over(s, 2, T, weight), "=", 1 - (1 - γ) ** T)


# ---- what a check says


def test_the_same_step_gives_the_same_check() -> None:
    first, second = state(ln(1 - γ), "≈", -γ, order=(γ, 2)), state(ln(1 - γ), "≈", -γ, order=(γ, 2))
    assert first.steps == second.steps


def test_a_step_that_algebra_can_not_show_says_so() -> None:
    check = state(2 * σ(2 * x) - 1, "=", tanh(x)).steps[0].check
    assert not check.symbolic
    assert check.points > 0


def test_sides_of_different_shape_are_refused() -> None:
    with pytest.raises(Unproved, match="shapes"):
        state(vector("v"), "=", matrix("W"))


def test_a_definition_may_not_hide_a_lie() -> None:
    """A letter for the right side helps nobody: it is evaluated by its definition."""
    J = matrix("J")
    cell = cells.rnn("course")
    proof = Proof("", "course", [*cell.equations, define(J[t], cell.W)])
    with pytest.raises(Unproved):
        proof.step("", d(cell.a[t], cell.a[t - 1]), "=", J[t], "")


def test_a_refusal_names_the_point() -> None:
    with pytest.raises(Unproved) as caught:
        state(x * γ, "=", x + γ)
    assert "x = " in caught.value.point
    assert "γ = 0." in caught.value.point
    assert "left" in caught.value.point
