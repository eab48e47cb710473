"""The lines of a text answer with colours, for a terminal that shows them."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from explainer.rendering.options import Options
from explainer.rendering.terminal_text import Line

# Only the terminal's own colours, so that every colour scheme stays legible.
STYLES = {
    "title": Style(bold=True, color="cyan"),
    "heading": Style(bold=True),
    "strong": Style(bold=True),
    "dim": Style(dim=True),
    "code": Style(color="green"),
    "warn": Style(color="yellow"),
    "series-1": Style(color="bright_blue"),
    "series-2": Style(color="red"),
    "series-3": Style(color="green"),
    "series-4": Style(color="magenta"),
    "series-5": Style(color="cyan"),
    "series-6": Style(color="yellow"),
}


def painted(lines: list[Line], options: Options) -> str:
    """The lines with escape sequences; the words are never read as rich's own markup."""
    console = Console(
        file=StringIO(),
        force_terminal=True,
        color_system="standard",
        width=10_000,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for line in lines:
            text = Text()
            for span in line:
                text.append(span.text, STYLES.get(span.style, Style.null()))
            text.rstrip()
            console.print(text, soft_wrap=True)
    return captured.get()
