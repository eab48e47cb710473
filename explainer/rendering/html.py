"""The answer as one page that needs nothing else: native MathML, inline SVG, no script, no request; light and dark.

`body` and `page` are apart, so that a page that moves can be built around the same content.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from explainer.records import (
    Answer,
    Aside,
    Block,
    Cell,
    Code,
    Derivation,
    Followup,
    Formula,
    Heading,
    Mathematics,
    Plot,
    Prose,
    Step,
    Steps,
    Table,
    Unclear,
)
from explainer.records.mathematics import Number, Operator, Row
from explainer.records.record import record
from explainer.rendering.contents import (
    ASIDES,
    GIVEN,
    RELATED,
    SOURCES,
    cell_words,
    check_words,
    is_number,
    reason_words,
    settings_words,
    source_words,
)
from explainer.rendering.mathematics.mathml import escape
from explainer.rendering.mathematics.mathml_lines import display_to_html, words_to_html
from explainer.rendering.mathematics.unicode import words_to_unicode
from explainer.rendering.options import Options

_STYLE = Path(__file__).with_name("html.css")


@record
class Tools:
    """What a page may show otherwise: how it draws a plot (plot and key → SVG), and what it sets beside what, as HTML."""

    draw: Callable[[Plot, str], str] | None = None
    beside_step: Callable[[Step], str] | None = None
    beside_program: str = ""
    beside_picture: str = ""


STILL = Tools()


def render_html(what: Answer | Unclear, options: Options) -> str:
    """The whole page. theme "light" follows the reader's system, "dark" is always dark."""
    if isinstance(what, Unclear):
        return page(what.sentence, unclear_body(what), theme=options.theme)
    return page(words_to_unicode(what.title), body(what), theme=options.theme)


