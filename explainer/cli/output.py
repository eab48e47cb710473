"""How an answer leaves: to a file by its suffix, to a terminal in its width and encoding, to a pipe as plain text."""

from __future__ import annotations

import shutil
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from explainer.cli.arguments import FORMATS, BadInput
from explainer.records import Answer, Unclear, progress

BINARY = ("png", "pdf")


def chosen_format(arguments: Namespace, default: str = "text") -> str:
    """The format asked for, by name or by the suffix of the output file.

    Raises BadInput on a suffix that names no format.
    """
    if arguments.format:
        return str(arguments.format)
    if not arguments.output:
        return default
    suffix = Path(arguments.output).suffix.lower()
    if suffix not in FORMATS:
        raise BadInput(f"The suffix of {arguments.output!r} names no format: use one of {' '.join(FORMATS)}, or add --format.")
    return FORMATS[suffix]


def show(result: Answer | Unclear, arguments: Namespace, default: str = "text") -> None:
    """Render and write one answer.

    Raises BadInput when the file can't be written or a picture would go to the terminal.
    """
    from explainer import rendering

    format = chosen_format(arguments, default)
    if format == "text" and not arguments.output:
        rendered = rendering.render(result, "text", width=_width(), color=_coloured(), theme=arguments.theme)
    else:
        rendered = rendering.render(result, format, theme=arguments.theme)
    write(rendered, arguments.output)


def write(rendered: str | bytes, output: str | None) -> None:
    """Write to the file, or to standard output when there is none.

    Raises BadInput when the file can't be written, or when bytes would go to a terminal.
    """
    if output:
        data = rendered if isinstance(rendered, bytes) else _ended(rendered).encode("utf-8")
        try:
            Path(output).write_bytes(data)
        except OSError as error:
            raise BadInput(f"Can't write {output!r} ({error.strerror}): name a file in a folder that exists and is yours.") from None
        print(f"Wrote {output}", file=sys.stderr)
    elif isinstance(rendered, bytes):
        if sys.stdout.isatty():
            raise BadInput("That format is not text: add -o FILE, such as -o answer.png.")
        sys.stdout.buffer.write(rendered)
    else:
        sys.stdout.write(encodable(_ended(rendered), sys.stdout.encoding))


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def encodable(text: str, encoding: str | None) -> str:
    """The text as it is where the terminal can show it, else in ASCII letters: Gamma_u for Γu."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        from explainer.rendering.mathematics import to_ascii

        return to_ascii(text)
    return text


def complain(sentence: str) -> None:
    """One sentence on standard error, whatever its encoding."""
    print(encodable(sentence, sys.stderr.encoding), file=sys.stderr)


def _width() -> int:
    # A pipe has no width; 80 columns is what people read and diff.
    return min(shutil.get_terminal_size().columns, 110) if sys.stdout.isatty() else 80


def _coloured() -> bool:
    import os

    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


@contextmanager
def patience(after: float = 1.0) -> Iterator[None]:
    """Say on standard error how far work has come, once it has taken longer than `after` seconds."""
    state: dict[str, str] = {"text": "Working"}
    finished = threading.Event()

    def listen(done: int, total: int, what: str) -> None:
        state["text"] = f"{what[:1].upper()}{what[1:]}: {done} of {total}"

    def watch() -> None:
        shown = ""
        wait = after
        while not finished.wait(wait):
            wait = 0.2 if sys.stderr.isatty() else 5.0
            if sys.stderr.isatty():
                print(encodable(f"\r\x1b[2K{state['text']} …", sys.stderr.encoding), end="", file=sys.stderr, flush=True)
            elif state["text"] != shown:
                complain(f"{state['text']} …")
            shown = state["text"]
        if shown and sys.stderr.isatty():
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        with progress.listening(listen):
            yield
    finally:
        finished.set()
        watcher.join()
