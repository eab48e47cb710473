"""Writes a formula as typst mathematics, and a sentence as typst markup in which no word is markup."""

from __future__ import annotations

from explainer.records.mathematics import (
    Accent,
    Big,
    Fraction,
    Group,
    Letter,
    Mathematics,
    Matrix,
    Number,
    Operator,
    Quote,
    Root,
    Row,
    Script,
    Words,
)
from explainer.rendering.inert import visible
from explainer.rendering.mathematics.shape import is_capital_greek

# Signs that are typst syntax and must be escaped to stand for themselves.
_ESCAPED = frozenset(",;:/^_&#$\"'\\*~-.!|()[]{}")
_MARKS = {"tilde": "tilde", "hat": "hat", "bar": "overline", "dot": "dot"}
_DOTS = Operator("…")
_LARGE = frozenset("∑∏")
_FENCES = {"(": "(", ")": ")", "[": "[", "]": "]", "{": "{", "}": "}", "|": "|", "‖": "‖", "⟨": "⟨", "⟩": "⟩"}


def to_typst(formula: Mathematics) -> str:
    """The formula as typst mathematics, without dollar signs. Words in it are string literals."""
    match formula:
        case Letter(text, upright):
            return _letter(text, upright)
        case Number(text):
            return text if text.replace(".", "", 1).isdigit() else quoted(text)
        case Operator(text):
            return _operator(text)
        case Quote(text):
            return quoted(visible(text))
        case Row(items):
            return _row(items)
        case Group(opening, body, closing):
            return f"lr({_fence(opening)} {to_typst(body)} {_fence(closing)})"
        case Fraction(top, bottom):
            return f"frac({to_typst(top)}, {to_typst(bottom)})"
        case Script(base, sub, sup):
            return _scripts(to_typst(base), sub, sup)
        case Big(symbol, lower, upper):
            sign = symbol if symbol in _LARGE else f"op({quoted(symbol)}, limits: #true)"
            return _scripts(sign, lower, upper)
        case Accent(base, mark):
            return f"{_MARKS[mark]}({to_typst(base)})"
        case Root(body):
            return f"sqrt({to_typst(body)})"
        case Matrix(rows):
            lines = "; ".join(", ".join(to_typst(entry) for entry in entries) for entries in rows)
            return f'mat(delim: "[", {lines})'


def words_to_typst(words: Words) -> str:
    """A sentence as typst markup: its words are string literals in code, so that nothing in them is interpreted."""
    return "".join(f"#{quoted(visible(part))};" if isinstance(part, str) else f"${to_typst(part)}$" for part in words)


def quoted(text: str) -> str:
    """A typst string literal."""
    for sign, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(sign, escape)
    return f'"{text}"'


def _letter(text: str, upright: bool) -> str:
    if len(text) == 1 and text.isalpha():
        # Capital Greek stands upright, as in the course and in LaTeX.
        return f"upright({text})" if upright or is_capital_greek(text) else text
    if text == "⊤":
        return text
    return f"op({quoted(text)})" if upright else f"italic({quoted(text)})"


def _operator(text: str) -> str:
    if len(text) != 1:
        return quoted(text)
    return f"\\{text}" if text in _ESCAPED else text


def _fence(sign: str) -> str:
    return f"\\{_FENCES[sign]}" if sign in ("|", "{", "}", "[", "]", "(", ")") else _FENCES.get(sign, "")


def _row(items: tuple[Mathematics, ...]) -> str:
    """The items in order. Words get no space of their own: typst sets one beside a string literal."""
    return " ".join(f"thin {_operator(item.text)} thin" if item == _DOTS else to_typst(item) for item in items)


def _scripts(base: str, sub: Mathematics | None, sup: Mathematics | None) -> str:
    lower = "" if sub is None else f"_({to_typst(sub)})"
    upper = "" if sup is None else f"^({to_typst(sup)})"
    return f"{base}{lower}{upper}"
