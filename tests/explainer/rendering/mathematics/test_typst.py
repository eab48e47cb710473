"""typst: every formula compiles with the typesetter itself, and no word is markup."""

from __future__ import annotations

import pytest
import typst

from explainer.notation import Writer
from explainer.records import Mathematics
from explainer.records.mathematics import Letter, Number, Operator, Quote, Row
from explainer.rendering.mathematics.typst import quoted, to_typst, words_to_typst

EVIL = '#import "x": * $a$ *b* _c_ @ref `x` \\ " #read("/etc/passwd") ] } ) //x /*y'


def _compiled(source: str) -> bytes:
    made = typst.compile(f"#set page(width: auto, height: auto)\n{source}\n".encode(), format="svg")
    assert isinstance(made, bytes)
    return made


def test_every_formula_compiles(formula: Mathematics) -> None:
    assert _compiled(f"$ {to_typst(formula)} $")
    assert _compiled(words_to_typst(("before ", formula, " after")))


@pytest.mark.parametrize(
    "part", [Quote(EVIL), Letter(EVIL), Letter(EVIL, upright=True), Number(EVIL), Operator(EVIL), Row((Quote(EVIL), Letter("x")))]
)
def test_hostile_parts_compile_as_the_words_they_are(part: Mathematics) -> None:
    assert _compiled(f"$ {to_typst(part)} $")


def test_hostile_words_are_the_same_picture_as_the_same_text_given_as_data() -> None:
    as_data = typst.compile(
        b"#set page(width: 20cm, height: auto)\n#sys.inputs.text\n", format="svg", sys_inputs={"text": EVIL}
    )
    as_source = typst.compile(
        f"#set page(width: 20cm, height: auto)\n{words_to_typst((EVIL,))}\n".encode(), format="svg"
    )
    assert as_source == as_data


def test_a_literal_is_closed_by_nothing_inside_it() -> None:
    assert quoted('a"b\\') == '"a\\"b\\\\"'


def test_differing_formulas_give_differing_pictures() -> None:
    """A lie that this file would catch: a writer that drops scripts."""
    w = Writer("course")
    assert _compiled(f"$ {to_typst(w.formula('c[t]'))} $") != _compiled(f"$ {to_typst(w.formula('c'))} $")
