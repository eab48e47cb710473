"""Proof: a chain of steps, each judged when it is stated. A proof with a false step can't be built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explainer.records import Check
from explainer.symbolic.check import Claim, judge
from explainer.symbolic.expression import Equation, Expression, Operand, Symbol, expression
from explainer.symbolic.linear import linear

RELATIONS = ("=", "≈", "≤", "≥", "<", ">", "→")


@dataclass(frozen=True)
class JudgedStep:
    """A step in linear notation, with what the judge found. left is "" when it goes on from the step before."""

    rule: str
    relation: str
    left: str
    right: str
    why: str
    claim: str
    key: bool
    check: Check


def _ranges(whole: Mapping[str, tuple[int, int]] | None) -> tuple[tuple[str, int, int], ...]:
    return tuple((name, low, high) for name, (low, high) in (whole or {}).items())


class Proof:
    """A titled chain of steps in one notation.

    given: the equations it starts from; those with a letter alone on the left define that letter for the judge.
    cell: whose letters the words use in `$…$`: "gru", "simplified-gru", "lstm" or "rnn" (notation.Writer's cells).
        Formulas are in the notation's own letters; title, why and claim in the course's tokens for all notations.
    brief: within one step of time, print c for c[t] and c' for c[t-1].
    whole: {"T": (low, high)} where the whole-number letters are drawn, when not from 3 to 6.
    """

    def __init__(
        self,
        title: str,
        notation: str,
        given: Sequence[Equation] = (),
        *,
        cell: str = "gru",
        brief: bool = False,
        whole: Mapping[str, tuple[int, int]] | None = None,
    ) -> None:
        self.title = title
        self.notation = notation
        self.cell = cell
        self.brief = brief
        self.whole = _ranges(whole)
        self.shown: dict[Equation, str] = {}
        self.steps: list[JudgedStep] = []
        self._equations: list[Equation] = []
        self._last: Expression | None = None
        self.let(*given)

    @property
    def given(self) -> list[str]:
        """The given equations as they are printed."""
        return list(self.shown.values())

    def let(self, *equations: Equation, brief: bool | None = None) -> None:
        """More given equations; a letter that was defined before gets its new meaning from here on."""
        for equation in equations:
            others = [old for old in self._equations if old.left != equation.left or equation.relation != "="]
            self._equations = [*others, equation]
            if equation.shown and equation not in self.shown:
                self.shown[equation] = linear(equation, self.brief if brief is None else brief)

    def step(
        self,
        rule: str,
        left: Expression | None,
        relation: str,
        right: Operand,
        why: str,
        *,
        key: bool = False,
        claim: str = "",
        order: tuple[Symbol, int] | None = None,
        coefficient: Operand | None = None,
        limit: tuple[Symbol, str] | None = None,
        where: Sequence[Equation] = (),
        whole: Mapping[str, tuple[int, int]] | None = None,
        brief: bool | None = None,
    ) -> Expression:
        """State a step and have it judged; gives back its right side, to build on.

        left: None to go on from the right side of the step before.
        order: for ≈, the letter and the power of it that the remainder is of: (γ, 2) for O(γ²), (T, -1) for O(1/T).
        coefficient: for ≈, what the remainder divided by that power tends to.
        limit: for →, the letter and where it goes: (γ, "0"), (T, "∞").
        where: conditions under which an inequality or equation is claimed; the points are drawn to meet them.
        whole: ranges of whole-number letters for this step, such as {"T": (1, 1000)}.
        claim: the order or the conditions in words, shown to the reader; required for every relation but =.

        Raises:
            Unproved: when the judge finds a point where the step is false.
            ValueError: when the step doesn't say what the judge needs.
        """
        if relation not in RELATIONS:
            raise ValueError(f"{relation!r} is no relation; use one of {' '.join(RELATIONS)}")
        if relation != "=" and not claim:
            raise ValueError(f"a step with {relation} must say in `claim` what it claims")
        if (relation == "≈") != (order is not None) or (relation == "→") != (limit is not None):
            raise ValueError("≈ goes with `order`, → with `limit`")
        start = self._last if left is None else left
        if start is None:
            raise ValueError("the first step needs a left side")
        end = expression(right)
        small, power = order or (None, 0)
        letter, target = limit or (None, "")
        asked = Claim(
            left=start,
            relation=relation,
            right=end,
            small=small,
            order=power,
            coefficient=None if coefficient is None else expression(coefficient),
            letter=letter,
            target=target,
            where=tuple(where),
            whole=_ranges(whole) or self.whole,
        )
        check = judge(asked, tuple(self._equations))
        short = self.brief if brief is None else brief
        shown = "" if left is None else linear(left, short)
        self.steps.append(JudgedStep(rule, relation, shown, linear(end, short), why, claim, key, check))
        self._last = end
        return end

    def chain(self, *others: Proof) -> Proof:
        """This proof with the steps of others after it; of their given equations, those for letters not given yet."""
        for other in others:
            known = {equation.left for equation in self.shown}
            self.shown.update({new: text for new, text in other.shown.items() if new.left not in known})
            self.steps.extend(other.steps)
            self._last = other._last
        return self

    def record(self) -> dict[str, Any]:
        """The proof as plain data, as the generated file holds it."""
        return {
            "title": self.title,
            "cell": self.cell,
            "given": self.given,
            "steps": [
                {
                    "rule": step.rule,
                    "relation": step.relation,
                    "left": step.left or None,
                    "right": step.right,
                    "why": step.why,
                    "claim": step.claim,
                    "key": step.key,
                    "check": {
                        "symbolic": step.check.symbolic,
                        "points": step.check.points,
                        "max_error": step.check.max_error,
                    },
                }
                for step in self.steps
            ],
        }
