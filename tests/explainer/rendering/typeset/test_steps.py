"""Steps for a message: opaque, not too wide, broken into lines and pages, never inside a formula."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from explainer.notation import Writer
from explainer.records import Check, Derivation, Step
from explainer.rendering.mathematics.typst import to_typst
from explainer.rendering.typeset import press, steps_pages, steps_png
from explainer.rendering.typeset.blocks import step
from explainer.rendering.typeset.excerpt import excerpt
from explainer.rendering.typeset.lesson import tints

Reader = Callable[[bytes], list[list[tuple[int, ...]]]]


def _size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_key_steps_are_one_picture_within_the_width(derivation: Derivation, theme: str) -> None:
    wide, high = _size(steps_png(derivation, theme))
    assert 900 <= wide <= 1000
    assert _size(steps_png(derivation, theme, max_width_px=500))[0] <= 500
    assert _size(steps_png(derivation, theme, key_only=False))[1] > high
    assert steps_png(derivation.steps, theme) == steps_png(derivation, theme)
    assert steps_png(derivation, "light") != steps_png(derivation, "dark")


def test_pages_hold_every_step_once(derivation: Derivation) -> None:
    pages = steps_pages(derivation)
    assert len(pages) >= 2
    assert len({_size(page)[0] for page in pages}) == 1
    assert all(_size(page)[1] <= 3 * 460 for page in pages)
    assert len(set(pages)) == len(pages)


def test_a_step_taller_than_a_page_has_a_page_to_itself() -> None:
    w = Writer("course")
    tall = "[[" + "], [".join(["1"] * 60) + "]]"
    check = Check(True, 1, 0.0)
    steps = tuple(Step("r", "=", w.formula("x"), w.formula(body), (), check) for body in ("1", tall, "2"))
    assert len(steps_pages(Derivation(("t",), "course", (), steps))) == 3


_LONG = {
    "a sum": " + ".join(["W_uc c[t-1]"] * 20),
    "a product": " ".join(["D(Γu * c)"] * 20),
    "a group": "2 (" + " + ".join(["W_uc c[t-1]"] * 20) + ")",
    "one that can't be broken": "x_(" + "1" * 200 + ")",
    "a matrix": "[[" + ", ".join(["1 - Γu[t-1]"] * 9) + "]]",
}


def _overflows(content: str, pixels: Reader) -> bool:
    """Whether anything is drawn right of a room of 302 points on a much wider page."""
    source = (
        "#set page(width: 2000pt, height: auto, margin: 14pt, fill: white)\n"
        f"#show: manner.with({tints('light')}, 11pt)\n#block(width: 302pt, {content})"
    )
    rows = pixels(press.png(source, 0.5))
    assert any(pixel != (255, 255, 255, 255) for row in rows for pixel in row)
    return any(pixel != (255, 255, 255, 255) for row in rows for pixel in row[160:])


@pytest.mark.parametrize("name", _LONG)
def test_a_line_is_never_wider_than_the_page(name: str, pixels: Reader) -> None:
    """What is set beyond the right edge would be cut off."""
    w = Writer("course")
    made = Step("rule", "=", w.formula("dc[T]/dc[0]"), w.formula(_LONG[name]), (), Check(True, 1, 0.0))
    (shown,) = excerpt((made,), key_only=False)
    assert not _overflows(step(shown, explained=True), pixels)


def test_a_line_that_is_not_broken_would_be_caught(pixels: Reader) -> None:
    assert _overflows(f"$ {to_typst(Writer('course').formula(_LONG['a sum']))} $", pixels)


def test_no_steps_and_unknown_themes_are_refused(derivation: Derivation) -> None:
    with pytest.raises(ValueError, match="no steps"):
        steps_png(())
    with pytest.raises(ValueError, match="no steps"):
        steps_pages(Derivation((), "course", (), ()))
    with pytest.raises(LookupError, match="no theme"):
        steps_png(derivation, "sepia")
