"""The command line as a person types it: what comes out, where, and with which status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.cli import main

FORUM = (
    "Concretely, why is it that – because Gamma_u stays close to 0 over most time-steps – taking the gradient backward "
    "over many layers of time will not produce a vanishing quantity?"
)


def test_the_forums_question_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([FORUM]) == 0
    shown = capsys.readouterr()
    assert "identity plus a gated correction" in shown.out
    assert "0.9990005" in shown.out


def test_words_need_no_quotes_and_options_may_stand_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--format", "json", "how", "much", "is", "left", "with", "gamma", "0.01", "--steps", "50"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["topic"] == "compute-retention"
    assert answer["values"]["fraction"] == pytest.approx(0.99**50, rel=1e-12)


def test_a_value_given_as_an_option_wins_over_one_in_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["how much is left with gamma 0.01 after 50 steps", "--gamma", "0.5", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["values"]["fraction"] == pytest.approx(0.5**50, rel=1e-12)


def test_two_dashes_end_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--format", "json", "--", "why", "doesn't", "the", "GRU", "gradient", "vanish", "--", "ever"]) == 0
    assert json.loads(capsys.readouterr().out)["topic"] == "gru-gradient"


def test_ask_forces_a_question_that_begins_with_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "RNN", "and", "GRU"]) == 2
    assert "explainer ask" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "slug", "name", "value"),
    [
        (["gamma", "0.5", "--steps", "10"], "compute-retention", "fraction", 0.5**10),
        (["solve", "--steps", "50", "--keep", "95%"], "solve-gamma", "gamma", 0.0010253398672320645),
        (["solve", "--gamma", "0.1", "--keep", "0.01"], "solve-steps", "steps", 43.70869065356567),
        (["solve", "--gamma", "1/100", "--steps", "50"], "compute-retention", "fraction", 0.6050060671375364),
    ],
)
def test_the_number_commands(
    words: list[str], slug: str, name: str, value: float, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["topic"] == slug
    assert answer["values"][name] == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["gamma", "2"], "must be from 0 to 1"),
        (["gamma", "nan"], "is a number"),
        (["gamma", "--steps", "5"], "takes a value of γ"),
        (["gamma", "0.1", "--steps", "2.5"], "whole number"),
        (["gamma", "0.1", "--steps=-3"], "must be from 0"),
        (["solve", "--steps", "50"], "exactly two"),
        (["solve", "--steps", "50", "--gamma", "0.1", "--keep", "0.5"], "exactly two"),
        (["show", "gru-gradiant"], "Did you mean gru-gradient"),
        (["show", "gru-gradient", "--keep", "0.5"], "does not use 'target'"),
        (["show", "gru-gradient", "--units", "65"], "n by n"),
        (["show", "gru-gradient", "--steps", "1e6"], "every step is really run"),
        (["show", "gru-gradient", "-o", "answer.xyz"], ".xyz"),
        (["show", "gru-gradient", "-o", "/no/such/folder/answer.md"], "Can't write"),
        (["show", "gru-gradient", "--seed", "-1"], "seed"),
        (["show", "gru-gradient", "--notation", "greek"], "invalid choice"),
        (["show", "gru-gradient", "--colour", "red"], "Unrecognized arguments"),
        (["ask", "--file", "/no/such/file"], "Can't read"),
        (["handbook"], "-o handbook.pdf"),
        ([""], "empty"),
        (["x" * 10_000], "10,000 characters"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "Traceback" not in shown.err


def test_another_subject_has_status_1_and_nothing_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what dropout rate should I use for an image classifier"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err


def test_help_and_version_are_answers(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--version"], ["--help"], ["show", "--help"], []):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
    assert "gru-gradient" in capsys.readouterr().out


def test_every_line_of_a_file_gets_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = "γ=.5 T=10\n\nwhat is the weather\nwhy doesn't the GRU gradient vanish\n"
    (tmp_path / "questions.txt").write_text(questions, "utf-8")
    assert main(["ask", "--file", str(tmp_path / "questions.txt"), "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["status"] for line in lines] == ["answered", "invalid", "unclear", "answered"]
    monkeypatch.setattr("sys.stdin", io.StringIO(questions))
    assert main(["ask", "--file", "-", "-o", str(tmp_path / "answers.jsonl")]) == 0
    again = [json.loads(line) for line in (tmp_path / "answers.jsonl").read_text("utf-8").splitlines()]
    assert again == lines


def test_chat_follows_up(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("how much is left with gamma 0.01 after 50 steps\nand with gamma 0.5?\n\n"))
    assert main(["chat", "--depth", "short"]) == 0
    shown = capsys.readouterr().out
    assert "0.6050061" in shown
    assert "8.881784×10⁻¹⁶" in shown.replace(" ", "")


def test_topics_lists_every_slug(capsys: pytest.CaptureFixture[str]) -> None:
    from explainer import catalogue

    assert main(["topics"]) == 0
    listed = capsys.readouterr().out
    assert all(slug in listed for slug in catalogue.SLUGS)


def test_verify_judges_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "solve-steps", "--verify", "--depth", "short"]) == 0
    assert "Judged again" in capsys.readouterr().err


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "explainer", *words], capture_output=True, env={**os.environ, **environment}, check=False
    )


def test_the_same_bytes_under_any_hash_seed() -> None:
    for form in ("text", "markdown", "html", "json", "png", "svg", "pdf"):
        first, second = (
            command("γ=.01 T=50, what is left?", "--format", form, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")
        )
        assert first
        assert first == second, form


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "latin-1", "utf-8"])
def test_any_terminal_encoding_works(encoding: str) -> None:
    done = command("show", "compute-retention", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "0.9990005" in done.stdout.decode(encoding)
    assert command("gamma", "2", PYTHONIOENCODING=encoding).returncode == 2


def test_a_closed_pipe_ends_quietly() -> None:
    script = f"{sys.executable} -m explainer show compute-retention | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    assert done.stdout.decode().strip() == "How much is left"
    assert done.stderr == b""
