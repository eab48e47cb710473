"""A course's own file: further phrasings and short answers in TOML, checked on load with the line of every mistake.

[gru-gradient]
phrasings = ["why does the highway stay open"]
short = "See lecture 9: the gate keeps the memory, and with it the gradient."

[gru-gradient.facets.product]
phrasings = ["is it the product of the gammas"]
short = "No: of the factors 1 - gamma."
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from explainer.reading.lexicon import Entry
from explainer.records.record import record

LONGEST = 400  # characters of a phrasing
LONGEST_ANSWER = 1000
LARGEST = 500_000  # bytes of the file


class CourseError(ValueError):
    """What is wrong with a course file, a line for each mistake: "course.toml, line 3: …"."""


@record
class Course:
    """Further phrasings and short answers: topic → facet → phrasings or sentence."""

    phrasings: Mapping[str, Mapping[str, tuple[str, ...]]]
    answers: Mapping[str, Mapping[str, str]]

    def extend(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """The topics' entries with this course's phrasings added."""
        return tuple(
            replace(entry, phrasings=_joined(entry.phrasings, self.phrasings.get(entry.slug, {}))) for entry in entries
        )


def _joined(own: Mapping[str, tuple[str, ...]], more: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {facet: (*own.get(facet, ()), *more.get(facet, ())) for facet in dict.fromkeys([*own, *more])}


def load_course(path: str | Path, entries: Sequence[Entry]) -> Course:
    """Read and check a course file. Raises CourseError (a ValueError) that names file, line and mending of each mistake."""
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: cannot be read ({error.strerror or error}).") from None
    if len(raw) > LARGEST:
        raise CourseError(f"{path}: {len(raw):,} bytes; a course file has at most {LARGEST:,}.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CourseError(
            f"{path.name}, line {raw[: error.start].count(10) + 1}: not UTF-8 text; save the file as UTF-8."
        ) from None
    return parse_course(text, entries, path.name)


def parse_course(text: str, entries: Sequence[Entry], name: str = "course.toml") -> Course:
    """Check the text of a course file; see `load_course`."""
    import tomllib

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        reason = re.sub(r" ?\(at .*\)", "", str(error))
        where = int(line[1]) if line else text.count("\n") + 1
        raise CourseError(f"{name}, line {where}: {reason}.") from None
    checked = _Check(text.splitlines(), {entry.slug: entry for entry in entries})
    phrasings, answers = checked.content(content)
    if checked.mistakes:
        raise CourseError("\n".join(f"{name}, line {line}: {mistake}" for line, mistake in sorted(checked.mistakes)))
    return Course(phrasings, answers)


class _Check:
    """Walks the parsed file and gathers mistakes with their lines."""

    def __init__(self, lines: Sequence[str], known: Mapping[str, Entry]) -> None:
        self.lines = lines
        self.known = known
        self.mistakes: list[tuple[int, str]] = []

    def content(
        self, content: Mapping[str, object]
    ) -> tuple[dict[str, dict[str, tuple[str, ...]]], dict[str, dict[str, str]]]:
        phrasings: dict[str, dict[str, tuple[str, ...]]] = {}
        answers: dict[str, dict[str, str]] = {}
        for slug, table in content.items():
            if slug not in self.known:
                self._mistake((slug,), f"there is no topic “{slug[:60]}”{_near(slug, list(self.known))}.")
            elif not isinstance(table, dict):
                self._mistake((slug,), f"“{slug}” must be a table: write [{slug}] on a line of its own.")
            else:
                for facet, lines, short in self._sides(slug, table):
                    if lines:
                        phrasings.setdefault(slug, {})[facet] = lines
                    if short:
                        answers.setdefault(slug, {})[facet] = short
        return phrasings, answers

    def _sides(self, slug: str, table: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """The topic's own side, then its facets: (facet, phrasings, short answer)."""
        yield ("", *self._side((slug,), table, ("phrasings", "short", "facets")))
        facets = table.get("facets", {})
        if not isinstance(facets, dict):
            self._mistake((slug, "facets"), f"“facets” must hold tables: write [{slug}.facets.NAME].")
            return
        names = [name for name in self.known[slug].phrasings if name]
        for facet, side in facets.items():
            path = (slug, "facets", facet)
            if facet not in names:
                self._mistake(path, f"“{slug}” has no facet “{facet[:60]}”{_near(facet, names)}.")
            elif not isinstance(side, dict):
                self._mistake(path, f"“{facet}” must be a table: write [{slug}.facets.{facet}].")
            else:
                yield (facet, *self._side(path, side, ("phrasings", "short")))

    def _side(
        self, path: tuple[str, ...], table: Mapping[str, object], allowed: Sequence[str]
    ) -> tuple[tuple[str, ...], str]:
        for key in table:
            if key not in allowed:
                self._mistake(
                    (*path, key), f"unknown key “{key[:60]}”{_near(key, allowed)}; a topic takes {', '.join(allowed)}."
                )
        lines = table.get("phrasings", [])
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            self._mistake((*path, "phrasings"), 'phrasings must be a list of texts: phrasings = ["…", "…"].')
            lines = []
        for line in lines:
            if not line.strip() or len(line) > LONGEST:
                self._mistake(
                    (*path, "phrasings"),
                    f"a phrasing must have 1 to {LONGEST} characters; this one has {len(line)}.",
                    line,
                )
        short = table.get("short", "")
        if not isinstance(short, str) or len(short) > LONGEST_ANSWER or ("short" in table and not short.strip()):
            self._mistake((*path, "short"), f"short must be a text of 1 to {LONGEST_ANSWER} characters.")
            short = ""
        return tuple(line for line in lines if line.strip()), short.strip()

    def _mistake(self, path: tuple[str, ...], mistake: str, containing: str = "") -> None:
        self.mistakes.append((self._line(path, containing), mistake))

    def _line(self, path: tuple[str, ...], containing: str) -> int:
        """The line of a table's header or of a key below it, found in the text: tomllib keeps no positions of values."""
        table: tuple[str, ...] = ()
        best, depth = 1, 0
        for number, line in enumerate(self.lines, 1):
            header = re.match(r"\s*\[\[?([^\]]*)\]\]?\s*(?:#.*)?$", line)
            if header:
                table = _keys(header[1])
                here = table
            else:
                key = re.match(
                    r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=", line
                )
                here = (*table, *_keys(key[1])) if key else ()
            shared = next(
                (n for n, (a, b) in enumerate(zip(here, path, strict=False)) if a != b), min(len(here), len(path))
            )
            if shared > depth:
                best, depth = number, shared
            if containing and depth == len(path) and number >= best and containing[:40] in line:
                return number
        return best


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))


def _near(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean “{near[0]}”?)" if near else ""
