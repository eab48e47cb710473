"""/about: what the bot is and who runs it."""


async def test_it_says_who_runs_it(open_world, read):
    async with open_world(contact="the *course* staff") as world:
        result = await world.alice.slash(world.channel, "about")
        assert result.ephemeral
        assert "no language model" in read.said(result)
        assert r"Run by the \*course\* staff" in read.said(result)


async def test_without_a_contact_nobody_is_named(world, read):
    assert "Run by" not in read.said(await world.alice.slash(world.channel, "about"))
