"""Formulas in lines of HTML: where a long one may break, and how punctuation stays with its formula.

Browsers don't break a <math> element; so a long formula is written as several, with chances to break between them: before
relations, + and −, and, in a term that alone is wider than the line, before · and ∗ and after parentheses.
"""

from __future__ import annotations

from explainer.records.mathematics import Group, Mathematics, Operator, Row, Script, Words
from explainer.rendering.mathematics.mathml import escape, row_items, to_mathml
from explainer.rendering.mathematics.shape import (
    ADDITIVE,
    MULTIPLICATIVE,
    RELATIONS,
    is_function_name,
    is_infix,
    is_separator,
)
from explainer.rendering.mathematics.unicode import to_unicode

# Formulas shorter than this, as plain text, are never broken inside a sentence; nor are such terms in a displayed one.
_SHORT = 22


def display_to_html(formula: Mathematics) -> str:
    """A displayed formula as inline content of the element that holds it: terms with spaces between them."""
    terms = []
    for term in _terms(formula):
        pieces = [_math(piece, display=True) for piece in _pieces(term)]
        terms.append(pieces[0] if len(pieces) == 1 else f'<span class="term">{"".join(pieces)}</span>')
    return " ".join(terms)


def words_to_html(words: Words) -> str:
    """A sentence as HTML: words escaped, formulas as MathML, each kept together with the punctuation around it."""
    written = ""
    for part in words:
        if not isinstance(part, str):
            stem = written.rstrip("([“\u2018")
            *before, last = _inline(part)
            lead = written[len(stem) :]
            written = stem + "".join(f"{lead if k == 0 else ''}{piece} " for k, piece in enumerate(before))
            written += f'<span class="whole">{"" if before else lead}{last}</span>'
            continue
        text = escape(part)
        if written.endswith("</span>"):
            stuck = len(text) - len(text.lstrip(".,;:!?)]”’–-"))
            written = f"{written[: -len('</span>')]}{text[:stuck]}</span>"
            text = text[stuck:]
        written += text
    return written


def _inline(formula: Mathematics) -> list[str]:
    if len(to_unicode(formula)) <= _SHORT:
        return [to_mathml(formula)]
    return [_math(piece, display=False) for term in _terms(formula) for piece in _listed(term)]


# A term or a piece: its items as they are written, beside what they are.
Written = list[tuple[Mathematics, str]]


def _math(piece: Written, *, display: bool) -> str:
    style = ' displaystyle="true"' if display else ""
    return f"<math{style}><mrow>{''.join(written for _, written in piece)}</mrow></math>"


def _terms(formula: Mathematics) -> list[Written]:
    """The formula cut before its relations and before + and −."""
    items = formula.items if isinstance(formula, Row) else (formula,)
    terms: list[Written] = [[]]
    for position, (item, shown) in enumerate(zip(items, row_items(items), strict=True)):
        written = shown
        breaks = isinstance(item, Operator) and item.text in RELATIONS | ADDITIVE and is_infix(items, position)
        if breaks and terms[-1]:
            terms.append([])
            # The space between the pieces stands in for the one before the sign.
            written = _sign_first(written)
        terms[-1].append((item, written))
    return terms


def _pieces(term: Written) -> list[Written]:
    """A long term cut once more: before · and ∗, and between a parenthesis and the factor after it."""
    if len(to_unicode(Row(tuple(item for item, _ in term)))) <= _SHORT:
        return [term]
    pieces: list[Written] = [[]]
    for item, shown in term:
        written = shown
        before = pieces[-1][-1][0] if pieces[-1] else None
        times = isinstance(item, Operator) and item.text in MULTIPLICATIVE
        after_fence = isinstance(before, Group) or (isinstance(before, Script) and not is_function_name(before))
        factor = not isinstance(item, Operator | Group)
        if before is not None and (times or (after_fence and factor)):
            pieces.append([])
            written = written.replace("<mo lspace=", '<mo form="infix" lspace=', 1) if times else written
        pieces[-1].append((item, written))
    return pieces


def _listed(term: Written) -> list[Written]:
    """A long list in brackets cut after its commas: a vector of a few numbers is wider than a phone."""
    if len(to_unicode(Row(tuple(item for item, _ in term)))) <= _SHORT:
        return [term]
    pieces: list[Written] = [[]]
    for item, shown in term:
        if not (isinstance(item, Group) and isinstance(item.body, Row) and any(map(is_separator, item.body.items))):
            pieces[-1].append((item, shown))
            continue
        entries = row_items(item.body.items)
        opening, _, closing = shown.partition("".join(entries))
        pieces[-1].append((item, opening.replace("<mrow>", "")))
        for entry, written in zip(item.body.items, entries, strict=True):
            pieces[-1].append((entry, written))
            if is_separator(entry):
                pieces.append([])
        pieces[-1].append((item, closing.replace("</mrow>", "")))
    return pieces


def _sign_first(written: str) -> str:
    """A relation or a + that begins a piece: still set as one between two operands."""
    written = written.replace("<mo lspace=", '<mo form="infix" lspace=', 1)
    return written.replace('lspace="0.278em"', 'lspace="0.03em"', 1).replace('lspace="0.222em"', 'lspace="0"', 1)
