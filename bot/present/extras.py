"""What the buttons of an answer bring: a page of the derivation, the plots, the programs, the HTML page."""

from __future__ import annotations

from collections.abc import Sequence

from bot import limits
from bot.present.answer import attachment
from bot.present.pieces import Attachment, Button, Document, Message, Pictures, Piece, Row, Text
from bot.present.words import code, spoken
from bot.splitting import shorten
from bot.views.state import State
from bot.worker import Picture
from explainer.records import Answer, Code

# A program longer than this is a file only; the top of it would tell nobody anything.
_SHOWN_PROGRAM = 1800


def derivation(answer: Answer, pages: Sequence[Picture], state: State, number: int) -> Message:
    """One page of the derivation, with buttons to the one before and after."""
    number = max(0, min(number, len(pages) - 1))
    checks = answer.checks
    head = f"### {spoken(answer.title)}\nThe full derivation: {checks.verified} of {checks.steps} steps verified."
    if not pages:
        return Message((Text(head),), state)
    page = pages[number]
    pieces: tuple[Piece, ...] = (Text(head), Pictures((page.name,)))
    if len(pages) > 1:
        pieces = (*pieces, _turning(number, len(pages)))
    return Message(pieces, state, (attachment(page),))


def plots(answer: Answer, pictures: Sequence[Picture], state: State) -> Message | None:
    """Every plot, one below the other, each with its description; None when there is none."""
    found = [each for each in pictures if each.name.startswith("plot")][: limits.FILES]
    if not found:
        return None
    pieces: list[Piece] = [Text(f"### {spoken(answer.title)}")]
    room = limits.LAYOUT_TEXT - 400
    for each in found:
        pieces.append(Pictures((each.name,)))
        if each.alt:
            pieces.append(Text("-# " + spoken((shorten(" ".join(each.alt.split()), room // (2 * len(found))),))))
    return Message(tuple(pieces), state, tuple(attachment(each) for each in found))


def programs(answer: Answer, state: State) -> Message | None:
    """The programs as files, the first one to read as well; None when the answer has none."""
    found = [block for block in answer.blocks if isinstance(block, Code)][: limits.FILES]
    if not found:
        return None
    head = f"### {spoken(answer.title)}\nIt needs Python and numpy, and prints the numbers of the answer."
    pieces: list[Piece] = [Text(head)]
    if len(found[0].source) <= _SHOWN_PROGRAM:
        pieces.append(Text(code(found[0].source, found[0].language)))
    pieces += [Document(each.name) for each in found]
    return Message(tuple(pieces), state, tuple(Attachment(each.name, each.source.encode()) for each in found))


def page(answer: Answer, data: bytes, name: str, state: State) -> Message:
    """The whole lesson as one file for the browser."""
    text = (
        f"### {spoken(answer.title)}\nThe whole lesson in one file. Save it and open it in a browser: "
        "the sliders move, and it needs no network."
    )
    return Message((Text(text), Document(name)), state, (Attachment(name, data),))


def _turning(number: int, count: int) -> Row:
    return Row(
        (
            Button("← Back", f"d{max(number - 1, 0)}" if number else "d998", disabled=number == 0),
            Button(f"Page {number + 1} of {count}", "d999", disabled=True),
            Button("Next →", f"d{number + 1}", "primary", disabled=number == count - 1),
        )
    )
