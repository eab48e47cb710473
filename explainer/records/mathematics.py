"""A formula as it is written: a small presentational tree, in the manner of MathML, that every renderer reads.

`notation` builds these trees from its linear notation; `rendering.mathematics` writes them as LaTeX, typst, MathML and
Unicode. Nothing here is computed with: meaning lives in `symbolic`, numbers in `numeric`.
"""

from __future__ import annotations

from explainer.records.record import record


@record
class Letter:
    """An identifier: Γ, c, W (italic), or an upright word such as tanh, ln, max."""

    text: str
    upright: bool = False


@record
class Number:
    """A numeral as printed: "0.5", "1000". A power of ten is a Row of Number, Operator("×") and Script."""

    text: str


@record
class Operator:
    """A sign between or before operands, one Unicode character or a short run: + − · × ⊙ = ≈ ≤ → ∈ , … ∂ ∞."""

    text: str


@record
class Quote:
    """Plain words inside a formula: "for every", "if"."""

    text: str


@record
class Row:
    """Parts side by side, in reading order."""

    items: tuple[Mathematics, ...]


@record
class Group:
    """A body between fences that grow with it: ( ) [ ] { } | | ‖ ‖ ⟨ ⟩. An empty string is no fence."""

    opening: str
    body: Mathematics
    closing: str


@record
class Fraction:
    """top over bottom."""

    top: Mathematics
    bottom: Mathematics


@record
class Script:
    """A base with a subscript, a superscript, or both."""

    base: Mathematics
    sub: Mathematics | None = None
    sup: Mathematics | None = None


@record
class Big:
    """A large operator with limits: ∑, ∏, lim, max. The operand follows it in the Row."""

    symbol: str
    lower: Mathematics | None = None
    upper: Mathematics | None = None


@record
class Accent:
    """A mark over a base: "tilde", "hat", "bar" or "dot"."""

    base: Mathematics
    mark: str


@record
class Root:
    """The square root of the body."""

    body: Mathematics


@record
class Matrix:
    """Rows of entries between square brackets."""

    rows: tuple[tuple[Mathematics, ...], ...]


Mathematics = Letter | Number | Operator | Quote | Row | Group | Fraction | Script | Big | Accent | Root | Matrix

# A sentence: plain words with formulas among them. Plain words are never interpreted as markup by any renderer.
Words = tuple[str | Mathematics, ...]
