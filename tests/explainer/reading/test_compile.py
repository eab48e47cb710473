"""The stored index is the one that these phrasings make."""

from __future__ import annotations

from explainer.reading import stored, stored_concepts
from explainer.reading.compile import compile_index
from explainer.reading.lexicon import Lexicon, labelled_phrasings
from explainer.reading.vocabulary import Concepts, concepts_text


def test_the_stored_index_is_up_to_date(entries):
    index, name = compile_index(entries)
    kept = stored.load(name)
    assert kept is not None, "run: python -m explainer.reading.compile"
    assert kept == index


def test_what_is_stored_comes_back(entries, tmp_path):
    index, name = compile_index(entries[:3])
    stored.save(index, name, tmp_path / "index.json")
    assert stored.load(name, tmp_path / "index.json") == index
    assert stored.load("another", tmp_path / "index.json") is None
    assert stored.load(name, tmp_path / "none.json") is None


def test_an_index_of_other_phrasings_is_not_used(entries):
    fewer = entries[:5]
    lexicon = Lexicon.from_asks(fewer)
    assert len(lexicon.index.labels) == len(labelled_phrasings(fewer)) != len(Lexicon.from_asks(entries).index.labels)


def test_the_order_of_topics_does_not_matter(entries):
    assert Lexicon.from_asks(entries[::-1]).index.labels == Lexicon.from_asks(entries).index.labels


def test_the_stored_concepts_are_up_to_date(tmp_path):
    text = concepts_text()
    kept = stored_concepts.load(text)
    assert kept is not None, "run: python -m explainer.reading.compile"
    assert kept == Concepts.parse(text)
    assert stored_concepts.load(text.replace("gru", "gur", 1)) is None
    assert stored_concepts.load(text, tmp_path / "none.json") is None
