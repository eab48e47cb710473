"""The one-step Jacobian of the GRU on its own: four paths, the factor Γu taken out, and the corner where it is 0."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru
from explainer.symbolic.lemmas.gru_gradient import four_paths, near_identity
from explainer.symbolic.proof import Proof


def derive(notation: str) -> Mapping[str, Proof]:
    """For n units, and for one unit without matrices."""
    return {"usual": one_step(gru(notation)), "simple": one_step(gru(notation, units=False))}


def one_step(cell: GRU) -> Proof:
    """dc/dc' by product and chain rule, in the order in which the state enters."""
    proof = Proof("One step, path by path", cell.notation, cell.equations, cell=cell.name, brief=True)
    four_paths(proof, cell)
    near_identity(proof, cell)
    return proof
