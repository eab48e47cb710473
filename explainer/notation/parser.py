"""Reads tokens of linear notation as a tree, by recursive descent. The grammar is in the room's `__init__`."""

from __future__ import annotations

from functools import lru_cache

from explainer.notation.tokens import Token, mistake, tokens
from explainer.notation.tree import (
    Applied,
    Chain,
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
)

RELATIONS = frozenset("=<>≤≥≈→≠≪≫⇒∈∉⊂∝~:↦")
JOINTS = frozenset("·×*∘")
CLOSING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "‖": "‖", "|": "|"}
# Letters that are read as functions when a parenthesis follows at once; all others multiply it.
FUNCTION_LETTERS = frozenset("σφDOFNUPE")
LONE_SIGNS = frozenset("…∞⊤⊥ℝ∀∃∇")
LARGE = {"sum": "∑", "prod": "∏", "lim": "lim"}


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of one line. Raises ValueError, with the position, where the line breaks the grammar."""
    reader = _Reader(text)
    node = reader.listing()
    if reader.here.kind != "end":
        raise reader.wrong(f"{reader.here.text!r} does not fit here")
    return node


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.fences: list[str] = []

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def wrong(self, message: str) -> ValueError:
        return mistake(self.text, self.here.start, message)

    def next_is(self, signs: frozenset[str] | str) -> bool:
        return self.here.kind == "sign" and self.here.text in signs

    def take(self) -> Token:
        token = self.here
        self.at += 1
        return token

    def expect(self, sign: str) -> None:
        if not (self.here.kind == "sign" and self.here.text == sign):
            found = repr(self.here.text) if self.here.kind != "end" else "the end"
            raise self.wrong(f"Expected {sign!r} but found {found}")
        self.at += 1

    # listing := chain ("," chain)*        chain := [sum] (relation sum)*        sum := [sign] product (sign product)*
    def listing(self) -> Node:
        parts, separators = [self.chain()], []
        while self.next_is(",;"):
            separators.append(self.take().text)
            parts.append(self.chain())
        return Listing(tuple(parts), tuple(separators)) if separators else parts[0]

    def chain(self) -> Node:
        sides: list[Node | None] = [None if self.next_is(RELATIONS) else self.sum()]
        relations = []
        while self.next_is(RELATIONS):
            relations.append(self.take().text)
            sides.append(self.sum())
        if not relations and sides[0] is not None:
            return sides[0]
        return Chain(tuple(sides), tuple(relations))

    def sum(self) -> Node:
        sign = self.take().text if self.next_is("-+±") else ""
        terms = [("" if sign == "+" else sign, self.product())]
        while self.next_is("-+±"):
            sign = self.take().text
            terms.append((sign, self.product()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == "" else Sum(tuple(terms))

    # product := factor ((joint | "/" | nothing) factor)*
    def product(self) -> Node:
        factors: list[tuple[str, Node]] = [("", self.factor())]
        run_starts = 0  # where the run written without spaces begins: it is the top of a following fraction
        while True:
            if self.next_is(JOINTS):
                joint = self.take().text
                factors.append((joint, self.signed_factor()))
                run_starts = len(factors) - 1
            elif self.next_is("/"):
                self.take()
                top = _product(factors[run_starts:])
                joint = factors[run_starts][0]
                factors[run_starts:] = [(joint, Over(_bare(top), _bare(self.signed_factor())))]
            elif self.starts_factor():
                if not self.here.tight:
                    run_starts = len(factors)
                factors.append(("", self.factor()))
            else:
                return _product(factors)

    def starts_factor(self) -> bool:
        token = self.here
        if token.kind == "sign":
            if token.text in "‖|":
                return not (self.fences and self.fences[-1] == token.text)
            return token.text in "([{⟨∂" or token.text in LONE_SIGNS
        return token.kind in ("number", "letter", "gate", "word", "shape", "d", "quote")

    def signed_factor(self) -> Node:
        if self.next_is("-"):
            self.take()
            return Sum((("-", self.factor()),))
        return self.factor()

    # factor := atom postfix*
    def factor(self) -> Node:
        node = self.postfixed(self.atom())
        if isinstance(node, Word) or (isinstance(node, Scripted) and isinstance(node.base, Word)):
            return self.applied(node)
        letter = node.base if isinstance(node, Scripted) else node
        if isinstance(letter, Symbol) and letter.name in FUNCTION_LETTERS and self.next_is("(") and self.here.tight:
            return self.postfixed(Applied(node, self.fenced()))
        return node

    def applied(self, function: Node) -> Node:
        if self.next_is("("):
            return self.postfixed(Applied(function, self.fenced()))
        if self.starts_factor() and self.here.kind != "quote":
            return Applied(function, self.factor())
        return function

    def atom(self) -> Node:
        token = self.here
        if token.kind == "sign":
            return self.sign_atom()
        if token.kind in ("end", "run", "raised"):
            raise self.wrong("Something is missing" if token.kind == "end" else "A script stands without a base")
        self.take()
        match token.kind:
            case "number":
                return Numeral(token.text)
            case "letter":
                return Symbol(token.text)
            case "gate":
                return Symbol("Γ", run=token.text)
            case "quote":
                return Quoted(token.text)
            case "word":
                return Word(token.text)
            case "d":
                return self.differential("d")
            case _:
                return self.shape(token.text)

    def sign_atom(self) -> Node:
        sign = self.here.text
        if sign in LONE_SIGNS:
            self.take()
            return Sign(sign)
        if sign == "∂":
            self.take()
            return self.differential("∂")
        if sign in CLOSING:
            return self.fenced()
        raise self.wrong(f"{sign!r} does not fit here")

    def differential(self, sign: str) -> Node:
        body = self.factor()
        if isinstance(body, Fenced) and isinstance(body.body, Symbol | Scripted):
            body = body.body
        return Differential(sign, body)

    def fenced(self) -> Node:
        opening = self.take().text
        closing = CLOSING[opening]
        self.fences.append(closing)
        if opening == "[" and self.next_is("["):
            node: Node = self.grid()
        else:
            node = Fenced(opening, self.listing(), closing)
        self.fences.pop()
        self.expect(closing)
        return node

    def grid(self) -> Node:
        rows = []
        while True:
            self.expect("[")
            row = self.listing()
            self.expect("]")
            rows.append(row.parts if isinstance(row, Listing) else (row,))
            if not self.next_is(",;"):
                break
            self.take()
        if len({len(row) for row in rows}) > 1:
            raise self.wrong("The rows of this matrix differ in length, ending")
        return Grid(tuple(rows))

    def shape(self, name: str) -> Node:
        if name in LARGE:
            return self.large(LARGE[name])
        if not self.next_is("("):
            raise self.wrong(f"{name!r} needs parentheses")
        body = self.fenced()
        inner = body.body if isinstance(body, Fenced) else body
        if name in ("norm", "abs"):
            return Fenced("‖", inner, "‖") if name == "norm" else Fenced("|", inner, "|")
        return Rooted(inner) if name == "sqrt" else Marked(name, inner)

    def large(self, symbol: str) -> Node:
        if self.here.kind == "sign" and self.here.text == "(" and self.here.tight:
            body = self.fenced()
            limits = body.body if isinstance(body, Fenced) else body
            if isinstance(limits, Listing) and len(limits.parts) == 2:
                return Large(symbol, limits.parts[0], limits.parts[1])
            return Large(symbol, limits)
        return Large(symbol)

    # postfix := "~" | "'" | "_" script | "^" script | "[" time "]" | "%"
    def postfixed(self, node: Node) -> Node:
        while True:
            token = self.here
            if token.kind == "run" and token.tight:
                self.take()
                node = _lowered(node, _run(token.text), token.text)
            elif token.kind == "raised":
                self.take()
                node = _raised(node, parse(token.text))
            elif token.kind != "sign" or not token.tight:
                return node
            elif token.text == "^":
                self.take()
                node = _raised(node, self.script())
            elif token.text == "_":
                self.take()
                node = _lowered(node, self.script(), "")
            elif token.text in "~'[⟨%" and (marked := self.marked(node, token.text)) is not None:
                node = marked
            else:
                return node

    def marked(self, node: Node, sign: str) -> Node | None:
        """The node with a tilde, a prime, a time index or a per cent sign; None when the sign is none of these here."""
        if sign == "%":
            self.take()
            return Product((("", node), ("", Sign("%"))))
        if sign == "'" and isinstance(node, Symbol | Word | Fenced | Scripted):
            self.take()
            if isinstance(node, Symbol):
                return node._replace(primes=node.primes + 1)
            if isinstance(node, Word):
                return node._replace(primes=node.primes + 1)
            return _raised(node, Sign("′"))
        if not isinstance(node, Symbol):
            return None
        if sign == "~" and not node.tilde:
            self.take()
            return node._replace(tilde=True)
        return self.time_index(node) if sign in "[⟨" and node.time is None else None

    def time_index(self, symbol: Symbol) -> Node | None:
        """c[t-1]. Brackets with a comma in them, [c, x], are a list beside the letter, not a time."""
        before = self.at
        body = self.fenced()
        if isinstance(body, Fenced) and not isinstance(body.body, Listing):
            return symbol._replace(time=body.body)
        self.at = before
        return None

    def script(self) -> Node:
        sign = self.take().text if self.next_is("-+") else ""
        node = self.atom()
        if isinstance(node, Symbol | Numeral):
            while self.here.tight and self.here.kind == "run" and isinstance(node, Symbol):
                node = _lowered(node, _run(self.here.text), self.take().text)
        node = _bare(node)
        return Sum(((sign, node),)) if sign else node


def _product(factors: list[tuple[str, Node]]) -> Node:
    return factors[0][1] if len(factors) == 1 else Product((("", factors[0][1]), *factors[1:]))


def _bare(node: Node) -> Node:
    """The node without round parentheses around the whole of it."""
    return node.body if isinstance(node, Fenced) and node.opening == "(" else node


def _run(text: str) -> Node:
    return Numeral(text) if text.isdigit() else Symbol(text)


def _lowered(node: Node, script: Node, run: str) -> Node:
    if isinstance(node, Symbol) and node.time is None:
        if run and not node.run:
            return node._replace(run=run)
        return node._replace(component=script)
    if isinstance(node, Word):
        return Word(node.text, script, node.primes)
    if isinstance(node, Large):
        return Large(node.symbol, script, node.upper)
    if isinstance(node, Scripted) and node.subscript is None:
        return Scripted(node.base, script, node.superscript)
    return Scripted(node, script)


def _raised(node: Node, script: Node) -> Node:
    if isinstance(node, Large):
        return Large(node.symbol, node.lower, script)
    if isinstance(node, Scripted) and node.superscript is None:
        return Scripted(node.base, node.subscript, script)
    return Scripted(node, None, script)
