"""The common road: the log without question texts, what staff counts, which settings an answer is made with."""

from dataclasses import replace

from bot.answering import allowed_here, asked_by
from bot.store import Person, Server


class Place:
    """A channel or a thread."""

    def __init__(self, number, parent=None):
        self.id = number
        self.parent_id = parent


def test_where_answers_are_public():
    assert allowed_here(Server(), Place(1))
    assert allowed_here(Server(channels=(1,)), Place(1))
    assert allowed_here(Server(channels=(1,)), Place(2, parent=1)), "a thread counts as its channel"
    assert not allowed_here(Server(channels=(1,)), Place(2))
    assert not allowed_here(Server(channels=(1,)), None)


async def test_a_persons_choice_wins_over_the_servers(world):
    server = replace(await world.store.server(world.server.id), notation="cho", depth="full")
    await world.store.save_server(world.server.id, server)
    asked = await asked_by(world.bot, world.alice.id, world.server.id)
    assert (asked.reader.notation, asked.reader.depth) == ("cho", "full")
    await world.store.save_person(world.alice.id, Person(notation="pytorch"))
    asked = await asked_by(world.bot, world.alice.id, world.server.id)
    assert (asked.reader.notation, asked.reader.depth) == ("pytorch", "full")


def logged(caplog):
    return " ".join(str(record.__dict__) for record in caplog.records)


async def test_question_texts_stay_out_of_the_log_unless_staff_wants_them(world, caplog):
    caplog.set_level("INFO")
    await world.ask("my very private question")
    assert "very private" not in logged(caplog)
    await world.store.save_server(
        world.server.id, replace(await world.store.server(world.server.id), log_questions=True)
    )
    await world.ask("my very open question")
    assert "very open" in logged(caplog)


async def test_a_state_holds_what_was_given(world):
    asked = await asked_by(world.bot, 7, None)
    state = asked.state("gru-gradient", gamma=" 0.1 ", steps="")
    assert (state.topic, state.asker, state.given) == ("gru-gradient", 7, (("gamma", "0.1"),))
    assert asked.job(state, want="page").want == "page"
