"""Helpful, not helpful, delete: who may, how often, and what is kept."""

import pytest


async def test_one_verdict_per_person_the_last_counts(world, read):
    result = await world.ask()
    assert "noted as helpful" in read.said(await world.bob.click(result.response, label="Helpful"))
    form = await world.bob.click(result.response, label="Not helpful")
    said = await world.bob.submit_modal(form, {"comment": ""})
    assert "noted as not helpful" in read.said(said)
    (count,) = (await world.store.feedback(world.server.id)).counts
    assert (count.helpful, count.not_helpful) == (0, 1)


async def test_without_its_store_a_verdict_is_not_pretended(world, read):
    async def away(**named):
        return False

    world.store.add_feedback = away
    result = await world.ask()
    assert "could not store that" in read.said(await world.bob.click(result.response, label="Helpful"))


@pytest.mark.parametrize("who", ["alice", "staff"])
async def test_asker_and_moderators_may_delete(world, who):
    result = await world.ask()
    await getattr(world, who).click(result.response, label="Delete")
    assert result.response is None


async def test_nobody_else_may_delete(world, read):
    result = await world.ask()
    refused = await world.bob.click(result.response, label="Delete")
    assert "Only the person who asked" in read.said(refused)
    assert result.response is not None
