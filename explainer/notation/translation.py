"""Puts a parsed formula into the letters of a convention, signs and complements included.

Where a convention writes the course's Γu as 1 − z, "1 − Γu" collapses to z, and Γu = 0 becomes z = 1. Where a letter
changes sign (b_u is −b_z), the minus goes where mathematics puts it: before the term, the fraction, or to
the other side.
"""

from __future__ import annotations

from collections.abc import Mapping

from explainer.notation.parser import parse
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
    Rooted,
    Scripted,
    Sign,
    Sum,
    Symbol,
    Word,
    is_negative,
    negative,
)

_ORDER = {"<": ">", ">": "<", "≤": "≥", "≥": "≤", "≪": "≫", "≫": "≪"}
_FLIPPED = {"0": Numeral("1"), "1": Numeral("0")}
# The sides of these may be negated or complemented together.
_COMPARISONS = frozenset("=≈→≠") | frozenset(_ORDER)


def translate(node: Node, letters: Mapping[str, str]) -> Node:
    """The same formula in other letters."""
    return _Translator(letters).node(node) if letters else node


class _Translator:
    def __init__(self, letters: Mapping[str, str]) -> None:
        self.letters = letters

    def node(self, node: Node) -> Node:
        match node:
            case Symbol():
                return self.symbol(node)
            case Sum():
                return self.sum(node)
            case Product():
                return self.product(node)
            case Fenced():
                return self.fenced(node)
            case Over():
                return self.over(node)
            case Scripted():
                return self.scripted(node)
            case Applied():
                return self.applied(node)
            case Differential():
                return self.differential(node)
            case Chain():
                return self.chain(node)
            case Listing():
                return node._replace(parts=tuple(self.node(part) for part in node.parts))
            case Grid():
                return Grid(tuple(tuple(self.node(entry) for entry in row) for row in node.rows))
            case Large():
                return node._replace(lower=self.optional(node.lower), upper=self.optional(node.upper))
            case Word():
                return node._replace(subscript=self.optional(node.subscript))
            case Rooted():
                return Rooted(self.node(node.body))
            case Marked():
                return self.marked(node)
            case _:
                return node

    def optional(self, node: Node | None) -> Node | None:
        return None if node is None else self.node(node)

    def symbol(self, symbol: Symbol) -> Node:
        symbol = symbol._replace(time=self.optional(symbol.time), component=self.optional(symbol.component))
        bare = symbol._replace(run="")
        target, rest = self.letters.get(symbol.key), ""
        if target is None and symbol.run and symbol.name != "Γ":
            # c_0, c_i: a letter of the table with a subscript of its own.
            target, rest = self.letters.get(bare.key), symbol.run
        if target is None:
            return symbol
        if target.startswith("1-"):
            return Complement(_dressed(target[2:], symbol, rest))
        if target.startswith("-"):
            return negative(_dressed_node(target[1:], symbol, rest))
        return _dressed_node(target, symbol, rest)

    def sum(self, node: Sum) -> Node:
        terms: list[tuple[str, Node]] = []
        for sign, term in node.terms:
            translated, after = self.node(term), sign
            if sign != "±" and is_negative(translated) and isinstance(translated, Sum):
                after, translated = ("-" if sign in ("", "+") else "+"), translated.terms[0][1]
            if isinstance(translated, Complement) and after in ("-", "±"):
                if after == "-" and terms and terms[-1] in (("", Numeral("1")), ("+", Numeral("1"))):
                    terms[-1] = (terms[-1][0], translated.symbol)
                    continue
                translated = Fenced("(", translated, ")")
            terms.append(("" if after == "+" and not terms else after, translated))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == "" else Sum(tuple(terms))

    def product(self, node: Product) -> Node:
        minus, factors = False, []
        for joint, factor in node.factors:
            translated = self.node(factor)
            if is_negative(translated) and not is_negative(factor) and isinstance(translated, Sum):
                minus, translated = not minus, translated.terms[0][1]
            if isinstance(translated, Complement):
                translated = Fenced("(", translated, ")")
            factors.append((joint, translated))
        result = Product(tuple(factors))
        return negative(result) if minus else result

    def fenced(self, node: Fenced) -> Node:
        body = self.node(node.body)
        if node.opening in "‖|" and is_negative(body) and isinstance(body, Sum):
            body = body.terms[0][1]
        if node.opening == "(" and isinstance(body, Symbol) and not isinstance(node.body, Symbol):
            return body  # (1 − Γu) has become z
        return Fenced(node.opening, body, node.closing)

    def over(self, node: Over) -> Node:
        minus, parts = False, []
        for before in (node.top, node.bottom):
            part = self.node(before)
            if is_negative(part) and not is_negative(before) and isinstance(part, Sum):
                minus, part = not minus, part.terms[0][1]
            parts.append(part)
        result = Over(parts[0], parts[1])
        return negative(result) if minus else result

    def scripted(self, node: Scripted) -> Node:
        base, upper = self.node(node.base), self.optional(node.superscript)
        minus = False
        if is_negative(base) and isinstance(base, Sum) and not is_negative(node.base):
            # A transpose keeps the minus before it, an even power swallows it.
            even = isinstance(upper, Numeral) and upper.text.isdigit() and int(upper.text) % 2 == 0
            if upper == Sign("⊤") or upper is None or even:
                minus, base = not even, base.terms[0][1]
        if isinstance(base, Complement | Sum):
            base = Fenced("(", base, ")")
        result = Scripted(base, self.optional(node.subscript), upper)
        return negative(result) if minus else result

    def applied(self, node: Applied) -> Node:
        function = self.node(node.function)
        if isinstance(node.argument, Fenced):
            inside = node.argument
            return Applied(function, Fenced(inside.opening, self.node(inside.body), inside.closing))
        argument = self.node(node.argument)
        return Applied(function, Fenced("(", argument, ")") if isinstance(argument, Complement | Sum) else argument)

    def differential(self, node: Differential) -> Node:
        body = self.node(node.body)
        if isinstance(body, Complement):
            return negative(Differential(node.sign, body.symbol))
        if is_negative(body) and isinstance(body, Sum):
            return negative(Differential(node.sign, body.terms[0][1]))
        return Differential(node.sign, body)

    def marked(self, node: Marked) -> Node:
        body = self.node(node.body)
        if isinstance(body, Sum) and is_negative(body):
            return negative(Marked(node.mark, body.terms[0][1]))
        return Marked(node.mark, body)

    def chain(self, node: Chain) -> Node:
        sides = tuple(self.optional(side) for side in node.sides)
        if None in node.sides or not all(relation in _COMPARISONS for relation in node.relations):
            return node._replace(sides=sides)
        flipped = tuple(side for side in map(_flipped, sides) if side is not None)
        if any(isinstance(side, Complement) for side in sides) and len(flipped) == len(sides):
            return _turned(flipped, node.relations)
        changed = tuple(side for side in sides if side is not None)
        before = tuple(side for side in node.sides if side is not None)
        if any(isinstance(a, Symbol) and is_negative(b) for a, b in zip(before, changed, strict=True)):
            return _turned(tuple(map(negative, changed)), node.relations)
        return node._replace(sides=sides)


