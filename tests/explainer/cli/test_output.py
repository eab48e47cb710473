"""Pages from the command line: sliders in an answer and in the handbook, none where a short answer was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer import catalogue
from explainer.cli import main


def test_an_answer_as_a_page_has_sliders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answer.html"
    assert main(["solve", "--steps", "50", "--keep", "90%", "-o", str(file)]) == 0
    text = file.read_text("utf-8")
    assert text.count('<input type="range"') == 2
    assert "Wrote" in capsys.readouterr().err


def test_a_short_page_stays_still(tmp_path: Path) -> None:
    file = tmp_path / "answer.html"
    assert main(["show", "solve-gamma", "--depth", "short", "-o", str(file)]) == 0
    text = file.read_text("utf-8")
    assert '<input type="range"' not in text
    assert '<script type="application/json">' not in text


def test_the_handbook_as_a_page_holds_every_topic_and_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = ("gru-parameters", "solve-gamma")
    monkeypatch.setattr(catalogue, "SLUGS", slugs)
    file = tmp_path / "handbook.html"
    assert main(["handbook", "-o", str(file)]) == 0
    text = file.read_text("utf-8")
    for slug in slugs:
        assert f'<article id="{slug}">' in text
        assert f'href="#{slug}"' in text
    assert text.count('<script type="application/json">') == len(slugs)
