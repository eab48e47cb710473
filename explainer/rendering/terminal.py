"""The answer as text for a terminal: wrapped, aligned, with Unicode mathematics; in colour when asked."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.records import (
    Answer,
    Aside,
    Block,
    Code,
    Derivation,
    Formula,
    Heading,
    Mathematics,
    Plot,
    Prose,
    Steps,
    Table,
    Unclear,
    Words,
)
from explainer.records.mathematics import Operator, Row
from explainer.rendering.contents import (
    ASIDES,
    GIVEN,
    RELATED,
    SOURCES,
    check_words,
    reason_words,
    settings_words,
    source_words,
)
from explainer.rendering.options import Options
from explainer.rendering.terminal_table import table_lines
from explainer.rendering.terminal_text import Line, Page, Span, cells, formula_lines

USUAL_WIDTH = 80
_INDENT = "    "


def render_text(what: Answer | Unclear, options: Options) -> str:
    """The whole answer, ending in a line end. Plain text unless `options.color`."""
    page = Page(options.width or USUAL_WIDTH, options.ascii_only)
    lines = _unclear(what, page) if isinstance(what, Unclear) else _answer(what, page)
    if options.color:
        from explainer.rendering.terminal_color import painted

        return painted(lines, options)
    return "".join(f"{''.join(span.text for span in line).rstrip()}\n" for line in lines)


def _unclear(unclear: Unclear, page: Page) -> list[Line]:
    lines = _plain(page.wrapped((unclear.sentence,)))
    if unclear.suggestions:
        lines.append(())
    for rank, suggestion in enumerate(unclear.suggestions, 1):
        lines += _plain(page.wrapped((suggestion.question,), f"  {rank}. ", "     "))
    return lines


def _answer(answer: Answer, page: Page) -> list[Line]:
    title = page.wrapped(answer.title)
    lines: list[Line] = [(Span(line, "title"),) for line in title]
    lines.append((Span(page.sign("━", "=") * max(cells(line) for line in title), "dim"),))
    for remark in answer.remarks:
        lines += [(), *_plain(page.wrapped(remark))]
    lines += [(), *((Span(line, "strong"),) for line in page.wrapped(answer.headline))]
    lines += [(), *_plain(page.wrapped(settings_words(answer)), "dim")]
    for block in answer.blocks:
        shown = block_lines(block, page)
        # Formulas in a row belong together.
        lines += shown if isinstance(block, Formula) and lines[-1] and lines[-1][0].text == _INDENT else [(), *shown]
    if answer.followups:
        lines += [(), *_heading((RELATED,), page)]
        for followup in answer.followups:
            lines += _plain(page.wrapped((followup.question,), page.sign("• ", "* "), "  "))
    if answer.sources:
        lines += [(), *_heading((SOURCES,), page)]
        for source in answer.sources:
            text, address = source_words(source)
            lines += _plain(page.wrapped((f"{text} {address}".rstrip(),), page.sign("• ", "* "), "  "), "dim")
    return lines


def block_lines(block: Block, page: Page) -> list[Line]:
    """One block, without the empty line before it."""
    match block:
        case Heading(text):
            return _heading(text, page)
        case Prose(text):
            return _plain(page.wrapped(text))
        case Formula(body, caption):
            shown: list[Line] = [(Span(_INDENT), Span(line)) for line in formula_lines(body, page, page.width - 4)]
            return shown + (_plain(page.wrapped(caption, _INDENT, _INDENT), "dim") if caption else [])
        case Steps(derivation):
            return _steps(derivation, page)
        case Table():
            return table_lines(block, page)
        case Plot():
            from explainer.rendering.terminal_plot import plot_lines

            return plot_lines(block, page)
        case Code(_, source, name):
            return _code(source, name, page)
        case Aside(kind, text):
            bar = page.sign("┃ ", "| ")
            label = ASIDES.get(kind, kind)
            lines = page.wrapped((f"{label}: ", *text), bar, bar)
            return [(Span(bar, "warn"), Span(line[len(bar) :])) for line in lines]


def _plain(lines: Iterable[str], style: str = "") -> list[Line]:
    return [(Span(line, style),) for line in lines]


def _heading(text: Words, page: Page) -> list[Line]:
    lines = page.wrapped(text)
    rule = page.sign("─", "-") * max(cells(line) for line in lines)
    return [*((Span(line, "heading"),) for line in lines), (Span(rule, "dim"),)]


def _code(source: str, name: str, page: Page) -> list[Line]:
    """The program as it is: never wrapped, since it must run when it is copied."""
    lines: list[Line] = [(Span(page.plain(name), "dim"),)]
    for line in source.rstrip("\n").split("\n"):
        lines.append((Span(_INDENT), Span(page.plain(line.replace("\t", "    ")).rstrip(), "code")))
    return lines


def _steps(derivation: Derivation, page: Page) -> list[Line]:
    lines: list[Line] = []
    if derivation.title:
        lines += _plain(page.wrapped(derivation.title), "strong")
    for place, equation in enumerate(derivation.given):
        lead = f"{GIVEN}  " if place == 0 else " " * (len(GIVEN) + 2)
        for row, text in enumerate(formula_lines(equation, page, page.width - len(lead))):
            lines.append((Span(lead if row == 0 else " " * len(lead), "dim"), Span(text)))
    margin = len(str(len(derivation.steps))) + 3
    for rank, step in enumerate(derivation.steps, 1):
        lines.append(())
        lead = f"{rank:>{margin - 2}}  "
        for row, text in enumerate(_step_formula(step.left, step.relation, step.right, page, margin)):
            lines.append((Span(lead if row == 0 else " " * margin, "dim"), Span(text)))
        reason = (*reason_words(step), "  ", *check_words(step.check))
        lines += _plain(page.wrapped(reason, " " * (margin + 2), " " * (margin + 2)), "dim")
    return lines


def _step_formula(
    left: Mathematics | None, relation: str, right: Mathematics, page: Page, margin: int
) -> list[str]:
    """left relation right; a step that goes on from the one before begins with its relation."""
    sides = (Operator(relation), *(right.items if isinstance(right, Row) else (right,)))
    if left is not None:
        sides = (*(left.items if isinstance(left, Row) else (left,)), *sides)
    return formula_lines(Row(sides), page, page.width - margin)