def page(
    title: str, content: str, *, theme: str = "light", head: str = "", scripts: tuple[str, ...] = (), more_style: str = ""
) -> str:
    """A document around the content. Only the house's own style and the given scripts may run; nothing may be fetched."""
    style = stylesheet() + more_style
    allowed = " ".join(_digest(script) for script in scripts)
    policy = f"default-src 'none'; style-src {_digest(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    policy += f"; script-src {allowed}" if allowed else ""
    forced = ' data-theme="dark"' if theme == "dark" else ""
    running = "".join(f"<script>{script}</script>\n" for script in scripts)
    return (
        f'<!DOCTYPE html>\n<html lang="en"{forced}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n{head}</head>\n"
        f"<body>\n<main>\n{content}</main>\n{running}</body>\n</html>\n"
    )


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The colours of both themes, then the house's style."""
    from explainer.rendering.typeset import css_variables

    def variables(theme: str) -> str:
        return "".join(f"{name}:{colour};" for name, colour in css_variables(theme).items())

    light, dark = variables("light"), variables("dark")
    return (
        f"\n:root{{color-scheme:light;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
        f":root[data-theme=light]{{color-scheme:light;{light}}}\n"
        f"@media print{{:root:root{{color-scheme:light;{light}}}}}\n" + _STYLE.read_text(encoding="utf-8")
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def body(answer: Answer, prefix: str = "", *, top: int = 1, links: frozenset[str] = frozenset()) -> str:
    """The answer as the content of <main>.

    prefix: makes ids unique where several answers share a page. top: the level of the title's heading. links: the topics
    that stand in the same page under their slug as id.
    """
    section = f"h{top + 1}"
    blocks = (block_html(block, f"{prefix}{rank}", section) for rank, block in enumerate(answer.blocks, 1))
    head = f"<header>\n{title_html(answer, top)}{result_html(answer)}</header>\n"
    return "".join([head, *blocks, end_html(answer, section, links)])


def title_html(answer: Answer, top: int = 1) -> str:
    """The title, the question, and what the reader should know of how it was read."""
    question = f'<p class="question">{escape(answer.question)}</p>\n' if answer.question else ""
    remarks = "".join(f'<p class="remark">{words_to_html(remark)}</p>\n' for remark in answer.remarks)
    return f"<h{top}>{words_to_html(answer.title)}</h{top}>\n{question}{remarks}"


def result_html(answer: Answer) -> str:
    """The sentence that states the result, and the numbers it was made with."""
    settings = f'<p class="settings">{words_to_html(settings_words(answer))}</p>\n'
    return f'<p class="headline">{words_to_html(answer.headline)}</p>\n{settings}'


def end_html(answer: Answer, section: str, links: frozenset[str] = frozenset()) -> str:
    """What the reader may ask next, and the sources."""
    parts = []
    if answer.followups:
        entries = "".join(f"<li>{_question(followup, links)}</li>\n" for followup in answer.followups)
        parts.append(f"<{section}>{RELATED}</{section}>\n<ul>\n{entries}</ul>\n")
    if answer.sources:
        entries = "".join(f"<li>{_source(*source_words(source))}</li>\n" for source in answer.sources)
        parts.append(f'<{section}>{SOURCES}</{section}>\n<ul class="sources">\n{entries}</ul>\n')
    return "".join(parts)


def _question(followup: Followup, links: frozenset[str]) -> str:
    question = escape(followup.question)
    return f'<a href="#{escape(followup.topic)}">{question}</a>' if followup.topic in links else question


def unclear_body(unclear: Unclear) -> str:
    """The sentence, and the questions to choose from."""
    entries = "".join(f"<li>{escape(suggestion.question)}</li>\n" for suggestion in unclear.suggestions)
    listed = f"<ol>\n{entries}</ol>\n" if entries else ""
    return f'<h1 class="sentence">{escape(unclear.sentence)}</h1>\n{listed}'


def block_html(block: Block, key: str, section: str = "h2", tools: Tools = STILL) -> str:
    """One block. key: unique in the page, for ids. section: the element of a section's heading."""
    match block:
        case Heading(text, part):
            name = f' id="{escape(part)}-{key}"' if part else ""
            return f"<{section}{name}>{words_to_html(text)}</{section}>\n"
        case Prose(text):
            return f"<p>{words_to_html(text)}</p>\n"
        case Formula(body_, caption):
            said = f'<p class="caption">{words_to_html(caption)}</p>\n' if caption else ""
            return _display(body_) + said
        case Steps(derivation):
            return _steps(derivation, f"h{int(section[1]) + 1}", tools)
        case Table():
            return _table(block)
        case Plot():
            return _plot(block, key, tools)
        case Code(_, source, name):
            code = "\n".join(escape(line.replace("\t", "    ")) for line in source.rstrip("\n").split("\n"))
            shown = f'<pre tabindex="0"><code>{code}\n</code></pre>'
            return f'<figure class="code">\n<figcaption>{escape(name)}{tools.beside_program}</figcaption>\n{shown}\n</figure>\n'
        case Aside(kind, text):
            known = kind if kind in ASIDES else "note"
            label = f"<strong>{ASIDES[known]}.</strong>"
            return f'<div class="aside {known}" role="note"><p>{label} {words_to_html(text)}</p></div>\n'


def _display(formula: Mathematics) -> str:
    """A formula on a line of its own; a long one breaks before its signs, and what is still too wide scrolls."""
    return f'<div class="formula" tabindex="0">{display_to_html(formula)}</div>\n'


def _steps(derivation: Derivation, heading: str, tools: Tools) -> str:
    title = f"<{heading}>{words_to_html(derivation.title)}</{heading}>\n" if derivation.title else ""
    given = "".join(map(_display, derivation.given))
    given = f'<div class="given"><p>{GIVEN}</p>\n{given}</div>\n' if given else ""
    entries = []
    for step in derivation.steps:
        sides: list[Mathematics] = []
        for side in (*(() if step.left is None else (step.left,)), Operator(step.relation), step.right):
            sides.extend(side.items if isinstance(side, Row) else (side,))
        check = f' <span class="check">{words_to_html(check_words(step.check))}</span>'
        tool = tools.beside_step(step) if tools.beside_step else ""
        reason = f'<p class="why">{words_to_html(reason_words(step))}{check}{tool}</p>\n'
        weight = ' class="key"' if step.key else ""
        entries.append(f"<li{weight}>\n{_display(Row(tuple(sides)))}{reason}</li>\n")
    return f'<section class="derivation">\n{title}{given}<ol class="steps">\n{"".join(entries)}</ol>\n</section>\n'


def _table(table: Table) -> str:
    right = [all(is_number(row[place]) for row in table.rows) for place in range(len(table.columns))]
    kinds = [' class="number"' if side else "" for side in right]
    head = "".join(f'<th scope="col"{k}>{words_to_html(c)}</th>' for c, k in zip(table.columns, kinds, strict=True))
    rows = "".join(
        f"<tr>{''.join(f'<td{k}>{_cell(cell)}</td>' for cell, k in zip(row, kinds, strict=True))}</tr>\n" for row in table.rows
    )
    caption = f"<caption>{words_to_html(table.title)}</caption>\n" if table.title else ""
    note = f'<p class="caption">{words_to_html(table.note)}</p>\n' if table.note else ""
    grid = f"<table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
    return f'<div class="scroll" tabindex="0">\n{grid}\n</div>\n{note}'


def _cell(cell: Cell) -> str:
    """A plain number needs no formula."""
    words = cell_words(cell)
    return escape(words[0].text) if len(words) == 1 and isinstance(words[0], Number) else words_to_html(words)


def _plot(plot: Plot, key: str, tools: Tools) -> str:
    if tools.draw is None:
        from explainer.rendering.typeset import plot_svg

        picture = plot_svg(plot, "css", f"plot-{key}")
    else:
        picture = tools.draw(plot, key)
    said = f"<figcaption>{escape(plot.alt)}{tools.beside_picture}</figcaption>"
    return f'<figure class="plot">\n{picture}\n{said}\n</figure>\n'


def _source(text: str, address: str) -> str:
    link = f' <a href="{escape(address)}" rel="noreferrer">{escape(address)}</a>' if address else ""
    return escape(text) + link
