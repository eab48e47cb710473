"""What discord.py would leave without an answer: ids of other versions, forms after a restart."""

import discord


async def foreign(world, custom_id):
    """A message of the bot with a button that this version did not make."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Old", custom_id=custom_id))
    channel = world.bot.get_channel(world.channel.id)
    with world.env._bot_scope():
        message = await channel.send("an old message", view=view)
    world.bot._connection._view_store._views.clear()
    return message


async def test_a_button_of_another_version_ends_in_a_word(world, read):
    for old in ("x0|d|gru-gradient||csu1|", "something-else"):
        message = await foreign(world, old)
        clicked = await world.alice.click(message, label="Old")
        assert "earlier version" in read.said(clicked)
        assert clicked.ephemeral


async def test_a_button_of_this_version_with_nonsense_in_it_ends_in_a_word(world, read):
    for broken in ("x1|d|nonsense", "x1|zzz|gru-gradient||csu1|", "x1|d|*unknownkey"):
        message = await foreign(world, broken)
        assert "earlier version" in read.said(await world.alice.click(message, label="Old"))


async def test_a_form_survives_a_restart(open_world, make_bot):
    async with open_world() as world:
        result = await world.ask()
        form = await world.alice.click(result.response, label="Change…")
        second = make_bot(store=world.store)
        await world.env.restart_bot(second)
        sent = await world.alice.submit_modal(form, {"gamma": "0.5", "steps": ""})
        assert sent.acknowledged
        assert dict(second.workers.jobs[-1].parameters) == {"gamma": "0.5"}


async def test_two_people_with_the_same_form_do_not_get_in_each_others_way(world, read):
    result = await world.ask()
    first = await world.alice.click(result.response, label="Change…")
    second = await world.bob.click(result.response, label="Change…")
    await world.bob.submit_modal(second, {"gamma": "0.25", "steps": "10"})
    assert dict(world.workers.jobs[-1].parameters) == {"gamma": "0.25", "steps": "10"}
    await world.alice.submit_modal(first, {"gamma": "0.5", "steps": "20"})
    assert dict(world.workers.jobs[-1].parameters) == {"gamma": "0.5", "steps": "20"}
    assert not world.bot._connection._view_store._modals, "forms are never registered"
