"""The answer as Markdown with GitHub's mathematics: $…$ in sentences, math blocks for formulas; plain words are never markup."""

from __future__ import annotations

from explainer.records import (
    Answer,
    Aside,
    Bars,
    Block,
    Cell,
    Code,
    Derivation,
    Formula,
    Heading,
    Line,
    Mathematics,
    Plot,
    Prose,
    Steps,
    Table,
    Unclear,
    Words,
)
from explainer.records.mathematics import Number, Operator, Row
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
from explainer.rendering.inert import visible
from explainer.rendering.mathematics.latex import to_latex
from explainer.rendering.options import Options

_ESCAPED = frozenset("\\`*_[]~|{}#")
# "$" has no harmless escape where mathematics is on, so it is written as a character reference.
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
_JOINER = "\u2060"  # seen by nobody; after @ it keeps a name from being a mention
_SAMPLES = 6


def render_markdown(what: Answer | Unclear, options: Options) -> str:
    """The whole answer, ending in a line end."""
    parts = _unclear(what) if isinstance(what, Unclear) else _answer(what)
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Plain words in which nothing is Markdown, HTML, a formula, a link or a mention."""
    written = []
    for character in visible(text):
        if character in _ESCAPED:
            written.append(f"\\{character}")
        else:
            written.append(_REFERENCES.get(character, character))
    plain = "".join(written).replace("@", f"@{_JOINER}").replace("://", ":&#47;/").replace("www.", "www\\.")
    # What begins a program, a list, a rule or a heading at the start of a line.
    if plain.startswith("    "):
        return f" {plain.lstrip(' ')}"
    if plain[:1] in ("-", "+", "="):
        return f"\\{plain}"
    digits = len(plain) - len(plain.lstrip("0123456789"))
    return f"{plain[:digits]}\\{plain[digits:]}" if digits and plain[digits : digits + 1] in (".", ")") else plain


def words_to_markdown(words: Words) -> str:
    """A sentence: its words escaped, its formulas between dollar signs."""
    return "".join(escaped(part) if isinstance(part, str) else f"${to_latex(part)}$" for part in words)


def _unclear(unclear: Unclear) -> list[str]:
    choices = [f"{rank}. {escaped(entry.question)}" for rank, entry in enumerate(unclear.suggestions, 1)]
    return [escaped(unclear.sentence), "\n".join(choices)]


def _answer(answer: Answer) -> list[str]:
    parts = [f"# {words_to_markdown(answer.title)}"]
    parts += [words_to_markdown(remark) for remark in answer.remarks]
    parts += [f"**{_bold(answer.headline)}**", words_to_markdown(settings_words(answer))]
    for block in answer.blocks:
        parts += _block(block)
    if answer.followups:
        parts.append(f"## {RELATED}")
        parts.append("\n".join(f"- {escaped(followup.question)}" for followup in answer.followups))
    if answer.sources:
        parts.append(f"## {SOURCES}")
        lines = []
        for source in answer.sources:
            text, address = source_words(source)
            lines.append(f"- {escaped(text)}" + (f" <{_address(address)}>" if address else ""))
        parts.append("\n".join(lines))
    return parts


def _bold(words: Words) -> str:
    """Bold ends where a formula begins with a space inside, so the outer spaces go."""
    return words_to_markdown(words).strip()


def _address(address: str) -> str:
    """A web address with nothing in it that would end the link."""
    return "".join(sign for sign in visible(address) if sign not in "<>\\`\"' ")


def _block(block: Block) -> list[str]:
    match block:
        case Heading(text):
            return [f"## {words_to_markdown(text)}"]
        case Prose(text):
            return [words_to_markdown(text)]
        case Formula(body, caption):
            return [_display(body), f"*{_bold(caption)}*" if caption else ""]
        case Steps(derivation):
            return _steps(derivation)
        case Table(title, columns, rows, note):
            right = tuple(all(is_number(row[place]) for row in rows) for place in range(len(columns)))
            return [
                f"**{_bold(title)}**" if title else "",
                _table(columns, rows, right),
                words_to_markdown(note),
            ]
        case Plot():
            return _plot(block)
        case Code(language, source, name):
            return [f"`{_in_code(name)}`", _fenced(language, source)]
        case Aside(kind, text):
            return [f"> **{ASIDES.get(kind, escaped(kind))}:** {words_to_markdown(text)}"]


def _display(formula: Mathematics) -> str:
    return f"```math\n{to_latex(formula)}\n```"


def _steps(derivation: Derivation) -> list[str]:
    parts = [f"**{_bold(derivation.title)}**"] if derivation.title else []
    if derivation.given:
        parts += [f"*{GIVEN}*", *map(_display, derivation.given)]
    for rank, step in enumerate(derivation.steps, 1):
        check = words_to_markdown(check_words(step.check))
        parts.append(f"({rank}) {words_to_markdown(reason_words(step))}" + (f" *{check}*" if check else ""))
        sides: list[Mathematics] = [] if step.left is None else [step.left]
        flat: list[Mathematics] = []
        for side in (*sides, Operator(step.relation), step.right):
            flat.extend(side.items if isinstance(side, Row) else (side,))
        parts.append(_display(Row(tuple(flat))))
    return parts


def _table(columns: tuple[Words, ...], rows: tuple[tuple[Cell, ...], ...], right: tuple[bool, ...]) -> str:
    lines = [
        _row([words_to_markdown(column) for column in columns]),
        _row(["---:" if side else "---" for side in right]),
        *(_row([_cell(cell) for cell in row]) for row in rows),
    ]
    return "\n".join(lines)


def _cell(cell: Cell) -> str:
    """A plain number needs no dollar signs."""
    words = cell_words(cell)
    return words[0].text if len(words) == 1 and isinstance(words[0], Number) else words_to_markdown(words)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plot(plot: Plot) -> list[str]:
    """What the picture shows in words, and a few of its points where its curves share their places."""
    parts = [f"**{_bold(plot.title)}**" if plot.title else "", escaped(plot.alt)]
    marks = [mark for mark in plot.marks if isinstance(mark, Bars if plot.categories else Line)]
    if plot.categories:
        heights = [mark.heights for mark in marks if isinstance(mark, Bars)]
        rows = tuple((category, *(h[place] for h in heights)) for place, category in enumerate(plot.categories))
    else:
        lines = [mark for mark in marks if isinstance(mark, Line)]
        if not lines or any(line.x != lines[0].x for line in lines):
            return parts
        last = len(lines[0].x) - 1
        places = sorted({round(last * k / (_SAMPLES - 1)) for k in range(_SAMPLES)})
        rows = tuple((lines[0].x[place], *(line.y[place] for line in lines)) for place in places)
    columns = (plot.x.label, *(mark.label for mark in marks))
    return [*parts, _table(columns, rows, tuple(not plot.categories or place > 0 for place in range(len(columns))))]


def _in_code(text: str) -> str:
    return visible(text).replace("`", "'")


def _fenced(language: str, source: str) -> str:
    """The program between fences longer than any run of backticks in it."""
    longest = run = 0
    for character in source:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    fence = "`" * max(3, longest + 1)
    name = "".join(character for character in language if character.isalnum())
    body = "\n".join(visible(line.replace("\t", "    ")) for line in source.rstrip("\n").split("\n"))
    return f"{fence}{name}\n{body}\n{fence}"
