"""Every topic's page: it loads in silence, fits a phone, is valid HTML, and an accessibility checker finds nothing serious."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest

from explainer import catalogue

PHONE = {"width": 390, "height": 844}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _grave(page: Any, *, contrast: bool) -> list[str]:
    """What the checker calls serious. Contrast takes most of its time and is the same for all topics: one style."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    options = {"resultTypes": ["violations"], "runOnly": STANDARDS, "rules": {"color-contrast": {"enabled": contrast}}}
    found = axe.Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("slug", catalogue.SLUGS)
def test_a_page_loads_in_silence_fits_a_phone_and_is_accessible(
    slug: str, page_of: Callable[..., Path], opened: Callable[..., Any]
) -> None:
    page = opened(page_of(slug), viewport=PHONE)
    assert page.title()
    assert page.evaluate("document.documentElement.classList.contains('moving')")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sliders = page.locator("input[type=range]")
    assert sliders.count() == len([each for each in catalogue.topic(slug).parameters if each.grid])
    for slider in sliders.all():
        texts = set()
        for key in ("Home", "End"):
            slider.press(key)
            texts.add(page.locator("main").inner_text())
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert len(texts) == 2
    assert _grave(page, contrast=False) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("slug", ["gru-gradient", "solve-gamma"])
def test_every_letter_has_contrast(slug: str, theme: str, page_of: Callable[..., Path], opened: Callable[..., Any]) -> None:
    assert _grave(opened(page_of(slug), color_scheme=theme), contrast=True) == []


def test_the_checker_catches_a_control_without_a_label(page_of: Callable[..., Path], opened: Callable[..., Any]) -> None:
    page = opened(page_of("solve-gamma"))
    page.evaluate("document.querySelector('input[type=text]').removeAttribute('aria-label')")
    assert _grave(page, contrast=False)


@pytest.mark.parametrize("slug", catalogue.SLUGS)
def test_a_page_is_valid_and_small(slug: str, page_of: Callable[..., Path]) -> None:
    text = page_of(slug).read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(text)
    ids = [part.partition('"')[0] for part in text.split(' id="')[1:]]
    assert len(set(ids)) == len(ids)
    assert len(text.encode()) < 600_000
