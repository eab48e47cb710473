"""No text becomes markup, and every character is one that the typesetter has a letter for."""

from __future__ import annotations

import json
import re

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.notation import Writer
from explainer.rendering.typeset import press, source
from explainer.rendering.typeset.source import literal, shown, words

_HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.2.0"',
    '"; read("/etc/passwd"); "',
    '\\"; panic("out"); //',
    "\\",
    "\\\\",
    '"',
    "$x$ *a* _b_ `c` <d> @e #f [g] {h} ] } /* // = - +",
    "\\u{41}\\n",
    "line\nbreak",
    "'--' ... ~ https://example.com",
]


def _read_back(expression: str) -> object:
    """What the typesetter takes an expression to be."""
    compiler = typst.Compiler(f"#metadata({expression})<it>".encode(), ignore_system_fonts=True)
    return json.loads(compiler.query("<it>", field="value", one=True))


@pytest.mark.parametrize("text", _HOSTILE)
def test_a_literal_is_read_as_exactly_its_text(text: str) -> None:
    assert _read_back(literal(text)) == text


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_as_what_is_shown_of_it(text: str) -> None:
    assert _read_back(literal(text)) == shown(text)


def test_text_that_is_not_escaped_would_be_caught() -> None:
    assert _read_back('"' + '"+str(1+1)+"' + '"') == "2"
    assert _read_back(literal('"+str(1+1)+"')) == '"+str(1+1)+"'


@pytest.mark.parametrize("text", _HOSTILE)
def test_hostile_words_are_drawn_letter_by_letter(text: str) -> None:
    """The picture of the words is the picture of the same letters set one by one, each as its own literal."""
    page = "#set page(width: 900pt, height: 40pt)\n#set text(kerning: false, ligatures: false)\n#"
    whole = press.svg(page + words((text.replace("\n", " "),)))
    letters = press.svg(page + "{" + ";".join(literal(letter) for letter in text.replace("\n", " ")) + "}")
    assert sorted(re.findall(r'href="#(\w+)"', whole)) == sorted(re.findall(r'href="#(\w+)"', letters))


def test_characters_without_a_letter_are_named_or_boxed() -> None:
    assert shown("😀") == "[grinning face]"
    assert shown("漢字") == "□□"
    assert shown("ﬁｘ①") == "ﬁx①".replace("ﬁ", "fi")
    assert shown("a\u202eb\u200bc\x00d\ud800e") == "abcde"
    assert shown("e\u0301\tx\u00a0y") == "é x y"


def test_every_covered_character_has_a_letter_in_the_fonts() -> None:
    """The sign for a missing letter never appears; it does for a character outside the table."""
    page = "#set page(width: 900pt, height: auto)\n#show: set-text\n#"
    missing = re.findall(r'href="#(\w+)"', press.svg(page + 'text("漢")'))
    assert len(missing) == 1
    characters = "".join(chr(code) for first, last in source._COVERED for code in range(first, last + 1))
    kept = shown(characters)
    assert len(kept) > 2500
    assert missing[0] not in press.svg(page + literal(" ".join(kept)))


def test_words_keep_their_order_and_their_formulas() -> None:
    w = Writer("course")
    made = words(w.words("a $Γu$ b"))
    assert made.index('"a "') < made.index("$Gamma" if "$Gamma" in made else "$") < made.index('" b"')
    assert words(()) == "[]"
    assert "display(" in words(w.words("$a/b$"), large=True)


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (-0.001, "0"), (0.125, "0.12"), (12.5, "12.5"), (1e-9, "0")])
def test_coordinates_are_short(value: float, text: str) -> None:
    assert source.number(value) == text
