"""Golden answers: the eight first topics in every text format, word for word, with their numbers to 1e-9.

`pytest tests/explainer/test_golden.py --update-golden` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

import explainer

SLUGS = (
    "gru-gradient",
    "value-vs-gradient",
    "gru-memory",
    "rnn-vanishing",
    "compute-retention",
    "solve-gamma",
    "solve-steps",
    "compare-cells",
)
SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "jsonl": ".jsonl"}
GOLDEN = Path(__file__).parents[1] / "golden"
# A number as any of the formats prints it: 0.99912, 4.1×10⁻¹⁷³ is two of them, coordinates of a picture too.
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def skeleton(text: str) -> str:
    """The text with every number taken out."""
    return NUMBER.sub("#", text)


def agree(found: str, wanted: str) -> bool:
    """Whether two numbers are the same to 1e-9, or to one unit in the last of at most six printed digits."""
    a, b = float(found), float(wanted)
    digits = len(wanted.partition(".")[2].partition("e")[0])
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) or (len(wanted) > 6 and abs(a - b) <= 1.01 * 10.0**-digits)


@pytest.mark.parametrize("form", SUFFIXES)
@pytest.mark.parametrize("slug", SLUGS)
def test_an_answer_is_as_it_was(slug: str, form: str, request: pytest.FixtureRequest) -> None:
    # A page's frames are answers of the same kind: the still page says all that a golden file can hold.
    shown = explainer.render(explainer.explain(slug), form, explorable=False)
    assert isinstance(shown, str)
    path = GOLDEN / f"{slug}{SUFFIXES[form]}"
    if request.config.getoption("--update-golden"):
        path.write_text(shown, "utf-8", newline="\n")
    wanted = path.read_text("utf-8")
    assert skeleton(shown) == skeleton(wanted)
    numbers = zip(NUMBER.findall(shown), NUMBER.findall(wanted), strict=True)
    wrong = [(found, was) for found, was in numbers if not agree(found, was)]
    assert not wrong, wrong[:5]


def test_a_changed_digit_or_word_is_caught() -> None:
    assert not agree("0.9990005", "0.9990105")
    assert not agree("50", "51")
    assert agree("0.999121", "0.999122")
    assert skeleton("the gate keeps 0.5") != skeleton("the gate loses 0.5")
