"""What a reader can choose between, in the words of menus and buttons."""

from __future__ import annotations

NOTATIONS = {
    "course": "The course's: c, Γu, Γr",
    "cho": "Cho 2014's: h, z, r",
    "pytorch": "PyTorch's: h, z, r, n",
}
# For the button that leads to the next one.
NOTATION_BUTTONS = {"course": "In the course's letters", "cho": "In Cho's letters", "pytorch": "In PyTorch's letters"}
THEMES = {"dark": "Dark pictures", "light": "Light pictures"}
DEPTHS = {
    "short": "Short: answer, key steps, numbers, plot",
    "full": "Full: also what is assumed and what is not said",
}


def following_notation(notation: str) -> str:
    """The notation after this one, round and round."""
    order = tuple(NOTATIONS)
    return order[(order.index(notation) + 1) % len(order)]
