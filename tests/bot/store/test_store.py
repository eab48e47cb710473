"""The store on both databases: what is stored comes back, changes meet, and people can have theirs deleted."""

import asyncio
import itertools
import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.store import AWAY, FeedbackComment, FeedbackCount, Person, Server, Store, StoredAbout
from bot.store.states import DAY, UNUSED_DAYS
from bot.store.unanswered import QUESTIONS_KEPT

ALICE, BETTY, COURSE, OTHER = 2**62 + 1, 2**62 + 2, 2**62 + 3, 2**62 + 4


async def test_unknown_ones_have_the_defaults(store: Store) -> None:
    assert await store.person(ALICE) == Person()
    assert await store.server(COURSE) == Server()
    assert await store.server(None) == Server()


async def test_settings_come_back_in_another_process(store: Store, url: str) -> None:
    person = Person("cho", "light", "full", "1e-6")
    server = Server((1, 2**62), True, "pytorch", "full", True, True, '[[asks]]\ntopic = "γ"\n')
    assert await store.save_person(ALICE, person)
    assert await store.save_server(COURSE, server)
    other = Store(url, patience=10.0)
    assert await other.open()
    assert await other.person(ALICE) == person
    assert await other.server(COURSE) == server
    assert await other.person(BETTY) == Person()
    await other.close()


async def test_settings_can_be_unset(store: Store) -> None:
    await store.save_person(ALICE, Person("cho", "light", "full", "1e-6"))
    await store.save_person(ALICE, replace(await store.person(ALICE), notation=None))
    assert await store.person(ALICE) == Person(None, "light", "full", "1e-6")


async def test_only_what_was_changed_is_written(store: Store, url: str) -> None:
    """Two processes change different settings of one person between each other's reading and writing."""
    other = Store(url, patience=10.0)
    await other.open()
    mine, theirs = await store.person(ALICE), await other.person(ALICE)
    await store.save_person(ALICE, replace(mine, theme="light"))
    await other.save_person(ALICE, replace(theirs, notation="cho"))
    assert await store.person(ALICE) == Person(notation="cho", theme="light")
    await other.close()


async def test_many_at_once(store: Store) -> None:
    assert all(await asyncio.gather(*(store.save_person(n, Person(last_gamma=str(n))) for n in range(60))))
    people = await asyncio.gather(*(store.person(n) for n in range(60)))
    assert [person.last_gamma for person in people] == [str(n) for n in range(60)]


async def test_one_verdict_a_person_and_message(store: Store) -> None:
    async def verdict(person: int, message: int, helpful: bool, server: int | None = COURSE, **more: str) -> None:
        topic = more.pop("topic", "gru-gradient")
        assert await store.add_feedback(
            person_id=person, server_id=server, message_id=message, topic=topic, helpful=helpful, **more
        )

    await verdict(ALICE, 1, True)
    await verdict(ALICE, 1, False, comment="the sign is wrong; 'quoted' -- \x00 \ud800")
    await verdict(BETTY, 1, True)
    await verdict(BETTY, 2, True, topic="gru-memory")
    await verdict(BETTY, 3, True, server=None)
    await verdict(BETTY, 4, False, server=OTHER)
    found = await store.feedback(COURSE)
    assert found is not None
    assert found.counts == (FeedbackCount("gru-gradient", 1, 1), FeedbackCount("gru-memory", 1, 0))
    (comment,) = found.comments
    assert comment == FeedbackComment("gru-gradient", False, "the sign is wrong; 'quoted' --  ?", comment.at)


async def test_unanswered_questions_are_counted_where_the_staff_wants_it(store: Store) -> None:
    assert not await store.count_unanswered(COURSE, "what is attention?")
    assert not await store.count_unanswered(None, "what is attention?")
    await store.save_server(COURSE, Server(log_unanswered=True))
    for text in ("what is attention?", "What  is ATTENTION?", "<@123456> what is attention? @everyone", "why?"):
        assert await store.count_unanswered(COURSE, text)
    rows = await store.unanswered(COURSE)
    assert rows is not None
    assert [(row.text, row.count) for row in rows] == [("what is attention?", 3), ("why?", 1)]
    assert await store.unanswered(OTHER) == ()
    assert await store.unanswered(COURSE, limit=1) == rows[:1]
    assert await store.clear_unanswered(COURSE) == 2
    assert await store.unanswered(COURSE) == ()


