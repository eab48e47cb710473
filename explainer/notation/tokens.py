"""Cuts one line of linear notation into tokens, in one pass from left to right."""

from __future__ import annotations

from typing import NamedTuple

# Upright names that take an argument, with or without parentheses.
FUNCTIONS = frozenset(
    {
        *("tanh", "sinh", "cosh", "arctanh", "sin", "cos", "ln", "log", "exp", "erf", "sgn", "softmax", "ReLU"),
        *("max", "min", "sup", "inf", "median", "mean", "diag", "det", "tr", "rank", "Var"),
    }
)
# Names with a shape of their own (see parser.py).
SHAPES = frozenset({"sum", "prod", "lim", "norm", "abs", "sqrt", "hat", "bar", "tilde", "dot"})
GREEK_NAMES = frozenset(
    {
        *("alpha", "beta", "gamma", "Gamma", "delta", "Delta", "epsilon", "eta", "theta", "lambda", "Lambda"),
        *("mu", "nu", "rho", "sigma", "Sigma", "tau", "phi", "Phi", "omega"),
    }
)
ENGLISH = frozenset({"and", "for", "all", "the", "not", "one", "are", "per", "but"})

# Longest first, so that "<=" is not read as "<".
SIGNS = {
    "...": "…", "<=": "≤", ">=": "≥", "->": "→", "~=": "≈", "!=": "≠", "<<": "≪", ">>": "≫", "+-": "±", "=>": "⇒",
    "−": "-", "∗": "*", "⊙": "*", "′": "'", "∥": "‖", "⋯": "…", "⋅": "·", "∼": "~",
}  # fmt: skip
PLAIN_SIGNS = frozenset("+-*/^_=<>≤≥≈→≠≪≫⇒∈∉⊂∝±·×()[]{}⟨⟩‖|,;:'~…∞⊤⊥%∀∃ℝ!∂∇°∘↦")
SHAPE_SIGNS = {"∑": "sum", "∏": "prod", "√": "sqrt"}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))


class Token(NamedTuple):
    """kind: "number", "letter", "gate", "word", "shape", "run" (a subscript), "raised", "d", "quote", "sign" or "end".

    start: the position in the text. tight: no space stands before it.
    """

    kind: str
    text: str
    start: int
    tight: bool


def mistake(text: str, position: int, message: str) -> ValueError:
    """The error of an author's formula, showing where."""
    return ValueError(f"{message} at position {position} of the formula: {text[:position]}⟪here⟫{text[position:]}")


def tokens(text: str) -> list[Token]:
    """All tokens of `text`, and an "end". Raises ValueError, with the position, for a character that has no place."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        tight = position > 0 and not text[position - 1].isspace()
        for kind, token_text, length in _read(text, position):
            found.append(Token(kind, token_text, position, tight))
            position += length
            tight = True
    found.append(Token("end", "", len(text), False))
    return found


def _read(text: str, at: int) -> list[tuple[str, str, int]]:
    """The tokens (kind, text, length) that begin at `at`: one, or the letters of a run."""
    here = text[at]
    if here == '"':
        end = text.find('"', at + 1)
        if end < 0:
            raise mistake(text, at, "A quotation mark is not closed")
        return [("quote", text[at + 1 : end], end + 1 - at)]
    if _is_digit(here) or (here == "." and _is_digit(text[at + 1 : at + 2])):
        return [_number(text, at)]
    if here == "_" and text[at + 1 : at + 2].isalnum():
        end = at + 1
        while end < len(text) and text[end].isalnum() and text[end] not in RAISED and text[end] not in LOWERED:
            end += 1
        return [("run", text[at + 1 : end], end - at)]
    for table, kind in ((RAISED, "raised"), (LOWERED, "run")):
        if here in table:
            end = at
            while end < len(text) and text[end] in table:
                end += 1
            return [(kind, "".join(table[c] for c in text[at:end]), end - at)]
    for length in (3, 2, 1):
        if (sign := SIGNS.get(text[at : at + length])) is not None:
            return [("sign", sign, length)]
    if here in SHAPE_SIGNS:
        return [("shape", SHAPE_SIGNS[here], 1)]
    if here in PLAIN_SIGNS:
        return [("sign", here, 1)]
    if here.isalpha():
        return _letters(text, at)
    raise mistake(text, at, f"The character {here!r} has no place in a formula")


def _is_digit(character: str) -> bool:
    return character.isascii() and character.isdigit()


def _number(text: str, at: int) -> tuple[str, str, int]:
    end = at
    while end < len(text) and (_is_digit(text[end]) or (text[end] == "." and _is_digit(text[end + 1 : end + 2]))):
        end += 1
    exponent = end + 1
    if text[end : end + 1] in ("e", "E"):
        if text[exponent : exponent + 1] in ("+", "-"):
            exponent += 1
        if _is_digit(text[exponent : exponent + 1]):
            end = exponent
            while end < len(text) and _is_digit(text[end]):
                end += 1
    return ("number", text[at:end], end - at)


def _letters(text: str, at: int) -> list[tuple[str, str, int]]:
    here = text[at]
    if here == "Γ" and text[at + 1 : at + 2] in tuple("urfioc") and not text[at + 2 : at + 3].isalpha():
        return [("gate", text[at + 1], 2)]
    if not here.isascii():
        return [("letter", here, 1)]
    end = at
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    run = text[at:end]
    if run in FUNCTIONS:
        return [("word", run, len(run))]
    if run in SHAPES:
        return [("shape", run, len(run))]
    if run in GREEK_NAMES:
        raise mistake(text, at, f"Write the letter itself, not {run!r}")
    if len(run) > 3 or run in ENGLISH:
        raise mistake(text, at, f"{run!r} is no known name (words go between quotation marks)")
    # dc, dW_u, dΓu and d(…) are differentials; a d that stands alone is a letter.
    following = text[end : end + 1]
    if run[0] == "d" and (len(run) > 1 or following == "(" or (following.isalpha() and not following.isascii())):
        return [("d", "d", 1), *(("letter", letter, 1) for letter in run[1:])]
    return [("letter", letter, 1) for letter in run]
