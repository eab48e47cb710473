"""How a question was understood, in lines for a terminal: what `explainer read` shows."""

from __future__ import annotations

from explainer.reading import Explanation
from explainer.records import Query, Unclear


def understanding(found: Explanation, everything: bool) -> list[str]:
    """The verdict with its numbers; with `everything` also what led to it."""
    lines = verdict(found.reading)
    if not everything:
        return lines
    lines += ["", f"normalised  {found.line}"]
    if found.mended:
        lines.append("mended      " + ", ".join(f"{typed} → {meant}" for typed, meant in sorted(found.mended.items())))
    lines.append("concepts    " + (", ".join(found.concepts) or "none"))
    lines.append("numbers     " + (", ".join(f"{name} = {value}" for name, value in sorted(found.numbers.items())) or "none"))
    if found.problem:
        lines.append(f"problem     {found.problem}")
    lines.append(f"confidence  {found.confidence:.2f} (answered from {found.threshold:.2f})")
    if found.topics:
        lines += ["", f"{'topic':22} {'score':>7} {'signs':>7} {'likeness':>8}  nearest phrasing"]
        for each in found.topics:
            lines.append(f"{each.topic:22} {each.score:7.2f} {each.signs:7.2f} {each.nearest:8.2f}  {each.phrasing}")
    return lines


def verdict(reading: Query | Unclear) -> list[str]:
    """One line for what was understood, one for each number, remark or suggestion."""
    if isinstance(reading, Unclear):
        return [f"{reading.kind}: {reading.sentence}", *(f"  {each.topic}: {each.question}" for each in reading.suggestions)]
    facet = f" ({reading.facet})" if reading.facet else ""
    lines = [f"{reading.topic}{facet}, confidence {reading.confidence:.2f}"]
    lines += [f"  {name} = {value}" for name, value in sorted(reading.parameters.items())]
    lines += [f"  remark: {remark}" for remark in reading.remarks]
    return lines + [f"  also asked: {other}" for other in reading.others]
