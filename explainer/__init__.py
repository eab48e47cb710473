"""The front door: ask a question on recurrent networks, get a verified derivation and a worked numeric demo.

    >>> import explainer
    >>> answer = explainer.ask("why doesn't the GRU gradient vanish when Γu is near 0?")
    >>> print(explainer.render(answer, "text"))

`read` understands without computing, `ask` answers, `explain` answers a topic by its slug, `render` shows an answer in
a format, `topics` lists the catalogue. `explainer.numeric` holds the unrolls. In a notebook an Answer shows itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.engine import ask, explain, read
from explainer.records import Answer, Query, Topic, Unclear

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explainer import numeric

__all__ = ["Answer", "Query", "Topic", "Unclear", "ask", "explain", "numeric", "read", "render", "topics"]

# Written out: asking the installed package for it would cost a tenth of every cold start. A test compares the two.
__version__ = "1.0.0"


def topics() -> tuple[Topic, ...]:
    """Every topic of the catalogue, in its order."""
    from explainer import catalogue

    return tuple(catalogue.topic(slug) for slug in catalogue.SLUGS)


def render(
    answer: Answer | Unclear,
    format: str = "text",  # noqa: A002 - the public name
    *,
    theme: str = "light",
    explorable: bool = True,
) -> str | bytes:
    """The answer in a format: "text", "markdown", "html", "json", "jsonl" (str), "png", "svg" or "pdf" (bytes).

    explorable: the page ("html") gets sliders; for that the topic is run again at each of their values, which takes a
    second or a few. Raises ValueError, naming the formats there are, on an unknown one.
    """
    from explainer import rendering

    rendering.find(format)
    if format == "html" and explorable and isinstance(answer, Answer):
        from explainer import explore

        return rendering.render(explore.explorable(answer), format, theme=theme)
    return rendering.render(answer, format, theme=theme)


def __getattr__(name: str) -> object:
    # NumPy costs more than all the rest of a cold start: `explainer.numeric` is imported when it is first touched.
    if name == "numeric":
        from importlib import import_module

        return import_module("explainer.numeric")
    raise AttributeError(f"module 'explainer' has no attribute {name!r}")


def _notebook(answer: Answer | Unclear, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> dict[str, object]:
    """What a notebook shows of an answer: a page of its own, so that its style and its policy stay inside it."""
    from html import escape

    page = render(answer, "html")
    assert isinstance(page, str)
    frame = f'<iframe srcdoc="{escape(page)}" title="Answer" style="width:100%;height:44rem;border:0"></iframe>'
    return {"text/html": frame, "text/plain": render(answer, "text")}


# The records know nothing of rendering; the front door teaches them how a notebook shows them.
for _shown in (Answer, Unclear):
    _shown._repr_mimebundle_ = _notebook  # type: ignore[union-attr]
