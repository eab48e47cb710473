"""What the reading's tests share: a lexicon over every asks file, whether its topic is written yet or not."""

from __future__ import annotations

from pathlib import Path

import pytest

import explainer
from explainer.reading import Entry, Lexicon

FOLDER = Path(explainer.__file__).parent / "catalogue"


def asks_files() -> list[Path]:
    return sorted(FOLDER.glob("*/*.asks.txt"), key=lambda path: path.name)


@pytest.fixture(scope="session")
def entries() -> tuple[Entry, ...]:
    return tuple(
        Entry.parse(path.name.removesuffix(".asks.txt"), f"The question of {path.name}?", path.read_text("utf-8"))
        for path in asks_files()
    )


@pytest.fixture(scope="session")
def lexicon(entries) -> Lexicon:
    return Lexicon.from_asks(entries)
