"""The workers: deadlines, deaths, sharing, caching, stopping. Real processes, real time."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.worker import Busy, Failed, Job, Lost, Rendered, TooLong, WorkerError, Workers

MakeWorkers = Callable[..., Any]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> MakeWorkers:
    """Workers that do as their question says (worker_jobs.py); closed at the end of the block."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import worker_jobs

    @asynccontextmanager
    async def making(count: int = 1, deadline: float = 20.0, **options: Any) -> AsyncIterator[Workers]:
        options = {"perform": worker_jobs.perform, "prepare": worker_jobs.prepare, "long_deadline": 30.0, **options}
        workers = Workers(count=count, deadline=deadline, **options)
        await workers.start()
        try:
            yield workers
        finally:
            await workers.close()

    return making


def sentence(rendered: Rendered) -> str:
    assert rendered.answer is not None
    return getattr(rendered.answer, "sentence", "")


async def say(workers: Workers, question: str, **fields: Any) -> str:
    return sentence(await workers.run(Job(question=question, **fields)))


async def test_a_job_is_done_in_another_process(make: MakeWorkers) -> None:
    async with make() as workers:
        assert await say(workers, "echo hello") == "hello"
        assert int(await say(workers, "pid")) != os.getpid()


async def test_the_event_loop_goes_on_while_workers_compute(make: MakeWorkers) -> None:
    async with make(count=2) as workers:
        await asyncio.gather(*(say(workers, f"pid {n}") for n in range(8)))
        turns = 0

        async def count() -> None:
            nonlocal turns
            while True:
                await asyncio.sleep(0)
                turns += 1

        counting = asyncio.create_task(count())
        await asyncio.gather(*(say(workers, f"spin 0.1 {n}") for n in range(6)))
        counting.cancel()
        # Computing inline would leave a handful of turns; how late they come is the benchmark's to say.
        assert turns > 500


async def test_two_workers_work_at_once(make: MakeWorkers) -> None:
    async with make(count=2) as workers:
        pids = await asyncio.gather(say(workers, "sleep 0.4 a"), say(workers, "sleep 0.4 b"))
        assert len(set(pids)) == 2


async def test_a_late_job_is_killed_and_the_next_one_is_served(make: MakeWorkers) -> None:
    async with make(deadline=1.0) as workers:
        first = await say(workers, "pid 1")
        started = time.monotonic()
        with pytest.raises(TooLong, match="took too long"):
            await workers.run(Job(question="sleep 60"))
        assert time.monotonic() - started < 3
        assert await say(workers, "pid 2") != first


async def test_a_long_job_has_the_longer_deadline(make: MakeWorkers) -> None:
    async with make(deadline=0.5, long_deadline=20.0) as workers:
        assert await say(workers, "sleep 1.0", topic="learn-demo")


async def test_long_jobs_leave_a_worker_for_the_others(make: MakeWorkers) -> None:
    async with make(count=2) as workers:
        long = [asyncio.create_task(say(workers, f"sleep 1.0 {n}", topic="learn-demo")) for n in range(3)]
        await asyncio.sleep(0.1)
        started = time.monotonic()
        await say(workers, "echo quick")
        assert time.monotonic() - started < 0.9
        assert len(set(await asyncio.gather(*long))) == 1


async def test_a_killed_worker_costs_one_retry_not_the_answer(make: MakeWorkers, tmp_path: Path) -> None:
    async with make() as workers:
        assert await say(workers, f"die_once {tmp_path / 'died'}") == "second"


async def test_a_worker_killed_from_outside_costs_nothing_either(make: MakeWorkers) -> None:
    async with make() as workers:
        pid = int(await say(workers, "pid 1"))
        running = asyncio.create_task(say(workers, "sleep 0.5"))
        await asyncio.sleep(0.2)
        os.kill(pid, signal.SIGKILL)
        assert int(await running) != pid


async def test_a_worker_that_died_idle_is_not_noticed_by_anyone(make: MakeWorkers) -> None:
    async with make() as workers:
        pid = int(await say(workers, "pid 1"))
        os.kill(pid, signal.SIGTERM)  # as systemd does to the whole group
        await asyncio.sleep(0.2)
        assert int(await say(workers, "pid 2")) != pid


async def test_a_worker_told_to_stop_finishes_its_job(make: MakeWorkers) -> None:
    async with make() as workers:
        pid = int(await say(workers, "pid 1"))
        running = asyncio.create_task(say(workers, "sleep 0.5"))
        await asyncio.sleep(0.2)
        os.kill(pid, signal.SIGTERM)
        os.kill(pid, signal.SIGINT)
        assert int(await running) == pid


