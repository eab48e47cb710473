"""What happens inside a worker process: a job's question answered through the explainer's front door, and drawn."""

from __future__ import annotations

import atexit
import shutil
import struct
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.worker.jobs import Job, Picture, Rendered
from explainer.records import Answer, Derivation, Plot, Query, Steps, Topic, Unclear, progress

if TYPE_CHECKING:
    from bot.worker.process import Tell

PROGRESS_SECONDS = 0.2  # a training run reports each of its steps; a reader sees an edit every two seconds


def perform(job: Job, tell: Tell) -> Rendered:
    """The result of one job. `tell` hears how far a long one has come."""
    with progress.listening(_spoken(tell)):
        return WANTS[job.want](job)


def _answer(job: Job) -> Rendered:
    """The answer, the key steps as one picture, and each plot."""
    from explainer.rendering.typeset.picture import plot_png
    from explainer.rendering.typeset.steps import steps_png

    answer = answered(job)
    if isinstance(answer, Unclear):
        return Rendered(answer)
    pictures = []
    for derivation in _derivations(answer)[:1]:
        png = steps_png(derivation, job.theme)
        pictures.append(_picture("steps-1.png", png, ". ".join(_told(derivation, key_only=True))))
    for number, plot in enumerate(_plots(answer), start=1):
        pictures.append(_picture(f"plot-{number}.png", plot_png(plot, job.theme), plot.alt))
    return Rendered(answer, tuple(pictures))


def _derivation(job: Job) -> Rendered:
    """The answer, and every step of its derivations in pages."""
    from explainer.rendering.typeset.steps import steps_pages

    answer = answered(job)
    if isinstance(answer, Unclear):
        return Rendered(answer)
    pages: list[tuple[bytes, str]] = []
    for derivation in _derivations(answer):
        made = steps_pages(derivation, job.theme)
        pages += zip(made, _dealt(_told(derivation, key_only=False), len(made)), strict=True)
    pictures = [
        _picture(f"page-{number}.png", page, f"Page {number} of {len(pages)}. {told}")
        for number, (page, told) in enumerate(pages, start=1)
    ]
    return Rendered(answer, tuple(pictures))


