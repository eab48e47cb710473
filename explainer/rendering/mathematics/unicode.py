"""Writes a formula as one line of plain text: Γᵤ⟨t⟩ ∗ c̃⟨t⟩, ∏ₜ₌₁ᵀ, 10⁻⁶; or the same in ASCII only.

Raised and lowered characters are used where Unicode has all of them; else _(…) and ^(…). An exponent T is written ^T,
since ᵀ is read as "transposed" (limits of ∏ and ∑ can't be misread and may carry ᵀ).
"""

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
from explainer.rendering.mathematics.shape import (
    ADDITIVE,
    MULTIPLICATIVE,
    RELATIONS,
    is_differential,
    is_function_name,
    is_loose,
    is_prefix_sign,
    is_product,
    is_separator,
    single_letters,
)
from explainer.rendering.mathematics.transliteration import SIGNS, to_ascii

_LOW = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ,", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ,", strict=True))
_HIGH = dict(zip("0123456789+−=()abcdefghijklmnoprstuvwxyz′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ′", strict=True))
_MARKS = {"tilde": "\u0303", "hat": "\u0302", "bar": "\u0304", "dot": "\u0307"}
_ASCII_MARKS = {"tilde": "~"}
_SPACED = RELATIONS | ADDITIVE | MULTIPLICATIVE


def to_unicode(formula: Mathematics, *, ascii_only: bool = False) -> str:
    """The formula on one line. `ascii_only` spells out what ASCII hasn't: Gamma_u, prod, <=, ~=."""
    return _Line(ascii_only).write(formula)


def words_to_unicode(words: Words, *, ascii_only: bool = False) -> str:
    """A sentence on one line, its formulas as plain text."""
    line = _Line(ascii_only)
    return "".join((to_ascii(p) if ascii_only else p) if isinstance(p, str) else line.write(p) for p in words)


