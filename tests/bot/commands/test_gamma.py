"""/gamma: values as text in any spelling, offered while typing, the last one remembered."""

import pytest


@pytest.mark.parametrize("value", ["1e-6", "10^-6", "1/1000", "5%"])
async def test_a_value_goes_to_the_number_reader_as_it_was_typed(open_world, value, pretend):
    async with open_world() as world:
        world.workers.rendered = pretend.Rendered(pretend.answer(), pretend.pictures())
        result = await world.alice.slash(world.channel, "gamma", value=value, steps="2 million")
        assert result.acknowledged
        job = world.workers.jobs[-1]
        assert job.topic == "compute-retention"
        assert dict(job.parameters) == {"gamma": value, "steps": "2 million"}


async def test_steps_may_be_left_out(world):
    await world.alice.slash(world.channel, "gamma", value="0.01")
    assert dict(world.workers.jobs[-1].parameters) == {"gamma": "0.01"}


async def test_a_bad_value_is_refused_in_a_sentence(world, read):
    result = await world.alice.slash(world.channel, "gamma", value="2")
    assert "γ must be from 0 to 1" in read.said(result)


async def test_the_lectures_values_and_the_last_one_are_offered(world):
    first = await world.alice.autocomplete(world.channel, "gamma", "value", "")
    assert [each["value"] for each in first][:1] == ["0.000001"]
    await world.alice.slash(world.channel, "gamma", value="0.02")
    later = await world.alice.autocomplete(world.channel, "gamma", "value", "")
    assert later[0] == {"name": "0.02   your last one", "value": "0.02"}
    typed = await world.alice.autocomplete(world.channel, "gamma", "value", ".0")
    assert [each["value"] for each in typed] == [".0", ".01", ".05"]


async def test_a_refused_value_is_not_remembered(world):
    await world.alice.slash(world.channel, "gamma", value="2")
    assert (await world.store.person(world.alice.id)).last_gamma is None


async def test_steps_are_offered(world):
    offered = await world.alice.autocomplete(world.channel, "gamma", "steps", "1", value="0.1")
    assert [each["value"] for each in offered] == ["1", "1000", "100", "10000", "1 million"]
