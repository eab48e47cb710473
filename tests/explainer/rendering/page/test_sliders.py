"""The controls: what a number is called, how its values are written, and that each can be worked and read aloud."""

from __future__ import annotations

from decimal import Decimal

import html5lib
import pytest

import explainer
from explainer.explore import explorable
from explainer.records import Parameter, Slider
from explainer.rendering.page.sliders import controls, letter, plain, written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.000001"), "1e-6"),
        (Decimal("2.50E-7"), "2.5e-7"),
        (Decimal("0.05"), "0.05"),
        (Decimal(1), "1"),
        (Decimal("1E+3"), "1000"),
        (Decimal(-4), "-4"),
        (Decimal(0), "0"),
        (1000, "1000"),
    ],
)
def test_values_are_plain_in_fields_and_addresses(value: Decimal | int, text: str) -> None:
    assert plain(value) == text
    assert Decimal(plain(value)) == value


def test_a_number_is_called_by_its_letter_or_its_name() -> None:
    assert letter(Parameter("gamma", "γ, the value of the update gate: the share")) == "γ"
    assert letter(Parameter("target", "the share that should be left, such as 0.5")) == "target"


def test_beside_a_bias_stands_its_gate() -> None:
    slider = Slider(Parameter("bias", "b_u, the bias"), (Decimal(-4), Decimal(0)), 1)
    assert written(slider) == ["−4, σ = 0.018", "0, σ = 0.5"]


def test_every_control_has_a_label_and_says_its_value() -> None:
    text = controls(explorable(explainer.explain("gru-gradient"), 6), "x-")
    form = html5lib.parseFragment(text, namespaceHTMLElements=False)
    labels = {label.attrib["for"] for label in form.iter("label")}
    for control in form.iter("input"):
        if control.attrib["type"] == "range":
            assert control.attrib["id"] in labels
            assert "=" in control.attrib["aria-valuetext"]
        else:
            assert control.attrib["aria-label"]
    assert len(labels) == 2
