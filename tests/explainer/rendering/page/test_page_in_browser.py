"""The page in a real browser: what moves is what the engine computes, by keyboard, by link, and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import explainer
from explainer import rendering
from explainer.explore import explorable
from explainer.records import Plot
from explainer.rendering.page.chart import chart_svg

# One with two pictures, one without any (its table stands beside the sliders), one with a bias, one with a count.
DEEP = ("gru-gradient", "solve-gamma", "gate-bias-init", "gru-parameters")
NUMBERS = """() => ({
  headline: document.querySelector(".headline").textContent,
  cells: Object.fromEntries([...document.querySelectorAll("table")].map((table, rank) =>
    [`${rank} ${table.caption?.textContent}`, [...table.querySelectorAll("th, td")].map((cell) => cell.textContent)])),
})"""
PAUSE = 500  # milliseconds; the address and the live region follow 400 after the last move
CURVES = 'all => all.map((path) => path.getAttribute("d"))'


def _numbers(page: Any) -> dict[str, Any]:
    """The sentence and all tables; in the order of their titles, since the page puts one beside its sliders."""
    found = page.evaluate(NUMBERS)
    tables = sorted((title.partition(" ")[2], cells) for title, cells in found["cells"].items())
    return {"headline": found["headline"], "tables": tables}


def _still(slug: str, numbers: dict[str, str], folder: Path) -> Path:
    """The page without sliders that the engine's answer for these numbers makes."""
    file = folder / "still.html"
    shown = rendering.render(explainer.explain(slug, **numbers), "html")  # type: ignore[arg-type]
    file.write_text(str(shown), encoding="utf-8")
    return file


def _state(page: Any) -> dict[str, str]:
    return dict(part.split("=") for part in page.url.partition("#")[2].split("&"))


def _moves(sliders: int) -> Iterator[tuple[int, str]]:
    for slider in range(sliders):
        yield from ((slider, key) for key in ("Home", "End"))


@pytest.mark.parametrize("slug", DEEP)
def test_a_moved_slider_shows_what_the_engine_computes(
    slug: str, page_of: Callable[..., Path], opened: Callable[..., Any], tmp_path: Path
) -> None:
    page = opened(page_of(slug, 20))
    sliders = page.locator("input[type=range]")
    seen = set()
    for slider, key in _moves(sliders.count()):
        sliders.nth(slider).press(key)
        page.wait_for_timeout(PAUSE)
        numbers = _state(page)
        shown = _numbers(page)
        assert shown == _numbers(opened(_still(slug, numbers, tmp_path)))
        drawn = page.eval_on_selector_all(".plot svg path", CURVES)
        plots = [block for block in explainer.explain(slug, **numbers).blocks if isinstance(block, Plot)]  # type: ignore[arg-type]
        assert drawn == re.findall(r' d="([^"]*)"', "".join(chart_svg(plot, "") for plot in plots))
        seen.add(str(shown))
    assert len(seen) > sliders.count()


def test_a_planted_lie_is_caught(page_of: Callable[..., Path], opened: Callable[..., Any], tmp_path: Path) -> None:
    honest = opened(page_of("solve-gamma", 20))
    honest.locator("input[type=range]").first.press("End")
    number = re.search(r"0\.\d{5,}", honest.locator(".headline").text_content())
    assert number is not None
    text, start, data = page_of("solve-gamma", 20).read_text("utf-8").partition('<script type="application/json">')
    lie = tmp_path / "lie.html"
    lie.write_text(text + start + data.replace(f'"{number[0]}"', '"0.123456"'), encoding="utf-8")
    page = opened(lie)
    page.locator("input[type=range]").first.press("End")
    page.wait_for_timeout(PAUSE)
    still = _numbers(opened(_still("solve-gamma", _state(page), tmp_path)))
    assert _numbers(honest) == still
    assert _numbers(page) != still


def test_keyboard_only(page_of: Callable[..., Path], opened: Callable[..., Any]) -> None:
    page = opened(page_of("gru-gradient", 20))
    focused = "document.activeElement"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.type") == "range"
    assert page.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"
    before = page.locator(".headline").text_content()
    page.keyboard.press("End")
    assert page.locator(".headline").text_content() != before
    assert page.evaluate(f"{focused}.getAttribute('aria-valuetext')") == "γ = 1"
    page.wait_for_timeout(PAUSE)
    said = page.locator("[role=status]").text_content()
    assert said.startswith("measured at γ = 1, measured at T = 1000: One step is the identity")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.type") == "text"
    page.keyboard.press("Control+A")
    page.keyboard.type("1/900")
    page.keyboard.press("Enter")
    note = page.locator(".measured").first.text_content()
    assert re.fullmatch(r"measured at γ = \S+, the nearest to 1/900", note)
    assert page.evaluate(f"{focused}.type") == "text"  # the focus stays where the reader works


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1e-8", "1e-8"), ("100%", "1"), ("10^-8", "1e-8"), ("10^(-8)", "1e-8"), ("1/100000000", "1e-8"), ("1,0", "1")],
)
def test_numbers_are_read_as_people_write_them(
    typed: str, value: str, page_of: Callable[..., Path], opened: Callable[..., Any]
) -> None:
    page = opened(page_of("gru-gradient", 20))
    field = page.locator("input[type=text]").first
    field.fill(typed)
    field.press("Enter")
    assert field.input_value() == value
    field.fill("eleven")
    field.press("Enter")
    assert field.input_value() == value


