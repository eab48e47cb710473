"""How an answer leaves: to a file by its suffix, to a terminal in its width and encoding, to a pipe as plain text."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from explainer import rendering
from explainer.cli.arguments import BadInput
from explainer.records import Answer, Explorable, Unclear, progress


def chosen_format(arguments: Namespace, default: str = "text") -> str:
    """The format asked for, by name or by the suffix of the output file.

    Raises BadInput on a suffix that names no format.
    """
    if arguments.format:
        return str(arguments.format)
    if not arguments.output:
        return default
    try:
        return rendering.find_by_suffix(Path(arguments.output).suffix).name
    except ValueError as unknown:
        raise BadInput(f"{unknown} Or add --format.") from None


def show(result: Answer | Unclear, arguments: Namespace, default: str = "text") -> None:
    """Render and write one answer.

    Raises BadInput when the file can't be written or a picture would go to the terminal.
    """
    name = chosen_format(arguments, default)
    if name == "text" and not arguments.output:
        plain = in_ascii(sys.stdout.encoding)
        rendered = rendering.render(result, "text", width=_width(), color=_coloured(), ascii_only=plain, theme=arguments.theme)
    else:
        with patience():
            rendered = rendering.render(_moving(result, name), name, theme=arguments.theme)
    write(rendered, arguments.output)


def _moving(result: Answer | Unclear, name: str) -> Answer | Unclear | Explorable:
    """A page gets its sliders; whoever wants it still asks for a short answer."""
    if name != "html" or isinstance(result, Unclear):
        return result
    from explainer.explore import explorable

    return explorable(result)


def write(rendered: str | bytes, output: str | None) -> None:
    """Write to the file, or to standard output when there is none.

    Raises BadInput when the file can't be written, or when bytes would go to a terminal.
    """
    if output:
        data = rendered if isinstance(rendered, bytes) else _ended(rendered).encode("utf-8")
        try:
            Path(output).write_bytes(data)
        except OSError as error:
            reason = f"Can't write {output!r} ({error.strerror})"
            raise BadInput(f"{reason}: name a file in a folder that exists and is yours.") from None
        print(f"Wrote {output}", file=sys.stderr)
    elif isinstance(rendered, bytes):
        if sys.stdout.isatty():
            raise BadInput("That format is not text: add -o FILE, such as -o answer.png.")
        sys.stdout.buffer.write(rendered)
    else:
        sys.stdout.write(encodable(_ended(rendered), sys.stdout.encoding))


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


# Letters, brackets, rules and dots that a text answer is made of.
_SAMPLE = "Γᵤc̃⟨t⟩ ∏ ≤ ‖ ━ ⠙ ✓"


def in_ascii(encoding: str | None) -> bool:
    """Whether a terminal of this encoding needs Gamma_u for Γu."""
    try:
        _SAMPLE.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def encodable(text: str, encoding: str | None) -> str:
    """The text as it is where the terminal can show it, else in ASCII letters, a question mark for what has none."""
    if not in_ascii(encoding):
        return text
    from explainer.rendering.mathematics.transliteration import to_ascii

    return to_ascii(text).encode("ascii", "replace").decode("ascii")


def complain(sentence: str) -> None:
    """One sentence on standard error, whatever its encoding."""
    print(encodable(sentence, sys.stderr.encoding), file=sys.stderr)


def _width() -> int:
    # A pipe has no width; 80 columns is what people read and diff.
    return min(shutil.get_terminal_size().columns, 110) if sys.stdout.isatty() else 80


def _coloured() -> bool:
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
                line = encodable(f"\r\x1b[2K{state['text']} …", sys.stderr.encoding)
                print(line, end="", file=sys.stderr, flush=True)
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
