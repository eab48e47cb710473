"""PROVING: derivations as chains of steps, each judged at 50 digits and, where it can be, by algebra.

Takes: a topic's steps, stated with letters and operators. Gives: a `Proof`, which can't be built with a false step, and
its plain data in linear notation. May import: records, SymPy, mpmath; never NumPy, never simplify, sympify or lambdify.

How to write a derivation (the pattern to copy: lemmas/gru_gradient.py)

    def derive(notation: str) -> Mapping[str, object]:            # in a topic: import symbolic inside this function
        from explainer.symbolic import Proof, cells, define, scalar
        from explainer.symbolic.vocabulary import D, T, d, prod_over, t
        cell = cells.gru(notation)                                # cells.gru(notation, units=False) for one unit
        proof = Proof("Title with $formulas$", notation, cell.equations, cell="gru", brief=True)
        proof.step("product rule", d(cell.c[t], cell.c[t-1]), "=", cell.jacobian, "Why, in words.", key=True)
        return {"usual": proof}                                   # further variants: "simple", "proof", or your own

Letters       scalar("γ", 0, 1) is drawn between 0 and 1; vector("v"), matrix("W"), whole("k"); an index in brackets is
              a time: c[t-1]. t, s, T, k come from the vocabulary (3 ≤ T ≤ 6, 1 ≤ t ≤ T, 1 ≤ s, k < T).
Operators     + − as usual; A @ v is the matrix product, a * b of vectors the elementwise one; D(v), norm, tanh, σ, exp,
              ln, sqrt, transpose, identity, sum_over, prod_over, largest, smallest, d (total), partial (letters held).
              Of scalars @ and * are both the product and D(v) is v: one text serves n units and one unit.
Order         what you write is what is printed. The reader's line and what the judge computes are one tree.
Given         define(letter, expression) both prints and defines; shown=False only defines. A letter without a definition
              is free: the judge draws it. proof.let(…) adds or redefines later on.
Relations     "="  nothing more to say.
              "≈"  order=(γ, 2) claims O(γ²), order=(T, -1) claims O(1/T); coefficient=… what the remainder tends to;
                   the order must be sharp, and claim= says it in words.
              "≤" "≥" "<" ">"  claim= the conditions in words, where=[Equation(x, y, "≤")] for what the points must meet.
              "→"  limit=(γ, "0") or (T, "∞"), claim= in words.
left=None     goes on from the right side of the step before.
Words         title, why and claim are written in the course's tokens ($Γu$, $c[t-1]$) for every notation: the Writer
              translates them. Formulas come from the cell's own letters and are not translated.
brief=True    prints c for c[t] and c' for c[t-1].
Refused?      Unproved names the step, the point and both values. Correct the mathematics; there is no tolerance to set.

Then `python -m explainer.catalogue.generate` judges everything and writes the `.derivation.json` files, which answers
read without SymPy. To add a lemma that several topics need: a small file in lemmas/. To add a cell: a file in cells/.
"""

from explainer.symbolic import cells, vocabulary
from explainer.symbolic.check import Unproved
from explainer.symbolic.expression import Equation, Expression, Symbol, matrix, scalar, vector, whole
from explainer.symbolic.linear import linear
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import define

__all__ = [
    "Equation",
    "Expression",
    "Proof",
    "Symbol",
    "Unproved",
    "cells",
    "define",
    "linear",
    "matrix",
    "scalar",
    "vector",
    "vocabulary",
    "whole",
]
