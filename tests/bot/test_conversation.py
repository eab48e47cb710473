"""Questions in plain messages: mentions, follow-ups by reply, direct messages, and what can't be read."""

from dataclasses import replace
from decimal import Decimal

import discord
import pytest

from bot.conversation import HOW_TO_ASK, without_mention


@pytest.fixture
def mention(world):
    return f"<@{world.bot.user.id}>"


async def test_a_mention_is_answered_with_a_reply(world, read, mention):
    asked = await world.alice.send(world.channel, f"{mention} why does it not vanish?")
    answer = world.channel.last_message
    assert world.workers.jobs[-1].question == "why does it not vanish?"
    assert answer.reference.message_id == asked.id
    assert len(answer.attachments) == 2
    assert not answer.mentions, "nobody is pinged by the reply"


async def test_other_messages_are_left_alone(world):
    await world.alice.send(world.channel, "why does it vanish?")
    await world.alice.send(world.channel, "@everyone why does it vanish?")
    assert not world.workers.jobs


async def test_other_bots_are_left_alone(world, mention):
    robot = world.server.add_member(world.env.create_user("robot", bot=True))
    await robot.send(world.channel, f"{mention} why?")
    assert not world.workers.jobs


async def test_a_reply_to_an_answer_follows_it_up(world, mention):
    await world.alice.send(world.channel, f"{mention} why?")
    answer = world.channel.last_message
    await world.alice.click(answer, label="γ × 10")
    edited = world.channel.last_message
    await world.alice.send(world.channel, f"{mention} and with gamma 0.5?", reply_to=edited)
    previous = world.workers.jobs[-1].previous
    assert previous.topic == "gru-gradient"
    assert previous.parameters == {"gamma": Decimal("1e-5")}
    assert previous.given == {"gamma"}


async def test_a_follow_up_works_after_a_restart(open_world, make_bot):
    async with open_world() as world:
        mention = f"<@{world.bot.user.id}>"
        result = await world.ask()
        second = make_bot(store=world.store)
        await world.env.restart_bot(second)
        await world.alice.send(world.channel, f"{mention} why?", reply_to=result.response)
        assert second.workers.jobs[-1].previous.topic == "gru-gradient"


async def test_a_reply_whose_ping_is_off_is_told_how_to_ask(world, read):
    result = await world.ask()
    # Without the privileged intent the text of a reply that doesn't ping arrives empty.
    await world.alice.send(world.channel, "and with gamma 0.5?", reply_to=result.response)
    answer = world.channel.last_message
    assert HOW_TO_ASK in str(answer.components[0].to_dict())
    assert len(world.workers.jobs) == 1


async def test_a_mention_without_words_is_asked_for_some(world, mention):
    await world.alice.send(world.channel, mention)
    assert "What would you like to know?" in str(world.channel.last_message.components[0].to_dict())


async def test_in_a_thread_it_keeps_to_the_thread(world, mention):
    thread = await start_thread(world)
    await world.alice.send(thread, f"{mention} why?")
    assert thread.last_message.author.id == world.bot.user.id
    result = await world.alice.slash(thread, "ask", question="and?")
    assert result.response.channel_id == thread.id


async def test_a_thread_counts_as_its_channel(world, mention):
    thread = await start_thread(world)
    server = await world.store.server(world.server.id)
    await world.store.save_server(world.server.id, replace(server, channels=(world.channel.id,)))
    await world.alice.send(thread, f"{mention} why?")
    assert len(world.workers.jobs) == 1
    assert not (await world.alice.slash(thread, "ask", question="and?")).ephemeral


async def test_commands_work_in_direct_messages(world, read):
    dave = world.env.create_user("dave")
    result = await dave.slash("ask", question="why?")
    assert "Why the GRU gradient survives" in read.said(result)
    assert (await dave.click(result.response, label="γ × 10")).acknowledged
    assert "course settings" not in dave.available_commands()


async def start_thread(world):
    """A thread in the channel, as a bot with the right would open one."""
    with world.env._bot_scope():
        channel = world.bot.get_channel(world.channel.id)
        await channel.create_thread(name="question", type=discord.ChannelType.public_thread)
    await world.env.settle()
    (thread,) = world.channel.threads
    return thread


async def test_direct_messages_need_no_mention_and_go_on_where_they_were(world):
    dave = world.env.create_user("dave")
    await dave.send_dm("why does it not vanish?")
    assert world.workers.jobs[-1].previous is None
    await dave.send_dm("and with gamma 0.5?")
    assert world.workers.jobs[-1].previous.topic == "gru-gradient"


async def test_where_answers_are_private_a_button_opens_it_for_the_asker(world, read, mention):
    await world.store.save_server(world.server.id, replace(await world.store.server(world.server.id), private=True))
    await world.alice.send(world.channel, f"{mention} why does *it* not vanish?")
    offer = world.channel.last_message
    assert not world.workers.jobs
    refused = await world.bob.click(offer, label="Show me the answer, only to me")
    assert "for the person who asked" in read.said(refused)
    opened = await world.alice.click(offer, label="Show me the answer, only to me")
    assert opened.ephemeral
    assert world.workers.jobs[-1].question == "why does *it* not vanish?"
    assert r"\*it\*" in read.said(opened)


async def test_a_question_that_was_deleted_can_not_be_opened(world, read, mention):
    await world.store.save_server(world.server.id, replace(await world.store.server(world.server.id), channels=(1,)))
    asked = await world.alice.send(world.channel, f"{mention} why?")
    offer = world.channel.last_message
    await world.alice.delete(asked)
    assert "can't find your question" in read.said(
        await world.alice.click(offer, label="Show me the answer, only to me")
    )


async def test_a_message_deleted_while_answering_is_answered_all_the_same(world, mention):
    usual = world.workers.run

    async def slow(job, on_progress=None):
        channel = world.bot.get_channel(world.channel.id)
        await channel.get_partial_message(channel.last_message_id).delete()
        return await usual(job)

    world.workers.run = slow
    await world.alice.send(world.channel, f"{mention} why?")
    assert world.channel.last_message.author.id == world.bot.user.id


async def test_where_it_may_not_write_it_tells_the_person(world, mention):
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50013, message="Missing Permissions")
    await world.alice.send(world.channel, f"{mention} why?")
    assert "I may not write there" in world.alice.user.dm_channel.last_message.content


async def test_a_failure_is_apologised_for(world, mention):
    world.workers.failure = ZeroDivisionError()
    await world.alice.send(world.channel, f"{mention} why?")
    assert "Something broke on my side" in str(world.channel.last_message.components[0].to_dict())


async def test_too_fast_is_said_in_the_channel(open_world):
    async with open_world(uses=1) as world:
        for _ in range(2):
            await world.alice.send(world.channel, f"<@{world.bot.user.id}> why?")
        assert "<t:" in str(world.channel.last_message.components[0].to_dict())


async def test_the_mention_is_taken_out_wherever_it_stands(world):
    own = world.bot.user.id
    assert without_mention(f"<@!{own}> why <@{own}>", world.bot) == "why"
    assert without_mention("<@5> why", world.bot) == "<@5> why"
