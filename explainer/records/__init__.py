"""The nouns of the house: frozen records that the rooms hand to each other.

Takes: nothing. Gives: the dataclasses below. May import: no other room, and no numeric library at run time.
To add a noun: put it in the file of its kind, list it here, and teach every renderer if it is a Block.
"""

from explainer.records.answer import (
    Answer,
    Aside,
    Axis,
    Band,
    Bars,
    Block,
    Cell,
    Checks,
    Code,
    Followup,
    Formula,
    Heading,
    Line,
    Mark,
    Plot,
    Prose,
    Residual,
    Steps,
    Table,
)
from explainer.records.derivation import Check, Derivation, Step
from explainer.records.explorable import Explorable, Slider
from explainer.records.mathematics import Mathematics, Words
from explainer.records.query import Parameters, Query, Suggestion, Unclear, Value
from explainer.records.topic import Facet, Parameter, Source, Topic
from explainer.records.trace import Trace

__all__ = [
    "Answer",
    "Aside",
    "Axis",
    "Band",
    "Bars",
    "Block",
    "Cell",
    "Check",
    "Checks",
    "Code",
    "Derivation",
    "Explorable",
    "Facet",
    "Followup",
    "Formula",
    "Heading",
    "Line",
    "Mark",
    "Mathematics",
    "Parameter",
    "Parameters",
    "Plot",
    "Prose",
    "Query",
    "Residual",
    "Slider",
    "Source",
    "Step",
    "Steps",
    "Suggestion",
    "Table",
    "Topic",
    "Trace",
    "Unclear",
    "Value",
    "Words",
]
