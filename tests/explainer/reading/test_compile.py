"""The compiled index is the one that these phrasings make."""

from __future__ import annotations

from explainer.reading.compile import compile_index
from explainer.reading.lexicon import COMPILED, Lexicon, labelled_phrasings
from explainer.reading.match import Index


def test_the_compiled_index_is_up_to_date(entries):
    index, name = compile_index(entries)
    stored = Index.load(COMPILED, name)
    assert stored is not None, "run: python -m explainer.reading.compile"
    assert stored.labels == index.labels
    assert stored.rarity == index.rarity
    assert stored.leaning == index.leaning
    assert {feature: list(map(list, pair)) for feature, pair in index.postings.items()} == {
        f: list(map(list, p)) for f, p in stored.postings.items()
    }


def test_an_index_of_other_phrasings_is_not_used(entries):
    fewer = entries[:5]
    lexicon = Lexicon.from_asks(fewer)
    assert len(lexicon.index.labels) == len(labelled_phrasings(fewer)) != len(Lexicon.from_asks(entries).index.labels)


def test_the_order_of_topics_does_not_matter(entries):
    assert Lexicon.from_asks(entries[::-1]).index.labels == Lexicon.from_asks(entries).index.labels