async def test_a_job_that_kills_every_worker_is_given_up(make: MakeWorkers) -> None:
    async with make() as workers:
        with pytest.raises(Lost):
            await workers.run(Job(question="die"))
        assert await say(workers, "echo still here") == "still here"


@pytest.mark.parametrize("question", ["raise my private words", "unpicklable", "unknown"])
async def test_a_job_that_raises_is_failed_and_logged_without_its_words(
    make: MakeWorkers, caplog: pytest.LogCaptureFixture, question: str
) -> None:
    async with make() as workers:
        with caplog.at_level(logging.ERROR), pytest.raises(Failed):
            await workers.run(Job(question=question))
        (record,) = caplog.records
        assert "worker_jobs.py" in record.fields["traceback"] or question == "unpicklable"  # type: ignore[attr-defined]
        assert "private" not in str(record.__dict__)
        assert await say(workers, "echo still here") == "still here"


async def test_identical_jobs_in_flight_are_computed_once(make: MakeWorkers, tmp_path: Path) -> None:
    async with make(count=2, cache_bytes=0) as workers:
        counted = tmp_path / "count"
        await asyncio.gather(*(say(workers, f"count {counted}") for _ in range(20)))
        assert counted.read_bytes() == b"x"


async def test_finished_jobs_come_from_the_cache(make: MakeWorkers, tmp_path: Path) -> None:
    async with make() as workers:
        counted = tmp_path / "count"
        first = await workers.run(Job(question=f"count {counted}"))
        assert await workers.run(Job(question=f"count {counted}")) is first
        assert counted.read_bytes() == b"x"


async def test_the_cache_is_bounded_by_bytes(make: MakeWorkers) -> None:
    async with make(cache_bytes=1_000_000) as workers:
        for number in range(20):
            await workers.run(Job(question=f"bytes 100000 {number}"))
        assert 800_000 <= workers.cached_bytes <= 1_000_000


async def test_one_asker_who_leaves_does_not_take_the_answer_from_the_other(make: MakeWorkers) -> None:
    async with make() as workers:
        leaving = asyncio.create_task(say(workers, "sleep 0.4"))
        staying = asyncio.create_task(say(workers, "sleep 0.4"))
        await asyncio.sleep(0.1)
        leaving.cancel()
        assert await staying
        with pytest.raises(asyncio.CancelledError):
            await leaving


async def test_progress_reaches_everyone_who_listens(make: MakeWorkers) -> None:
    async with make() as workers:
        await say(workers, "echo warm")
        heard: list[list[str]] = [[], []]
        await asyncio.gather(*(workers.run(Job(question="train"), each.append) for each in heard))
        assert heard == [["step 0", "step 1", "step 2"]] * 2


async def test_too_many_waiting_jobs_are_refused_at_once(make: MakeWorkers) -> None:
    async with make(count=1, waiting=2) as workers:
        running = [asyncio.create_task(say(workers, f"sleep 0.2 {n}")) for n in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="try again"):
            await workers.run(Job(question="echo one too many"))
        await asyncio.gather(*running)
        assert await say(workers, "echo room again") == "room again"


async def test_a_worn_worker_is_replaced(make: MakeWorkers) -> None:
    async with make(jobs_per_worker=3) as workers:
        pids = [await say(workers, f"pid {n}") for n in range(7)]
        assert len(set(pids[:3])) == len(set(pids[3:6])) == 1
        assert len(set(pids)) == 3


async def test_drain_finishes_what_is_in_hand_and_takes_no_more(make: MakeWorkers) -> None:
    async with make() as workers:
        running = asyncio.create_task(say(workers, "sleep 0.3"))
        await asyncio.sleep(0.1)
        draining = asyncio.create_task(workers.drain(10))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workers.run(Job(question="echo late"))
        assert await draining
        assert running.done()


async def test_drain_gives_up_in_time(make: MakeWorkers) -> None:
    async with make() as workers:
        running = asyncio.create_task(workers.run(Job(question="sleep 30")))
        await asyncio.sleep(0.1)
        assert not await workers.drain(0.2)
        await workers.close()
        with pytest.raises(WorkerError):
            await running


async def test_closing_leaves_no_process(make: MakeWorkers) -> None:
    async with make(count=2) as workers:
        pids = await asyncio.gather(say(workers, "sleep 0.3 a"), say(workers, "sleep 0.3 b"))
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


async def test_one_thread_a_worker_and_memory_given_back(make: MakeWorkers) -> None:
    async with make() as workers:
        assert await say(workers, "environment OPENBLAS_NUM_THREADS") == "1"
        assert await say(workers, "environment MALLOC_MMAP_THRESHOLD_") == "131072"
    assert "MALLOC_MMAP_THRESHOLD_" not in os.environ
