"""How the bot bears a whole class at once; run by hand: python tests/benchmarks/bot_load.py [--jobs 2000].

On two cores, with two workers: 50 students ask at once through the real bot (SimCord stands in for Discord, and its own
work counts too): how late each is acknowledged and how late the event loop runs. Then the workers alone: the same, what
a killed worker costs, and the memory over thousands of jobs.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import os
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import explainer
from bot.worker import Job, Workers

CORES = 2
CLASS = 50
TARGET = {"acknowledged p99": 300.0, "event-loop lag p99": 10.0}  # ms


def distinct_jobs() -> Iterator[Job]:
    """Jobs that no cache has seen: every short topic, in every notation and theme, with one seed after another."""
    slugs = [topic.slug for topic in explainer.topics() if not Job(topic=topic.slug).long]
    for seed in itertools.count():
        for notation, theme in itertools.product(("course", "cho", "pytorch"), ("dark", "light")):
            for slug in slugs:
                yield Job(topic=slug, notation=notation, theme=theme, depth="full", seed=seed)


@contextmanager
def measured_lag(loop: asyncio.AbstractEventLoop) -> Iterator[list[float]]:
    """Seconds from handing the loop a call, every two milliseconds from another thread, to its being made."""
    lags: list[float] = []
    stop = threading.Event()

    def knock() -> None:
        while not stop.wait(0.002):
            loop.call_soon_threadsafe(answer, time.perf_counter())

    def answer(knocked: float) -> None:
        lags.append(time.perf_counter() - knocked)

    thread = threading.Thread(target=knock)
    thread.start()
    try:
        yield lags
    finally:
        stop.set()
        thread.join()


def report(what: str, seconds: list[float]) -> None:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    middle, late, last = 1e3 * cuts[49], 1e3 * cuts[98], 1e3 * max(seconds)
    target = TARGET.get(f"{what} p99")
    verdict = "" if target is None else f"  (target p99 {target:.0f}: {'met' if late <= target else 'MISSED'})"
    print(f"  {what:<20} p50 {middle:7.1f}  p99 {late:7.1f}  max {last:7.1f} ms{verdict}")


def private_megabytes(pid: int) -> float:
    """Memory that is the process's own (what it shares with the forkserver not counted), from /proc."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty"))) / 1024


def new_workers(**options: Any) -> Workers:
    return Workers(**{"count": CORES, "deadline": 60.0, "long_deadline": 120.0, **options})


async def a_class_in_discord() -> None:
    """Fifty /ask interactions arrive in one moment; none has a cached answer."""
    # Imported here, as bot/__main__.py does: every worker imports the main file again when it starts.
    import discord
    import simcord
    from simcord import interactions

    from bot.client import ExplainerBot
    from bot.cooldowns import Cooldowns
    from bot.settings import load
    from bot.store import Store

    acknowledged: dict[int, float] = {}
    defer = discord.InteractionResponse.defer

    async def watched_defer(response: Any, **options: Any) -> Any:
        result = await defer(response, **options)
        acknowledged[response._parent.id] = time.perf_counter()
        return result

    discord.InteractionResponse.defer = watched_defer  # type: ignore[assignment,method-assign]
    cooldowns = Cooldowns(person_uses=1000, person_seconds=60, server_uses=10_000, server_seconds=60)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite+aiosqlite:///{folder}/kept.sqlite3")
        bot = ExplainerBot(load(token_needed=False, env_file=None), store, new_workers(), cooldowns, shard_count=1)
        async with simcord.run(bot, check_errors=False, settle_timeout=120) as env:
            server = env.create_guild("Sequence Models")
            channel = server.create_text_channel("week-1")
            students = [server.add_member(env.create_user(f"student-{n}")) for n in range(CLASS)]
            await students[0].slash(channel, "ask", question="what is left for gamma 0.3 after 5 steps?")
            visible = env.backend.visible_commands(user_id=students[0].id, channel_id=channel.id)
            command = next(each for each in visible if each["name"] == "ask")
            arriving = []
            for number, student in enumerate(students):
                question = f"why does the gradient not vanish for gamma 0.0{number + 10} over 200 steps?"
                options = [{"name": "question", "type": 3, "value": question}]
                data = {"id": command["id"], "name": "ask", "type": 1, "options": options}
                _, payload = interactions.base_payload(
                    env.backend, type=2, channel_id=channel.id, guild_id=server.id, user_id=student.id, data=data
                )
                arriving.append(payload)
            asked: dict[int, float] = {}
            with measured_lag(asyncio.get_running_loop()) as lags:
                for payload in arriving:
                    asked[int(payload["id"])] = time.perf_counter()
                    env.backend.emit("INTERACTION_CREATE", payload)
                    await asyncio.sleep(0)  # as the gateway's socket does between two messages
                await env.settle()
                done = time.perf_counter()
    print(f"{CLASS} students ask at once, {CORES} workers on {CORES} cores, through the whole bot")
    report("acknowledged", [acknowledged[each] - asked[each] for each in asked])
    report("event-loop lag", lags)
    print(f"  all answered after {done - min(asked.values()):.1f} s")


