"""/notation: the three ways to write the cell; one is kept and used from then on."""


async def test_the_notations_are_shown(world, read):
    result = await world.alice.slash(world.channel, "notation")
    shown = read.text(result.response)
    assert "Γr**\nΓu\n" in shown
    assert "h, z, r**\nz\n" in shown
    assert "h, z, r, n**\nn\n" in shown
    assert "Γu near 0 keeps the memory" in shown


async def test_without_workers_the_notations_are_still_named(world, read, pretend):
    world.workers.rendered = pretend.Rendered(pretend.Unclear("", "invalid", "no"))
    assert "z near 1 keeps the memory" in read.said(await world.alice.slash(world.channel, "notation"))


async def test_a_chosen_notation_holds_for_the_next_answer(world, read):
    result = await world.alice.slash(world.channel, "notation", choose="pytorch")
    assert "PyTorch's: h, z, r, n** ← yours" in read.text(result.response)
    await world.ask()
    assert world.workers.jobs[-1].notation == "pytorch"
