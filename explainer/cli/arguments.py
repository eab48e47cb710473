"""What was typed: which command, which words, which options. Bad words end in one sentence, never in a traceback."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from explainer.catalogue.parameters import OPTIONS
from explainer.engine import DEPTHS, LEVELS, NOTATIONS
from explainer.rendering import FORMATS, NAMES, THEMES

_EXAMPLES = """\
examples:
  explainer "why doesn't the GRU gradient vanish when Γu is near 0?"
  explainer "how much is left with gamma 0.01 after 50 steps" --notation pytorch
  explainer show gru-gradient --gamma 1e-4 --steps 500 -o answer.html
  explainer gamma 0.000001 --steps 1000
  explainer solve --steps 50 --keep 90%
  explainer ask --file questions.txt --format jsonl

If the first word is one of the commands above it is that command; else all words are the question.
`explainer ask …` forces a question. Exit status: 0 answered, 1 not understood or another subject, 2 bad input."""


class BadInput(Exception):
    """Something typed can't be used; the text is the one sentence that says how to mend it."""


class _Parser(argparse.ArgumentParser):
    """argparse, but an error is a BadInput instead of a usage text and an exit."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message[:1].upper()}{message[1:]}. `{self.prog} --help` shows what there is.")


def parse(words: Sequence[str], commands: Sequence[str]) -> argparse.Namespace:
    """The command, its words and its options.

    Raises BadInput with the sentence to show; `--help` and `--version` end the program as argparse does.
    """
    head, separator, tail = _split(words)
    if not head and not separator:
        head = ["--help"]
    if head and head[0] in commands:
        command, head = head[0], head[1:]
    elif head and head[0] in ("-h", "--help"):
        command = "help"
        _overview(commands).parse_args(head)
    else:
        command = "ask"
    parser = _parser(command)
    arguments = parser.parse_intermixed_args(head)
    arguments.command = command
    arguments.words = [*arguments.words, *tail]
    return arguments


def _split(words: Sequence[str]) -> tuple[list[str], bool, list[str]]:
    """`--` ends the options: what follows is the question's, whatever it looks like."""
    listed = list(words)
    if "--" not in listed:
        return listed, False, []
    place = listed.index("--")
    return listed[:place], True, listed[place + 1 :]


def _overview(commands: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="explainer",
        usage='explainer "QUESTION" [options]\n       explainer COMMAND [options]',
        description="Answers questions on recurrent networks with a verified derivation and a worked numeric demo.",
        epilog=_command_list(commands) + "\n\n" + _EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _answer_options(parser)
    return parser


def _command_list(commands: Sequence[str]) -> str:
    return "commands:\n" + "\n".join(f"  {name:10} {_PURPOSES[name]}" for name in commands)


_PURPOSES = {
    "ask": "answer a question, or every line of --file FILE",
    "topics": "list every topic",
    "show": "answer a topic by its slug",
    "gamma": "what a given γ does: share left, half-life, gate bias, a real unroll",
    "solve": "from two of --gamma, --steps and --keep, find the third",
    "compare": "RNN, GRU and LSTM side by side",
    "read": "show how a question is understood, computing nothing",
    "chat": "a conversation with follow-ups; an empty line or Ctrl-D ends it",
    "handbook": "all topics in one PDF or HTML file (-o handbook.pdf)",
}


def _parser(command: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"explainer {command}", description=_PURPOSES[command].capitalize() + ".", allow_abbrev=False
    )
    parser.add_argument("words", nargs="*", metavar=_WORDS.get(command, "WORD"), help=argparse.SUPPRESS)
    _answer_options(parser)
    if command == "ask":
        parser.add_argument("--file", metavar="FILE", help="read a question a line from FILE, or from - (standard input)")
    if command == "read":
        parser.add_argument("--why", action="store_true", help="show concepts, numbers and scores as well")
    return parser


_WORDS = {"show": "SLUG", "gamma": "VALUE", "ask": "QUESTION", "read": "QUESTION", "chat": "QUESTION"}


def _answer_options(parser: argparse.ArgumentParser) -> None:
    from explainer import __version__

    shown = parser.add_argument_group("how the answer is shown")
    shown.add_argument("--notation", choices=NOTATIONS, help="whose letters and cell: the course's, Cho 2014's or PyTorch's")
    shown.add_argument("--depth", choices=DEPTHS, help="short for a message, full for the lesson (default full)")
    shown.add_argument("--level", choices=LEVELS, help="simple: one unit, no matrices; proof: the bounds as well")
    shown.add_argument("--theme", choices=THEMES, default="light", help="colours of pictures and pages")
    shown.add_argument("--format", choices=NAMES, help="default text, or by the suffix of -o")
    suffixes = " ".join(suffix for each in FORMATS for suffix in each.suffixes)
    shown.add_argument("-o", "--output", metavar="FILE", help=f"write to FILE; its suffix chooses the format ({suffixes})")
    shown.add_argument("--verify", action="store_true", help="judge every step of the derivation again, now")
    shown.add_argument("--course", metavar="FILE", help="a course's own phrasings and short answers (TOML)")
    shown.add_argument("--seed", metavar="N", help="the seed of the demo's random weights (default 0)")
    shown.add_argument("--version", action="version", version=f"explainer {__version__}")
    numbers = parser.add_argument_group("numbers, in any notation: 1e-6, 10^-6, 1/1000, 5%, 1k", "a topic says which it takes")
    for option in OPTIONS:
        numbers.add_argument(option.option, dest=option.name, metavar="X", help=option.meaning.replace("%", "%%"))


def parameters(arguments: argparse.Namespace) -> dict[str, str]:
    """The options for numbers that were given, as typed."""
    given = {option.name: getattr(arguments, option.name) for option in OPTIONS}
    found = {name: value for name, value in given.items() if value is not None}
    if "norms" in found:
        found["norms"] = _file_or_text(found["norms"])
    return found


def _file_or_text(value: str) -> str:
    """The text of the file of that name; the value itself when there is none: then the numbers were pasted."""
    path = Path(value)
    try:
        if not path.is_file():
            return value
        if path.stat().st_size > 4_000_000:
            raise BadInput(f"{value!r} is larger than 4 MB: give a file with one gradient norm a line.")
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return value