async def a_class_of_jobs(jobs: Iterator[Job]) -> None:
    workers = new_workers()
    await workers.start()
    await asyncio.gather(*(workers.run(job) for job in itertools.islice(jobs, 2 * CORES)))  # warm
    answered: list[float] = []
    began = time.perf_counter()

    async def ask(job: Job) -> None:
        await workers.run(job)
        answered.append(time.perf_counter() - began)

    with measured_lag(asyncio.get_running_loop()) as lags:
        await asyncio.gather(*(ask(job) for job in itertools.islice(jobs, CLASS)))
    print(f"{CLASS} different jobs at once, the workers alone: {CLASS / max(answered):.0f} answers a second")
    report("event-loop lag", lags)
    report("answered", answered)
    await workers.close()


async def a_killed_worker(jobs: Iterator[Job]) -> None:
    workers = new_workers(count=1)
    await workers.start()
    usual = []
    for job in itertools.islice(jobs, 10):
        began = time.perf_counter()
        await workers.run(job)
        usual.append(time.perf_counter() - began)
    began = time.perf_counter()
    running = asyncio.create_task(workers.run(next(jobs)))
    await asyncio.sleep(0.005)
    (pid,) = workers.pids
    os.kill(pid, signal.SIGKILL)
    await running
    cost, normal = 1e3 * (time.perf_counter() - began), 1e3 * statistics.median(usual)
    print(f"a worker killed during its job: answered after {cost:.0f} ms (an undisturbed job takes {normal:.0f} ms)")
    await workers.close()


async def many_in_a_row(jobs: Iterator[Job], count: int) -> None:
    # Never recycled, and a small cache that is soon full: what leaks must show.
    workers = new_workers(jobs_per_worker=10 * count, cache_bytes=8 << 20)
    await workers.start()
    print(f"{count} jobs in a row: private memory of the bot's process and of each worker, MB")
    began = time.perf_counter()
    for done in range(count // 10, count + 1, count // 10):
        for _ in range(count // 10 // CORES):
            await asyncio.gather(*(workers.run(job) for job in itertools.islice(jobs, CORES)))
        sizes = " ".join(f"{private_megabytes(pid):7.1f}" for pid in workers.pids)
        print(f"  after {done:6d}  {private_megabytes(os.getpid()):7.1f}  {sizes}")
    print(f"  {count / (time.perf_counter() - began):.0f} answers a second")
    await workers.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2000, help="how many jobs the memory is watched over")
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    logging.getLogger("bot").setLevel(logging.CRITICAL)  # a worker is killed on purpose
    asyncio.run(a_class_in_discord())
    jobs = distinct_jobs()
    asyncio.run(a_class_of_jobs(jobs))
    asyncio.run(a_killed_worker(jobs))
    asyncio.run(many_in_a_row(jobs, arguments.jobs))


if __name__ == "__main__":
    main()
