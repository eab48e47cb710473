"""Inside a worker: real questions answered and drawn, refusals as sentences, no file of the machine opened."""

import struct
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot import limits
from bot.worker import Job, Rendered, perform
from explainer.records import Answer, Query, Unclear, progress

COURSE = """
[gru-gradient]
phrasings = ["why does the highway stay open", "what of the highway"]
short = "See lecture 9: the gate keeps the memory, and with it the gradient."

[gru-gradient.facets.product]
phrasings = ["is it the product of the gammas"]
short = "No: of the factors 1 - gamma."
"""


def silent(sentence: str) -> None:
    """Nobody listens."""


def done(job: Job) -> Rendered:
    return perform.perform(job, silent)


def answered(job: Job) -> Answer:
    answer = done(job).answer
    assert isinstance(answer, Answer), answer
    return answer


def refused(job: Job) -> str:
    answer = done(job).answer
    assert isinstance(answer, Unclear), answer
    assert answer.kind == "invalid"
    return answer.sentence


def test_a_question_gets_its_answer_and_pictures() -> None:
    rendered = done(Job(question="why doesn't the GRU gradient vanish when Γu is near 0?", depth="full"))
    assert isinstance(rendered.answer, Answer)
    assert rendered.answer.topic == "gru-gradient"
    assert [picture.name for picture in rendered.pictures][:2] == ["steps-1.png", "plot-1.png"]
    for picture in rendered.pictures:
        assert picture.data.startswith(b"\x89PNG\r\n\x1a\n")
        assert (picture.width, picture.height) == struct.unpack(">II", picture.data[16:24])
        assert 0 < picture.width <= 1000
        assert len(picture.data) < limits.FILE_BYTES
        assert picture.alt


def test_a_topic_with_the_readers_numbers() -> None:
    job = Job(topic="compute-retention", parameters=(("gamma", Decimal("0.05")), ("steps", 100)))
    assert answered(job).values["fraction"] == pytest.approx(0.95**100, rel=1e-12)


def test_numbers_may_come_as_the_reader_wrote_them() -> None:
    job = Job(topic="compute-retention", parameters=(("gamma", "5%"), ("steps", "100")))
    assert answered(job).values["fraction"] == pytest.approx(0.95**100, rel=1e-12)


def test_the_picture_follows_the_theme_and_the_notation() -> None:
    dark = Job(topic="gru-gradient", depth="full")
    pictures = [
        done(job).pictures[0].data for job in (dark, replace(dark, theme="light"), replace(dark, notation="cho"))
    ]
    assert len(set(pictures)) == 3
    assert done(dark).pictures[0].data == pictures[0]


def test_every_step_in_pages() -> None:
    rendered = done(Job(want="derivation", topic="gru-gradient", depth="full"))
    assert len(rendered.pictures) > 1
    assert [picture.name for picture in rendered.pictures][:2] == ["page-1.png", "page-2.png"]
    alts = [picture.alt for picture in rendered.pictures]
    assert alts[1].startswith(f"Page 2 of {len(alts)}. ")
    assert len({alt.split(". ", 1)[1] for alt in alts}) == len(alts)


def test_steps_in_words_are_dealt_without_loss() -> None:
    assert perform._dealt(["a", "b", "c", "d", "e"], 2) == ["a. b", "c. d. e"]


def test_the_notation_that_is_asked_for_wins_over_the_settings() -> None:
    question = "what is left for gamma 0.05 after 100 steps"
    assert answered(Job(question=question, notation="cho")).notation == "cho"
    assert answered(Job(question=f"{question} in pytorch notation", notation="cho")).notation == "pytorch"


def test_a_follow_up_keeps_what_was_said() -> None:
    before = Query(
        "", "compute-retention", parameters={"gamma": Decimal("0.05"), "steps": 100}, given=frozenset({"steps"})
    )
    answer = answered(Job(question="and with gamma 0.5?", previous=before))
    assert answer.topic == "compute-retention"
    assert answer.values["fraction"] == pytest.approx(0.5**100, rel=1e-9)


def test_bad_numbers_are_a_sentence() -> None:
    assert "γ" in refused(Job(topic="gru-gradient", parameters=(("gamma", Decimal(2)),)))
    assert "gru-gradient" in refused(Job(topic="gru-gradeint"))


@pytest.mark.parametrize("question", ["hello", "how do I bake bread?", "", "x" * 4000])
def test_what_is_no_question_of_ours_is_unclear_without_pictures(question: str) -> None:
    rendered = done(Job(question=question, topic="" if question else "no-such-topic"))
    assert isinstance(rendered.answer, Unclear)
    assert rendered.pictures == ()


def test_nobody_names_a_file_of_this_machine() -> None:
    secret = str(Path(__file__))
    assert "from the message" in refused(Job(topic="gru-backward", parameters=(("weights", secret),)))
    previous = Query("", "gru-backward", parameters={"weights": secret})
    assert "from the message" in refused(Job(question="and again?", previous=previous))
    assert "is no number" in refused(Job(topic="diagnose", parameters=(("norms", secret),)))


def test_the_page_is_one_html_file() -> None:
    rendered = done(Job(want="page", topic="gru-gradient"))
    assert rendered.file_name == "gru-gradient.html"
    assert rendered.file.lstrip().lower().startswith(b"<!doctype html>")


def test_a_good_course_file_is_good_and_a_bad_one_says_where() -> None:
    good = done(Job(want="course", course=COURSE)).answer
    assert isinstance(good, Unclear)
    assert good.kind == "conversation"
    assert "3 phrasings and 2 short answers" in good.sentence
    assert "course.toml, line 2" in refused(Job(want="course", course="[gru-gradient]\nshort = = 3\n"))


def test_a_courses_own_phrasing_is_understood() -> None:
    job = Job(question="why does the highway stay open", course=COURSE)
    assert answered(job).topic == "gru-gradient"


def test_a_course_that_went_bad_does_not_cost_the_answer() -> None:
    bad = Job(question="why doesn't the GRU gradient vanish when Γu is near 0?", course="[no-such-topic]\n")
    assert answered(bad).topic == "gru-gradient"


def test_a_course_file_is_written_once_and_whole() -> None:
    path = perform._course_file("a = 1\n")
    assert path is not None
    assert Path(path).read_text(encoding="utf-8") == "a = 1\n"
    assert perform._course_file("a = 1\n") == path
    assert perform._course_file("a = 2\n") != path
    assert perform._course_file("") is None


def test_progress_is_spoken_but_not_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(perform.time, "monotonic", lambda: now)
    monkeypatch.setattr(perform, "PROGRESS_SECONDS", 1.0)
    heard: list[str] = []

    def train(job: Job) -> Rendered:
        nonlocal now
        for step in range(100):
            progress.report(step, 100, "training the GRU")
            now += 0.125
        return Rendered(None)

    monkeypatch.setitem(perform.WANTS, "train", train)
    perform.perform(Job(want="train"), heard.append)
    assert heard[:2] == ["training the GRU: 0 of 100", "training the GRU: 8 of 100"]
    assert len(heard) == 13


def test_a_course_file_lies_where_nobody_else_writes() -> None:
    path = perform._course_file("a = 3\n")
    assert path is not None
    assert perform._own_folder().stat().st_mode & 0o077 == 0
    assert perform._own_folder() in Path(path).parents
