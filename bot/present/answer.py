"""Answer → message: title, short answer, the key steps as a picture, the numbers, a plot, and the ways on as buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bot import limits
from bot.present.buttons import rows
from bot.present.numbers import written
from bot.present.pieces import Attachment, Message, Pictures, Piece, Text
from bot.present.table import table_text
from bot.present.words import escape, spoken
from bot.splitting import shorten
from bot.views.state import State, given
from bot.worker import Picture
from explainer.records import Answer, Aside, Heading, Prose, Table, Topic

_WRITTEN = {"course": "course", "cho": "Cho 2014", "pytorch": "PyTorch"}
_LETTERS = {"gamma": "γ", "steps": "T", "target": "share kept", "units": "n"}
# What each part may take of the 4,000 characters of a layout, in the order in which they are served.
_REMARKS, _HEADLINE, _TABLE, _MISTAKE, _FOOTER = 500, 1300, 900, 500, 400
_RESERVE = 100


def answer_message(
    answer: Answer,
    pictures: Sequence[Picture],
    topic: Topic,
    *,
    asker: int,
    depth: str = "short",
    quote: str = "",
    note: str = "",
) -> Message:
    """The message of an answer.

    pictures: "steps-…" for the key steps, "plot-…" for the plots; the first of each is shown.
    depth: "full" adds what is assumed and what the answer does not say. quote, note: escaped already.
    """
    state = state_of(answer, asker, depth)
    steps, plot = _first(pictures, "steps"), _first(pictures, "plot")
    top = _joined((quote, f"### {shorten(spoken(answer.title), 200)}", _remarks(answer), _headline(answer)))
    pieces: list[Piece] = [Text(top)]
    if steps is not None:
        pieces.append(Pictures((steps.name,)))
    footer = _joined((_footer(answer), f"-# {note}" if note else ""))
    room = limits.LAYOUT_TEXT - _RESERVE - limits.length(top) - limits.length(footer)
    numbers = _numbers(answer, min(room, _TABLE))
    if numbers:
        pieces.append(Text(numbers))
    if plot is not None:
        pieces.append(Pictures((plot.name,)))
    more = _more(answer, depth, room - limits.length(numbers))
    if more:
        pieces.append(Text(more))
    pieces.append(Text(footer))
    pieces += rows(answer, topic, state)
    shown = [each for each in (steps, plot) if each is not None]
    return Message(tuple(pieces), state, tuple(attachment(each) for each in shown))


def state_of(answer: Answer, asker: int, depth: str) -> State:
    """What the answer's buttons act on: its topic, with the numbers that were given and not the defaults."""
    named = {name: answer.parameters[name] for name in sorted(answer.given) if name in answer.parameters}
    return State(
        topic=answer.topic,
        asker=asker,
        facet=answer.facet,
        given=given(named),
        notation=answer.notation,
        depth=depth,
        level=answer.level,
    )


def attachment(picture: Picture) -> Attachment:
    """A picture as a file of the message, with an alt text of Discord's length."""
    return Attachment(picture.name, picture.data, shorten(picture.alt, limits.ALT_TEXT))


def _first(pictures: Iterable[Picture], kind: str) -> Picture | None:
    return next((each for each in pictures if each.name.startswith(kind)), None)


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _remarks(answer: Answer) -> str:
    return shorten("\n".join(spoken(remark) for remark in answer.remarks), _REMARKS)


def _headline(answer: Answer) -> str:
    return shorten(spoken(answer.headline), _HEADLINE)


def _numbers(answer: Answer, room: int) -> str:
    table = next((block for block in answer.blocks if isinstance(block, Table)), None)
    return "" if table is None or room < 200 else table_text(table, room)


def _more(answer: Answer, depth: str, room: int) -> str:
    """The misconception; for a reader of full answers also the assumptions and what is not said, while room lasts."""
    parts = [_aside(block) for block in answer.blocks if isinstance(block, Aside)]
    if depth == "full":
        parts += [_section(answer, "assumptions", "Assumed"), _section(answer, "beyond", "What this does not say")]
    kept: list[str] = []
    for part in filter(None, parts):
        fitted = shorten(part, min(room, _MISTAKE if depth == "short" else 900))
        if room < 120:
            break
        kept.append(fitted)
        room -= limits.length(fitted) + 2
    # An empty line between them: what follows a list would else be taken as part of its last item.
    return "\n\n".join(kept)


_ASIDES = {"misconception": "⚠️ **A common mistake.**", "caution": "⚠️ **Care.**", "note": "**Note.**"}


def _aside(aside: Aside) -> str:
    return f"{_ASIDES.get(aside.kind, '**Note.**')} {spoken(aside.text)}"


def _section(answer: Answer, part: str, title: str) -> str:
    lines = [f"- {spoken(block.text)}" for block in _under(answer, part)]
    return f"**{title}**\n" + "\n".join(lines) if lines else ""


def _under(answer: Answer, part: str) -> Iterator[Prose]:
    """The paragraphs below the heading of that part."""
    inside = False
    for block in answer.blocks:
        if isinstance(block, Heading):
            inside = block.part == part
        elif inside and isinstance(block, Prose):
            yield block


def _footer(answer: Answer) -> str:
    checks = answer.checks
    said = [f"{checks.verified} of {checks.steps} steps verified"] if checks.steps else []
    said += [f"{_LETTERS.get(name, name)} = {escape(value)}" for name, value in _main_numbers(answer)]
    said.append(f"{_WRITTEN[answer.notation]} notation")
    sources = "; ".join(f"{source.authors} {source.year}" for source in answer.sources[:3])
    lines = f"-# {' · '.join(said)}"
    return shorten(lines + (f"\n-# Sources: {escape(sources)}" if sources else ""), _FOOTER)


def _main_numbers(answer: Answer) -> tuple[tuple[str, str], ...]:
    """γ and T, given or not: without them a number in the text hangs in the air. Then what else the reader gave."""
    names = [name for name in answer.parameters if name in ("gamma", "steps") or name in answer.given]
    values = {name: answer.parameters[name] for name in names}
    return tuple(
        (name, written(Decimal(value)) if isinstance(value, Decimal | int) else str(value))
        for name, value in values.items()
        if not isinstance(value, tuple)
    )
