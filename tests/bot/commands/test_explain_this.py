"""“Explain this” in a message's menu: somebody's message is the question."""


async def test_a_message_is_explained_without_its_markup(world, read):
    message = await world.bob.send(world.channel, "why does **it** vanish? @everyone")
    result = await world.alice.context_menu(world.channel, "Explain this", message)
    assert world.workers.jobs[-1].question == "why does **it** vanish? @everyone"
    assert "Why the GRU gradient survives" in read.said(result)
    assert "@everyone" not in read.said(result)


async def test_a_message_without_text_ends_in_a_word(world, read):
    message = await world.bob.send(world.channel, "", attachments=[("a.png", b"x")])
    result = await world.alice.context_menu(world.channel, "Explain this", message)
    assert "no text that I can read" in read.said(result)
    assert result.ephemeral
