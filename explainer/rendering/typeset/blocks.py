"""Each kind of block as source for the typesetter: headings, prose, formulas, steps, tables, plots, programs, asides."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.records import (
    Aside,
    Block,
    Code,
    Derivation,
    Formula,
    Heading,
    Plot,
    Prose,
    Steps,
    Table,
)
from explainer.records.mathematics import Mathematics, Row
from explainer.records.record import record
from explainer.rendering.contents import ASIDES, GIVEN, check_words
from explainer.rendering.mathematics.typst import to_typst
from explainer.rendering.mathematics.unicode import to_unicode
from explainer.rendering.typeset import breaking
from explainer.rendering.typeset.chart import chart
from explainer.rendering.typeset.excerpt import Shown, excerpt
from explainer.rendering.typeset.source import array, literal, number, words
from explainer.rendering.typeset.tables import table_source

_CODE_ADVANCE = 0.603  # of a letter of the typewriter face, in widths of an em


@record
class Look:
    """How blocks are set: the theme, the width of the text and its type size in points, the level of section headings."""

    theme: str
    width: float
    size: float
    level: int = 2


def block(what: Block, look: Look) -> str:
    """One block as a line of code that gives content."""
    match what:
        case Heading(text, _):
            return f"heading(level:{look.level},{words(text)})"
        case Prose(text):
            return f"par({words(text)})"
        case Formula(body, caption):
            return f"shown({words(caption) if caption else 'none'},{_formula(body)})"
        case Steps(derivation):
            return derivation_source(derivation)
        case Table():
            return table_source(what, look.width, look.size)
        case Plot():
            return plot(what, look)
        case Code(language, source, name):
            listing = f"raw({literal(source)},lang:{literal(language)},block:true)"
            return f"program({literal(name)},{_code_size(source, look)}pt,{listing})"
        case Aside(kind, text):
            return f"aside({literal(kind)},{literal(ASIDES.get(kind, kind))},{words(text)})"
    raise TypeError(f"not a block: {what!r}")


def blocks(parts: Sequence[Block], look: Look) -> str:
    """Blocks one after the other."""
    return "\n".join(block(part, look) for part in parts)


def plot(what: Plot, look: Look) -> str:
    """A chart in a figure with its alternative text."""
    return f"picture({literal(what.alt)},{chart(what, look.theme)[0]})"


def derivation_source(derivation: Derivation) -> str:
    """The whole derivation: title, what it starts from, the steps with their reasons, how many were verified."""
    given = array(_formula(formula) for formula in derivation.given)
    steps = "\n".join(step(shown, explained=True) for shown in excerpt(derivation.steps, key_only=False))
    return f"derivation({words(derivation.title)},{literal(GIVEN)},{given},{{\n{steps}\n}})"


def step(shown: Shown, *, explained: bool) -> str:
    """One step: its number, its rule and (explained) why, and the line of the chain."""
    why = words(shown.step.why) if explained and shown.step.why else "none"
    claim = words(shown.step.claim) if shown.step.claim else "none"
    checked = words(check_words(shown.step.check)) if explained else "none"
    head = f"{shown.number},{literal(shown.step.rule)},{checked}"
    return f"one-step({head},{why},{claim},{_chain(shown.anchor, shown.left, shown.relation, shown.step.right)})"


def _formula(body: Mathematics) -> str:
    """A formula on lines of its own, broken where it must be."""
    first, *rest = breaking.pieces("", body)
    if not rest:
        return _lines(to_unicode(body), None, None, (first,))
    left = Row(first.items)
    return _lines(to_unicode(body), left, left, tuple(rest))


def _chain(anchor: Mathematics | None, left: Mathematics | None, relation: str, right: Mathematics) -> str:
    said = f"{to_unicode(left)} " if left is not None else ""
    return _lines(f"{said}{relation} {to_unicode(right)}", anchor, left, breaking.pieces(relation, right))


def _lines(spoken: str, anchor: Mathematics | None, left: Mathematics | None, found: tuple[breaking.Piece, ...]) -> str:
    sides = ",".join("none" if side is None else f"${to_typst(side)}$.body" for side in (anchor, left))
    return f"step-lines({literal(spoken)},{sides},{breaking.source(found)})"


def _code_size(source: str, look: Look) -> str:
    """A program's type is small enough for its longest line, but never smaller than can be read."""
    longest = max(map(len, source.splitlines()), default=1)
    fitting = (look.width - 1.8 * look.size) / (_CODE_ADVANCE * max(longest, 1))
    return number(min(0.84 * look.size, max(0.7 * look.size, fitting)))
