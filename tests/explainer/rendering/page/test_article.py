"""The explorable page as text: its policy, its order, what moves and what does not, and an answer without sliders."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import Element

import html5lib
import pytest

import explainer
from explainer import rendering
from explainer.explore import explorable
from explainer.records import Explorable, Plot
from explainer.rendering import page as room

SCRIPT = Path(room.__file__).with_name("page.js").read_text("utf-8")


def _page(what: Explorable) -> str:
    shown = rendering.render(what, "html")
    assert isinstance(shown, str)
    return shown


def _tree(text: str) -> Element:
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


@pytest.fixture(scope="module")
def moving() -> Explorable:
    return explorable(explainer.explain("gru-gradient", steps=50), 12)


def test_only_the_own_script_and_style_may_run_and_nothing_is_fetched(moving: Explorable) -> None:
    tree = _tree(_page(moving))
    policy = next(node.attrib["content"] for node in tree.iter("meta") if node.attrib.get("http-equiv"))
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    scripts = [node for node in tree.iter("script") if node.attrib.get("type") != "application/json"]
    assert [node.text for node in scripts] == [SCRIPT]
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "eval(", "Function(", "import("):
        assert word not in SCRIPT
    assert not [node for node in tree.iter() for name in node.attrib if name in ("src", "style") or name.startswith("on")]


def test_sliders_and_pictures_come_before_the_derivation(moving: Explorable) -> None:
    text = _page(moving)
    order = [text.index(mark) for mark in ('class="headline"', 'class="controls"', 'class="plot"', 'class="derivation"')]
    assert order == sorted(order)


def test_what_the_page_shows_first_is_the_readers_own_frame(moving: Explorable) -> None:
    tree = _tree(_page(moving))
    (element,) = [node for node in tree.iter("script") if node.attrib.get("type") == "application/json"]
    data = json.loads(element.text or "")
    frames, at = data["frames"], data["at"]
    own = 0
    for rank, values in zip(at, data["values"], strict=True):
        own = own * len(values) + rank
    assert moving.frames[own] is moving.answer
    assert len(frames) == len(moving.frames)
    slots = [node for node in tree.iter() if "data-slot" in node.attrib]
    assert all(len(frame) == len(slots) + 1 for frame in frames)
    first = "".join(data["pieces"][piece] for piece in data["texts"][frames[own][0]])
    assert first in _page(moving)


def test_a_derivation_is_written_once(moving: Explorable) -> None:
    assert _page(moving).count('<ol class="steps">') == 1


def test_an_answer_without_sliders_is_a_page_too(samples: ModuleType) -> None:
    tree = _tree(_page(Explorable(samples.answer())))
    assert not list(tree.iter("form"))
    assert [node for node in tree.iter("button") if node.attrib["data-tool"] == "latex"]
    _tree(_page(Explorable(samples.answer(hostile=True))))


def test_a_refused_point_says_why(moving: Explorable) -> None:
    frames = list(moving.frames)
    frames[0] = "Here <nothing> is left."
    text = _page(replace(moving, frames=tuple(frames)))
    _tree(text)
    assert "Here &lt;nothing&gt; is left." in text.replace("\\u003c", "<")


def test_other_formats_show_the_answer(moving: Explorable) -> None:
    assert rendering.render(moving, "text") == rendering.render(moving.answer, "text")


def test_the_same_page_twice(moving: Explorable) -> None:
    again = explorable(explainer.explain("gru-gradient", steps=50), 12)
    assert _page(again) == _page(moving)
    assert [block for block in moving.answer.blocks if isinstance(block, Plot)]


@pytest.mark.parametrize("slug", ["write-and-hold", "gru-gradient"])
def test_the_largest_pages_stay_small(slug: str) -> None:
    assert len(_page(explorable(explainer.explain(slug))).encode()) < 600_000
