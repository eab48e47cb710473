"""Workers start warm: everything that answers need is imported, and nothing that they don't."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from bot.worker import Job, Workers

PROGRAM = "import sys; from bot.worker import {what}; {call}; print(*sorted(sys.modules))"


def modules_after(what: str, call: str = "0") -> set[str]:
    program = PROGRAM.format(what=what, call=call)
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


def test_the_bot_itself_loads_no_numeric_library() -> None:
    loaded = modules_after("Workers")
    assert not loaded & {"numpy", "sympy", "typst", "rich", "discord"}


def test_the_forkserver_loads_what_answers_need() -> None:
    loaded = modules_after("preload")
    assert {"numpy", "explainer.numeric", "explainer.catalogue.gru.gru_gradient"} <= loaded
    assert not loaded & {"sympy", "discord", "sqlalchemy"}


async def test_a_worker_is_warm_before_its_first_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    perform = importlib.import_module("worker_jobs").perform
    workers = Workers(count=1, deadline=60, long_deadline=60, perform=perform)
    await workers.start()
    loaded = set((await workers.run(Job(question="modules"))).answer.sentence.split())  # type: ignore[union-attr]
    await workers.close()
    assert {"numpy", "typst", "explainer.catalogue.gru.gru_gradient"} <= loaded
    assert not loaded & {"sympy", "discord", "sqlalchemy"}
