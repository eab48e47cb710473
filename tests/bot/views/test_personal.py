"""The menus of /me, when the store is away."""


async def test_a_setting_that_could_not_be_stored_is_not_pretended(world, read):
    async def away(*arguments):
        return False

    panel = await world.alice.slash(world.channel, "me")
    world.store.save_person = away
    row = panel.response.components[0]["components"][1]
    refused = await world.alice.select(panel.response, ["cho"], custom_id=row["components"][0]["custom_id"])
    assert "could not store that" in read.said(refused)
