"""Whole answers: every kind of block in every format and theme, the same bytes each time, hostile text as text."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from explainer.records import Answer, Suggestion, Unclear
from explainer.rendering import FORMATS, render
from explainer.rendering.typeset import document, lesson

_SIGNATURES = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF-1.7"}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("format", _SIGNATURES)
def test_every_block_is_set_in_every_format(answer: Answer, format: str, theme: str) -> None:  # noqa: A002
    made = document(answer, format, theme)
    assert made.startswith(_SIGNATURES[format])
    assert document(answer, format, theme) == made
    assert render(answer, format, theme=theme) in (made, made.decode("utf-8", "replace"))


@pytest.mark.parametrize("format", _SIGNATURES)
def test_what_was_not_understood_is_set_too(format: str) -> None:  # noqa: A002
    for suggestions in ((), (Suggestion("Why?", "gru-gradient"),)):
        made = document(Unclear('#read("x")', "choose", "Which do you mean?", suggestions), format)
        assert made.startswith(_SIGNATURES[format])


def test_each_block_alone_can_be_set(answer: Answer) -> None:
    for block in answer.blocks:
        assert document(replace(answer, blocks=(block,)), "pdf").startswith(b"%PDF")
    assert document(replace(answer, blocks=(), question="", followups=(), sources=(), remarks=()), "svg")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_pdf_says_what_the_reader_typed_letter_by_letter(answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(document(answer, "pdf"))
    text = subprocess.run(
        ["pdftotext", "-raw", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    plain = "".join(text.split())
    typed = '#read("/etc/passwd") $x$ \\ "quoted" ] * _a_ `b` <label> @ref [grinning face] □□ txt'
    assert typed.replace(" ", "") in plain
    assert "root:" not in text
    assert "1/" in plain


def test_a_very_long_lesson_is_set_coarser_not_refused(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson, "_TALLEST", 3000)
    assert int.from_bytes(document(answer, "png")[20:24], "big") <= 3001


def test_unknown_formats_and_themes_are_refused(answer: Answer) -> None:
    with pytest.raises(LookupError, match="png, svg or pdf"):
        document(answer, "docx")
    with pytest.raises(LookupError, match="no theme"):
        document(answer, "pdf", "sepia")


def test_the_formats_are_in_the_registry() -> None:
    assert {"png", "svg", "pdf"} <= {entry.name for entry in FORMATS}


_SCRIPT = """
import hashlib, importlib.util, sys
spec = importlib.util.spec_from_file_location("made", sys.argv[1]); made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
from explainer.rendering.typeset import document, plot_png, plot_svg, steps_pages, steps_png
from explainer.rendering.typeset.handbook import handbook
d = made.derivation.__wrapped__(); c = made.curves.__wrapped__(); b = made.bars.__wrapped__()
a = made.answer.__wrapped__(d, c, b)
parts = [document(a, f, t) for f in ("png", "svg", "pdf") for t in ("light", "dark")]
parts += [plot_svg(c, "css", "p").encode(), plot_png(b, "dark"), steps_png(d), *steps_pages(d), handbook([("One", [a])])]
print(hashlib.sha256(b"".join(parts)).hexdigest())
"""


def test_the_bytes_do_not_hang_on_the_hash_seed() -> None:
    here = Path(__file__).with_name("conftest.py")
    found = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(here)], env=environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        found.add(run.stdout.strip())
    assert len(found) == 1
    assert len(found.pop()) == len(hashlib.sha256().hexdigest())
