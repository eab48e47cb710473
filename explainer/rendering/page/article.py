"""An explorable answer as the content of a page: result, sliders and pictures first, then the lesson, then the frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explainer.records import Answer, Block, Explorable, Heading, Plot, Step, Table
from explainer.rendering.html import Tools, block_html, end_html, result_html, title_html
from explainer.rendering.mathematics.latex import to_latex
from explainer.rendering.mathematics.mathml import escape
from explainer.rendering.mathematics.unicode import words_to_unicode
from explainer.rendering.page.chart import chart_svg
from explainer.rendering.page.pieces import Pieces, data_element
from explainer.rendering.page.places import in_places
from explainer.rendering.page.sliders import controls, letter, plain, written


def _tool(name: str, word: str, more: str = "") -> str:
    return f'<button type="button" class="tool" data-tool="{name}"{more}>{word}</button>'


def _beside_step(step: Step) -> str:
    sides = [] if step.left is None else [to_latex(step.left)]
    latex = " ".join([*sides, _RELATIONS.get(step.relation, step.relation), to_latex(step.right)])
    return " " + _tool("latex", "Copy LaTeX", f' data-latex="{escape(latex)}"')


_RELATIONS = {"≈": r"\approx", "≤": r"\le", "≥": r"\ge", "→": r"\to"}
_TOOLS = Tools(
    draw=chart_svg,
    beside_step=_beside_step,
    beside_program=" " + _tool("program", "Copy"),
    beside_picture=" " + _tool("picture", "Save as SVG"),
)


def article(
    what: Explorable, *, prefix: str = "", anchor: str = "", top: int = 1, links: frozenset[str] = frozenset()
) -> str:
    """The whole of one answer. prefix: makes ids unique. anchor: what an address begins with when the page has others.

    top: the level of the title's heading. links: topics that stand in the same page under their slug as id.
    """
    answer, section = what.answer, f"h{top + 1}"
    frames = what.frames or (answer,)
    rows = in_places([frame if isinstance(frame, Answer) else None for frame in frames])
    versions = [[_result(frame) for frame in frames], *_versions(rows, prefix, section)]
    moving = [place for place, texts in enumerate(versions) if len(set(texts)) > 1]
    own = _own(what)
    shown = [
        f'<div data-slot="{place}">\n{texts[own]}</div>\n' if place in moving else texts[own]
        for place, texts in enumerate(versions)
    ]
    lifted = _lifted([row[own] for row in rows])
    order = [0, *(place + 1 for place in lifted), *(place + 1 for place in range(len(rows)) if place not in lifted)]
    parts = [f"<header>\n{title_html(answer, top)}</header>\n", shown[0]]
    if moving:
        parts += [controls(what, prefix), '<p class="unseen" role="status"></p>\n']
    parts += [shown[place] for place in order[1:]]
    parts.append(end_html(answer, section, links))
    if moving:
        sent = [versions[place] for place in order if place in moving]
        parts.append(data_element(_data(what, sent, [_said(frame) for frame in frames], anchor)))
    return f'<div data-topic="{escape(answer.topic)}">\n{"".join(parts)}</div>\n'


def _own(what: Explorable) -> int:
    """The frame that shows the reader's own numbers."""
    place = 0
    for slider in what.sliders:
        place = place * len(slider.values) + slider.at
    return place


def _versions(rows: Sequence[Sequence[Block | None]], prefix: str, section: str) -> list[list[str]]:
    """Each place's HTML in every frame; what two frames share is written once."""
    versions = []
    for place, row in enumerate(rows, 1):
        texts: list[str] = []
        for rank, block in enumerate(row):
            same = next((other for other in range(rank) if row[other] is block), None)
            if same is None and rank and block == row[rank - 1]:
                same = rank - 1
            if same is not None:
                texts.append(texts[same])
            else:
                texts.append("" if block is None else block_html(block, f"{prefix}{place}", section, _TOOLS))
        versions.append(texts)
    return versions


def _lifted(blocks: Sequence[Block | None]) -> list[int]:
    """What stands beside the sliders: the demo's pictures, or its first table where it has none."""
    inside, pictures, tables = False, [], []
    for place, block in enumerate(blocks):
        if isinstance(block, Heading):
            inside = block.part == "demo"
        elif inside and isinstance(block, Plot):
            pictures.append(place)
        elif inside and isinstance(block, Table):
            tables.append(place)
    return pictures or tables[:1]


def _result(frame: Answer | str) -> str:
    return result_html(frame) if isinstance(frame, Answer) else f'<p class="headline">{escape(frame)}</p>\n'


def _said(frame: Answer | str) -> str:
    return words_to_unicode(frame.headline) if isinstance(frame, Answer) else frame


def _data(what: Explorable, sent: Sequence[Sequence[str]], said: Sequence[str], anchor: str) -> Mapping[str, object]:
    """What the script needs: the sliders' values, and for each frame the number of the text in every slot, and what is said."""
    pieces = Pieces()
    columns = [[pieces.text(text) for text in texts] for texts in (*sent, said)]
    return {
        "anchor": anchor,
        "names": [slider.parameter.name for slider in what.sliders],
        "letters": [letter(slider.parameter) for slider in what.sliders],
        "values": [[plain(value) for value in slider.values] for slider in what.sliders],
        "labels": [written(slider) for slider in what.sliders],
        "at": [slider.at for slider in what.sliders],
        "frames": [list(frame) for frame in zip(*columns, strict=True)],
        "texts": pieces.texts,
        "pieces": pieces.pieces,
    }
