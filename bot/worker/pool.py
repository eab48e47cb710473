"""The workers as the event loop sees them: run a job, hear its progress, stop cleanly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from bot import logs
from bot.worker import warm
from bot.worker.cache import Cache
from bot.worker.errors import Busy, Failed, Lost, TooLong
from bot.worker.jobs import Job, Rendered
from bot.worker.perform import perform as perform_job
from bot.worker.process import Died, Late, Perform, Raised, Tell, WorkerProcess, start_method

if TYPE_CHECKING:
    from bot.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class Flight:
    """A job under way, and everybody who listens to its progress."""

    listeners: list[Tell] = field(default_factory=list)
    task: asyncio.Task[Rendered] | None = None

    def tell(self, sentence: str) -> None:
        """Pass a sentence on."""
        for listener in list(self.listeners):
            listener(sentence)


class Workers:
    """Single-worker pools side by side: one that is stuck is killed without breaking the others.

    Each process has a thread of its own that waits for it; the event loop only awaits. `perform` and `prepare` are
    functions of a module (they are found by name in the worker processes).
    """

    def __init__(
        self,
        *,
        count: int,
        deadline: float,
        long_deadline: float,
        jobs_per_worker: int = 500,
        waiting: int = 200,
        cache_bytes: int = 64 << 20,
        perform: Perform = perform_job,
        prepare: Callable[[], None] = warm.up,
    ) -> None:
        self._deadlines = (deadline, long_deadline)
        self._jobs_per_worker = jobs_per_worker
        self._most_flights = count + waiting
        self._cache: Cache[Rendered] = Cache(cache_bytes)
        self._flights: dict[str, Flight] = {}
        context = start_method()
        self._processes = [WorkerProcess(context, perform, prepare) for _ in range(count)]
        self._idle: asyncio.LifoQueue[WorkerProcess] = asyncio.LifoQueue()  # the last one used is the warmest
        self._long = asyncio.Semaphore(max(1, count - 1))
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="explainer-worker")
        self._returns: set[asyncio.Task[None]] = set()
        self._stopping = self._closed = False

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """As the operator set them."""
        return cls(
            count=settings.workers,
            deadline=settings.deadline_seconds,
            long_deadline=settings.long_deadline_seconds,
            jobs_per_worker=settings.jobs_per_worker,
            waiting=settings.waiting_jobs,
            cache_bytes=settings.cache_megabytes << 20,
        )

    async def start(self) -> None:
        """Start the processes; they warm up while the bot connects."""
        await asyncio.gather(*(self._in_thread(process.ready) for process in self._processes))
        for process in self._processes:
            self._idle.put_nowait(process)

    async def run(self, job: Job, on_progress: Tell | None = None) -> Rendered:
        """The job's result: from the cache, from the same job already under way, or computed now.

        on_progress is called on the event loop with a sentence. Raises Busy, TooLong, Lost or Failed. A caller that is
        cancelled leaves the job to the others who asked for it.
        """
        key = job.key
        kept = self._cache.get(key)
        if kept is not None:
            return kept
        flight = self._flights.get(key)
        if flight is None:
            flight = self._take_off(key, job)
        if on_progress is not None:
            flight.listeners.append(on_progress)
        assert flight.task is not None
        try:
            return await asyncio.shield(flight.task)
        finally:
            if on_progress is not None:
                flight.listeners.remove(on_progress)

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes that run now."""
        return tuple(process.pid for process in self._processes if process.pid is not None)

    @property
    def cached_bytes(self) -> int:
        """How much the cache holds."""
        return self._cache.bytes

    async def drain(self, seconds: float) -> bool:
        """Take no further jobs and wait for those in hand; True when all came to an end in time."""
        self._stopping = True
        tasks = [flight.task for flight in self._flights.values() if flight.task is not None]
        if not tasks:
            return True
        _, late = await asyncio.wait(tasks, timeout=seconds)
        return not late

    async def close(self) -> None:
        """Kill every process and end every thread. Jobs still under way end as Lost."""
        if self._closed:
            return
        self._stopping = self._closed = True
        for process in self._processes:
            process.abort()
        flights = [flight.task for flight in self._flights.values() if flight.task is not None]
        await asyncio.gather(*flights, *self._returns, return_exceptions=True)
        await asyncio.gather(*(self._in_thread(process.end) for process in self._processes))
        self._threads.shutdown()

    def _take_off(self, key: str, job: Job) -> Flight:
        if self._stopping or len(self._flights) >= self._most_flights:
            raise Busy
        flight = self._flights[key] = Flight()
        flight.task = asyncio.create_task(self._compute(job, key, flight))
        flight.task.add_done_callback(lambda task: self._land(key, task))
        return flight

    def _land(self, key: str, task: asyncio.Task[Rendered]) -> None:
        del self._flights[key]
        if not task.cancelled():
            task.exception()  # seen, even when everybody who asked has gone

    async def _compute(self, job: Job, key: str, flight: Flight) -> Rendered:
        if not job.long:
            return await self._with_worker(job, key, flight)
        async with self._long:
            return await self._with_worker(job, key, flight)

    async def _with_worker(self, job: Job, key: str, flight: Flight) -> Rendered:
        worker = await self._idle.get()
        try:
            result, size = await self._attempt(worker, job, flight)
        finally:
            self._give_back(worker)
        self._cache.put(key, result, size)
        return result

    async def _attempt(self, worker: WorkerProcess, job: Job, flight: Flight) -> tuple[Rendered, int]:
        loop = asyncio.get_running_loop()

        def hear(sentence: str) -> None:
            loop.call_soon_threadsafe(flight.tell, sentence)

        seconds = self._deadlines[job.long]
        for retries_left in (1, 0):
            try:
                return await asyncio.wrap_future(self._threads.submit(worker.run, job, seconds, hear))
            except Died as error:
                # Not the job's fault as a rule (the system was short of memory, somebody killed it): once more.
                logs.event(_log, "worker died", logging.WARNING, error, want=job.want, retries_left=retries_left)
                if self._stopping:
                    break
            except Late:
                logs.event(_log, "job too long", logging.WARNING, want=job.want, topic=job.topic, seconds=seconds)
                raise TooLong from None
            except Raised as error:
                logs.event(_log, "job failed", logging.ERROR, want=job.want, topic=job.topic, traceback=str(error))
                raise Failed from None
        raise Lost

    def _give_back(self, worker: WorkerProcess) -> None:
        worn = worker.jobs >= self._jobs_per_worker
        if self._stopping or (worker.pid is not None and not worn):
            self._idle.put_nowait(worker)
            return
        # A fresh process comes up before the worker takes its next job, but whoever asked doesn't wait for it.
        task = asyncio.create_task(self._renew(worker, worker.restart if worn else worker.ready))
        self._returns.add(task)
        task.add_done_callback(self._returns.discard)

    async def _renew(self, worker: WorkerProcess, renew: Callable[[], None]) -> None:
        await self._in_thread(renew)
        self._idle.put_nowait(worker)

    async def _in_thread(self, call: Callable[[], None]) -> None:
        # Not `run_in_executor`: in the preview SimCord would carry its virtual clock into the thread with it, and there
        # a wait with a deadline never ends.
        await asyncio.wrap_future(self._threads.submit(call))
