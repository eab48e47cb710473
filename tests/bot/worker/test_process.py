"""One worker process by itself, driven from this thread."""

import importlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.worker import Job
from bot.worker.process import Died, Late, Raised, WorkerProcess, start_method


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerProcess]:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    jobs = importlib.import_module("worker_jobs")
    made = WorkerProcess(start_method(), jobs.perform, jobs.prepare)
    yield made
    made.end()


def run(worker: WorkerProcess, question: str, seconds: float = 20.0, **fields: Any) -> str:
    result, size = worker.run(Job(question=question, **fields), seconds, lambda sentence: None)
    assert size > 0
    return str(result.answer.sentence)


def test_it_starts_by_itself_and_keeps_its_process(worker: WorkerProcess) -> None:
    assert worker.pid is None
    first = run(worker, "pid")
    assert first == run(worker, "pid") == str(worker.pid)
    assert worker.jobs == 2


def test_late(worker: WorkerProcess) -> None:
    run(worker, "echo warm")
    pid, began = worker.pid, time.monotonic()
    assert pid is not None
    with pytest.raises(Late):
        run(worker, "sleep 60", 0.3)
    assert 0.3 <= time.monotonic() - began < 3
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert run(worker, "echo again") == "again"


def test_progress_does_not_move_the_deadline(worker: WorkerProcess) -> None:
    run(worker, "echo warm")
    with pytest.raises(Late):
        run(worker, "train", 0.08)


def test_died_and_raised(worker: WorkerProcess) -> None:
    with pytest.raises(Died):
        run(worker, "die")
    with pytest.raises(Raised, match=r"do_raise[\s\S]*ValueError$"):
        run(worker, "raise words")
    assert run(worker, "echo again") == "again"


def test_an_idle_one_leaves_when_told_to_stop(worker: WorkerProcess) -> None:
    pid = int(run(worker, "pid"))
    time.sleep(0.1)
    os.kill(pid, signal.SIGTERM)
    worker._process.join(5)
    assert worker._process.exitcode == 0
    with pytest.raises(Died):
        run(worker, "echo anyone?")


def test_it_leaves_when_the_bot_is_gone(worker: WorkerProcess) -> None:
    run(worker, "echo warm")
    assert worker._connection is not None
    worker._connection.close()
    worker._process.join(5)
    assert worker._process.exitcode == 0


def test_aborted_it_never_starts_again(worker: WorkerProcess) -> None:
    run(worker, "echo warm")
    worker.abort()
    with pytest.raises(Died):
        run(worker, "echo anyone?")
    worker.end()
    worker.ready()
    assert worker.pid is None


def test_the_event_loop_goes_first(worker: WorkerProcess) -> None:
    run(worker, "echo warm")
    assert worker.pid is not None
    if not hasattr(os, "getpriority"):
        pytest.skip("this system has no priorities")
    assert os.getpriority(os.PRIO_PROCESS, worker.pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_it_outlives_the_forkserver(worker: WorkerProcess) -> None:
    """A service manager may send its SIGTERM to the whole group: the next process gets a new forkserver."""
    server = importlib.import_module("multiprocessing.forkserver")._forkserver
    if worker._context.get_start_method() != "forkserver":
        pytest.skip("this system has no forkserver")
    run(worker, "echo warm")
    os.kill(server._forkserver_pid, signal.SIGTERM)
    time.sleep(0.2)
    assert run(worker, "echo still here") == "still here"
    pid = worker.pid
    assert pid is not None
    with pytest.raises(Late):
        run(worker, "sleep 60", 0.3)
    assert run(worker, "echo again") == "again"
    assert not Path(f"/proc/{pid}").exists() or b"Z" in Path(f"/proc/{pid}/stat").read_bytes()