def _flipped(node: Node | None) -> Node | None:
    """One minus the side, where that is plain to see: z for 1 − z, 0 for 1. None elsewhere."""
    if isinstance(node, Complement):
        return node.symbol
    return _FLIPPED.get(node.text) if isinstance(node, Numeral) else None


def _turned(sides: tuple[Node, ...], relations: tuple[str, ...]) -> Chain:
    """The chain after every side was negated or complemented: an order turns round; longer ones are read backwards."""
    turned = tuple(_ORDER.get(relation, relation) for relation in relations)
    if len(sides) > 2 and all(relation in _ORDER for relation in relations):
        return Chain(sides[::-1], tuple(_ORDER[relation] for relation in turned[::-1]))
    return Chain(sides, turned)


def _dressed(token: str, like: Symbol, rest: str) -> Symbol:
    target = parse(token)
    if not isinstance(target, Symbol):
        raise ValueError(f"The table's entry {token!r} is not one letter")
    component = like.component
    run = target.run
    if rest and run:
        component = parse(rest) if component is None else component
    return target._replace(run=run or rest, primes=like.primes, time=like.time, component=component)


def _dressed_node(token: str, like: Symbol, rest: str) -> Node:
    """The table's target with the time, prime and index of the letter it replaces; a block [U W] takes none."""
    return parse(token) if token.startswith("[") else _dressed(token, like, rest)