async def test_nothing_but_mentions_is_no_question(store: Store) -> None:
    await store.save_server(COURSE, Server(log_unanswered=True))
    assert await store.count_unanswered(COURSE, "<@!123> <#4> <:wave:5> \x00")
    assert await store.unanswered(COURSE) == ()


async def test_unanswered_questions_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert QUESTIONS_KEPT <= 10_000
    monkeypatch.setattr("bot.store.unanswered.QUESTIONS_KEPT", 3)
    monkeypatch.setattr(store, "_clock", itertools.count(1_000).__next__)
    await store.save_server(COURSE, Server(log_unanswered=True))
    for text in ("a", "b", "c", "a", "d"):
        await store.count_unanswered(COURSE, text)
    rows = await store.unanswered(COURSE)
    assert rows is not None
    assert {row.text for row in rows} == {"a", "c", "d"}


async def test_button_states_have_keys_of_their_contents(store: Store) -> None:
    state: dict[str, object] = {"topic": "diagnose", "given": [["norms", "1 2 3"]], "asker": ALICE, "text": "γ"}
    key = await store.keep_state(ALICE, state)
    assert key is not None
    assert len(key) == 16
    assert key.isalnum()
    assert await store.keep_state(ALICE, dict(reversed(state.items()))) == key
    assert await store.keep_state(BETTY, state) != key
    assert await store.state(key) == state
    assert await store.state("nothingwiththiskey") is None
    assert store.available


async def test_button_states_live_as_long_as_they_are_used(url: str) -> None:
    now = 1_000_000_000.0
    clock: Callable[[], float] = lambda: now  # noqa: E731
    store = Store(url, patience=10.0, clock=clock)
    await store.open()
    used, unused = await store.keep_state(ALICE, {"n": 1}), await store.keep_state(ALICE, {"n": 2})
    assert used is not None
    assert unused is not None
    now += 0.6 * UNUSED_DAYS * DAY
    assert await store.state(used) is not None
    now += 0.6 * UNUSED_DAYS * DAY
    await store.open()
    assert await store.state(used) == {"n": 1}
    assert await store.state(unused) is None
    await store.close()


async def test_which_commands_were_synced(store: Store) -> None:
    assert await store.commands_digest(1) is None
    assert await store.save_commands_digest(1, "a")
    assert await store.save_commands_digest(1, "b")
    assert await store.commands_digest(1) == "b"
    assert await store.commands_digest(2) is None


async def test_a_person_sees_and_deletes_what_is_stored(store: Store) -> None:
    person = Person(theme="light")
    for who in (ALICE, BETTY):
        await store.save_person(who, person)
        await store.keep_state(who, {"n": 1})
        await store.add_feedback(person_id=who, server_id=COURSE, message_id=1, topic="t", helpful=True)
    assert await store.stored_about(ALICE) == StoredAbout(person, feedback=1, states=1)
    assert await store.forget(ALICE) == 3
    assert await store.stored_about(ALICE) == StoredAbout(None, 0, 0)
    assert await store.person(ALICE) == Person()
    assert await store.stored_about(BETTY) == StoredAbout(person, 1, 1)
    assert await store.forget(ALICE) == 0


async def test_a_server_is_forgotten_when_the_bot_leaves(store: Store) -> None:
    await store.save_server(COURSE, Server(private=True, log_unanswered=True))
    await store.count_unanswered(COURSE, "why?")
    await store.save_server(OTHER, Server(private=True))
    assert await store.forget_server(COURSE) == 2
    assert await store.server(COURSE) == Server()
    assert await store.server(OTHER) == Server(private=True)


async def test_text_reaches_no_statement(store: Store) -> None:
    text = "'); DROP TABLE people; --"
    await store.save_person(ALICE, Person(last_gamma=text))
    assert (await store.person(ALICE)).last_gamma == text


def test_the_sentence_for_a_failed_write_says_what_to_do() -> None:
    assert "try again" in AWAY
    assert math.isfinite(UNUSED_DAYS)


async def test_a_servers_settings_are_not_read_again_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are needed before an answer is acknowledged: a class that asks at once is one reading."""
    store, other = Store(url, patience=10.0), Store(url, patience=10.0)
    await store.open()
    assert await store.server(COURSE) == Server()
    await other.save_server(COURSE, Server(private=True))
    assert await store.server(COURSE) == Server()
    await store.save_server(COURSE, Server(notation="cho"))
    assert await store.server(COURSE) == Server(notation="cho")
    monkeypatch.setattr("bot.store.store.FRESH_SECONDS", 0.0)
    assert await store.server(COURSE) == Server(private=True, notation="cho")
    await store.close()
    await other.close()
