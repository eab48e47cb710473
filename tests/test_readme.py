"""The README can't go stale: its Python example is run, its commands are parsed, its block counts are what CI relies on."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from explainer.cli.arguments import parse
from explainer.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_there_are_exactly_two_set_up_commands_and_ci_runs_the_second() -> None:
    install, test = blocks("bash")
    assert install.count("\n") == test.count("\n") == 1
    assert "explainer " in install
    assert "pytest" in test
    assert "block == 2" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks("python")
    names: dict[str, object] = {}
    code = compile(example, "README.md", "exec")
    exec(code, names)
    shown = capsys.readouterr().out
    assert "Checks(steps=" in shown
    assert "other-subject" in shown
    assert isinstance(names["page"], str)


def test_every_command_of_the_readme_is_one() -> None:
    lines = [line.partition("   #")[0].strip() for block in blocks("") for line in block.splitlines()]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("explainer ")]
    assert len(commands) >= 11
    used = set()
    for words in commands:
        arguments = parse(words, tuple(COMMANDS))
        used.add(arguments.command)
    assert used == set(COMMANDS)


def test_pictures_and_files_that_it_names_exist() -> None:
    for name in re.findall(r'(?:src|srcset)="([^"]+)"', README):
        assert (ROOT / name).is_file(), name
    for name in re.findall(r"`((?:tests|explainer|bot)/[\w/.]+)`", README):
        assert (ROOT / name).exists(), name