def test_a_link_keeps_the_state(page_of: Callable[..., Path], opened: Callable[..., Any]) -> None:
    file = page_of("gru-gradient", 75)
    page = opened(file, "#gamma=1e-4&steps=100")
    assert [field.input_value() for field in page.locator("input[type=text]").all()] == ["1e-4", "100"]
    assert "0.990049" in page.locator(".headline").text_content()
    page.locator("input[type=range]").first.press("ArrowRight")
    page.wait_for_timeout(PAUSE)
    assert page.url.endswith("#gamma=2e-4&steps=100")
    page.reload()
    assert page.locator("input[type=text]").first.input_value() == "2e-4"
    snapped = opened(file, "#gamma=3.1e-4&steps=nonsense")
    assert snapped.locator(".measured").first.text_content() == "measured at γ = 0.0002, the nearest to 3.1e-4"
    strange = opened(file, "#%E0%A4%A&gamma=<b>")
    assert strange.locator("input[type=text]").first.input_value() == "1e-6"


def test_without_a_script_the_answer_stands(page_of: Callable[..., Path], opened: Callable[..., Any]) -> None:
    page = opened(page_of("gru-gradient"), java_script_enabled=False)
    assert page.locator(".headline").is_visible()
    assert page.locator("figure.plot svg").count() == 2
    assert page.locator("form").is_hidden()
    assert not [tool for tool in page.locator("button").all() if tool.is_visible()]


def test_programs_and_steps_are_copied(page_of: Callable[..., Path], opened: Callable[..., Any]) -> None:
    page = opened(page_of("gru-gradient", 20), permissions=["clipboard-read", "clipboard-write"])
    page.locator("input[type=range]").first.press("End")
    page.locator("button[data-tool=program]").first.click()
    page.get_by_text("Copied").wait_for()
    program = page.evaluate("navigator.clipboard.readText()")
    assert "import numpy" in program
    compile(program, "copied.py", "exec")
    step = page.locator("button[data-tool=latex]").first
    step.click()
    assert page.evaluate("navigator.clipboard.readText()") == step.get_attribute("data-latex")
    assert r"\frac{" in step.get_attribute("data-latex")


def test_a_picture_is_saved_as_it_stands(page_of: Callable[..., Path], opened: Callable[..., Any], tmp_path: Path) -> None:
    page = opened(page_of("gru-gradient"), color_scheme="dark")
    with page.expect_download() as saved:
        page.locator("button[data-tool=picture]").first.click()
    assert saved.value.suggested_filename == "gru-gradient-1.svg"
    file = tmp_path / "saved.svg"
    saved.value.save_as(file)
    text = file.read_text("utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in text
    assert "#1b1d22" in text  # the paper of the dark theme
    assert root.attrib["aria-label"]


def test_it_works_inside_a_notebook(browser: Any, opened: Callable[..., Any], tmp_path: Path) -> None:
    bundle = explainer.explain("gru-parameters")._repr_mimebundle_()  # type: ignore[attr-defined]
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html><title>notebook</title><h1>notebook</h1>{bundle['text/html']}", encoding="utf-8")
    contexts = browser.new_context()
    page = contexts.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    before = frame.locator(".headline").text_content()
    frame.locator("input[type=range]").first.press("End")
    assert frame.locator(".headline").text_content() != before
    page.wait_for_timeout(PAUSE)
    assert wrong == []
    contexts.close()


def test_the_handbook_is_searched_and_linked(opened: Callable[..., Any], tmp_path: Path) -> None:
    slugs = ("gru-gradient", "gru-memory", "solve-steps")
    book = rendering.handbook((explorable(explainer.explain(slug), 4) for slug in slugs), "html")
    file = tmp_path / "handbook.html"
    file.write_text(str(book), encoding="utf-8")
    page = opened(file, "#gru-memory&gamma=1")
    memory = page.locator("#gru-memory")
    assert memory.locator("input[type=text]").first.input_value() == "1"
    assert page.locator("#gru-gradient input[type=text]").first.input_value() == "1e-6"
    assert memory.evaluate("lesson => Math.abs(lesson.getBoundingClientRect().top) < innerHeight")
    page.get_by_label("Find").fill("half-life")
    listed = [entry for entry in page.locator("nav li").all() if entry.is_visible()]
    assert 0 < len(listed) < len(slugs)
    assert f"{len(listed)} of 3" in page.locator("nav [role=status]").text_content()
    page.get_by_label("Find").fill("")
    page.locator("nav a").nth(2).click()
    assert page.url.endswith("#solve-steps")
