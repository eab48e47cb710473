"""γ ÷ 10, γ × 10, T × 10, and the form: in place for the asker, a private answer for everybody else."""


async def test_each_button_runs_the_answer_again(world):
    result = await world.ask()
    for label, expected in (
        ("γ ÷ 10", {"gamma": "1e-7"}),
        ("γ × 10", {"gamma": "1e-6"}),
        ("T × 10", {"gamma": "1e-6", "steps": "10000"}),
    ):
        clicked = await world.alice.click(result.response, label=label)
        assert dict(world.workers.jobs[-1].parameters) == expected
        assert clicked.response.id == result.response.id, "the answer changed in place"


async def test_somebody_else_gets_an_answer_of_their_own(world, read):
    result = await world.ask()
    before = read.text(result.response)
    clicked = await world.bob.click(result.response, label="γ × 10")
    assert clicked.ephemeral
    assert clicked.response.id != result.response.id
    assert read.text(result.response) == before
    again = await world.bob.click(clicked.response, label="γ × 10")
    assert again.response.id == clicked.response.id, "their own answer changes in place"


async def test_buttons_stop_at_the_end_of_the_range(world, read):
    result = await world.ask()
    await world.alice.click(result.response, label="T × 10")
    await world.alice.click(result.response, label="T × 10")
    assert read.buttons(result.response)["T × 10"]["disabled"]
    assert dict(world.workers.jobs[-1].parameters)["steps"] == "100000"


async def test_the_form_shows_the_present_numbers_and_takes_new_ones(world, read):
    result = await world.ask()
    await world.alice.click(result.response, label="γ × 10")
    form = await world.alice.click(result.response, label="Change…")
    fields = {each["component"]["custom_id"]: each["component"] for each in form.modal["components"]}
    assert fields["gamma"]["value"] == "1e-5"
    assert fields["steps"]["placeholder"] == "1000"
    sent = await world.alice.submit_modal(form, {"gamma": " 5% ", "steps": ""})
    assert sent.acknowledged
    assert dict(world.workers.jobs[-1].parameters) == {"gamma": "5%"}


async def test_a_bad_number_leaves_the_answer_standing(world, read):
    result = await world.ask()
    form = await world.alice.click(result.response, label="Change…")
    sent = await world.alice.submit_modal(form, {"gamma": "2", "steps": ""})
    assert "γ must be from 0 to 1" in read.said(sent)
    assert sent.followups[0].ephemeral
    assert "Why the GRU gradient survives" in read.text(result.response)


async def test_a_topic_that_was_renamed_ends_in_a_word(world, read):
    result = await world.ask()
    world.bot.topics = {}
    assert "renamed" in read.said(await world.alice.click(result.response, label="γ ÷ 10"))
    assert "renamed" in read.said(await world.alice.click(result.response, label="Change…"))
