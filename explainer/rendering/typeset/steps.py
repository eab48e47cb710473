"""The steps of a derivation as pictures for a message: the key ones in one, all of them on as many as it takes."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.records import Derivation, Step
from explainer.rendering.typeset import press
from explainer.rendering.typeset.blocks import step
from explainer.rendering.typeset.excerpt import excerpt
from explainer.rendering.typeset.lesson import tints
from explainer.rendering.typeset.source import array, words

_WIDTH = 330.0  # points, with 11-point letters: on a phone's screen they are as large as the phone's own
_TALLEST = 430.0  # points: a page is about as high as a screen
_SHARPEST = 3.0  # pixels for each point


def steps_png(
    steps: Derivation | Sequence[Step], theme: str = "light", *, key_only: bool = True, max_width_px: int = 1000
) -> bytes:
    """The key steps (all when none is marked, or with key_only=False) as one opaque PNG, not wider than asked.

    Lines too long are broken at relations, then at signs; letters keep their size. Raises LookupError for an unknown theme,
    ValueError when there are no steps.
    """
    chosen = excerpt(steps.steps if isinstance(steps, Derivation) else steps, key_only=key_only)
    if not chosen:
        raise ValueError("There are no steps to show.")
    parts = array(step(shown, explained=False) for shown in chosen)
    return press.png(f"#step-pages({_WIDTH}pt,none,none,{tints(theme)},{parts})", _sharpness(max_width_px))


def steps_pages(derivation: Derivation, theme: str = "light", *, max_width_px: int = 1000) -> tuple[bytes, ...]:
    """The whole derivation, with every reason, as opaque PNGs of about a screen each, broken only between steps.

    Raises LookupError for an unknown theme, ValueError when there are no steps.
    """
    if not derivation.steps:
        raise ValueError("There are no steps to show.")
    parts = array(step(shown, explained=True) for shown in excerpt(derivation.steps, key_only=False))
    source = f"#step-pages({_WIDTH}pt,{_TALLEST}pt,{words(derivation.title)},{tints(theme)},{parts})"
    return press.pngs(source, _sharpness(max_width_px))


def _sharpness(max_width_px: int) -> float:
    return min(_SHARPEST, max_width_px / _WIDTH)