def _dealt(told: Sequence[str], pages: int) -> list[str]:
    """The steps in words, dealt over the pages in their order, so that all pages together tell all of them."""
    return [". ".join(told[len(told) * page // pages : len(told) * (page + 1) // pages]) for page in range(pages)]


def _page(job: Job) -> Rendered:
    """The answer as one HTML file that works from disk."""
    import explainer

    answer = answered(job)
    if isinstance(answer, Unclear):
        return Rendered(answer)
    page = explainer.render(answer, "html", theme=job.theme)
    return Rendered(answer, file=page.encode() if isinstance(page, str) else page, file_name=f"{answer.topic}.html")


def _handbook(job: Job) -> Rendered:
    """All topics with their default numbers, as one PDF; light, for it is printed."""
    import explainer
    from explainer import rendering

    topics = explainer.topics()
    chapters = {topic.slug: topic.chapter for topic in topics}
    book = rendering.handbook(_lessons(topics, job.notation), "pdf", theme="light", chapters=chapters)
    return Rendered(None, file=book.encode() if isinstance(book, str) else book, file_name="handbook.pdf")


def _lessons(topics: Sequence[Topic], notation: str) -> Iterator[Answer]:
    import explainer

    for done, topic in enumerate(topics):
        progress.report(done, len(topics), "Writing the handbook")
        yield explainer.explain(topic.slug, notation=notation)


def _course(job: Job) -> Rendered:
    """Only check a course's own phrasings: how many were found, or what is wrong and in which line."""
    import tomllib

    import explainer

    try:
        explainer.read("hello", course=_course_file(job.course))
    except ValueError as fault:
        return Rendered(Unclear("", "invalid", str(fault)))
    phrasings, answers = _counted(tomllib.loads(job.course))
    sentence = f"The course's file is good: {phrasings} phrasings and {answers} short answers."
    return Rendered(Unclear("", "conversation", sentence))


def _counted(table: Mapping[str, object]) -> tuple[int, int]:
    """How many phrasings and how many short answers a course's tables hold."""
    phrasings = len(given) if isinstance(given := table.get("phrasings"), list) else 0
    answers = int("short" in table)
    for inner in table.values():
        if isinstance(inner, Mapping):
            below = _counted(inner)
            phrasings, answers = phrasings + below[0], answers + below[1]
    return phrasings, answers


WANTS: dict[str, Callable[[Job], Rendered]] = {
    "answer": _answer,
    "derivation": _derivation,
    "page": _page,
    "handbook": _handbook,
    "course": _course,
}


def answered(job: Job) -> Answer | Unclear:
    """The job's question or topic, answered. Bad numbers come back as an Unclear with the sentence to show."""
    import explainer

    file = _named_file(job)
    if file is not None:
        return Unclear("", "invalid", f"{file} takes its numbers from the message here, not from a file.")
    if job.question:
        return _asked(job)
    try:
        return explainer.explain(
            job.topic,
            notation=job.notation,
            depth=job.depth,
            level=job.level,
            facet=job.facet,
            seed=job.seed,
            **_named(job),
        )
    except (ValueError, LookupError) as refusal:
        return Unclear("", "invalid", str(refusal.args[0] if refusal.args else refusal))


def _asked(job: Job) -> Answer | Unclear:
    """The reader's own words. A notation that they name wins over the one in their settings."""
    import explainer

    course = _course_file(job.course)
    try:
        understood = explainer.read(job.question, job.previous, course=course)
    except ValueError:
        # A course's file was good when the staff stored it; if it is no longer, questions are answered without it.
        course = None
        understood = explainer.read(job.question, job.previous)
    if isinstance(understood, Unclear):
        return understood
    before = job.previous.notation if job.previous is not None else Query("", "").notation
    notation = understood.notation if understood.notation != before else job.notation
    return explainer.ask(
        job.question,
        job.previous,
        notation=notation,
        depth=job.depth,
        level=None if job.level == "usual" else job.level,  # the reader's words may ask for another one
        seed=job.seed,
        course=course,
        **_named(job),
    )


def _named(job: Job) -> dict[str, Any]:
    return dict(job.parameters)


def _named_file(job: Job) -> str | None:
    """A parameter that names a file: nobody on Discord may make this machine open one."""
    before = () if job.previous is None else job.previous.parameters.items()
    words = sorted({name for name, value in (*job.parameters, *before) if isinstance(value, str)})
    if not words:
        return None
    import explainer

    files = {each.name for topic in explainer.topics() for each in topic.parameters if each.kind == "file"}
    return next((name for name in words if name in files), None)


@cache
def _own_folder() -> Path:
    """A folder of this process alone: a name that others could guess in a shared folder could be theirs already."""
    folder = Path(tempfile.mkdtemp(prefix="explainer-courses-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _course_file(course: str) -> str | None:
    """The path of a file with this text: the explainer reads a course's phrasings from one, and caches by its name."""
    if not course:
        return None
    text = course.encode()
    # The file's name is in the sentences about its mistakes.
    path = _own_folder() / sha256(text).hexdigest()[:32] / "course.toml"
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
    return str(path)


def _derivations(answer: Answer) -> list[Derivation]:
    return [block.derivation for block in answer.blocks if isinstance(block, Steps)]


def _plots(answer: Answer) -> list[Plot]:
    return [block for block in answer.blocks if isinstance(block, Plot)]


def _picture(name: str, png: bytes, alt: str) -> Picture:
    width, height = struct.unpack(">II", png[16:24])  # the first chunk of every PNG begins with them
    return Picture(name, png, alt, width, height)


def _told(derivation: Derivation, *, key_only: bool) -> list[str]:
    """The steps that a picture shows, in words and Unicode, for those who can't see it."""
    from explainer.rendering.mathematics.unicode import to_unicode, words_to_unicode
    from explainer.rendering.typeset.excerpt import excerpt

    lines = [words_to_unicode(derivation.title)]
    for shown in excerpt(derivation.steps, key_only=key_only):
        left = "" if shown.left is None else to_unicode(shown.left) + " "
        lines.append(f"{left}{shown.relation} {to_unicode(shown.step.right)} ({shown.step.rule})")
    return lines


def _spoken(tell: Tell) -> progress.Listener:
    """Reports as sentences, not more often than anyone reads them."""
    spoke = float("-inf")

    def hear(done: int, total: int, what: str) -> None:
        nonlocal spoke
        now = time.monotonic()
        if now - spoke >= PROGRESS_SECONDS:
            spoke = now
            tell(f"{what}: {done} of {total}")

    return hear
