"""The answer as JSON: a public contract, documented here and in the README.

One object, the same keys for an answer and for an Unclear:

    schema         "gru-explainer/1"
    status         "answered", "unclear" (choose, or another subject), "conversation" or "invalid"
    question       what was asked
    topic          the slug, null when there is none
    title          a few words
    facet          which side of the topic was answered, "" for its own question
    confidence     0 … 1
    alternatives   [{topic, score}]
    parameters     {name: number, text or [numbers]}, complete with defaults
    given          the names of the parameters that the reader gave
    notation, depth, level, seed
    headline       the answer in one or two sentences (of an Unclear: the sentence to show)
    remarks        [text]
    values         {name: number at full precision}
    blocks         [{kind, …}], see below
    checks         {steps, verified}
    followups      [{question, topic}] (of an Unclear: what the reader may have meant)
    sources        [{authors, year, title, where}]

Blocks: heading {text, part} · prose {text} · formula {latex, text, caption} · steps {title, notation, given, steps} ·
table {title, columns, rows, note} · plot {title, x, y, marks, categories, alt} · code {language, name, source} · aside
{type, text}. Steps carry {rule, relation, latex, text, why, claim, key, check {symbolic, points, max_error}}; `latex` and
`text` hold the whole line, left side, relation and right side.

Text is plain Unicode; formulas in it are written as in the terminal. Numbers are finite: infinity is "Infinity" or
"-Infinity", and what is not a number is null. A residual is the text that is shown ("< 1e-12"), since its last digits
differ between processors. Everything outside ASCII is escaped, so that any terminal and any pipe can carry it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from decimal import Decimal

from explainer import notation
from explainer.records import (
    Answer,
    Aside,
    Axis,
    Band,
    Bars,
    Block,
    Cell,
    Code,
    Derivation,
    Formula,
    Heading,
    Line,
    Mathematics,
    Plot,
    Prose,
    Residual,
    Step,
    Steps,
    Table,
    Unclear,
    Value,
    Words,
)
from explainer.records.answer import Mark
from explainer.records.mathematics import Operator, Row
from explainer.rendering.mathematics.latex import to_latex
from explainer.rendering.mathematics.unicode import to_unicode, words_to_unicode
from explainer.rendering.options import Options

SCHEMA = "gru-explainer/1"
_STATUS = {"conversation": "conversation", "invalid": "invalid"}
Json = dict[str, object]


def render_json(what: Answer | Unclear, options: Options) -> str:
    """Indented, for reading."""
    return json.dumps(as_object(what), ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def render_json_line(what: Answer | Unclear, options: Options) -> str:
    """On one line, for files with an answer on each line."""
    return json.dumps(as_object(what), ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n"


def as_object(what: Answer | Unclear) -> Json:
    """The contract as plain dicts, lists, texts and finite numbers."""
    return _unclear(what) if isinstance(what, Unclear) else _answer(what)


def _answer(answer: Answer) -> Json:
    return {
        "schema": SCHEMA,
        "status": "answered",
        "question": answer.question,
        "topic": answer.topic,
        "title": _text(answer.title),
        "facet": answer.facet,
        "confidence": answer.confidence,
        "alternatives": _alternatives(answer.alternatives),
        "parameters": {name: _value(value) for name, value in answer.parameters.items()},
        "given": sorted(answer.given),
        "notation": answer.notation,
        "depth": answer.depth,
        "level": answer.level,
        "seed": answer.seed,
        "headline": _text(answer.headline),
        "remarks": [_text(remark) for remark in answer.remarks],
        "values": {name: _number(value) for name, value in answer.values.items()},
        "blocks": [_block(block) for block in answer.blocks],
        "checks": {"steps": answer.checks.steps, "verified": answer.checks.verified},
        "followups": [{"question": entry.question, "topic": entry.topic} for entry in answer.followups],
        "sources": [
            {"authors": source.authors, "year": source.year, "title": source.title, "where": source.where}
            for source in answer.sources
        ],
    }


def _unclear(unclear: Unclear) -> Json:
    return {
        "schema": SCHEMA,
        "status": _STATUS.get(unclear.kind, "unclear"),
        "kind": unclear.kind,
        "question": unclear.text,
        "topic": None,
        "confidence": unclear.confidence,
        "alternatives": _alternatives(unclear.alternatives),
        "parameters": {},
        "headline": unclear.sentence,
        "values": {},
        "blocks": [],
        "checks": {"steps": 0, "verified": 0},
        "followups": [{"question": entry.question, "topic": entry.topic} for entry in unclear.suggestions],
        "sources": [],
    }


def _alternatives(alternatives: tuple[tuple[str, float], ...]) -> list[Json]:
    return [{"topic": topic, "score": score} for topic, score in alternatives]


def _text(words: Words) -> str:
    return words_to_unicode(words)


def _number(number: float | int | Decimal | None) -> float | int | str | None:
    if number is None or isinstance(number, int):
        return number
    value = float(number)
    if math.isnan(value):
        return None
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def _numbers(numbers: Sequence[float | None]) -> list[object]:
    return [_number(number) for number in numbers]


def _value(value: Value) -> object:
    if isinstance(value, tuple):
        return _numbers(value)
    return value if isinstance(value, str) else _number(value)


def _block(block: Block) -> Json:
    match block:
        case Heading(text, part):
            return {"kind": "heading", "text": _text(text), "part": part}
        case Prose(text):
            return {"kind": "prose", "text": _text(text)}
        case Formula(body, caption):
            return {"kind": "formula", **_formula(body), "caption": _text(caption)}
        case Steps(derivation):
            return _derivation(derivation)
        case Table():
            return {
                "kind": "table",
                "title": _text(block.title),
                "columns": [_text(column) for column in block.columns],
                "rows": [[_cell(cell) for cell in row] for row in block.rows],
                "note": _text(block.note),
            }
        case Plot():
            return _plot(block)
        case Code(language, source, name):
            return {"kind": "code", "language": language, "name": name, "source": source}
        case Aside(kind, text):
            return {"kind": "aside", "type": kind, "text": _text(text)}


def _formula(formula: Mathematics) -> Json:
    return {"latex": to_latex(formula), "text": to_unicode(formula)}


def _derivation(derivation: Derivation) -> Json:
    return {
        "kind": "steps",
        "title": _text(derivation.title),
        "notation": derivation.notation,
        "given": [_formula(equation) for equation in derivation.given],
        "steps": [
            _step(step, before) for step, before in zip(derivation.steps, (None, *derivation.steps), strict=False)
        ],
    }


def _step(step: Step, before: Step | None) -> Json:
    # A step without a left side goes on from the right side of the one before; alone it should say so.
    left = step.left if step.left is not None or before is None else before.right
    flat: list[Mathematics] = []
    for part in (Operator(step.relation), step.right) if left is None else (left, Operator(step.relation), step.right):
        flat.extend(part.items if isinstance(part, Row) else (part,))
    return {
        "rule": step.rule,
        "relation": step.relation,
        **_formula(Row(tuple(flat))),
        "why": _text(step.why),
        "claim": _text(step.claim),
        "key": step.key,
        "check": {
            "symbolic": step.check.symbolic,
            "points": step.check.points,
            "max_error": _number(step.check.max_error),
        },
    }


def _cell(cell: Cell) -> object:
    if isinstance(cell, Residual):
        return notation.show_residual(cell.value).strip('"')
    if isinstance(cell, tuple):
        return _text(cell)
    return cell if isinstance(cell, str) else _number(cell)


def _plot(plot: Plot) -> Json:
    return {
        "kind": "plot",
        "title": _text(plot.title),
        "x": _axis(plot.x),
        "y": _axis(plot.y),
        "categories": [_text(category) for category in plot.categories],
        "marks": [_mark(mark) for mark in plot.marks],
        "alt": plot.alt,
    }


def _axis(axis: Axis) -> Json:
    return {"label": _text(axis.label), "unit": axis.unit, "scale": axis.scale}


def _mark(mark: Mark) -> Json:
    match mark:
        case Line(label, x, y, style):
            return {"kind": "line", "label": _text(label), "style": style, "x": _numbers(x), "y": _numbers(y)}
        case Band(label, x, low, high):
            named = {"x": _numbers(x), "low": _numbers(low), "high": _numbers(high)}
            return {"kind": "band", "label": _text(label), **named}
        case Bars(label, heights):
            return {"kind": "bars", "label": _text(label), "heights": _numbers(heights)}