class _Line:
    def __init__(self, ascii_only: bool) -> None:
        self.ascii = ascii_only

    def write(self, formula: Mathematics) -> str:
        match formula:
            case Letter(text) | Number(text) | Quote(text):
                return to_ascii(text) if self.ascii else text
            case Operator(text):
                return SIGNS.get(text, text) if self.ascii else text
            case Row(items):
                return self.row(items)
            case Group(opening, body, closing):
                return f"{self.sign(opening)}{self.write(body)}{self.sign(closing)}"
            case Fraction(top, bottom):
                return f"{self.part(top, loose_only=True)}/{self.part(bottom)}"
            case Script(base, sub, sup):
                return self.script(base, sub, sup)
            case Big():
                return self.big(formula)
            case Accent(base, mark):
                return self.accent(base, mark)
            case Root(body):
                inner = self.write(body)
                bare = single_letters(body) and not self.ascii
                return f"{self.sign('√')}{inner if bare else f'({inner})'}"
            case Matrix(rows):
                return f"[{'; '.join(', '.join(self.write(entry) for entry in entries) for entries in rows)}]"

    def sign(self, text: str) -> str:
        return SIGNS.get(text, text) if self.ascii else text

    def part(self, formula: Mathematics, *, loose_only: bool = False) -> str:
        """The top or bottom of a fraction, in parentheses where the slash would be misread."""
        written = self.write(formula)
        wrapped = is_loose(formula) or isinstance(formula, Fraction) or (not loose_only and is_product(formula))
        items = formula.items if isinstance(formula, Row) else ()
        return f"({written})" if wrapped or any(isinstance(item, Fraction | Big) for item in items) else written

    def row(self, items: tuple[Mathematics, ...]) -> str:
        written = ""
        for position, item in enumerate(items):
            piece = self.write(item)
            if isinstance(item, Fraction) and self.crowded(items, position):
                piece = f"({piece})"
            gap = " " if position and self.gap(items, position, written, piece) else ""
            written += gap + piece
        return written

    def crowded(self, items: tuple[Mathematics, ...], position: int) -> bool:
        """Whether a fraction has a factor beside it, so that the slash would reach further than it should."""
        neighbours = [items[i] for i in (position - 1, position + 1) if 0 <= i < len(items)]
        return any(
            not isinstance(item, Operator | Quote | Big) or (isinstance(item, Operator) and item.text in MULTIPLICATIVE)
            for item in neighbours
        )

    def gap(self, items: tuple[Mathematics, ...], position: int, written: str, piece: str) -> bool:
        """Whether a space stands before this item."""
        before, item = items[position - 1], items[position]
        if is_separator(item) or is_prefix_sign(items, position - 1) or is_differential(before):
            return False
        if isinstance(item, Operator) and item.text in ("′", "%", "!", "°", "/"):
            return False
        if before == Operator("/"):
            return False
        if any(isinstance(part, Quote | Big) or is_separator(part) for part in (before, item)):
            return True
        if any(isinstance(part, Operator) and part.text in _SPACED | {"…"} for part in (before, item)):
            return True
        if isinstance(item.base if isinstance(item, Script) else item, Group):
            # A script on the line is set off, so that W_uc (1 − x) and (1 − x)^T (c) are not read as calls.
            last = written[written.rfind(" ") + 1 :]
            return isinstance(before, Script) and ("_" in last or "^" in last) and not is_function_name(before)
        if is_function_name(before) or is_function_name(item) or isinstance(before, Group):
            return not (isinstance(before, Group) and before.opening == "⟨")
        if self.ascii and (len(piece) > 1 or len(self.write(before)) > 1):
            return True
        return not (single_letters(before) and single_letters(item)) and not isinstance(before, Number)

    def accent(self, base: Mathematics, mark: str) -> str:
        written = self.write(base)
        if self.ascii:
            return f"{written}~" if mark == "tilde" else f"{mark}({written})"
        return f"{written}{_MARKS[mark]}" if isinstance(base, Letter) and len(written) == 1 else f"{mark}({written})"

    def script(self, base: Mathematics, sub: Mathematics | None, sup: Mathematics | None) -> str:
        written = self.write(base)
        if not isinstance(base, Letter | Number | Group | Accent | Operator | Matrix):
            written = f"({written})"
        # The indices of W, U and b are names (W_uc, b_z). Half of them have no lowered letters, so none is lowered.
        named = isinstance(base, Letter) and base.text in ("W", "U", "b") and not isinstance(sub, Number)
        written += "" if sub is None else self.lowered(sub, named=named)
        return written + ("" if sup is None else self.raised(sup))

    def lowered(self, formula: Mathematics, *, named: bool = False) -> str:
        plain = _tight(self.write(formula))
        if not self.ascii and not named and all(character in _LOW for character in plain):
            return "".join(_LOW[character] for character in plain)
        return f"_{plain}" if plain.replace(".", "").isalnum() else f"_({plain})"

    def raised(self, formula: Mathematics) -> str:
        """An exponent, a prime, a transpose, or the course's time index ⟨t⟩, which needs no raising."""
        first = formula.items[0] if isinstance(formula, Row) else formula
        if first == Operator("′"):
            rest = Row(formula.items[1:]) if isinstance(formula, Row) else None
            return self.sign("′") + ("" if rest is None or not rest.items else self.raised(_single(rest)))
        if isinstance(formula, Group) and formula.opening == "⟨":
            return f"{self.sign('⟨')}{_tight(self.write(formula.body))}{self.sign('⟩')}"
        plain = _tight(self.write(formula))
        if formula == Letter("⊤", upright=True):
            return "^T" if self.ascii else "ᵀ"
        if not self.ascii and all(character in _HIGH for character in plain):
            return "".join(_HIGH[character] for character in plain)
        return f"^{plain}" if plain.replace(".", "").isalnum() or plain.lstrip("-").isdigit() else f"^({plain})"

    def big(self, operator: Big) -> str:
        sign = self.sign(operator.symbol)
        lower = None if operator.lower is None else _tight(self.write(operator.lower))
        upper = None if operator.upper is None else _tight(self.write(operator.upper))
        if operator.symbol not in "∑∏" or self.ascii:
            limits = ", ".join(limit for limit in (lower, upper) if limit is not None)
            if upper is not None and lower is not None:
                limits = f"{lower}..{upper}"
            short = lower is not None and upper is None and lower.isalnum()
            return sign + (f"_{limits}" if short else f"({limits})" if limits else "")
        low, high = lower or "", upper or ""
        raised = {**_HIGH, "T": "ᵀ"}
        if all(c in _LOW for c in low) and all(c in raised for c in high):
            return sign + "".join(_LOW[c] for c in low) + "".join(raised[c] for c in high)
        below = "" if not low else f"_{low}" if low.isalnum() else f"_({low})"
        return sign + below + ("" if not high else f"^{high}" if high.isalnum() else f"^({high})")


def _tight(text: str) -> str:
    """Without its spaces, but for those between two names."""
    kept = []
    for position, character in enumerate(text):
        before, after = text[position - 1 : position], text[position + 1 : position + 2]
        if character != " " or (before.isalnum() and after.isalnum()):
            kept.append(character)
    return "".join(kept)


def _single(row: Row) -> Mathematics:
    return row.items[0] if len(row.items) == 1 else row
