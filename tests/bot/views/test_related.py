"""Ways on: a related question, and the private answer to a mention."""


async def test_a_related_question_is_a_message_of_its_own(world, read):
    result = await world.ask()
    chosen = await world.alice.select(result.response, ["value-vs-gradient"])
    assert chosen.response.id != result.response.id
    assert not chosen.ephemeral
    assert world.workers.jobs[-1].topic == "value-vs-gradient"


async def test_for_somebody_else_it_is_private(world):
    result = await world.ask()
    assert (await world.bob.select(result.response, ["value-vs-gradient"])).ephemeral


async def test_another_question_of_the_same_message_is_asked_in_its_words(world, read, pretend):
    from dataclasses import replace

    both = replace(pretend.answer(), followups=(pretend.Followup("And what does *Γr* do?", ""),))
    world.workers.rendered = pretend.Rendered(both, pretend.pictures())
    result = await world.ask()
    chosen = await world.alice.select(result.response, ["?And what does *Γr* do?"])
    assert world.workers.jobs[-1].question == "And what does *Γr* do?"
    assert r"\*Γr\*" in read.said(chosen)


async def test_a_topic_that_was_renamed_ends_in_a_word(world, read):
    result = await world.ask()
    world.bot.topics = {}
    assert "renamed" in read.said(await world.alice.select(result.response, ["value-vs-gradient"]))
