"""The contract of every format: every kind of block, hostile text, the same bytes again, and what is unknown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from explainer import rendering
from explainer.records import Answer, Unclear
from explainer.rendering import FORMATS, NAMES

HERE = Path(__file__).parent
TEXTUAL = [entry.name for entry in FORMATS if not entry.binary]


def _text(what: Answer | Unclear, name: str) -> str:
    shown = rendering.render(what, name)
    assert isinstance(shown, str)
    return shown


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_every_block_shows_in_every_format(entry: rendering.Format, notation: str, samples: ModuleType) -> None:
    shown = rendering.render(samples.answer(notation), entry.name)
    assert isinstance(shown, bytes if entry.binary else str)
    assert len(shown) > 1000


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
@pytest.mark.parametrize("kind", ["choose", "other-subject", "conversation", "invalid"])
def test_an_unclear_shows_in_every_format(entry: rendering.Format, kind: str, samples: ModuleType) -> None:
    shown = rendering.render(samples.unclear(kind), entry.name)
    assert shown
    if entry.name in TEXTUAL and entry.name != "svg":
        assert "This may mean one of these questions." in shown
        assert ("How long does the memory last?" in shown) is (kind in ("choose", "other-subject"))


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
def test_hostile_text_breaks_no_format(entry: rendering.Format, samples: ModuleType) -> None:
    for what in (samples.answer(hostile=True), samples.unclear(hostile=True)):
        shown = rendering.render(what, entry.name)
        assert shown
        if isinstance(shown, str):
            for hidden in ("\u202e", "\u200b", "\x1b", "\x07"):
                assert hidden not in shown


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
def test_the_same_answer_gives_the_same_bytes(entry: rendering.Format, samples: ModuleType) -> None:
    assert rendering.render(samples.answer(), entry.name) == rendering.render(samples.answer(), entry.name)


def test_the_bytes_do_not_hang_on_the_hash_seed() -> None:
    program = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "import samples; from explainer import rendering\n"
        "for name in ('text', 'markdown', 'html', 'json', 'jsonl'):\n"
        "    print(hashlib.sha256(rendering.render(samples.answer(), name).encode()).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, str(HERE)],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(seen) == 1


def test_a_text_answer_loads_neither_typesetter_nor_colours() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import samples; from explainer import rendering\n"
        "rendering.render(samples.answer(), 'text')\n"
        "print([m for m in ('typst', 'rich', 'sympy', 'html', 'explainer.rendering.html') if m in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", program, str(HERE)], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[]"


def test_what_is_unknown_is_said_with_what_is_known(samples: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"docx.*text, markdown, html, json, jsonl"):
        rendering.render(samples.answer(), "docx")
    with pytest.raises(ValueError, match="light and dark"):
        rendering.render(samples.answer(), "text", theme="sepia")
    with pytest.raises(ValueError, match="40 columns"):
        rendering.render(samples.answer(), "text", width=20)
    with pytest.raises(ValueError, match=r"\.docx.*\.pdf"):
        rendering.find_by_suffix(".docx")
    assert rendering.find_by_suffix(".HTML").name == "html"


def test_no_two_formats_share_a_name_or_a_suffix() -> None:
    suffixes = [suffix for entry in FORMATS for suffix in entry.suffixes]
    assert len(set(NAMES)) == len(NAMES)
    assert len(set(suffixes)) == len(suffixes)
