"""The phrasings: enough of them, our own, and well formed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz

import explainer
from explainer.reading.lexicon import OTHER, labelled_phrasings, other_subjects
from explainer.reading.vocabulary import concepts

SAMPLE = Path(__file__).parents[4] / "shared" / "questions-sample.jsonl"
FILES = sorted((Path(explainer.__file__).parent / "catalogue").glob("*/*.asks.txt"))
PSEUDO = {"yes-no"}


def test_every_topic_is_asked_in_many_ways(entries):
    assert len(entries) == 43
    for entry in entries:
        assert sum(map(len, entry.phrasings.values())) >= 30, entry.slug
        assert all(lines for facet, lines in entry.phrasings.items() if facet), entry.slug


def test_no_phrasing_stands_twice(entries):
    counts = Counter(line.lower() for _, _, line in labelled_phrasings(entries))
    assert [line for line, count in counts.items() if count > 1] == []


def test_what_a_phrasing_names_exists(entries):
    slugs = {entry.slug for entry in entries}
    for entry in entries:
        for line, others in entry.also.items():
            assert slugs.issuperset(others), line


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of real questions is not on this machine")
def test_no_phrasing_is_taken_from_the_sample(entries):
    sample = [json.loads(line)["text"].lower() for line in SAMPLE.read_text("utf-8").splitlines()]
    for slug, _, line in labelled_phrasings(entries):
        if slug != OTHER or len(line) > 15:
            nearest = max(fuzz.ratio(line.lower(), text) for text in sample)
            assert nearest < 83, line


def test_other_subjects_are_many():
    assert len(other_subjects()) > 300


def test_files_hold_nothing_else():
    for path in FILES:
        for line in path.read_text("utf-8").splitlines():
            assert line == line.strip(), path
            assert len(line) < 220, line


def test_signs_name_known_concepts(entries):
    known = _known_concepts()
    unknown = {
        name
        for entry in entries
        for group in entry.signs.values()
        for sign in group
        for name in (*sign.present, *sign.absent)
    } - known
    assert {name for name in unknown if not name.startswith("#")} == set()


def _known_concepts() -> set[str]:
    return {name for group in concepts().by_first.values() for _, names in group for name in names} | PSEUDO
