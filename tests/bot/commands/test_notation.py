"""/notation: the three ways to write the cell; one is kept and used from then on."""


async def test_the_notations_are_shown(world, read):
    result = await world.alice.slash(world.channel, "notation")
    shown = read.text(result.response)
    assert "Γu ∗ c̃ + (1 − Γu) ∗ c" in shown
    assert "z ⊙ h + (1 − z) ⊙ h̃" in shown
    assert "(1 − z) ⊙ n + z ⊙ h" in shown


async def test_a_chosen_notation_holds_for_the_next_answer(world, read):
    result = await world.alice.slash(world.channel, "notation", choose="pytorch")
    assert "PyTorch's: h, z, r, n** ← yours" in read.text(result.response)
    await world.ask()
    assert world.workers.jobs[-1].notation == "pytorch"
