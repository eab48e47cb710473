"""How the bot's workers bear a whole class at once; run by hand: python tests/benchmarks/bot_load.py [--jobs 2000].

Prints, for two workers on two cores: how late the event loop runs and how late people are acknowledged while 50
questions are computed, what a killed worker costs, and the memory over thousands of jobs.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import os
import signal
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import explainer
from bot.worker import Job, Workers

CORES = 2
CLASS = 50
LATE_ACKNOWLEDGEMENT = 0.3  # seconds, the target for the 99th percentile


def distinct_jobs() -> Iterator[Job]:
    """Jobs that no cache has seen: every short topic, in every notation and theme, with one seed after another."""
    slugs = [topic.slug for topic in explainer.topics() if not Job(topic=topic.slug).long]
    for seed in itertools.count():
        for notation, theme in itertools.product(("course", "cho", "pytorch"), ("dark", "light")):
            for slug in slugs:
                yield Job(topic=slug, notation=notation, theme=theme, depth="full", seed=seed)


@dataclass
class Lag:
    """Watches how late the event loop comes back from sleeping one millisecond."""

    seconds: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            self.seconds.append(time.perf_counter() - before - 0.001)


def percentile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def milliseconds(values: list[float]) -> str:
    return f"p50 {1e3 * percentile(values, 0.5):.1f}, p99 {1e3 * percentile(values, 0.99):.1f}, max {1e3 * max(values):.1f} ms"


def resident_megabytes(pid: int) -> float:
    """Memory of a process that is its own (shared pages of the forkserver not counted), from /proc."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty"))) / 1024


def new_workers(**options: object) -> Workers:
    settings = {"count": CORES, "deadline": 60.0, "long_deadline": 120.0, "cache_bytes": 64 << 20, **options}
    return Workers(**settings)  # type: ignore[arg-type]


async def a_class_at_once(jobs: Iterator[Job]) -> None:
    workers = new_workers()
    await workers.start()
    await asyncio.gather(*(workers.run(job) for job in itertools.islice(jobs, 2 * CORES)))  # warm
    acknowledged: list[float] = []
    answered: list[float] = []
    asked = time.perf_counter()

    async def ask(job: Job) -> None:
        # What the bot does with an interaction: acknowledge, then wait for a worker.
        acknowledged.append(time.perf_counter() - asked)
        await workers.run(job)
        answered.append(time.perf_counter() - asked)

    lag = Lag()
    watching = asyncio.create_task(lag.watch())
    await asyncio.gather(*(asyncio.create_task(ask(job)) for job in itertools.islice(jobs, CLASS)))
    watching.cancel()
    print(f"{CLASS} questions at once, {CORES} workers on {CORES} cores")
    print(f"  event-loop lag     {milliseconds(lag.seconds)}")
    print(f"  acknowledged after {milliseconds(acknowledged)}")
    print(f"  answered after     {milliseconds(answered)}; {CLASS / max(answered):.0f} answers a second")
    print(f"  on time: {'yes' if percentile(acknowledged, 0.99) < LATE_ACKNOWLEDGEMENT else 'NO'}")
    await workers.close()


async def a_killed_worker(jobs: Iterator[Job]) -> None:
    workers = new_workers(count=1)
    await workers.start()
    await workers.run(next(jobs))
    usual = []
    for job in itertools.islice(jobs, 9):
        began = time.perf_counter()
        await workers.run(job)
        usual.append(time.perf_counter() - began)
    began = time.perf_counter()
    running = asyncio.create_task(workers.run(next(jobs)))
    await asyncio.sleep(0.005)
    (pid,) = workers.pids
    os.kill(pid, signal.SIGKILL)
    await running
    killed = time.perf_counter() - began
    print(
        f"a worker killed during its job: answered after {1e3 * killed:.0f} ms, usually {1e3 * statistics.median(usual):.0f} ms"
    )
    await workers.close()


async def many_in_a_row(jobs: Iterator[Job], count: int) -> None:
    # Never recycled, and a small cache that is soon full: what leaks must show.
    workers = new_workers(jobs_per_worker=10 * count, cache_bytes=8 << 20)
    await workers.start()
    print(f"{count} jobs in a row: private memory of the bot, and of each worker, MB")
    began = time.perf_counter()
    for done in range(0, count, count // 10):
        for _ in range(count // 10 // CORES):
            await asyncio.gather(*(workers.run(job) for job in itertools.islice(jobs, CORES)))
        sizes = " ".join(f"{resident_megabytes(pid):6.1f}" for pid in workers.pids)
        own, kept = resident_megabytes(os.getpid()), workers.cached_bytes / 2**20
        print(f"  {done + count // 10:6d}  {own:6.1f}  {sizes}  (cache {kept:.1f})")
    print(f"  {count / (time.perf_counter() - began):.0f} answers a second")
    await workers.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2000, help="how many jobs the memory is watched over")
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    logging.getLogger("bot").setLevel(logging.CRITICAL)  # a worker is killed on purpose
    jobs = distinct_jobs()
    asyncio.run(a_class_at_once(jobs))
    asyncio.run(a_killed_worker(jobs))
    asyncio.run(many_in_a_row(jobs, arguments.jobs))


if __name__ == "__main__":
    main()
