"""/course: for staff only; every setting kept and obeyed; unanswered questions and feedback to read."""

import pytest

from bot.store import Server


def control(result, action):
    """The id of the panel's button or menu for that action."""
    rows = [each for each in result.response.components[0]["components"] if each["type"] == 1]
    ids = [item["custom_id"] for row in rows for item in row["components"]]
    return next(each for each in ids if f"|{action}|" in each)


@pytest.fixture
async def panel(world):
    return await world.staff.slash(world.channel, "course settings")


async def test_members_do_not_even_see_it(world):
    with pytest.raises(Exception, match="not visible"):
        await world.alice.slash(world.channel, "course settings")


async def test_the_panel_is_private(panel, read):
    assert panel.ephemeral
    assert "Private: off" in read.buttons(panel.response)


async def test_switches_turn(world, panel, read):
    for action, name in (("cp", "private"), ("cl", "log_unanswered"), ("cq", "log_questions")):
        await world.staff.click(panel.response, custom_id=control(panel, action))
        assert getattr(await world.store.server(world.server.id), name) is True
    await world.staff.click(panel.response, custom_id=control(panel, "cp"))
    assert (await world.store.server(world.server.id)).private is False


async def test_private_answers_by_default(world, panel):
    await world.staff.click(panel.response, custom_id=control(panel, "cp"))
    assert (await world.ask()).ephemeral
    assert not (await world.ask(private=False)).ephemeral


async def test_channels_are_chosen_and_elsewhere_answers_are_private(world, panel, read):
    other = world.server.create_text_channel("other")
    await world.staff.select(panel.response, [other], custom_id=control(panel, "cc"))
    assert (await world.store.server(world.server.id)).channels == (other.id,)
    here = await world.ask()
    assert here.ephemeral
    assert f"<#{other.id}>" in read.said(here)
    assert not (await world.alice.slash(other, "ask", question="and here?")).ephemeral
    await world.staff.select(panel.response, [], custom_id=control(panel, "cc"))
    assert (await world.store.server(world.server.id)).channels == ()


async def test_defaults_hold_for_members_without_a_choice(world, panel):
    await world.staff.select(panel.response, ["pytorch"], custom_id=control(panel, "cn"))
    await world.staff.select(panel.response, ["full"], custom_id=control(panel, "cd"))
    await world.ask()
    assert world.workers.jobs[-1].notation == "pytorch"
    assert (await world.store.server(world.server.id)).depth == "full"
    await world.staff.select(panel.response, ["default"], custom_id=control(panel, "cn"))
    assert (await world.store.server(world.server.id)).notation is None


async def test_phrasings_are_uploaded_checked_and_removed(world, panel, read):
    shown = await world.staff.click(panel.response, label="Upload phrasings…")
    sent = await world.staff.submit_modal(shown, {"file": ("course.toml", b'[gru-gradient]\nasks = ["carousel"]\n')})
    assert "a file of 2 lines" in read.text(sent.response)
    await world.ask()
    assert "carousel" in world.workers.jobs[-1].course
    shown = await world.staff.click(panel.response, label="Upload phrasings…")
    refused = await world.staff.submit_modal(shown, {"file": ("course.toml", b"bad")})
    assert "wrong in line 3" in read.said(refused)
    assert "carousel" in (await world.store.server(world.server.id)).course
    await world.staff.click(panel.response, label="Remove phrasings")
    assert (await world.store.server(world.server.id)).course == ""


@pytest.mark.parametrize(("data", "word"), [(b"\xff\xfe\x00", "UTF-8"), (b"x" * 300_000, "at most 200,000")])
async def test_a_file_that_is_no_phrasings_file_is_refused(world, panel, read, data, word):
    shown = await world.staff.click(panel.response, label="Upload phrasings…")
    refused = await world.staff.submit_modal(shown, {"file": ("course.toml", data)})
    assert word in read.said(refused)


async def test_a_panel_is_dead_for_whoever_lost_the_right(world, panel, read):
    world.staff.member  # noqa: B018
    roles = world.env.backend.get_guild(world.server.id).members[world.staff.id].role_ids
    roles.clear()
    refused = await world.staff.click(panel.response, custom_id=control(panel, "cp"))
    assert "Only staff" in read.said(refused)
    assert await world.store.server(world.server.id) == Server()


async def test_unanswered_questions_are_counted_when_staff_wants_it(world, panel, read):
    await world.ask("how is the weather?")
    empty = await world.staff.slash(world.channel, "course unanswered")
    assert "are not kept" in read.said(empty)
    await world.staff.click(panel.response, custom_id=control(panel, "cl"))
    assert "Nothing yet" in read.said(await world.staff.slash(world.channel, "course unanswered"))
    for _ in range(2):
        await world.ask("how is the *weather*?")
    report = await world.staff.slash(world.channel, "course unanswered")
    assert r"**2×** how is the \*weather\*?" in read.said(report)
    assert [each.filename for each in report.response.attachments] == ["unanswered.csv"]
    await world.staff.click(report.response, label="Clear the list")
    assert "Nothing yet" in read.said(await world.staff.slash(world.channel, "course unanswered"))


async def test_feedback_is_counted_with_comments(world, read):
    assert "Nobody has pressed" in read.said(await world.staff.slash(world.channel, "course feedback"))
    answer = await world.ask()
    await world.alice.click(answer.response, label="Helpful")
    shown = await world.bob.click(answer.response, label="Not helpful")
    await world.bob.submit_modal(shown, {"comment": "too *short*"})
    report = read.said(await world.staff.slash(world.channel, "course feedback"))
    assert "`gru-gradient` 1 helpful, 1 not" in report
    assert r"too \*short\*" in report


@pytest.mark.parametrize("command", ["course unanswered", "course feedback"])
async def test_without_its_store_it_says_so(world, read, command):
    async def away(*arguments, **named):
        return None

    world.store.unanswered = world.store.feedback = away
    assert "out of reach" in read.said(await world.staff.slash(world.channel, command))


async def test_a_setting_that_could_not_be_stored_is_not_pretended(world, panel, read):
    async def away(*arguments):
        return False

    world.store.save_server = away
    refused = await world.staff.click(panel.response, custom_id=control(panel, "cp"))
    assert "could not store that" in read.said(refused)
