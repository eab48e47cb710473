"""The page: valid, without a request or a script, hostile text inert, both themes, every picture with its words."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from types import ModuleType
from xml.etree.ElementTree import Element

import html5lib
import pytest

from explainer import rendering
from explainer.rendering.html import page, stylesheet

HTML = "{http://www.w3.org/1999/xhtml}"


def _shown(what: object, theme: str = "light") -> str:
    shown = rendering.render(what, "html", theme=theme)  # type: ignore[arg-type]
    assert isinstance(shown, str)
    return shown


def _tree(text: str) -> Element:
    """Parsed; any error of the page raises."""
    tree: Element = html5lib.HTMLParser(strict=True).parse(text)
    return tree


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_the_page_is_valid(notation: str, samples: ModuleType) -> None:
    _tree(_shown(samples.answer(notation)))


def test_hostile_text_is_valid_and_inert(samples: ModuleType) -> None:
    for what in (samples.answer(hostile=True), samples.unclear(hostile=True)):
        tree = _tree(_shown(what))
        assert not list(tree.iter(f"{HTML}script"))
        assert not [node for node in tree.iter() if any(name.startswith("on") for name in node.attrib)]
        assert "<script>alert(1)</script>" in "".join(tree.itertext())


def test_nothing_is_fetched_and_only_the_own_style_is_allowed(samples: ModuleType) -> None:
    text = _shown(samples.answer())
    tree = _tree(text)
    policy = next(m.attrib["content"] for m in tree.iter(f"{HTML}meta") if m.attrib.get("http-equiv"))
    digest = b64encode(sha256(stylesheet().encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert "script-src" not in policy
    styles = list(tree.iter(f"{HTML}style"))
    assert [style.text for style in styles] == [stylesheet()]
    for node in tree.iter():
        assert "style" not in node.attrib
        for name in ("src", "srcset", "data", "poster", "action"):
            assert name not in node.attrib
    assert not list(tree.iter(f"{HTML}link"))
    assert "url(" not in stylesheet()
    assert "@import" not in stylesheet()


def test_links_go_out_only_from_sources(samples: ModuleType) -> None:
    links = [node.attrib["href"] for node in _tree(_shown(samples.answer())).iter(f"{HTML}a")]
    assert links == ["https://arxiv.org/abs/1406.1078"]


def test_every_picture_says_what_it_shows(samples: ModuleType) -> None:
    tree = _tree(_shown(samples.answer()))
    pictures = [node for node in tree.iter("{http://www.w3.org/2000/svg}svg") if node.attrib.get("role") == "img"]
    assert len(pictures) == len(samples.plots())
    assert [picture.attrib["aria-label"] for picture in pictures] == [plot.alt for plot in samples.plots()]


def test_ids_are_unique(samples: ModuleType) -> None:
    ids = [node.attrib["id"] for node in _tree(_shown(samples.answer())).iter() if "id" in node.attrib]
    assert len(set(ids)) == len(ids)


def test_the_theme_is_the_systems_or_always_dark(samples: ModuleType) -> None:
    assert "data-theme" not in _shown(samples.answer()).partition("<head>")[0]
    assert '<html lang="en" data-theme="dark">' in _shown(samples.answer(), "dark")
    assert "prefers-color-scheme:dark" in stylesheet()


def test_a_page_with_a_script_allows_that_script_alone() -> None:
    text = page("t", "<p>x</p>", scripts=("let a = 1;",))
    digest = b64encode(sha256(b"let a = 1;").digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    _tree(text)
