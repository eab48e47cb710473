"""Every click ends in a word: unknown ids, lost rows, failures of Discord and of ours, restarts, double clicks."""

import asyncio

import discord
import pytest

from bot.errors import Refusal
from bot.views import actions, lesson
from bot.views.state import State
from bot.worker import Busy, Failed, Lost, TooLong


async def test_a_restart_in_the_middle_leaves_the_buttons_working(open_world, make_bot, read):
    async with open_world() as world:
        result = await world.ask()
        second = make_bot(store=world.store)
        await world.env.restart_bot(second)
        clicked = await world.alice.click(result.response, label="γ × 10")
        assert clicked.acknowledged
        assert dict(second.workers.jobs[-1].parameters) == {"gamma": "1e-5"}
        follow_up = await world.alice.click(result.response, label="Full derivation")
        assert "The full derivation" in read.said(follow_up)


async def test_a_double_click_does_the_same_thing_twice(world, read):
    result = await world.ask()
    message = result.response
    first = await world.alice.click(message, custom_id=read.buttons(message)["γ ÷ 10"]["custom_id"])
    old_id = read.buttons(message)["γ ÷ 10"]["custom_id"]
    assert first.acknowledged
    assert (await world.alice.click(message, label="Helpful")).followups
    assert (await world.alice.click(message, label="Helpful")).followups
    assert read.buttons(result.response)["γ ÷ 10"]["custom_id"] == old_id


@pytest.mark.parametrize("failure", [Busy(), TooLong(), Lost(), Failed()])
async def test_what_the_workers_could_not_do_is_said(world, read, failure):
    result = await world.ask()
    world.workers.failure = failure
    clicked = await world.alice.click(result.response, label="γ ÷ 10")
    assert str(failure) in read.said(clicked)
    assert clicked.followups[0].ephemeral
    assert "Why the GRU gradient survives" in read.text(result.response), "the answer that stood is still there"


async def test_a_fault_of_ours_gets_a_reference_and_a_log_line(world, read, caplog):
    result = await world.ask()
    world.workers.failure = ZeroDivisionError("secret detail")
    clicked = await world.alice.click(result.response, label="Plot")
    assert "Something broke on my side" in read.said(clicked)
    assert "secret detail" not in read.said(clicked)
    assert any(record.levelname == "ERROR" for record in caplog.records)


async def test_a_message_deleted_meanwhile_ends_in_a_word(world, read):
    result = await world.ask()
    message = result.response.message
    usual = world.workers.run

    async def slow(job, on_progress=None):
        await message.delete()
        return await usual(job)

    world.workers.run = slow
    clicked = await world.alice.click(result.response, label="γ ÷ 10")
    assert "deleted" in read.said(clicked)


async def test_an_expired_interaction_is_answered_in_the_channel(world):
    result = await world.ask()
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, message="Unknown interaction")
    await world.alice.click(result.response, label="Plot")
    assert "Discord closed this request" in world.channel.last_message.content


async def test_a_refused_permission_ends_in_a_word(world, read):
    result = await world.ask()
    world.env.inject_error(
        "PATCH", "/webhooks/*/messages/@original", status=403, code=50013, message="Missing Permissions"
    )
    clicked = await world.alice.click(result.response, label="γ ÷ 10")
    assert "I lack a permission" in read.said(clicked)


async def test_a_stored_state_is_found_again_after_a_restart(open_world, make_bot, read, pretend):
    async with open_world() as world:
        norms = tuple(float(number) for number in range(60))
        long = pretend.answer(pretend.Job(topic="diagnose", parameters=(("norms", norms),)))
        from dataclasses import replace

        long = replace(long, parameters={"norms": norms}, given=frozenset({"norms"}))
        world.workers.rendered = pretend.Rendered(long, pretend.pictures())
        result = await world.ask()
        assert "|*" in read.buttons(result.response)["Program"]["custom_id"]
        second = make_bot(store=world.store)
        await world.env.restart_bot(second)
        await world.alice.click(result.response, label="Program")
        assert dict(second.workers.jobs[-1].parameters) == {"norms": norms}


async def test_without_a_store_a_long_state_costs_the_buttons_not_the_answer(world, read, pretend):
    from dataclasses import replace

    async def away(*arguments):
        return None

    world.store.keep_state = away
    norms = tuple(float(number) for number in range(60))
    long = replace(pretend.answer(), topic="diagnose", parameters={"norms": norms}, given=frozenset({"norms"}))
    world.workers.rendered = pretend.Rendered(long, pretend.pictures())
    result = await world.ask()
    assert "without its buttons" in read.said(result)
    assert not read.buttons(result.response)


async def test_a_lost_row_and_an_absent_store_are_told_apart(world):
    world.store.state = _nothing
    with pytest.raises(Refusal, match="earlier version"):
        await actions.stored(world.bot, "abc")


async def _nothing(key):
    return None


async def test_every_code_of_the_table_reads_back():
    for code in actions._actions():
        from bot.views.state import custom_id, parse

        assert parse(custom_id(code, State("gru-gradient", 1))) == (code, State("gru-gradient", 1))
        assert actions._CODE.fullmatch(code)["name"] == code


async def test_nothing_new_is_begun_while_leaving(world, read):
    result = await world.ask()
    world.bot.leaving = True
    assert "being restarted" in read.said(await world.alice.click(result.response, label="Plot"))
    assert "being restarted" in read.said(await world.ask())
    assert not await world.alice.autocomplete(world.channel, "ask", "question", "x")


async def test_a_cancelled_click_is_not_swallowed(world, monkeypatch):
    async def cancelled(click):
        raise asyncio.CancelledError

    monkeypatch.setattr(lesson, "plots", cancelled)
    interaction = type("Interaction", (), {"client": world.bot, "id": 1, "guild_id": 2})()
    with pytest.raises(asyncio.CancelledError):
        await actions.act(interaction, "x1|p|gru-gradient||csu1|")
    assert isinstance(interaction, object)
    assert discord
