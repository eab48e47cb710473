"""The controls of an explorable answer: for each number a labelled slider and a field, and how its values are written."""

from __future__ import annotations

import math
from decimal import Decimal

from explainer.notation import show
from explainer.records import Explorable, Parameter, Slider
from explainer.rendering.contents import number
from explainer.rendering.mathematics.mathml import escape
from explainer.rendering.mathematics.unicode import to_unicode, words_to_unicode

_LEGEND = "move a number, and everything that was measured with it moves along"
_FIELD = "as a number"


def controls(what: Explorable, prefix: str) -> str:
    """The form, hidden until a script can work it. prefix: makes ids unique in the page."""
    shown = "".join(_control(slider, f"{prefix}slider-{rank}") for rank, slider in enumerate(what.sliders, 1))
    name = f"{words_to_unicode(what.answer.title)}: {_LEGEND}"
    return f'<form class="controls" aria-label="{escape(name)}" autocomplete="off" hidden>\n{shown}</form>\n'


def _control(slider: Slider, key: str) -> str:
    letter, rest = _letter_and_rest(slider.parameter)
    meaning = f"<b>{escape(letter)}</b><span>{escape(rest)}</span>"
    label = f"{letter} = {written(slider)[slider.at]}"
    own = plain(slider.values[slider.at])
    return (
        f'<div class="control">\n<label for="{key}">{meaning}</label>\n'
        f'<input type="range" id="{key}" min="0" max="{len(slider.values) - 1}" step="1" value="{slider.at}" '
        f'aria-valuetext="{escape(label)}">\n'
        f'<input type="text" inputmode="decimal" value="{own}" aria-label="{escape(letter)} {_FIELD}">\n'
        f'<span class="measured">measured at {escape(label)}</span>\n</div>\n'
    )


def letter(parameter: Parameter) -> str:
    """What the number is called: its letter where its meaning begins with one, else its name."""
    return _letter_and_rest(parameter)[0]


def _letter_and_rest(parameter: Parameter) -> tuple[str, str]:
    first, comma, rest = parameter.meaning.partition(", ")
    return (first, comma + rest) if comma and len(first) <= 4 else (parameter.name, f": {parameter.meaning}")


def plain(value: Decimal | int) -> str:
    """A value as it stands in a field and in an address: 1e-6, 0.05, 1000."""
    if isinstance(value, Decimal) and value and value.adjusted() < -3:
        return f"{value.normalize():e}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def written(slider: Slider) -> list[str]:
    """Every value as it is read: 10⁻⁶, 0.05, 1000; beside a gate's bias the gate that it makes."""
    return [_written(slider.parameter, value) for value in slider.values]


def _written(parameter: Parameter, value: Decimal | int) -> str:
    text = to_unicode(number(show(value)))
    if parameter.name != "bias":
        return text
    gate = 1 / (1 + math.exp(-float(value)))
    return f"{text}, σ = {to_unicode(number(show(float(f'{gate:.3g}'))))}"
