"""Lays a tree out as Mathematics: which parentheses fall away or are needed, where scripts and time indices go."""

from __future__ import annotations

from explainer.notation.table import Convention
from explainer.notation.tokens import FUNCTIONS
from explainer.notation.tree import (
    Applied,
    Chain,
    Complement,
    Differential,
    Fenced,
    Grid,
    Large,
    Listing,
    Marked,
    Node,
    Numeral,
    Over,
    Product,
    Quoted,
    Rooted,
    Scripted,
    Sign,
    Sum,
    Symbol,
    Word,
    is_negative,
)
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
)

_BIG_WORDS = frozenset({"max", "min", "sup", "inf", "median", "mean"})


def lay_out(node: Node, convention: Convention) -> Mathematics:
    """The formula as it is to be shown."""
    return _Layout(convention).node(node)


def row(*parts: Mathematics) -> Mathematics:
    """Parts side by side; rows among them are opened, a single part stays as it is."""
    flat: list[Mathematics] = []
    for part in parts:
        flat.extend(part.items if isinstance(part, Row) else (part,))
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


class _Layout:
    def __init__(self, convention: Convention) -> None:
        self.superscript_time = convention.time_index == "superscript"
        self.elementwise = convention.elementwise

    def node(self, node: Node) -> Mathematics:
        match node:
            case Symbol():
                return self.symbol(node)
            case Numeral(text):
                return numeral(text)
            case Word():
                return self.word(node)
            case Sign(text):
                return Letter("⊤", upright=True) if text == "⊤" else Operator(text)
            case Quoted(text):
                return Quote(text)
            case Fenced(opening, body, closing):
                return Group(opening, self.node(body), closing)
            case Sum(terms):
                return self.sum(terms)
            case Complement(symbol):
                return row(Number("1"), Operator("−"), self.symbol(symbol))
            case Product():
                return self.product(node)
            case Over(top, bottom):
                return Fraction(self.node(top), self.node(bottom))
            case Scripted():
                return self.scripted(node)
            case Large(symbol, lower, upper):
                return Big(symbol, self.optional(lower), self.optional(upper))
            case Applied():
                return self.applied(node)
            case Differential(sign, body):
                mark: Mathematics = Letter("d", upright=True) if sign == "d" else Operator("∂")
                laid = self.node(body)
                return row(mark, Group("(", laid, ")") if isinstance(body, Sum | Product) else laid)
            case _:
                return self.arranged(node)

    def arranged(self, node: Node) -> Mathematics:
        """Chains, listings, matrices, roots and accents: parts that keep their places."""
        match node:
            case Chain(sides, relations):
                parts = [] if sides[0] is None else [self.node(sides[0])]
                for relation, side in zip(relations, sides[1:], strict=True):
                    parts += [Operator(relation), row() if side is None else self.node(side)]
                return row(*parts)
            case Listing(items, separators):
                parts = [self.node(items[0])]
                for separator, item in zip(separators, items[1:], strict=True):
                    parts += [Operator(separator), self.node(item)]
                return row(*parts)
            case Grid(rows):
                return Matrix(tuple(tuple(self.node(entry) for entry in entries) for entries in rows))
            case Rooted(body):
                return Root(self.node(body))
            case Marked(mark, body):
                return Accent(self.node(body), mark)
            case _:
                raise TypeError(f"no layout for {type(node).__name__}")

    def optional(self, node: Node | None) -> Mathematics | None:
        return None if node is None else self.node(node)

    def symbol(self, symbol: Symbol) -> Mathematics:
        letter: Mathematics = Letter(symbol.name)
        if symbol.tilde:
            letter = Accent(letter, "tilde")
        subs: list[Mathematics] = [run(symbol.run)] if symbol.run else []
        if symbol.component is not None:
            subs.append(self.node(symbol.component))
        sups: list[Mathematics] = [Operator("′")] * symbol.primes
        if symbol.time is not None:
            time = self.node(symbol.time)
            if self.superscript_time:
                sups.append(Group("⟨", time, "⟩"))
            else:
                subs.append(time)
        if not subs and not sups:
            return letter
        return Script(letter, _separated(subs), row(*sups) if sups else None)

    def word(self, word: Word) -> Mathematics:
        sub = self.optional(word.subscript)
        if sub is not None and word.text in _BIG_WORDS and not word.primes:
            return Big(word.text, sub)
        letter = Letter(word.text, upright=True)
        primes = row(*[Operator("′")] * word.primes) if word.primes else None
        return letter if sub is None and primes is None else Script(letter, sub, primes)

    def sum(self, terms: tuple[tuple[str, Node], ...]) -> Mathematics:
        parts: list[Mathematics] = []
        for sign, term in terms:
            if sign:
                parts.append(Operator("−" if sign == "-" else sign))
            parts.append(Group("(", self.node(term), ")") if isinstance(term, Sum) else self.node(term))
        return row(*parts)

    def product(self, node: Product) -> Mathematics:
        parts: list[Mathematics] = []
        for position, (joint, factor) in enumerate(node.factors):
            if joint:
                parts.append(Operator(self.elementwise if joint == "*" else joint))
            laid = self.node(factor)
            grouped = isinstance(factor, Sum) and not (position == 0 and is_negative(factor))
            parts.append(Group("(", laid, ")") if grouped else laid)
        return row(*parts)

    def scripted(self, node: Scripted) -> Mathematics:
        lower, upper = self.optional(node.subscript), self.raised(node.superscript)
        if isinstance(node.base, Applied):
            # tanh(x)^2: the power stands at the closing parenthesis.
            function = self.node(node.base.function)
            return row(function, Script(self.node(node.base.argument), lower, upper))
        base = self.node(node.base)
        if isinstance(base, Script) and isinstance(node.base, Symbol | Word):
            free_sub, free_sup = base.sub is None or lower is None, base.sup is None or upper is None
            if free_sub and free_sup:
                return Script(base.base, base.sub if lower is None else lower, base.sup if upper is None else upper)
            if upper == Operator("′") and base.sup is not None and free_sub:
                return Script(base.base, base.sub or lower, row(upper, base.sup))
        if not isinstance(base, Letter | Accent | Group | Matrix | Number | Operator):
            base = Group("(", base, ")")
        return Script(base, lower, upper)

    def raised(self, node: Node | None) -> Mathematics | None:
        """An exponent. A fraction in it is written with a slash, since it would be too small to read."""
        if isinstance(node, Sum) and is_negative(node) and isinstance(node.terms[0][1], Over):
            return row(Operator("−"), self.slashed(node.terms[0][1]))
        return self.slashed(node) if isinstance(node, Over) else self.optional(node)

    def slashed(self, node: Over) -> Mathematics:
        parts = []
        for part in (node.top, node.bottom):
            laid = self.node(part)
            grouped = isinstance(part, Sum | Chain | Listing | Over) or (part is node.bottom and isinstance(part, Product))
            parts.append(Group("(", laid, ")") if grouped else laid)
        return row(parts[0], Operator("/"), parts[1])

    def applied(self, node: Applied) -> Mathematics:
        return row(self.node(node.function), self.node(node.argument))


def _separated(parts: list[Mathematics]) -> Mathematics | None:
    """Several subscripts with commas between them."""
    joined: list[Mathematics] = []
    for part in parts:
        joined += [Operator(","), part] if joined else [part]
    return row(*joined) if joined else None


def run(text: str) -> Mathematics:
    """A subscript as typed: a number, an upright name such as max, or letters side by side."""
    if text.isdigit():
        return Number(text)
    if text in FUNCTIONS:
        return Letter(text, upright=True)
    return row(*(Number(character) if character.isdigit() else Letter(character) for character in text))


def numeral(text: str) -> Mathematics:
    """0.5 as it stands; 1e-6 as 10⁻⁶; 1.2e-7 as 1.2 × 10⁻⁷."""
    digits, _, exponent = text.lower().partition("e")
    if digits.startswith("."):
        digits = "0" + digits
    if not exponent:
        return Number(digits)
    value = int(exponent)
    power = Script(Number("10"), None, row(Operator("−"), Number(str(-value))) if value < 0 else Number(str(value)))
    return power if digits == "1" else Row((Number(digits), Operator("×"), power))
