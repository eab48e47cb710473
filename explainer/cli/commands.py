"""One function a command: parsed arguments in, exit status out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TextIO, cast

from explainer import catalogue, engine, rendering
from explainer.cli.arguments import BadInput, parameters
from explainer.cli.output import chosen_format, complain, encodable, patience, show, write
from explainer.cli.understanding import understanding
from explainer.records import Answer, Query, Unclear

_STATUS = {"conversation": 0, "invalid": 2}


def ask(arguments: Namespace) -> int:
    """Answer the words, or every line of a file."""
    if arguments.file is not None:
        return _ask_lines(arguments)
    return _present(_asked(" ".join(arguments.words), arguments), arguments)


def show_topic(arguments: Namespace) -> int:
    """Answer a topic by its slug."""
    slug = _one_word(arguments, "a topic's slug, such as gru-gradient; `explainer topics` lists them")
    return _explained(slug, arguments, parameters(arguments))


def gamma(arguments: Namespace) -> int:
    """What a given γ does."""
    value = _one_word(arguments, "a value of γ, such as 0.000001")
    return _explained("compute-retention", arguments, {**parameters(arguments), "gamma": value})


def solve(arguments: Namespace) -> int:
    """The third of γ, steps and the share kept, from the other two."""
    _no_words(arguments, "solve")
    given = parameters(arguments)
    wanted = {"gamma": "solve-gamma", "steps": "solve-steps", "target": "compute-retention"}
    missing = [name for name in wanted if name not in given]
    if len(missing) != 1:
        raise BadInput("Give exactly two of --gamma, --steps and --keep; the third is found: --steps 50 --keep 90%.")
    return _explained(wanted[missing[0]], arguments, given)


def compare(arguments: Namespace) -> int:
    """RNN, GRU and LSTM side by side."""
    _no_words(arguments, "compare")
    return _explained("compare-cells", arguments, parameters(arguments))


def topics(arguments: Namespace) -> int:
    """List every topic, grouped."""
    _no_words(arguments, "topics")
    if chosen_format(arguments) in ("json", "jsonl"):
        import json

        listed = [{"slug": slug, "question": catalogue.topic(slug).question} for slug in catalogue.SLUGS]
        write(json.dumps(listed, ensure_ascii=False, indent=2), arguments.output)
        return 0
    lines: list[str] = []
    for slug in catalogue.SLUGS:
        group = catalogue.CHAPTERS[catalogue.group_of(slug)]
        if group not in lines:
            lines += ["", group]
        lines.append(f"  {slug:22} {catalogue.topic(slug).question}")
    write("\n".join(lines[1:]), arguments.output)
    return 0


def read(arguments: Namespace) -> int:
    """Show how a question is understood."""
    text = " ".join(arguments.words)
    try:
        found = engine.why(text, course=arguments.course)
    except ValueError as refusal:
        raise BadInput(str(refusal)) from None
    write("\n".join(understanding(found, arguments.why)), arguments.output)
    return _STATUS.get(found.reading.kind, 1) if isinstance(found.reading, Unclear) else 0


def chat(arguments: Namespace) -> int:
    """A conversation: each question may follow from the last answer. An empty line or the end of input ends it."""
    previous: Query | Answer | None = None
    first = " ".join(arguments.words)
    for text in _spoken(first):
        result = _asked(text, arguments, previous)
        if isinstance(result, Answer):
            previous = result
            show(result, arguments)
        else:
            complain(result.sentence)
            for suggestion in result.suggestions:
                complain(f"  - {suggestion.question}")
    return 0


def handbook(arguments: Namespace) -> int:
    """All topics with default numbers in one file."""
    _no_words(arguments, "handbook")
    if not arguments.output or chosen_format(arguments) not in ("pdf", "html"):
        raise BadInput("The handbook is a PDF or an HTML file: add -o handbook.pdf or -o handbook.html.")
    from explainer.explore import MOST_IN_BOOK, explorable

    with patience():
        plain = engine.handbook(arguments.notation or "course")
        moving = chosen_format(arguments) == "html"
        answers = (explorable(answer, MOST_IN_BOOK) if moving else answer for answer in plain)
        chapters = {slug: catalogue.topic(slug).chapter for slug in catalogue.SLUGS}
        bound = rendering.handbook(answers, chosen_format(arguments), theme=arguments.theme, chapters=chapters)
        write(bound, arguments.output)
    return 0


def _asked(text: str, arguments: Namespace, previous: Query | Answer | None = None) -> Answer | Unclear:
    with patience():
        return engine.ask(
            text,
            previous,
            notation=arguments.notation,
            depth=arguments.depth,
            level=arguments.level,
            seed=_seed(arguments),
            course=arguments.course,
            **parameters(arguments),
        )


def _explained(slug: str, arguments: Namespace, given: dict[str, str]) -> int:
    try:
        with patience():
            answer = engine.explain(
                slug,
                notation=arguments.notation or "course",
                depth=arguments.depth or "full",
                level=arguments.level or "usual",
                seed=_seed(arguments) or 0,
                **given,
            )
    except (LookupError, ValueError) as refusal:
        raise BadInput(str(refusal.args[0])) from None
    return _present(answer, arguments)


def _present(result: Answer | Unclear, arguments: Namespace) -> int:
    """Show the answer, or say on standard error why there is none."""
    chosen_format(arguments)
    if isinstance(result, Unclear) and (chosen_format(arguments) in ("text", "png", "svg", "pdf")):
        if result.kind == "conversation":
            show(result, Namespace(**{**vars(arguments), "output": None, "format": "text"}))
        else:
            complain(result.sentence)
            for suggestion in result.suggestions:
                complain(f"  - {suggestion.question}")
    else:
        show(result, arguments)
    if isinstance(result, Unclear):
        return _STATUS.get(result.kind, 1)
    if arguments.verify:
        _verify(result)
    return 0


def _verify(answer: Answer) -> None:
    from explainer.catalogue.generate import verify

    with patience():
        passed = verify(answer.topic, answer.notation)
    complain(f"Judged again, now: all {passed} steps hold, each at random points to 50 digits.")


def _ask_lines(arguments: Namespace) -> int:
    """A question a line in, an answer a line out. Status 0 when every line was read."""
    with ExitStack() as stack:
        lines = _lines(arguments.file, stack)
        output = stack.enter_context(_opened(arguments.output, "w")) if arguments.output else sys.stdout
        for line in lines:
            rendered = rendering.render(_asked(line.rstrip("\r\n"), arguments), "jsonl")
            assert isinstance(rendered, str)
            output.write(encodable(rendered.rstrip("\n") + "\n", output.encoding))
    return 0


def _lines(file: str, stack: ExitStack) -> Iterator[str]:
    if file == "-":
        return iter(sys.stdin)
    return iter(stack.enter_context(_opened(file, "r")))


def _opened(file: str, mode: str) -> TextIO:
    try:
        return cast(TextIO, open(file, mode, encoding="utf-8", errors="replace"))
    except OSError as error:
        verb = "read" if mode == "r" else "write"
        raise BadInput(f"Can't {verb} {file!r} ({error.strerror}): name a file that exists and is yours.") from None


def _spoken(first: str) -> Iterator[str]:
    if first:
        yield first
    prompt = "? " if sys.stdin.isatty() else ""
    while True:
        try:
            text = input(prompt)
        except EOFError:
            return
        if not text.strip():
            return
        yield text


def _seed(arguments: Namespace) -> int | None:
    if arguments.seed is None:
        return None
    if not arguments.seed.isdecimal() or int(arguments.seed) >= 2**32:
        raise BadInput(f"The seed is a whole number from 0 to 4294967295, such as 0: {arguments.seed[:40]!r} is not.")
    return int(arguments.seed)


def _one_word(arguments: Namespace, what: str) -> str:
    if len(arguments.words) != 1:
        raise BadInput(
            f"`explainer {arguments.command}` takes {what}. For a question that begins with this word: explainer ask …"
        )
    return str(arguments.words[0])


def _no_words(arguments: Namespace, command: str) -> None:
    if arguments.words:
        raise BadInput(
            f"`explainer {command}` takes options only. For a question that begins with this word: explainer ask …"
        )


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "ask": ask,
    "topics": topics,
    "show": show_topic,
    "gamma": gamma,
    "solve": solve,
    "compare": compare,
    "read": read,
    "chat": chat,
    "handbook": handbook,
}
