"""Markdown: formulas as GitHub's mathematics, and nothing else in the words that a reader of Markdown would act on."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from explainer import rendering
from explainer.rendering.markdown import escaped, words_to_markdown

PARSER = MarkdownIt("gfm-like", {"linkify": False})


def _shown(what: object) -> str:
    shown = rendering.render(what, "markdown")  # type: ignore[arg-type]
    assert isinstance(shown, str)
    return shown


def _kinds(text: str) -> set[str]:
    found = set()
    for token in PARSER.parse(text):
        found.add(token.type)
        found |= {child.type for child in token.children or []}
    return found


@given(some.text(alphabet=some.characters(codec="utf-8"), max_size=80))
def test_words_are_only_words(text: str) -> None:
    shown = escaped(text)
    assert _kinds(f"{shown}") <= {"paragraph_open", "inline", "text", "paragraph_close", "text_special"}
    assert "$" not in shown


@pytest.mark.parametrize(
    "text",
    [
        *("# title", "- item", "1. one", "> quote", "| a | b |", "    code", "---", "===", "[a](b)", "![a](b)"),
        *("<b>", "`x`", "**x**", "~~x~~", "$x$", "a\nb", "+ x", "10) y", "[^1]"),
    ],
)
def test_what_looks_like_markup_is_shown_as_it_is(text: str) -> None:
    rendered = PARSER.render(escaped(text))
    import html

    shown = html.unescape(rendered.removeprefix("<p>").removesuffix("</p>\n"))
    assert shown == text.replace("\n", " ").strip()


def test_mentions_and_addresses_are_inert() -> None:
    assert "@everyone" not in escaped("@everyone")
    assert "<@" not in escaped("<@123>")
    assert "://" not in escaped("https://example.org")


def test_a_hostile_answer_has_no_markup_of_its_own(samples: ModuleType) -> None:
    text = _shown(samples.answer(hostile=True))
    kinds = _kinds(text)
    assert not kinds & {"html_block", "html_inline", "image", "s_open", "code_block"}
    links = [child.attrs["href"] for token in PARSER.parse(text) for child in token.children or [] if child.type == "link_open"]
    assert links == ["https://arxiv.org/abs/1406.1078"]
    # A program is shown as it is; everywhere else no name is a mention.
    assert "@everyone" not in text.partition("````python")[0]


def test_formulas_are_mathematics_and_tables_are_tables(samples: ModuleType) -> None:
    text = _shown(samples.answer())
    assert "```math\nc^{\\langle t \\rangle} = \\Gamma_{u}" in text
    assert "$\\Gamma_{u} \\to 0$" in text
    assert "| $10^{-6}$ | 1000 | 0.999 | 0.999001 | $\\lt 10^{-12}$ | within the bound |" in text
    assert text.count("table") == 0
    assert "table_open" in _kinds(text)
    assert "```python\nimport numpy" in text
    for banned in ("\\operatorname", "\\,", "\\;", "\\\\"):
        assert banned not in text


def test_a_table_cell_never_holds_a_bar(samples: ModuleType) -> None:
    from explainer.notation import Writer

    assert "|" not in words_to_markdown(Writer("course").words("$|x|$ and $abs(a/b)$"))


def test_a_fence_is_longer_than_any_in_the_program(samples: ModuleType) -> None:
    text = _shown(samples.answer(hostile=True))
    assert "````python" in text
