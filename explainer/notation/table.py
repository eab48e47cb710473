"""What one convention is made of: its letters, its cells and the facts that tell it from the others."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.records.record import record

CELLS = ("gru", "simplified-gru", "lstm", "rnn")


@record
class Convention:
    """One published way to write the cells.

    time_index: "superscript" for c⟨t⟩, "subscript" for h_t. elementwise: the sign of the elementwise product.
    state, gate, candidate, reset: the GRU's letters.
    remembers: the value of the gate that keeps the memory, as a formula.
    bias_sign: the sign of this convention's update-gate bias relative to the course's b_u (W_u has the same sign).
    reset_enters: "before" or "after" the product with the recurrent matrix.
    letters: for each cell, the course's token → what this convention writes: another token, "-token" for its negative,
        "1-token" for one minus it. A token that isn't listed is written as it stands.
    cells: for each cell, its equations in this convention's own letters.
    remarks: for each cell, what the reader must not mix up, as prose in this convention's own letters.
    """

    name: str
    title: str
    source: str
    time_index: str
    elementwise: str
    state: str
    gate: str
    candidate: str
    reset: str
    remembers: str
    bias_sign: int
    reset_enters: str
    letters: Mapping[str, Mapping[str, str]]
    cells: Mapping[str, tuple[str, ...]]
    remarks: Mapping[str, str]
