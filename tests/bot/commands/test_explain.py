"""/explain: a topic by its slug, found by a few letters."""


async def test_a_topic_is_explained(world, read):
    result = await world.alice.slash(world.channel, "explain", topic="gru-gradient")
    assert "Why the GRU gradient survives" in read.said(result)
    assert world.workers.jobs[-1].topic == "gru-gradient"


async def test_a_topic_takes_the_readers_numbers(world, read):
    await world.alice.slash(world.channel, "explain", topic="gru-gradient", numbers="gamma = 10^-4; steps=2 million")
    assert dict(world.workers.jobs[-1].parameters) == {"gamma": "10^-4", "steps": "2 million"}
    for wrong in ("units=4", "gamma", "gamma=", "*x*=1"):
        refused = await world.alice.slash(world.channel, "explain", topic="gru-gradient", numbers=wrong)
        assert "It takes `gamma`, `steps`" in read.said(refused)
    refused = await world.alice.slash(world.channel, "explain", topic="value-vs-gradient", numbers="gamma=1")
    assert "It takes no numbers" in read.said(refused)


async def test_the_topics_numbers_are_offered(world):
    async def offered(typed):
        found = await world.alice.autocomplete(world.channel, "explain", "numbers", typed, topic="gru-gradient")
        return [each["value"] for each in found]

    assert await offered("") == ["gamma=0.000001", "steps=1000"]
    assert await offered("st") == ["steps=1000"]
    assert await offered("gamma=0.5") == ["gamma=0.5", "gamma=0.000001"]
    assert await offered("gamma=0.5,") == ["gamma=0.5, steps=1000"]
    assert await world.alice.autocomplete(world.channel, "explain", "numbers", "", topic="unknown") == []


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
