"""What the writers need to know of a formula's shape: unary signs, tall parts, what binds loosely."""

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
)

RELATIONS = frozenset("=≈≤≥→<>∈∉≪≫≠∝⇒~∼⊂↦:")
ADDITIVE = frozenset("+−±-")
MULTIPLICATIVE = frozenset("·×∗⊙∘")
SEPARATORS = frozenset(",;")
# Signs that stand for a thing, not between things.
ORDINARY = frozenset("∞∂∇′%…⊤⊥ℝ°!∀∃")


def is_infix(items: tuple[Mathematics, ...], position: int) -> bool:
    """Whether the item is a sign between two operands (a minus that begins a row, or follows a sign, is not)."""
    item = items[position]
    if not isinstance(item, Operator) or item.text in ORDINARY:
        return False
    if item.text not in ADDITIVE:
        return True
    if position == 0:
        return False
    before = items[position - 1]
    return not (isinstance(before, Operator) and before.text not in ORDINARY)


def is_prefix_sign(items: tuple[Mathematics, ...], position: int) -> bool:
    """Whether the item is a plus or minus that belongs to what follows it."""
    item = items[position]
    return isinstance(item, Operator) and item.text in ADDITIVE and not is_infix(items, position)


def is_separator(item: Mathematics) -> bool:
    """A comma or a semicolon."""
    return isinstance(item, Operator) and item.text in SEPARATORS


def is_function_name(item: Mathematics) -> bool:
    """An upright name of several letters, with its scripts: tanh, ln, max, log²."""
    if isinstance(item, Script):
        return is_function_name(item.base)
    return isinstance(item, Letter) and item.upright and len(item.text) > 1


def is_differential(item: Mathematics) -> bool:
    """The d or ∂ before a variable."""
    return item in (Letter("d", upright=True), Operator("∂"))


def is_tall(formula: Mathematics) -> bool:
    """Whether fences around the formula must grow."""
    match formula:
        case Fraction() | Matrix() | Root() | Big():
            return True
        case Row(items):
            return any(is_tall(item) for item in items)
        case Group(_, body, _):
            return is_tall(body)
        case Script(base, _, _) | Accent(base, _):
            return is_tall(base)
        case Letter() | Number() | Operator() | Quote():
            return False


def is_loose(formula: Mathematics) -> bool:
    """Whether the formula has a sum, a relation or words at its top level, so that a neighbour needs parentheses."""
    if isinstance(formula, Quote):
        return True
    if not isinstance(formula, Row):
        return False
    return any(
        isinstance(item, Quote) or (isinstance(item, Operator) and item.text in ADDITIVE | RELATIONS | SEPARATORS)
        for item in formula.items
    )


def is_product(formula: Mathematics) -> bool:
    """Whether the formula is several factors side by side; dx and f(x) count as one."""
    if not isinstance(formula, Row):
        return False
    items = formula.items
    if len(items) == 2 and (is_differential(items[0]) or (is_function_name(items[0]) and isinstance(items[1], Group))):
        return False
    return len(items) > 1


def is_capital_greek(text: str) -> bool:
    """Whether the letter is set upright, as in the course and in LaTeX."""
    return len(text) == 1 and "\u0391" <= text <= "\u03a9"


def single_letters(formula: Mathematics) -> bool:
    """Whether the formula is one bare letter or number."""
    return isinstance(formula, Number) or (isinstance(formula, Letter) and len(formula.text) == 1)
