"""One worker process: one job at a time, driven from a thread, killed when it is late, started again when it is gone.

`asyncio.wait_for` over a process pool gives up on the caller's side only, and the next job waits behind the stuck one.
So the pipe is read here, with the deadline on the real clock, and a late process is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

Tell = Callable[[str], None]
Perform = Callable[[Any, Tell], object]  # a module's function: it is found by name in the process

# Set while a process starts, for its C libraries. glibc raises its threshold as it frees big pictures, and keeps them
# from then on: a fixed one keeps memory flat. One thread each: the processes are what fills the processors.
ENVIRONMENT = {"MALLOC_MMAP_THRESHOLD_": "131072", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
NICENESS = 5  # the event loop goes first, so that people are acknowledged while answers are computed
_environment_lock = threading.Lock()


class Died(Exception):
    """The process went away in the middle of a job."""


class Late(Exception):
    """The deadline passed; the process was killed."""


class Raised(Exception):
    """The job raised an exception; the text is the process's traceback."""


def start_method() -> BaseContext:
    """forkserver with everything imported beforehand, or spawn where there is none."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["bot.worker.preload"])
        return context
    return multiprocessing.get_context("spawn")


class WorkerProcess:
    """A process and its pipe. All methods but `abort` are for one thread at a time."""

    def __init__(self, context: BaseContext, perform: Perform, prepare: Callable[[], None]) -> None:
        self._context = context
        self._arguments = (perform, prepare)
        self._lock = threading.Lock()  # between `abort` and starting
        self._process: Any = None
        self._connection: Connection[Any, Any] | None = None
        self._closed = False
        self.jobs = 0  # done by the process that runs now

    @property
    def pid(self) -> int | None:
        """The process's number, None when there is none."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start a process unless one runs. It warms itself up while the caller goes on."""
        with self._lock:
            if self._closed:
                raise Died
            if self._process is not None:
                return
            ours, theirs = self._context.Pipe()
            process = self._context.Process(  # type: ignore[attr-defined]
                target=serve, args=(theirs, *self._arguments), daemon=True, name="explainer-worker"
            )
            try:
                with _environment():
                    process.start()
            except (EOFError, OSError) as error:  # no memory for another, or the forkserver is gone
                ours.close()
                raise Died from error
            finally:
                theirs.close()
            self._process, self._connection, self.jobs = process, ours, 0

    def run(self, job: object, seconds: float, hear: Tell) -> tuple[Any, int]:
        """The job's result and its size in bytes as pickled. Raises Died, Late or Raised."""
        self.start()
        assert self._connection is not None
        try:
            self._connection.send(job)
            end = time.monotonic() + seconds
            while True:
                if not self._connection.poll(max(0.0, end - time.monotonic())):
                    self.end()
                    raise Late
                message = self._connection.recv_bytes()
                kind, content = pickle.loads(message)  # noqa: S301 (from our own process)
                if kind == "progress":
                    hear(content)
                elif kind == "raised":
                    raise Raised(content)
                elif kind == "done":
                    self.jobs += 1
                    return content, len(message)
        except (EOFError, OSError) as error:
            self.end()
            raise Died from error

    def end(self) -> None:
        """Kill the process, if there is one, and let go of what it held."""
        with self._lock:
            process, connection = self._process, self._connection
            self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.join(5)
            with suppress(ValueError):  # still there after five seconds: the system will reap it with us
                process.close()

    def restart(self) -> None:
        """A fresh process in the place of this one."""
        self.end()
        self.ready()

    def ready(self) -> None:
        """Have a process if one can be had; the next job tries again otherwise."""
        with suppress(Died):
            self.start()

    def abort(self) -> None:
        """Kill the process for good, from any thread; a job in it raises Died in the thread that runs it."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()


def serve(connection: Connection[Any, Any], perform: Perform, prepare: Callable[[], None]) -> None:
    """The worker process's whole life: jobs from the pipe until it closes."""
    signals = Signals()
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
    prepare()

    def tell(sentence: str) -> None:
        connection.send_bytes(pickle.dumps(("progress", sentence)))

    with suppress(EOFError, OSError):  # the bot is gone, so are we
        while not signals.told_to_stop:
            job = connection.recv()
            signals.working = True
            connection.send_bytes(_outcome(perform, job, tell))
            signals.working = False


def _outcome(perform: Perform, job: object, tell: Tell) -> bytes:
    try:
        return pickle.dumps(("done", perform(job, tell)))
    except OSError:
        raise
    except Exception as error:
        # The frames without the message: it may quote the reader, and the log is not for that.
        frames = "".join(traceback.format_tb(error.__traceback__))
        return pickle.dumps(("raised", f"{frames}{type(error).__qualname__}"))


class Signals:
    """Ctrl-C is the bot's to handle. A SIGTERM ends an idle worker; one with a job finishes it first."""

    def __init__(self) -> None:
        self.working = False
        self.told_to_stop = False
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, number: int, frame: object) -> None:
        self.told_to_stop = True
        if not self.working:
            raise SystemExit(0)


@contextmanager
def _environment() -> Iterator[None]:
    with _environment_lock:
        absent = [name for name in ENVIRONMENT if name not in os.environ]
        os.environ.update({name: ENVIRONMENT[name] for name in absent})
        try:
            yield
        finally:
            for name in absent:
                del os.environ[name]
