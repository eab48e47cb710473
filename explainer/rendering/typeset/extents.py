"""How wide words and formulas will be, estimated before they are set, so that labels can be placed in plain Python.

Widths are those of the two faces the typesetter uses (Libertinus Serif, New Computer Modern Math), rounded up; formulas
are measured from their tree. The estimate errs on the wide side: a test compares it with what the typesetter measures.
"""

from __future__ import annotations

from collections.abc import Iterator

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

# Advance widths in hundredths of the type size, for the characters from space to tilde.
_TEXT = (
    *(25, 29, 34, 47, 47, 64, 71, 19, 30, 30, 37, 55, 22, 34, 22, 33, 47, 47, 47, 47, 47, 47, 47, 47),
    *(47, 47, 24, 24, 55, 55, 55, 44, 90, 70, 59, 65, 71, 56, 49, 69, 73, 30, 33, 64, 53, 84, 70, 71),
    *(55, 71, 59, 49, 60, 67, 66, 96, 66, 58, 61, 36, 29, 36, 52, 49, 40, 46, 50, 43, 51, 45, 31, 50),
    *(54, 28, 28, 52, 27, 79, 55, 51, 52, 51, 38, 39, 32, 54, 50, 75, 49, 52, 43, 28, 21, 28, 45),
)
_FORMULA = (
    *(34, 28, 38, 84, 50, 84, 78, 28, 39, 39, 50, 78, 28, 34, 28, 50, 50, 50, 50, 50, 50, 50, 50, 52),
    *(50, 50, 28, 28, 78, 78, 78, 48, 78, 75, 71, 73, 77, 69, 66, 79, 75, 37, 52, 78, 63, 92, 75, 78),
    *(69, 78, 74, 56, 73, 75, 75, 103, 75, 75, 62, 28, 50, 28, 56, 34, 50, 50, 56, 45, 56, 45, 31, 50),
    *(56, 28, 31, 53, 28, 84, 56, 50, 56, 53, 40, 40, 39, 56, 53, 73, 53, 53, 45, 50, 28, 50, 56),
)
_NARROW = frozenset("′⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉·⟨⟩‖")
_RELATIONS = frozenset("=≈≤≥<>→∈≪≫≠∼∝↦⟶")
_SMALL = 0.72  # scripts against their base
BOLD = 1.08  # semibold against regular


def width(words: Words | str, size: float) -> float:
    """The width of words set on one line at this type size, in the same unit as the size."""
    parts = (words,) if isinstance(words, str) else words
    return size * sum(_text(part) if isinstance(part, str) else _formula(part) for part in parts)


def lines(words: Words, size: float, available: float) -> int:
    """How many lines the words take when they are broken at spaces to fit the width available (at least 1)."""
    count, used = 1, 0.0
    space = width(" ", size)
    for piece in _pieces(words):
        needed = width(piece, size)
        if used and used + space + needed > available:
            count, used = count + 1, 0.0
        used += (space if used else 0.0) + needed
        while used > available:
            count, used = count + 1, used - available
    return count


def longest_piece(words: Words, size: float) -> float:
    """The width of the longest part that can't be broken."""
    return max((width(piece, size) for piece in _pieces(words)), default=0.0)


def tall(words: Words) -> bool:
    """Whether a formula in the words needs more than a plain line's height."""
    return any(not isinstance(part, str) and _is_tall(part) for part in words)


def _pieces(words: Words) -> Iterator[Words]:
    """The parts between spaces; a formula sticks to the letters it touches."""
    current: list[str | Mathematics] = []
    for part in words:
        if not isinstance(part, str):
            current.append(part)
            continue
        first, *rest = part.split(" ")
        if first:
            current.append(first)
        for following in rest:
            if current:
                yield tuple(current)
            current = [following] if following else []
    if current:
        yield tuple(current)


def _text(text: str) -> float:
    return sum(_advance(character, _TEXT, 95) for character in text) / 100


def _letters(text: str) -> float:
    return sum(_advance(character, _FORMULA, 80) for character in text) / 100


def _advance(character: str, table: tuple[int, ...], letter: int) -> int:
    """From the table; outside it a wide guess, by kind of character."""
    if " " <= character <= "~":
        return table[ord(character) - 32]
    return 50 if character in _NARROW else letter if character < "\u2000" else 115


def _formula(tree: Mathematics) -> float:
    match tree:
        case Letter(text) | Number(text):
            return _letters(text) + 0.03
        case Operator(text):
            return _letters(text) + (0.56 if text in _RELATIONS else 0.2 if text in (",", ";", "∂", "…") else 0.45)
        case Quote(text):
            return _text(text) + 0.1
        case Row(items):
            return sum(_formula(item) + (0.17 if isinstance(item, Letter) and item.upright else 0.0) for item in items)
        case Group(opening, body, closing):
            return _formula(body) + 0.45 * (bool(opening) + bool(closing)) + (0.15 if _is_tall(body) else 0.0)
        case Fraction(top, bottom):
            return max(_formula(top), _formula(bottom)) * 0.8 + 0.25
        case Script(base, sub, sup):
            scripts = [_formula(script) * _SMALL for script in (sub, sup) if script is not None]
            return _formula(base) + max(scripts, default=0.0) + 0.08
        case Big(symbol, lower, upper):
            limits = [_formula(limit) * _SMALL for limit in (lower, upper) if limit is not None]
            return max(_letters(symbol) + 0.3, 0.0) + max(limits, default=0.0) + 0.17
        case Accent(base, _):
            return _formula(base) + 0.05
        case Root(body):
            return _formula(body) + 0.9
        case Matrix(rows):
            columns = zip(*rows, strict=False)
            return sum(max(map(_formula, column)) + 0.55 for column in columns) + 0.7
    raise TypeError(f"not a formula: {tree!r}")


def _is_tall(tree: Mathematics) -> bool:
    match tree:
        case Fraction() | Matrix() | Root():
            return True
        case Row(items):
            return any(map(_is_tall, items))
        case Group(_, body, _) | Accent(body, _) | Script(body, _, _):
            return _is_tall(body)
        case Big(_, lower, upper):
            return lower is not None or upper is not None
    return False
