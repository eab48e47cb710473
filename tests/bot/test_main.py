"""The console script: options, a missing token in one line, and nothing heavy imported by the workers' re-import."""

import subprocess
import sys

import pytest

from bot.__main__ import main
from bot.settings import NO_TOKEN


def test_a_missing_token_is_one_line_and_status_2(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    assert main([]) == 2
    assert capsys.readouterr().err.strip() == NO_TOKEN


def test_help_is_shown(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    assert "--preview" in capsys.readouterr().out


def test_importing_it_loads_nothing_heavy():
    code = "import sys, bot.__main__; print(sorted({'discord', 'numpy', 'sqlalchemy', 'sympy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
