"""One shape for every lesson: the parts of an answer, put in the order in which a student reads them.

A topic hands in its parts by name; which of them are shown at which depth is decided here, once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from explainer.notation import Writer
from explainer.records import (
    Answer,
    Aside,
    Block,
    Code,
    Derivation,
    Followup,
    Formula,
    Heading,
    Mathematics,
    Prose,
    Query,
    Step,
    Steps,
    Table,
    Topic,
    Words,
)


def lesson(
    query: Query,
    topic: Topic,
    write: Writer,
    *,
    headline: str,
    values: Mapping[str, float],
    assumptions: Sequence[str],
    cell: str | None = None,
    derivations: Sequence[Derivation] = (),
    demo: Sequence[Block] = (),
    demo_title: str = "Measured on a real unroll",
    misconception: str = "",
    beyond: Sequence[str] = (),
    program: str = "",
    extra_programs: Sequence[Code] = (),
) -> Answer:
    """An Answer to `query` from its parts, all sentences in the linear notation's `$…$` style.

    headline: one or two sentences that stand alone. assumptions: what is taken for granted.
    cell: the cell whose equations and convention are shown, a name that `Writer.cell` knows. demo: tables, plots and
    paragraphs, the main table first. misconception: named and answered. beyond: what the answer does not say.
    program: a numpy program that prints lines `name value`, each name in `values`.
    """
    full = query.depth == "full"
    headline = _headline(query, topic, headline)
    blocks: list[Block] = []
    if full:
        blocks += _assumptions(write, assumptions, cell)
    if derivations:
        blocks.append(Heading(write.words("Derivation"), "derivation"))
        blocks += [Steps(derivation if full else _key_steps(derivation)) for derivation in derivations]
    if demo:
        blocks.append(Heading(write.words(demo_title), "demo"))
        blocks += demo if full else [block for block in demo if isinstance(block, Table)][:1]
    if misconception:
        blocks.append(Aside("misconception", write.words(misconception)))
    if full and beyond:
        blocks.append(Heading(write.words("What this does not say"), "beyond"))
        blocks += [Prose(write.words(sentence)) for sentence in beyond]
    if full and program:
        blocks.append(Heading(write.words("Run it yourself"), "program"))
        blocks.append(Code("python", program, f"{topic.slug.replace('-', '_')}.py"))
        blocks += extra_programs
    return Answer(
        question=query.text,
        topic=topic.slug,
        title=write.words(topic.title),
        facet=query.facet,
        confidence=query.confidence,
        alternatives=query.alternatives,
        parameters=query.parameters,
        notation=query.notation,
        depth=query.depth,
        headline=write.words(headline),
        # A value that a double can't hold is left out: the contract promises numbers.
        values={name: value for name, value in values.items() if math.isfinite(value)},
        blocks=tuple(blocks),
        followups=_followups(query, topic),
        sources=topic.sources,
        seed=query.seed,
        level=query.level,
        given=query.given,
        remarks=_remarks(query, write, headline),
    )


def _headline(query: Query, topic: Topic, headline: str) -> str:
    """The headline, without its yes or no where that was written for the positive and the reader asked in the negative."""
    asked = next((facet.question for facet in topic.facets if facet.name == query.facet), topic.question)
    verdict, _, rest = headline.partition(" ")
    if not query.denied or verdict not in ("Yes:", "Yes,", "No:", "No,") or " never " in asked:
        return headline
    return rest[:1].upper() + rest[1:]


def _remarks(query: Query, write: Writer, headline: str) -> tuple[Words, ...]:
    """What the reading has to say first, but no second yes or no where the headline begins with the same one."""
    verdict = headline.partition(" ")[0].rstrip(":,")
    doubled = tuple(f"{verdict}{mark}" for mark in ":,") if verdict in ("Yes", "No") else ()
    return tuple(write.words(remark) for remark in query.remarks if not (doubled and remark.startswith(doubled)))


def _assumptions(write: Writer, sentences: Sequence[str], cell: str | None) -> list[Block]:
    blocks: list[Block] = [Heading(write.words("Assumptions and convention"), "assumptions")]
    blocks += [Prose(write.words(sentence)) for sentence in sentences]
    if cell is not None:
        blocks.append(Prose(write.statement(cell)))
        blocks += [Formula(equation) for equation in write.cell(cell)]
    return blocks


def _key_steps(derivation: Derivation) -> Derivation:
    """The steps that carry the argument.

    A kept step goes on from the kept one before it where only equalities of the same chain were left out between them.
    Else it gets a left side: the head of its chain, or, so that an approximation or an inequality isn't swallowed, the
    right side of the step before it.
    """
    kept: list[Step] = []
    left: Mathematics | None = None  # None: the right side of the last kept step
    for step in derivation.steps:
        left = step.left if step.left is not None else left
        if step.key:
            kept.append(replace(step, left=left))
            left = None
        elif step.relation != "=":
            left = step.right
    return replace(derivation, steps=tuple(kept))


def _followups(query: Query, topic: Topic) -> tuple[Followup, ...]:
    """The other questions of the same message first, then the topic's relatives, worded as questions."""
    from explainer.catalogue import question

    related = tuple(Followup(question(slug), slug) for slug in topic.related)
    return tuple(Followup(other, "") for other in query.others) + related
