"""Jobs for the tests of the workers: what a process is told to do by the words of its question."""

import os
import resource
import signal
import sys
import time
from pathlib import Path

from bot.worker import Job, Rendered
from explainer.records import Unclear


def said(sentence: str, data: bytes = b"") -> Rendered:
    return Rendered(Unclear("", "conversation", sentence), file=data)


def prepare() -> None:
    """Nothing: these jobs need no warm start."""


def perform(job: Job, tell) -> Rendered:  # type: ignore[no-untyped-def]
    """`word argument`, such as "sleep 0.5"."""
    word, _, argument = job.question.partition(" ")
    return globals()[f"do_{word}"](argument, tell)  # type: ignore[no-any-return]


def do_echo(argument, tell):  # type: ignore[no-untyped-def]
    return said(argument)


def do_pid(argument, tell):  # type: ignore[no-untyped-def]
    return said(str(os.getpid()))


def do_sleep(argument, tell):  # type: ignore[no-untyped-def]
    time.sleep(float(argument.split()[0]))
    return said(str(os.getpid()))


def do_spin(argument, tell):  # type: ignore[no-untyped-def]
    end = time.monotonic() + float(argument.split()[0])
    while time.monotonic() < end:
        pass
    return said("spun")


def do_count(argument, tell):  # type: ignore[no-untyped-def]
    """Append a byte to the file, so that the test can count how often the job ran."""
    with Path(argument).open("ab") as file:
        file.write(b"x")
    time.sleep(0.3)
    return said("counted")


def do_die(argument, tell):  # type: ignore[no-untyped-def]
    os.kill(os.getpid(), signal.SIGKILL)


def do_die_once(argument, tell):  # type: ignore[no-untyped-def]
    """Die the first time, answer the second: the file tells which it is."""
    path = Path(argument)
    if not path.exists():
        path.write_bytes(b"")
        os.kill(os.getpid(), signal.SIGKILL)
    return said("second")


def do_raise(argument, tell):  # type: ignore[no-untyped-def]
    raise ValueError(argument)


def do_unpicklable(argument, tell):  # type: ignore[no-untyped-def]
    return Rendered(None, file=lambda: None)  # type: ignore[arg-type]


def do_train(argument, tell):  # type: ignore[no-untyped-def]
    for step in range(3):
        tell(f"step {step}")
        time.sleep(0.05)
    return said("trained")


def do_bytes(argument, tell):  # type: ignore[no-untyped-def]
    return said("big", bytes(int(argument.split()[0])))


def do_modules(argument, tell):  # type: ignore[no-untyped-def]
    return said(" ".join(sorted(sys.modules)))


def do_environment(argument, tell):  # type: ignore[no-untyped-def]
    return said(os.environ.get(argument, "absent"))


def do_memory(argument, tell):  # type: ignore[no-untyped-def]
    return said(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
