"""A course's own file is checked on load; every mistake names its line."""

from __future__ import annotations

import pytest

from explainer.reading import CourseError, Lexicon, load_course, read
from explainer.reading.course import parse_course

GOOD = """
[gru-gradient]
phrasings = ["why does the golden highway stay open for business"]
short = "See lecture 9."

[gru-gradient.facets.product]
short = "No, of one minus the gammas."
"""


def test_phrasings_and_short_answers_are_added(entries):
    course = parse_course(GOOD, entries)
    lexicon = Lexicon.from_asks(course.extend(entries), course.answers)
    assert read("why does the golden highway stay open for business", lexicon).topic == "gru-gradient"
    assert lexicon.short_answer("gru-gradient", "product") == "No, of one minus the gammas."
    assert lexicon.short_answer("gru-gradient", "fresh") == "See lecture 9."
    assert lexicon.short_answer("gru-memory", "") == ""


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[gru-gradent]\nshort = "x"', 1, "did you mean “gru-gradient”"),
        ('\n\n[gru-gradient]\nshrot = "x"', 4, "did you mean “short”"),
        ('[gru-gradient]\nphrasings = "why"', 2, "list of texts"),
        ("[gru-gradient]\nshort = 3", 2, "must be a text"),
        ('[gru-gradient]\nphrasings = [\n  "fine",\n  "",\n]', 2, "1 to 400 characters"),
        ('[gru-gradient.facets.prodct]\nshort = "x"', 1, "did you mean “product”"),
        ('[gru-gradient]\nshort = "x\n', 2, "course.toml"),
        ('gru-gradient = "x"', 1, "must be a table"),
        ('[gru-memory]\nshort = "x"\n[gru-gradient]\nfacets = 3', 4, "facets"),
    ],
)
def test_a_mistake_names_its_line(entries, text, line, says):
    with pytest.raises(CourseError, match=f"line {line}:") as caught:
        parse_course(text, entries)
    assert says in str(caught.value)


def test_all_mistakes_are_named_at_once(entries):
    with pytest.raises(CourseError) as caught:
        parse_course('[nothing]\nshort = "x"\n[gru-gradient]\nshort = 3', entries)
    assert str(caught.value).count("line ") == 2


def test_a_file_that_cannot_be_read(entries, tmp_path):
    with pytest.raises(CourseError, match="cannot be read"):
        load_course(tmp_path / "none.toml", entries)
    (tmp_path / "latin.toml").write_bytes(b'[gru-gradient]\nshort = "\xe9"')
    with pytest.raises(CourseError, match="line 2: not UTF-8"):
        load_course(tmp_path / "latin.toml", entries)


def test_a_file_is_loaded(entries, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, "utf-8")
    assert load_course(path, entries).answers["gru-gradient"][""] == "See lecture 9."
