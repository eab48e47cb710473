"""Sentences and formulas as Discord text, with nothing in them that Discord would take for markup or a mention."""

from __future__ import annotations

import re

from bot.splitting import shorten
from explainer.records import Mathematics, Words
from explainer.rendering.mathematics.unicode import to_unicode, words_to_unicode

# Everything that starts emphasis, code, quotes, links, mentions, times, custom emoji, spoilers or headings.
_MARKUP = re.compile(r"[\\*_~|`<>\[\]#]")
_AT_LINE_START = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))", re.MULTILINE)
# A joiner of no width: the at sign stays readable and names nobody; an address stays readable and is no link.
_NOTHING = "\u2060"
QUOTE = 300
_UNBROKEN = 24


def escape(text: str) -> str:
    """Somebody's text, to be read as it was written and to do nothing."""
    harmless = _MARKUP.sub(lambda mark: "\\" + mark.group(), text)
    harmless = harmless.replace("@", "@" + _NOTHING).replace("://", ":" + _NOTHING + "//")
    return _AT_LINE_START.sub(rf"\1{_NOTHING}\2", harmless)


def spoken(words: Words) -> str:
    """A sentence with formulas among its words, as Discord text; a short formula is never broken over two lines."""
    return "".join(escape(part if isinstance(part, str) else _whole(part)) for part in words)


def plain(words: Words) -> str:
    """The same without escapes: for labels, menus, code blocks and alt texts, where Discord knows no markup."""
    return words_to_unicode(words)


def _whole(formula: Mathematics) -> str:
    written = to_unicode(formula)
    return written.replace(" ", "\u00a0") if len(written) <= _UNBROKEN else written


def quoted(question: str) -> str:
    """A reader's question as a quotation of one line."""
    line = " ".join(question.split())
    return f"> {escape(shorten(line, QUOTE))}" if line else ""


def code(text: str, language: str = "") -> str:
    """A code block; a fence inside the text can't end it."""
    return f"```{language}\n{text.replace('```', '`' + _NOTHING + '``')}\n```"
