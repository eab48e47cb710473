"""/topics: the whole catalogue, to read and to choose from."""


async def test_the_catalogue_is_listed_and_a_choice_is_answered(world, read):
    result = await world.alice.slash(world.channel, "topics")
    assert result.ephemeral
    assert "### 8 topics" in read.text(result.response)
    answered = await world.alice.select(result.response, ["solve-gamma"])
    assert "Why the GRU gradient survives" in read.said(answered)
    assert answered.ephemeral, "a choice from a private list is answered privately"
    assert world.workers.jobs[-1].topic == "solve-gamma"
