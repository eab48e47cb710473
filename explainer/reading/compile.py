"""Compiling: index every phrasing beforehand, so that a cold start reads a file instead of taking all phrasings apart.

    python -m explainer.reading.compile

writes index.json and concepts.json beside this file. A test fails when one is out of date; one that does not fit is never
used.
"""

from __future__ import annotations

from collections.abc import Sequence

from explainer.reading import stored, stored_concepts
from explainer.reading.lexicon import Entry, build_index, labelled_phrasings
from explainer.reading.match import Index
from explainer.reading.vocabulary import Concepts, concepts_text


def compile_index(entries: Sequence[Entry]) -> tuple[Index, str]:
    """The index over these topics' phrasings, and the name of the phrasings that it was made from."""
    labelled = labelled_phrasings(entries)
    return build_index(labelled), stored.fingerprint(labelled)


def main() -> None:
    """Compile the concepts and the catalogue's phrasings, found by their files: reading never imports the catalogue."""
    stored_concepts.save(Concepts.parse(concepts_text()), concepts_text())
    folder = stored.PATH.parent.parent / "catalogue"
    files = sorted(folder.glob("*/*.asks.txt"), key=lambda path: path.name)
    entries = [Entry.parse(path.name.removesuffix(".asks.txt"), "", path.read_text("utf-8")) for path in files]
    index, name = compile_index(entries)
    stored.save(index, name)


if __name__ == "__main__":
    main()
