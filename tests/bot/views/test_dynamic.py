"""Items are found by their ids alone: nothing is registered for a message, so nothing times out or leaks."""


async def test_no_view_is_kept_however_many_answers_are_sent(world):
    for _ in range(5):
        await world.ask()
    store = world.bot._connection._view_store
    assert not store._views
    assert not store._synced_message_views
    assert len(store._dynamic_items) == 1


async def test_a_year_later_the_buttons_still_work(world, read):
    result = await world.ask()
    await world.env.advance_time(365 * 24 * 3600)
    clicked = await world.alice.click(result.response, label="γ ÷ 10")
    assert clicked.acknowledged
    assert dict(world.workers.jobs[-1].parameters) == {"gamma": "1e-7"}
