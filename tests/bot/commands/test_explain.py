"""/explain: a topic by its slug, found by a few letters."""


async def test_a_topic_is_explained(world, read):
    result = await world.alice.slash(world.channel, "explain", topic="gru-gradient")
    assert "Why the GRU gradient survives" in read.said(result)
    assert world.workers.jobs[-1].topic == "gru-gradient"


async def test_an_unknown_topic_names_the_nearest(world, read):
    result = await world.alice.slash(world.channel, "explain", topic="gru gradent *x*")
    assert "There is no topic" in read.said(result)
    assert "`gru-gradient`" in read.said(result)
    assert r"\*x\*" in read.said(result)
    assert result.ephemeral


async def test_topics_are_offered_by_their_names(world):
    offered = await world.alice.autocomplete(world.channel, "explain", "topic", "value")
    assert offered[0]["value"] == "value-vs-gradient"
    assert len(await world.alice.autocomplete(world.channel, "explain", "topic", "")) == 8
