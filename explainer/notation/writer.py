"""The room's door: one Writer for each convention and cell turns linear notation into formulas and sentences."""

from __future__ import annotations

from functools import lru_cache

from explainer.notation.cho import CHO
from explainer.notation.course import COURSE
from explainer.notation.layout import lay_out
from explainer.notation.parser import parse
from explainer.notation.pytorch import PYTORCH
from explainer.notation.table import CELLS, Convention
from explainer.notation.translation import translate
from explainer.records.mathematics import Mathematics, Words

CONVENTIONS: tuple[Convention, ...] = (COURSE, CHO, PYTORCH)
NAMES: tuple[str, ...] = tuple(convention.name for convention in CONVENTIONS)


def convention(name: str) -> Convention:
    """The table of one convention. Raises LookupError, naming the known ones, for others."""
    for candidate in CONVENTIONS:
        if candidate.name == name:
            return candidate
    raise LookupError(f"There is no notation {name!r}; the notations are {', '.join(NAMES)}.")


class Writer:
    """Writes formulas and sentences in one convention.

    cell: whose letters are meant where a letter means different things: in "gru" (and "simplified-gru") c is the state,
        in "lstm" c is the memory cell and a the output, in "rnn" a is the state.
    Raises LookupError for an unknown convention or cell.
    """

    def __init__(self, name: str, cell: str = "gru") -> None:
        self.convention = convention(name)
        if cell not in CELLS:
            raise LookupError(f"There is no cell {cell!r}; the cells are {', '.join(CELLS)}.")
        self.name = name
        self.cell_name = cell

    def formula(self, text: str) -> Mathematics:
        """One formula, given in the course's tokens. Raises ValueError, with the position, for a mistake in it."""
        return _formula(text, self.name, self.cell_name)

    def verbatim(self, text: str) -> Mathematics:
        """One formula whose letters are this convention's own already (only the time index is put in its place)."""
        return _formula(text, self.name, "")

    def words(self, text: str) -> Words:
        """A sentence with formulas between dollar signs; $$ is a dollar sign. Raises ValueError for a mistake in it."""
        return _words(text, self.name, self.cell_name)

    def verbatim_words(self, text: str) -> Words:
        """A sentence whose formulas are in this convention's own letters already."""
        return _words(text, self.name, "")

    def cell(self, name: str | None = None) -> tuple[Mathematics, ...]:
        """The equations of a cell as this convention has it, a formula each (PyTorch's GRU is another cell)."""
        return tuple(self.verbatim(line) for line in self.convention.cells[self._known(name)])

    def statement(self, name: str | None = None) -> Words:
        """Which convention this is, which way its gate remembers, and what the reader must not mix up."""
        return self.verbatim_words(self.convention.remarks[self._known(name)])

    def for_cell(self, name: str) -> Writer:
        """The same convention for another cell's letters."""
        return Writer(self.name, name)

    def _known(self, name: str | None) -> str:
        if name is not None and name not in CELLS:
            raise LookupError(f"There is no cell {name!r}; the cells are {', '.join(CELLS)}.")
        return name or self.cell_name


@lru_cache(maxsize=8192)
def _formula(text: str, name: str, cell: str) -> Mathematics:
    table = convention(name)
    letters = table.letters[cell] if cell else {}
    return lay_out(translate(parse(text), letters), table)


@lru_cache(maxsize=4096)
def _words(text: str, name: str, cell: str) -> Words:
    parts: list[str | Mathematics] = []
    # "$$" is a dollar sign; what is left alternates between plain words and formulas.
    for position, piece in enumerate(text.replace("$$", "\0").split("$")):
        if position % 2:
            parts.append(_formula(piece, name, cell))
        elif piece:
            parts.append(piece.replace("\0", "$"))
    if text.replace("$$", "").count("$") % 2:
        raise ValueError(f"A dollar sign is not closed in: {text}")
    return tuple(parts)
