"""/learn: the progress stands in the reply until the answer takes its place."""

import asyncio


async def test_the_reply_shows_progress_then_the_answer(world, read):
    began = asyncio.Event()
    usual = world.workers.run

    async def slow(job, on_progress=None):
        on_progress("training the GRU: 10 of 600")
        for _ in range(20):
            await asyncio.sleep(0)
        began.set()
        return await usual(job)

    world.workers.run = slow
    result = await world.alice.slash(world.channel, "learn", lag="60")
    assert began.is_set()
    edits = [each for each in world.env.http_requests if each.method == "PATCH"]
    assert "training the GRU: 10 of 600" in str(edits[0].json)
    assert "Why the GRU gradient survives" in read.said(result)
    assert "training" not in read.said(result)


async def test_the_lag_is_given_or_the_default(world):
    await world.alice.slash(world.channel, "learn")
    assert world.workers.jobs[-1].parameters == ()
    await world.alice.slash(world.channel, "learn", lag="30")
    assert dict(world.workers.jobs[-1].parameters) == {"lag": "30"}
    assert (await world.alice.autocomplete(world.channel, "learn", "lag", ""))[0]["value"] == "60"
