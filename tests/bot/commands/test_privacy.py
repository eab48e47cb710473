"""/privacy: what is stored about whom, and the button that deletes it."""

from dataclasses import replace

from bot.store import PRIVACY, Person


async def test_it_says_what_is_stored_and_forgets_on_demand(world, read):
    await world.store.save_person(world.alice.id, replace(Person(), notation="cho"))
    result = await world.alice.slash(world.channel, "privacy")
    assert PRIVACY[0] in read.said(result)
    assert "About you: settings" in read.said(result)
    gone = await world.alice.click(result.response, label="Delete all that is stored about me")
    assert "is deleted" in read.said(gone)
    assert await world.store.person(world.alice.id) == Person()
    again = await world.alice.slash(world.channel, "privacy")
    assert "no settings" in read.said(again)


async def test_without_its_store_it_says_so(world, read):
    async def away(person_id):
        return None

    world.store.stored_about = world.store.forget = away
    result = await world.alice.slash(world.channel, "privacy")
    assert "out of reach" in read.said(result)
    refused = await world.alice.click(result.response, label="Delete all that is stored about me")
    assert "database is out of reach" in read.said(refused)
