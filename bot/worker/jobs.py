"""What goes to a worker process and what comes back: plain records that can be pickled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from explainer.records import Answer, Query, Unclear, Value

LONG_TOPICS = frozenset({"learn-demo"})  # they train networks
LONG_WANTS = frozenset({"handbook"})


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to compute.

    want: "answer" (the answer, a picture of the key steps, the plots), "derivation" (the answer and every step, in
        pages), "page" (the answer as one HTML file), "handbook" (all answers as a PDF) or "course" (check `course`).
    question: in the reader's words; or "", and then `topic`, `facet`, `level` and `parameters` say what is asked.
    previous: what the last answer was about, when the question may follow it up.
    course: the text of the server's own phrasings, TOML.
    """

    want: str = "answer"
    question: str = ""
    topic: str = ""
    facet: str = ""
    level: str = "usual"
    parameters: tuple[tuple[str, Value], ...] = ()
    notation: str = "course"
    depth: str = "short"
    theme: str = "dark"
    seed: int = 0
    previous: Query | None = None
    course: str = ""

    @property
    def long(self) -> bool:
        """It may take minutes: it gets the longer deadline, and such jobs never fill every worker."""
        return self.want in LONG_WANTS or self.topic in LONG_TOPICS

    @property
    def key(self) -> str:
        """Equal for jobs with equal results, in any process: what is computed once and cached."""
        previous = self.previous
        before = previous and (
            previous.topic,
            previous.facet,
            sorted(previous.parameters.items()),
            sorted(previous.given),
            (previous.text, previous.notation, previous.depth, previous.level, previous.seed),
        )
        rest = replace(self, previous=None, parameters=tuple(sorted(self.parameters)))
        return hashlib.sha256(repr((rest, before)).encode("utf-8", "backslashreplace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG. width, height: pixels. alt: for those who can't see it."""

    name: str
    data: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A job's result. answer: None for the handbook. file: the page or the handbook, to be sent as `file_name`."""

    answer: Answer | Unclear | None
    pictures: tuple[Picture, ...] = ()
    file: bytes = b""
    file_name: str = ""
