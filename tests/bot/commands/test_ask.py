"""/ask: the road of a question, what is shown of it, who sees it, and what is offered while typing."""

import pytest


async def test_a_question_is_acknowledged_first_and_answered_in_its_place(world, read):
    result = await world.ask("why doesn't it vanish?")
    assert result.acknowledged
    assert not result.ephemeral
    assert len(result.response.attachments) == 2
    shown = read.text(result.response)
    assert "Why the GRU gradient survives" in shown
    assert "why doesn't it vanish?" in shown
    assert [job.question for job in world.workers.jobs] == ["why doesn't it vanish?"]
    deferrals = [each for each in world.env.http_requests if each.path.endswith("/callback")]
    assert deferrals, "the interaction was acknowledged through its callback"


async def test_every_picture_has_an_alt_text(world):
    result = await world.ask()
    assert [each.description for each in result.response.attachments] == [
        "Steps: the product is (1−γ)^T.",
        "A plot that falls from 1 to 0.9.",
    ]


async def test_private_is_seen_by_the_asker_alone(world):
    assert (await world.ask(private=True)).ephemeral
    assert not (await world.ask(private=False)).ephemeral


async def test_markup_and_mentions_of_the_asker_do_nothing(world, read):
    result = await world.ask("@everyone <@1> **bold** `code` ||spoiler|| <#5> [link](https://example.org) # x")
    shown = read.text(result.response)
    assert "@everyone" not in shown
    assert r"\<@" in shown
    assert r"\*\*bold\*\*" in shown
    assert r"\`code\`" in shown
    assert r"\|\|spoiler\|\|" in shown
    assert "https://example.org" not in shown
    message = result.response.message
    assert not message.mention_everyone
    assert not message.mentions


async def test_not_sure_offers_questions_as_buttons_and_they_answer(world, read):
    result = await world.ask("something vague")
    labels = list(read.buttons(result.response))
    assert labels == ["Why doesn't the GRU gradient vanish?", "Why does keeping the value keep the gradient?"]
    answered = await world.alice.click(result.response, label=labels[1])
    assert "Why the GRU gradient survives" in read.said(answered)
    assert world.workers.jobs[-1].topic == "value-vs-gradient"


async def test_another_subject_is_declined_in_a_sentence(world, read):
    result = await world.ask("how is the weather?")
    assert "The weather is not mine" in read.said(result)
    assert not read.buttons(result.response)


@pytest.mark.parametrize("blank", ["   ", "\n\t"])
async def test_an_empty_question_is_refused(world, read, blank):
    result = await world.ask(blank)
    assert "empty" in read.said(result)
    assert result.ephemeral
    assert not world.workers.jobs


async def test_known_questions_are_offered_while_typing(world):
    offered = await world.alice.autocomplete(world.channel, "ask", "question", "gradient vanish")
    assert offered[0]["value"] == "Why doesn't the GRU gradient vanish when Γu is near 0?"
    everything = await world.alice.autocomplete(world.channel, "ask", "question", "")
    assert {each["value"] for each in everything} >= {"Isn't the gradient a product of the gates Γu?"}


async def test_a_member_who_asks_too_fast_is_told_when_to_come_back(open_world, read):
    async with open_world(uses=2) as world:
        for _ in range(2):
            await world.ask()
        refused = await world.ask()
        assert refused.ephemeral
        assert "<t:" in read.said(refused)
        assert "Why the GRU" in read.said(await world.bob.slash(world.channel, "ask", question="and I?"))
