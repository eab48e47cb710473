"""/solve: exactly two of three are given; which topic computes the third."""

import pytest

from bot.commands.solve import choose
from bot.errors import Refusal


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ({"steps": "50", "keep": "90%"}, "solve-gamma"),
        ({"gamma": "1e-3", "keep": "half"}, "solve-steps"),
        ({"gamma": "1e-3", "steps": "50"}, "compute-retention"),
    ],
)
async def test_the_missing_one_is_computed(open_world, pretend, given, slug):
    async with open_world() as world:
        world.workers.rendered = pretend.Rendered(pretend.answer(), pretend.pictures())
        await world.alice.slash(world.channel, "solve", **given)
        job = world.workers.jobs[-1]
        assert job.topic == slug
        expected = {("target" if name == "keep" else name): text for name, text in given.items()}
        assert dict(job.parameters) == expected


@pytest.mark.parametrize("given", [{}, {"gamma": "1"}, {"gamma": "1", "steps": "2", "keep": "3"}])
async def test_not_exactly_two_is_refused_with_an_example(world, read, given):
    result = await world.alice.slash(world.channel, "solve", **given)
    assert "exactly two" in read.said(result)
    assert "/solve steps: 50" in read.said(result)
    assert result.ephemeral


def test_blanks_count_as_left_out():
    assert choose(gamma=" ", steps="50", target="90%") == ("solve-gamma", {"steps": "50", "target": "90%"})
    with pytest.raises(Refusal):
        choose(gamma=" ", steps=" ", target="90%")


@pytest.mark.parametrize(("option", "first"), [("gamma", "0.000001"), ("steps", "1000"), ("keep", "50%")])
async def test_each_value_is_offered_while_typing(world, option, first):
    offered = await world.alice.autocomplete(world.channel, "solve", option, "")
    assert offered[0]["value"] == first
