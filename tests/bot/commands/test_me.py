"""/me: notation, theme and depth, each kept at once and used from then on."""


def menu(result, action):
    """The id of the panel's menu for that action."""
    rows = [each for each in result.response.components[0]["components"] if each["type"] == 1]
    return next(row["components"][0]["custom_id"] for row in rows if f"|{action}|" in row["components"][0]["custom_id"])


async def test_each_setting_is_kept_and_used(world, read):
    panel = await world.alice.slash(world.channel, "me")
    assert panel.ephemeral
    for action, value in (("un", "cho"), ("ut", "light"), ("ud", "full")):
        changed = await world.alice.select(panel.response, [value], custom_id=menu(panel, action))
        assert "Kept." in read.text(changed.response)
    person = await world.store.person(world.alice.id)
    assert (person.notation, person.theme, person.depth) == ("cho", "light", "full")
    answer = await world.ask()
    job = world.workers.jobs[-1]
    assert (job.notation, job.theme) == ("cho", "light")
    assert "What this does not say" in read.text(answer.response)


async def test_a_setting_can_be_given_up(world):
    panel = await world.alice.slash(world.channel, "me")
    await world.alice.select(panel.response, ["light"], custom_id=menu(panel, "ut"))
    await world.alice.select(panel.response, ["default"], custom_id=menu(panel, "ut"))
    assert (await world.store.person(world.alice.id)).theme is None
