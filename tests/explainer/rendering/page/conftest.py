"""A browser for the tests of a module, pages made from answers, and a page opened while nothing may go wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer import rendering
from explainer.explore import explorable

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DESKTOP, PHONE = {"width": 1100, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for a module: Playwright's loop must have ended before tests with loops of their own run."""
    if CHROMIUM is None:
        pytest.skip("needs chromium, which is not installed here")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, which is not installed here")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The file of a topic's page, made once: (slug, most=…, **numbers) → path."""
    made: dict[object, Path] = {}

    def make(slug: str, most: int = 6, **numbers: object) -> Path:
        key = (slug, most, *sorted(numbers.items()))
        if key not in made:
            shown = rendering.render(explorable(explainer.explain(slug, **numbers), most), "html")  # type: ignore[arg-type]
            assert isinstance(shown, str)
            made[key] = tmp_path_factory.mktemp("page") / f"{slug}.html"
            made[key].write_text(shown, encoding="utf-8")
        return made[key]

    return make


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a file in a tab of its own; the test fails on any console message, error, or request but for the file."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def heard(page: Any, address: str) -> None:
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: request.url.partition("#")[0] == address or wrong.append(f"request: {request.url}"),
        )

    def open_page(file: Path, state: str = "", *, viewport: dict[str, int] = DESKTOP, **options: Any) -> Any:
        contexts.append(browser.new_context(viewport=viewport, **options))
        page = contexts[-1].new_page()
        heard(page, file.as_uri())
        page.goto(f"{file.as_uri()}{state}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
