"""What the parser understands of one line of linear notation, before it is put in the letters of a convention.

Named tuples, since nineteen frozen dataclasses would cost eight milliseconds of every cold start.
"""

from __future__ import annotations

from typing import NamedTuple


class Symbol(NamedTuple):
    """A letter with all that hangs on it: c, c~, W_uc, Γu[t-1], c'.

    run: the subscript written directly after the underscore, "" for none. component: a second subscript (Γu_i).
    """

    name: str
    run: str = ""
    tilde: bool = False
    primes: int = 0
    time: Node | None = None
    component: Node | None = None

    @property
    def key(self) -> str:
        """The name under which a table lists this letter: W_uc, c~, Γu."""
        mark = "~" if self.tilde else ""
        if self.name == "Γ" and self.run:
            return f"Γ{self.run}{mark}"
        return f"{self.name}{mark}_{self.run}" if self.run else f"{self.name}{mark}"


class Word(NamedTuple):
    """An upright name: tanh, ln, max, diag. `subscript` as in max_t."""

    text: str
    subscript: Node | None = None
    primes: int = 0


class Numeral(NamedTuple):
    """A number as typed: 0.5, 1000, 1e-6."""

    text: str


class Sign(NamedTuple):
    """A sign that stands for itself: ∞, …, ⊤, %."""

    text: str


class Quoted(NamedTuple):
    """Words between quotation marks."""

    text: str


class Fenced(NamedTuple):
    """A body between fences as written: ( ), [ ], { }, ‖ ‖, | |, ⟨ ⟩."""

    opening: str
    body: Node
    closing: str


class Listing(NamedTuple):
    """Parts between separators: separators[i] stands before parts[i + 1] ("," or ";" or "" beside words)."""

    parts: tuple[Node, ...]
    separators: tuple[str, ...]


class Chain(NamedTuple):
    """Sides between relations: sides[0] relations[0] sides[1] … . sides[0] may be None, as in "< 1e-12"."""

    sides: tuple[Node | None, ...]
    relations: tuple[str, ...]


class Sum(NamedTuple):
    """Signed terms; the first has the sign "" or "-". A negative is a Sum of one term."""

    terms: tuple[tuple[str, Node], ...]


class Complement(NamedTuple):
    """1 − z, where a convention writes the course's Γu so. Only translation makes it."""

    symbol: Symbol


class Product(NamedTuple):
    """Factors, each with the joint before it: "" for juxtaposition, "·", "×", or "*" (elementwise)."""

    factors: tuple[tuple[str, Node], ...]


class Over(NamedTuple):
    """A fraction."""

    top: Node
    bottom: Node


class Scripted(NamedTuple):
    """A base that isn't a plain letter, or a letter's power, with its scripts."""

    base: Node
    subscript: Node | None = None
    superscript: Node | None = None


class Large(NamedTuple):
    """∑, ∏, lim with limits; the operand follows as the next factor."""

    symbol: str
    lower: Node | None = None
    upper: Node | None = None


class Applied(NamedTuple):
    """A function and its argument, a Fenced or one factor: tanh(x), ln 2, D(v)."""

    function: Node
    argument: Node


class Differential(NamedTuple):
    """dx or ∂x."""

    sign: str
    body: Node


class Marked(NamedTuple):
    """An accent over a body: hat, bar, tilde or dot."""

    mark: str
    body: Node


class Rooted(NamedTuple):
    """A square root."""

    body: Node


class Grid(NamedTuple):
    """A matrix by rows."""

    rows: tuple[tuple[Node, ...], ...]


Node = (
    Symbol
    | Word
    | Numeral
    | Sign
    | Quoted
    | Fenced
    | Listing
    | Chain
    | Sum
    | Complement
    | Product
    | Over
    | Scripted
    | Large
    | Applied
    | Differential
    | Marked
    | Rooted
    | Grid
)


def negative(node: Node) -> Node:
    """-node, with a sign that is already there taken away."""
    if isinstance(node, Numeral) and node.text == "0":
        return node
    if isinstance(node, Sum):
        flip = {"": "-", "-": "+", "+": "-", "±": "±"}
        terms = tuple((flip[sign], term) for sign, term in node.terms)
        if terms[0][0] == "+":
            terms = (("", terms[0][1]), *terms[1:])
        return terms[0][1] if len(terms) == 1 and terms[0][0] == "" else Sum(terms)
    return Sum((("-", node),))


def is_negative(node: Node) -> bool:
    """Whether the node is one term with a minus before it."""
    return isinstance(node, Sum) and len(node.terms) == 1 and node.terms[0][0] == "-"
