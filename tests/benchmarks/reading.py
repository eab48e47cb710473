"""How well questions are read: `python tests/benchmarks/reading.py FILE.jsonl`, or without a file the leave-one-out score.

A line of the file has id, text, topic, and where known also_ok, kind, params, expected (numbers of the answer). Prints the
accuracy (topic or also_ok), other subjects wrongly answered, own subjects refused, numbers read right, the confusions of
each topic, and microseconds per question. `--hash-seeds` reads the file under three hash seeds and compares; `--misses`
lists what went wrong.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from explainer import engine, reading
from explainer.records import Query, Unclear

OTHER = "out-of-scope"
FOLDS = 40


def main() -> None:
    """Measure a file of questions, or the phrasings themselves."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", nargs="?", type=Path)
    options.add_argument("--misses", action="store_true", help="list every question that was read wrongly")
    options.add_argument("--hash-seeds", action="store_true", help="compare the readings under three hash seeds")
    options.add_argument("--readings", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.file is None:
        leave_one_out(given.misses)
        return
    questions = [json.loads(line) for line in given.file.read_text("utf-8").splitlines() if line.strip()]
    if given.readings:
        for question in questions:
            result = engine.read(question["text"])
            given = sorted(result.given) if isinstance(result, Query) else []
            print(show(result), result.confidence, result.alternatives, getattr(result, "parameters", {}), given)
        return
    report(questions, given.misses)
    if given.hash_seeds:
        print("same under hash seeds 0, 1, 2:", "yes" if same_under_hash_seeds(given.file) else "NO")


def report(questions: list[dict], misses: bool) -> None:
    """Print the report of issue and README: accuracy, refusals, numbers, confusions, time."""
    lexicon = engine.lexicon()
    reading.read("warm the ones that are imported late: gradeint vanihsing", lexicon)
    times, wrong, confusion = [], [], Counter()
    counts: Counter[str] = Counter()
    for question in questions:
        start = time.perf_counter()
        result = reading.read(question["text"], lexicon)
        times.append((time.perf_counter() - start) * 1e6)
        got = result.topic or OTHER
        accepted = {question["topic"], *question.get("also_ok", ())}
        kind = "other" if question["topic"] == OTHER else "own"
        counts[kind] += 1
        if got in accepted:
            counts[f"{kind} right"] += 1
        else:
            wrong.append((question, result))
            if kind == "own":
                confusion[question["topic"], got] += 1
        if kind == "own" and got == OTHER and OTHER not in accepted:
            counts["refused"] += 1
        if "expected" in question:
            counts["numbers"] += 1
            if numbers_right(question, result):
                counts["numbers right"] += 1
            else:
                wrong.append((question, result))
    print(f"questions of the subject   {counts['own']:5}   accepted topic {share(counts['own right'], counts['own'])}")
    print(f"                                   refused        {share(counts['refused'], counts['own'])}")
    print(
        f"other subjects and hostile {counts['other']:5}   answered       {share(counts['other'] - counts['other right'], counts['other'])}"
    )
    print(
        f"number questions           {counts['numbers']:5}   every number   {share(counts['numbers right'], counts['numbers'])}"
    )
    print(f"microseconds per question          median {median(times):.0f}, largest {max(times):.0f}")
    print_confusion(confusion)
    if misses:
        for question, result in wrong:
            print(f"  {question['id']}: {question['text'][:90]!r} wanted {question['topic']}, read {show(result)}")


def numbers_right(question: dict, result: Query | Unclear) -> bool:
    """Whether the question's parameters, and the quantity that it expects, come out of what was read."""
    if isinstance(result, Unclear):
        return False
    values = {name: float(value) for name, value in result.parameters.items() if not isinstance(value, (str, tuple))}
    if any(
        not math.isclose(values.get(name, math.nan), value, rel_tol=1e-9)
        for name, value in question.get("params", {}).items()
    ):
        return False
    computed = {"fraction": _fraction, "gamma": _gamma, "steps": _steps}
    try:
        return all(
            math.isclose(computed[name](values), wanted, rel_tol=1e-9) for name, wanted in question["expected"].items()
        )
    except (KeyError, ValueError, ZeroDivisionError):
        return False


def _fraction(values: dict[str, float]) -> float:
    return math.exp(values["steps"] * math.log1p(-values["gamma"]))


def _gamma(values: dict[str, float]) -> float:
    return -math.expm1(math.log(values["target"]) / values["steps"])


def _steps(values: dict[str, float]) -> float:
    return math.log(values["target"]) / math.log1p(-values["gamma"])


def leave_one_out(misses: bool) -> None:
    """Leave each phrasing out in turn (in 40 folds, so that what is left is nearly all) and read it by the rest."""
    entries = list(engine.lexicon().entries.values())
    right = accepted = refused = total = facets = 0
    confusion: Counter[tuple[str, str]] = Counter()
    wrong = []
    for fold in range(FOLDS):
        kept, held = without_fold(entries, fold)
        lexicon = reading.Lexicon.from_asks(kept)
        for entry, facet, line in held:
            result = reading.read(line, lexicon)
            total += 1
            right += result.topic == entry.slug
            facets += result.topic == entry.slug and isinstance(result, Query) and result.facet == facet
            refused += result.topic is None
            if result.topic == entry.slug or result.topic in entry.also.get(line, ()):
                accepted += 1
            else:
                confusion[entry.slug, result.topic or OTHER] += 1
                wrong.append((entry.slug, line, result))
    print(
        f"phrasings {total}: the topic they stand under {share(right, total)}, an accepted topic "
        f"{share(accepted, total)}, refused {share(refused, total)}"
    )
    print(f"of those under their topic, the very facet {share(facets, right)}")
    print_confusion(confusion)
    if misses:
        for slug, line, result in wrong:
            print(f"  {slug}: {line!r} read {show(result)}")


def without_fold(
    entries: list[reading.Entry], fold: int
) -> tuple[list[reading.Entry], list[tuple[reading.Entry, str, str]]]:
    """The entries with every 40th phrasing left out, and those phrasings."""
    kept, held, place = [], [], 0
    for entry in entries:
        phrasings = {}
        for facet, lines in entry.phrasings.items():
            stay = []
            for line in lines:
                place += 1
                (held.append((entry, facet, line)) if place % FOLDS == fold else stay.append(line))
            phrasings[facet] = tuple(stay)
        kept.append(
            reading.Entry(entry.slug, entry.question, phrasings, entry.parameters, entry.title, entry.signs, entry.also)
        )
    return kept, held


def print_confusion(confusion: Counter[tuple[str, str]]) -> None:
    """The commonest confusions: wanted → read."""
    for (wanted, got), count in sorted(confusion.items(), key=lambda pair: (-pair[1], pair[0]))[:25]:
        print(f"  {count:3}  {wanted} → {got}")


def same_under_hash_seeds(file: Path) -> bool:
    """Whether three processes with different hash seeds read the file alike."""
    outputs = {
        subprocess.run(
            [sys.executable, __file__, str(file), "--readings"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    return len(outputs) == 1


def show(result: Query | Unclear) -> str:
    """A reading in few words."""
    return (
        f"{result.topic}/{result.facet}"
        if isinstance(result, Query)
        else f"{result.kind}: {[s.topic for s in result.suggestions]}"
    )


def share(part: int, whole: int) -> str:
    """A share as "97.1 % (134)"."""
    return f"{100 * part / whole:.1f} % ({part})" if whole else "none"


if __name__ == "__main__":
    main()
