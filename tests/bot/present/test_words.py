"""User text as Discord text: read as it was written, and doing nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.present.words import code, escape, plain, quoted, spoken
from explainer.records.mathematics import Group, Letter, Number, Operator, Row, Script

POWER = Script(Group("(", Row((Number("1"), Operator("−"), Letter("γ"))), ")"), sup=Letter("T"))


@pytest.mark.parametrize(
    "hostile",
    ["@everyone", "@here", "<@123>", "<@&5>", "<#6>", "</ask:7>", "<t:1:R>", "<:a:8>", "**b**", "_i_", "~~s~~", "||x||",
     "`c`", "[a](b)", "# h", "> q", "- l", "1. n", "https://example.org", "-# small"],
)  # fmt: skip
def test_nothing_of_it_is_markup(hostile):
    harmless = escape(hostile)
    assert not harmless.startswith(hostile[0]) or hostile not in harmless
    assert harmless.replace("\\", "").replace("\u2060", "") == hostile.replace("\\", "")


@given(st.text(max_size=200))
def test_no_mention_survives(text):
    harmless = escape(text)
    assert "@everyone" not in harmless
    assert "@here" not in harmless
    assert not re.search(r"(?<!\\)<", harmless)
    assert not re.search(r"(?<!\\)`", harmless.replace("\\\\", ""))


def test_formulas_stand_among_the_words():
    assert plain(("it is ", POWER)) == "it is (1 − γ)^T"
    assert spoken(("*it* is ", POWER)) == "\\*it\\* is (1\u00a0−\u00a0γ)^T"


def test_a_quotation_is_one_short_line():
    assert quoted("a\nb\n> c") == r"> a b \> c"
    assert quoted(" \n ") == ""
    assert len(quoted("word " * 500)) < 330


def test_a_fence_in_the_text_does_not_end_the_block():
    assert code("a ``` b").count("```") == 2
