"""What every topic of the catalogue must do: answer each facet by its own first sentence, in every notation and level."""

from __future__ import annotations

from itertools import product

import pytest

import explainer
from explainer import catalogue
from explainer.engine import LEVELS, NOTATIONS

SLUGS = [slug for slug in catalogue.SLUGS if slug != "learn-demo"]  # it trains networks; its own test runs it


@pytest.mark.parametrize("slug", SLUGS)
def test_every_facet_has_its_own_first_sentence(slug: str) -> None:
    topic = catalogue.topic(slug)
    answers = [
        explainer.explain(slug, facet=name, depth="short") for name in ("", *(each.name for each in topic.facets))
    ]
    assert len({answer.headline for answer in answers}) == len(answers)
    assert len({tuple(answer.values.items()) for answer in answers}) == 1, "the facts are the same on every side"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_notation_and_level_answers_with_judged_steps(slug: str) -> None:
    for notation, level in product(NOTATIONS, LEVELS):
        answer = explainer.explain(slug, notation=notation, level=level)
        assert answer.checks.verified == answer.checks.steps, (notation, level)
        assert explainer.render(answer, "text")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_question_has_the_same_answer(slug: str) -> None:
    assert explainer.render(explainer.explain(slug), "json") == explainer.render(explainer.explain(slug), "json")
