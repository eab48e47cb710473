"""/compare: the three cells, with the numbers given or the defaults."""


async def test_the_cells_are_compared(world):
    await world.alice.slash(world.channel, "compare")
    assert (world.workers.jobs[-1].topic, world.workers.jobs[-1].parameters) == ("compare-cells", ())
    await world.alice.slash(world.channel, "compare", gamma="0.1", steps="20", private=True)
    assert dict(world.workers.jobs[-1].parameters) == {"gamma": "0.1", "steps": "20"}


async def test_values_are_offered(world):
    assert (await world.alice.autocomplete(world.channel, "compare", "gamma", ""))[0]["value"] == "0.000001"
    assert (await world.alice.autocomplete(world.channel, "compare", "steps", ""))[0]["value"] == "1000"
