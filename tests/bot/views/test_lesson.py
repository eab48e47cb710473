"""The buttons that show more: to whoever presses them, privately."""


async def test_the_derivation_is_paged(world, read):
    result = await world.ask()
    first = await world.bob.click(result.response, label="Full derivation")
    assert first.ephemeral
    assert "Page 1 of 3" in read.buttons(first.response)
    assert read.buttons(first.response)["← Back"]["disabled"]
    await world.bob.click(first.response, label="Next →")
    assert "Page 2 of 3" in read.buttons(first.response)
    assert [each.filename for each in first.response.attachments] == ["page-2.png"]
    await world.bob.click(first.response, label="Next →")
    assert read.buttons(first.response)["Next →"]["disabled"]
    await world.bob.click(first.response, label="← Back")
    assert "Page 2 of 3" in read.buttons(first.response)
    assert world.workers.jobs[-1].want == "derivation"


async def test_the_plots_come_with_their_description(world, read):
    result = await world.ask()
    clicked = await world.bob.click(result.response, label="Plot")
    assert clicked.ephemeral
    assert [each.filename for each in clicked.response.attachments] == ["plot-1.png"]
    assert "A plot that falls from 1 to 0.9." in read.said(clicked)


async def test_the_program_is_a_file_and_to_read(world, read):
    result = await world.ask()
    clicked = await world.alice.click(result.response, label="Program")
    (file,) = clicked.response.attachments
    assert file.filename == "gru_gradient.py"
    assert "```python\nprint('predicted', 0.999)" in read.said(clicked)


async def test_the_page_is_a_file(world):
    result = await world.ask()
    clicked = await world.alice.click(result.response, label="Page")
    assert [each.filename for each in clicked.response.attachments] == ["gru-gradient.html"]
    assert world.workers.jobs[-1].want == "page"


async def test_what_can_no_longer_be_computed_is_said(world, read, pretend):
    result = await world.ask()
    refusal = pretend.Unclear("", "invalid", "γ must be from 0 to 1.")
    world.workers.rendered = pretend.Rendered(refusal)
    assert "γ must be from 0 to 1." in read.said(await world.alice.click(result.response, label="Page"))


async def test_an_answer_without_plots_says_so(world, read, pretend):
    result = await world.ask()
    world.workers.rendered = pretend.Rendered(pretend.answer())
    assert "has none" in read.said(await world.alice.click(result.response, label="Plot"))
