"""The page that moves: an Explorable in, one self-contained HTML file out, with sliders over what the engine measured.

Takes: an `Explorable`. Gives: HTML. May import: the other files of `rendering`, `notation` and `records`. All frames are
written here, in Python, by the writers of the still page; the script only swaps what differs, and the page reads well
without it. To add a moving part: nothing, where it is a block; a tool beside a block is an entry of `Tools` in article.py and
one of TOOLS in page.js.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from explainer.records import Explorable
from explainer.rendering.html import page
from explainer.rendering.mathematics.unicode import words_to_unicode
from explainer.rendering.page.article import article

__all__ = ["article", "moving_page", "render_page"]


def render_page(what: Explorable, theme: str) -> str:
    """The whole page of one answer. theme "light" follows the reader's system, "dark" is always dark."""
    return moving_page(words_to_unicode(what.answer.title), article(what), theme)


def moving_page(title: str, content: str, theme: str) -> str:
    """A document around articles, with the script that moves them and its style."""
    return page(title, content, theme=theme, scripts=(_beside("page.js"),), more_style=_beside("page.css"))


@lru_cache(maxsize=2)
def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
