"""The handbook: chapters, contents, references between lessons, and a head that names where one is."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from explainer.notation import Writer
from explainer.records import Answer
from explainer.rendering.typeset.handbook import handbook

_W = Writer("course")


def _number_at_end(line: str) -> int:
    return int(re.findall(r"\d+", line)[-1])


def _chapters(answer: Answer) -> list[tuple[str, list[Answer]]]:
    second = replace(answer, topic="rnn-vanishing", title=_W.words("Why plain networks forget"))
    return [("The GRU", [answer]), ("Plain networks #1", [second])]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_book_is_bound_in_both_themes(answer: Answer, theme: str) -> None:
    assert handbook(_chapters(answer), theme).startswith(b"%PDF")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_contents_and_references_name_the_right_pages(answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(handbook(_chapters(answer), title="The book", subtitle="of tests"))
    run = ["pdftotext", "-layout", "book.pdf", "-"]
    pages = subprocess.run(run, cwd=tmp_path, capture_output=True, check=True).stdout.decode().split("\f")
    assert "The book" in pages[0]
    contents = next(line for line in pages[1].splitlines() if "Why plain networks forget" in line)
    number = _number_at_end(contents)
    assert "Why plain networks forget" in pages[number - 1]
    # The first lesson's related question points to the second lesson; the one that is not in the book is left out.
    reference = next(line for page in pages[2 : number - 1] for line in page.splitlines() if "What then?" in line)
    assert _number_at_end(reference) == number
    assert "Plain networks #1" in pages[number]


def test_an_empty_book_is_a_title_page() -> None:
    assert handbook([]).startswith(b"%PDF")
