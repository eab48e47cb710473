"""Cooldowns: a sliding window for each person and each server, and an answer that counts down."""

import re

import pytest

from bot.cooldowns import TIDY_ABOVE, Cooldowns, Window
from bot.settings import load


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.25

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cooldowns(clock: Clock) -> Cooldowns:
    return Cooldowns(person_uses=2, person_seconds=10, server_uses=3, server_seconds=20, clock=clock)


def test_a_person_waits_for_the_first_use_to_leave_the_window(cooldowns: Cooldowns, clock: Clock) -> None:
    assert cooldowns.use(1, None) is None
    clock.now += 4
    assert cooldowns.use(1, None) is None
    wait = cooldowns.use(1, None)
    assert wait is not None
    assert (wait.until, wait.whole_server) == (1_000_011, False)  # 1_000_010.25, rounded up: never told too early
    clock.now = wait.until
    assert cooldowns.use(1, None) is None
    assert cooldowns.use(1, None) is not None


def test_a_refused_use_is_not_counted(cooldowns: Cooldowns, clock: Clock) -> None:
    cooldowns.use(1, None)
    cooldowns.use(1, None)
    first = cooldowns.use(1, None)
    clock.now += 9
    assert cooldowns.use(1, None) == first


def test_people_do_not_share_but_a_server_does(cooldowns: Cooldowns) -> None:
    assert [cooldowns.use(person, 77) for person in (1, 2, 3)] == [None, None, None]
    wait = cooldowns.use(4, 77)
    assert wait is not None
    assert wait.whole_server
    assert cooldowns.use(4, 78) is None  # the refusal cost the person nothing


def test_the_sentence_is_a_relative_time(cooldowns: Cooldowns) -> None:
    cooldowns.use(1, None)
    cooldowns.use(1, None)
    wait = cooldowns.use(1, None)
    assert wait is not None
    assert re.search(r"<t:1000011:R>", wait.sentence)


def test_zero_seconds_is_no_limit() -> None:
    cooldowns = Cooldowns(person_uses=1, person_seconds=0, server_uses=1, server_seconds=0)
    assert all(cooldowns.use(1, 2) is None for _ in range(100))


def test_memory_is_bounded_by_those_who_are_active() -> None:
    window = Window(uses=2, seconds=10)
    for second in range(20 * TIDY_ABOVE):
        window.record(second, float(second))
    assert len(window) <= TIDY_ABOVE + 1


def test_it_takes_the_operators_settings() -> None:
    settings = load(token_needed=False, env_file=None)
    cooldowns = Cooldowns.from_settings(settings)
    uses = [cooldowns.use(1, 2) for _ in range(settings.person_cooldown_uses + 1)]
    assert uses[-1] is not None
    assert uses[:-1] == [None] * settings.person_cooldown_uses
