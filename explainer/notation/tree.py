"""What the parser understands of one line of linear notation, before it is put in the letters of a convention."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symbol:
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


@dataclass(frozen=True, slots=True)
class Word:
    """An upright name: tanh, ln, max, diag. `subscript` as in max_t."""

    text: str
    subscript: Node | None = None
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as typed: 0.5, 1000, 1e-6."""

    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that stands for itself: ∞, …, ⊤, %."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Fenced:
    """A body between fences as written: ( ), [ ], { }, ‖ ‖, | |, ⟨ ⟩."""

    opening: str
    body: Node
    closing: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Parts between separators: separators[i] stands before parts[i + 1] ("," or ";" or "" beside words)."""

    parts: tuple[Node, ...]
    separators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Sides between relations: sides[0] relations[0] sides[1] … . sides[0] may be None, as in "< 1e-12"."""

    sides: tuple[Node | None, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Signed terms; the first has the sign "" or "-". A negative is a Sum of one term."""

    terms: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Complement:
    """1 − z, where a convention writes the course's Γu so. Only translation makes it."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Product:
    """Factors, each with the joint before it: "" for juxtaposition, "·", "×", or "*" (elementwise)."""

    factors: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Over:
    """A fraction."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Scripted:
    """A base that isn't a plain letter, or a letter's power, with its scripts."""

    base: Node
    subscript: Node | None = None
    superscript: Node | None = None


@dataclass(frozen=True, slots=True)
class Large:
    """∑, ∏, lim with limits; the operand follows as the next factor."""

    symbol: str
    lower: Node | None = None
    upper: Node | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A function and its argument, a Fenced or one factor: tanh(x), ln 2, D(v)."""

    function: Node
    argument: Node


@dataclass(frozen=True, slots=True)
class Differential:
    """dx or ∂x."""

    sign: str
    body: Node


@dataclass(frozen=True, slots=True)
class Marked:
    """An accent over a body: hat, bar, tilde or dot."""

    mark: str
    body: Node


@dataclass(frozen=True, slots=True)
class Rooted:
    """A square root."""

    body: Node


@dataclass(frozen=True, slots=True)
class Grid:
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
