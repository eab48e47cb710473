"""Writes a formula as MathML Core, as browsers show it without any script."""

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
from explainer.rendering.inert import visible
from explainer.rendering.mathematics.shape import (
    ADDITIVE,
    MULTIPLICATIVE,
    ORDINARY,
    RELATIONS,
    is_capital_greek,
    is_function_name,
    is_prefix_sign,
    is_separator,
    is_tall,
)

_MARKS = {"tilde": "~", "hat": "^", "bar": "¯", "dot": "˙"}
_THIN = '<mspace width="0.167em"/>'
_APPLY = "<mo>\u2061</mo>"


def to_mathml(formula: Mathematics, *, display: bool = False) -> str:
    """A <math> element; `display` sets it on a line of its own."""
    kind = ' display="block"' if display else ""
    return f"<math{kind}>{_write(formula)}</math>"


def escape(text: str) -> str:
    """Plain text for element content and for quoted attributes, without characters that are not seen."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;")):
        text = text.replace(sign, entity)
    return visible(text)


def _write(formula: Mathematics) -> str:
    match formula:
        case Letter(text, upright):
            # A single letter is italic unless told otherwise; capital Greek stands upright, as in the course.
            normal = len(text) == 1 and (upright or is_capital_greek(text) or not text.isalpha())
            return f'<mi mathvariant="normal">{escape(text)}</mi>' if normal else f"<mi>{escape(text)}</mi>"
        case Number(text):
            return f"<mn>{escape(text)}</mn>"
        case Operator():
            return _sign(formula.text, prefix=False)
        case Quote(text):
            return f"<mtext>{escape(text)}</mtext>"
        case Row(items):
            return f"<mrow>{_row(items)}</mrow>"
        case Group(opening, body, closing):
            tall = is_tall(body)
            return f"<mrow>{_fence(opening, 'prefix', tall)}{_write(body)}{_fence(closing, 'postfix', tall)}</mrow>"
        case Fraction(top, bottom):
            return f"<mfrac>{_write(top)}{_write(bottom)}</mfrac>"
        case Script(base, sub, sup):
            return _scripted(_write(base), sub, sup, ("msub", "msup", "msubsup"))
        case Big(symbol, lower, upper):
            large = ' largeop="true"' if symbol in "∑∏" else ""
            sign = f'<mo movablelimits="true"{large} lspace="0" rspace="0.167em">{escape(symbol)}</mo>'
            return _scripted(sign, lower, upper, ("munder", "mover", "munderover"))
        case Accent(base, mark):
            return f'<mover accent="true">{_write(base)}<mo stretchy="false">{_MARKS[mark]}</mo></mover>'
        case Root(body):
            return f"<msqrt>{_write(body)}</msqrt>"
        case Matrix(rows):
            lines = "".join(
                f"<mtr>{''.join(f'<mtd>{_write(entry)}</mtd>' for entry in entries)}</mtr>" for entries in rows
            )
            return f"<mrow>{_fence('[', 'prefix', True)}<mtable>{lines}</mtable>{_fence(']', 'postfix', True)}</mrow>"


def _fence(sign: str, form: str, tall: bool) -> str:
    stretchy = "true" if tall else "false"
    return f'<mo form="{form}" fence="true" stretchy="{stretchy}">{escape(sign)}</mo>' if sign else ""


def _sign(text: str, *, prefix: bool) -> str:
    if text in ORDINARY:
        tag = "mo" if text in "′%°!" else "mi"
        spacing = ' lspace="0" rspace="0"' if tag == "mo" else ' mathvariant="normal"'
        return f"<{tag}{spacing}>{escape(text)}</{tag}>"
    if prefix:
        return f'<mo form="prefix" lspace="0" rspace="0">{escape(text)}</mo>'
    if text in MULTIPLICATIVE | ADDITIVE:
        # Browsers differ on these; the spacing of TeX's binary operators is asked for in so many words.
        return f'<mo lspace="0.222em" rspace="0.222em">{escape(text)}</mo>'
    if text in RELATIONS:
        return f'<mo lspace="0.278em" rspace="0.278em" stretchy="false">{escape(text)}</mo>'
    if text in (",", ";"):
        return f'<mo separator="true" lspace="0" rspace="0.333em">{text}</mo>'
    return f'<mo lspace="0" rspace="0">{escape(text)}</mo>'


def _row(items: tuple[Mathematics, ...]) -> str:
    return "".join(row_items(items))


def row_items(items: tuple[Mathematics, ...]) -> list[str]:
    """Each item of a row as it is written beside its neighbours."""
    written: list[str] = []
    for position, item in enumerate(items):
        before = items[position - 1] if position else None
        after = items[position + 1] if position + 1 < len(items) else None
        if isinstance(item, Operator):
            written.append(_sign(item.text, prefix=is_prefix_sign(items, position)))
            continue
        if isinstance(item, Quote):
            left = "\u00a0" if before is not None else ""
            right = "\u00a0" if after is not None and not is_separator(after) else ""
            written.append(f"<mtext>{left}{escape(item.text)}{right}</mtext>")
            continue
        name = is_function_name(item)
        airy = (name or isinstance(item, Big)) and before is not None and not isinstance(before, Operator | Quote | Big)
        applied = name and after is not None and not isinstance(after, Operator | Quote)
        tail = "" if not applied else _APPLY if isinstance(after, Group) else _APPLY + _THIN
        written.append(f"{_THIN if airy else ''}{_write(item)}{tail}")
    return written


def _scripted(base: str, sub: Mathematics | None, sup: Mathematics | None, tags: tuple[str, str, str]) -> str:
    """tags: the elements for a lower script, an upper one, and both."""
    under, over, both = tags
    if sub is not None and sup is not None:
        return f"<{both}>{base}{_script(sub)}{_script(sup)}</{both}>"
    if sub is not None:
        return f"<{under}>{base}{_script(sub)}</{under}>"
    return f"<{over}>{base}{_script(sup)}</{over}>" if sup is not None else base


def _script(formula: Mathematics) -> str:
    """A script is set tight: no space around its signs and after its commas."""
    written = _write(formula)
    for left, right in (("0.222em", "0.222em"), ("0.278em", "0.278em"), ("0", "0.333em")):
        written = written.replace(f'lspace="{left}" rspace="{right}"', 'lspace="0" rspace="0"')
    return written
