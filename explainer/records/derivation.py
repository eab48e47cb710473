"""A derivation: a chain of small steps, each with its reason and with what the judge found when it checked it."""

from __future__ import annotations

from explainer.records.mathematics import Mathematics, Words
from explainer.records.record import record


@record
class Check:
    """What the judge found. A step without one can't be in a Derivation.

    symbolic: the difference of the two sides was also shown to be zero by algebra (vectors in two components, and where
        a sum or product over time has to be written out, at T = 3).
    points: how many seeded random points were tried, at 50 digits.
    max_error: the largest relative difference met there (for ≈, of the claimed order's leading coefficient; for ≤, 0.0
        when no point violates the inequality).
    """

    symbolic: bool
    points: int
    max_error: float


@record
class Step:
    """left `relation` right, by `rule`, because `why`.

    relation: "=", "≈", "≤", "≥" or "→". For "≈" `claim` states the order, for "≤", "≥" and "→" the conditions.
    left: None when the step goes on from the right side of the step before it.
    key: one of the few steps that carry the argument (the typeset picture and the short depth show these).
    """

    rule: str
    relation: str
    left: Mathematics | None
    right: Mathematics
    why: Words
    check: Check
    claim: Words = ()
    key: bool = False


@record
class Derivation:
    """A titled chain of judged steps in one notation. `given` states the equations that it starts from."""

    title: Words
    notation: str
    given: tuple[Mathematics, ...]
    steps: tuple[Step, ...]

    @property
    def verified(self) -> int:
        """How many steps the judge has passed: symbolically, or at one or more points."""
        return sum(step.check.symbolic or step.check.points > 0 for step in self.steps)
