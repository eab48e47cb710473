"""Logs are JSON lines that never hold a question unless the staff allowed it."""

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot import logs

logger = logging.getLogger("bot.test")


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.configure("INFO", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)


def test_an_event_is_one_line_of_json(lines: Callable[[], list[dict[str, Any]]]) -> None:
    logs.event(logger, "answered", topic="gru-gradient", milliseconds=12.5, text="two\nlines", other={1})
    (line,) = lines()
    assert (line["event"], line["level"], line["logger"]) == ("answered", "INFO", "bot.test")
    assert (line["topic"], line["milliseconds"], line["text"], line["other"]) == (
        "gru-gradient",
        12.5,
        "two\nlines",
        "{1}",
    )
    assert line["time"].endswith("+00:00")


def test_records_of_other_libraries_are_lines_too(lines: Callable[[], list[dict[str, Any]]]) -> None:
    logging.getLogger("discord.client").warning("shard %d is late", 3)
    assert lines()[0]["event"] == "shard 3 is late"


def test_the_question_is_logged_only_where_allowed() -> None:
    assert logs.question_fields("why?", allowed=False) == {"question_characters": 4}
    assert logs.question_fields("why?", allowed=True) == {"question": "why?"}


def test_an_error_that_may_quote_a_reader_keeps_its_message_to_itself(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    try:
        try:
            raise LookupError("no topic 'my private words'")
        except LookupError as cause:
            raise ValueError("my private words") from cause
    except ValueError as error:
        logs.event(logger, "failed", logging.ERROR, error)
    (line,) = lines()
    assert "private" not in json.dumps(line)
    assert line["error"]["type"] == "builtins.ValueError"
    assert line["error"]["cause"]["type"] == "builtins.LookupError"
    assert line["error"]["frames"][-1].endswith("test_an_error_that_may_quote_a_reader_keeps_its_message_to_itself")


def test_an_error_of_the_machine_says_what_is_wrong(lines: Callable[[], list[dict[str, Any]]]) -> None:
    logs.event(logger, "failed", error=ConnectionRefusedError(111, "Connection refused"))
    assert "Connection refused" in lines()[0]["error"]["message"]


def test_debug_leaves_the_payloads_out(lines: Callable[[], list[dict[str, Any]]]) -> None:
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    logging.getLogger("discord.http").debug('POST with {"content": "my private words"}')
    logger.debug("seen")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["seen"]


async def test_context_belongs_to_its_task(lines: Callable[[], list[dict[str, Any]]]) -> None:
    async def handle(number: int) -> None:
        with logs.context(interaction=number):
            await asyncio.sleep(0)
            logs.event(logger, "answered", number=number)

    await asyncio.gather(handle(1), handle(2))
    logs.event(logger, "idle")
    assert [(line.get("interaction"), line.get("number")) for line in lines()] == [(1, 1), (2, 2), (None, None)]
