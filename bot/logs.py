"""Structured logs: one JSON object a line, and no word of anyone's question unless a server's staff turned that on."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TextIO

_context: ContextVar[MappingProxyType[str, object]] = ContextVar("log fields", default=MappingProxyType({}))

# Errors of these libraries describe the machine, the network or Discord. Any other message may quote what a reader
# wrote (a ValueError's sentence does), so only its type and its place in the code are logged.
SAFE_LIBRARIES = frozenset({"aiohttp", "alembic", "asyncpg", "discord", "sqlalchemy", "sqlite3"})
CHATTY = ("discord.http", "discord.gateway", "aiosqlite", "alembic.runtime.migration")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, event, then the fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Fields that JSON doesn't know are written as their text."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= _context.get()
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def describe(error: BaseException) -> dict[str, object]:
    """An exception as data: its type, its message where that can't quote a reader, and the frames it came through."""
    described: dict[str, object] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    if isinstance(error, OSError) or type(error).__module__.partition(".")[0] in SAFE_LIBRARIES:
        described["message"] = str(error)
    frames = traceback.extract_tb(error.__traceback__)
    described["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    if cause is not None:
        described["cause"] = describe(cause)
    return described


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every logger's records to `stream` (standard error by default), replacing what was configured before."""
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in CHATTY:
        # At DEBUG these write whole payloads, which hold questions.
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
    # It announces each of its own parts, at every start.
    logging.getLogger("alembic.runtime.plugins").setLevel(max(logging.WARNING, root.level))


def event(
    logger: logging.Logger,
    name: str,
    /,
    level: int = logging.INFO,
    error: BaseException | None = None,
    **fields: object,
) -> None:
    """Log one thing that happened, with its fields."""
    logger.log(level, "%s", name, extra={"fields": fields}, exc_info=error)


def question_fields(text: str, allowed: bool) -> dict[str, object]:
    """What may be logged of a question: its text where the staff allowed it, else its length."""
    return {"question": text} if allowed else {"question_characters": len(text)}


@contextmanager
def context(**fields: object) -> Iterator[None]:
    """Fields for every line that this task logs inside: the interaction, the command, the server."""
    token = _context.set(MappingProxyType({**_context.get(), **fields}))
    try:
        yield
    finally:
        _context.reset(token)
