"""Frames: the grid keeps what it must, each point is what the engine answers there, and dear ones are fewer."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from math import prod

import pytest

import explainer
from explainer import catalogue
from explainer.explore import MOST, explorable
from explainer.records import Answer, progress


@pytest.mark.parametrize("slug", catalogue.SLUGS)
@pytest.mark.parametrize("most", [6, 30])
def test_the_grid_keeps_its_ends_the_default_and_the_readers_value(slug: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explainer.explore._frame", lambda answer, topic, here: answer)
    what = explorable(explainer.explain(slug), most)
    grids = {parameter.name: parameter for parameter in catalogue.topic(slug).parameters if parameter.grid}
    assert {slider.parameter.name for slider in what.sliders} == set(grids)
    for slider in what.sliders:
        parameter = grids[slider.parameter.name]
        assert {parameter.grid[0], parameter.grid[-1], parameter.default} <= set(slider.values)
        assert list(slider.values) == sorted(slider.values)
        assert slider.values[slider.at] == what.answer.parameters[parameter.name]
    assert len(what.frames) == (prod(len(slider.values) for slider in what.sliders) if what.sliders else 0)
    # Ends, the default and the reader's value are never given up: at most four of each of at most two sliders.
    assert len(what.frames) <= max(most, 16)


def test_each_frame_is_what_the_engine_answers_there() -> None:
    what = explorable(explainer.explain("compute-retention", gamma="3e-3", steps=77), 20)
    assert [slider.parameter.name for slider in what.sliders] == ["gamma", "steps"]
    assert [slider.values[slider.at] for slider in what.sliders] == [Decimal("0.003"), 77]
    points = list(product(*(slider.values for slider in what.sliders)))
    for (gamma, steps), frame in zip(points, what.frames, strict=True):
        assert isinstance(frame, Answer)
        alone = explainer.explain("compute-retention", gamma=gamma, steps=steps)
        assert frame.values == alone.values
        assert frame.parameters == alone.parameters
        assert frame.headline == alone.headline
    assert any(frame is what.answer for frame in what.frames)


def test_a_point_that_is_refused_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("Not here.")

    monkeypatch.setattr("explainer.explore.settle", refuse)
    what = explorable(explainer.explain("solve-steps"), 6)
    assert {frame for frame in what.frames if isinstance(frame, str)} == {"Not here."}


def test_a_short_answer_stays_still() -> None:
    what = explorable(explainer.explain("gru-gradient", depth="short"))
    assert what.sliders == ()
    assert what.frames == ()


def test_dear_numbers_make_fewer_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explainer.explore._frame", lambda answer, topic, here: answer)
    usual = explorable(explainer.explain("gru-gradient"))
    wide = explorable(explainer.explain("gru-gradient", units=32))
    assert len(wide.frames) < len(usual.frames) <= MOST


def test_who_waits_hears_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    answer = explainer.explain("solve-steps")
    with progress.listening(lambda done, total, what: heard.append((done, total))):
        what = explorable(answer, 12)
    assert heard == [(done, len(what.frames)) for done in range(len(what.frames))]
