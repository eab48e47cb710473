"""The JSON contract: the keys it promises, for answers and for questions without one; finite numbers; pure ASCII."""

from __future__ import annotations

import json
from types import ModuleType

import jsonschema
import pytest

from explainer import rendering

NUMBER = {"anyOf": [{"type": "number"}, {"enum": ["Infinity", "-Infinity", None]}]}
TEXT = {"type": "string"}
ALL = {"schema", "status", "question", "topic", "confidence", "alternatives", "parameters", "headline", "values", "blocks"}
SCHEMA = {
    "type": "object",
    "required": sorted({*ALL, "checks", "followups", "sources"}),
    "properties": {
        "schema": {"const": "gru-explainer/1"},
        "status": {"enum": ["answered", "unclear", "conversation", "invalid"]},
        "topic": {"type": ["string", "null"]},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "alternatives": {"type": "array", "items": {"required": ["topic", "score"]}},
        "values": {"type": "object", "additionalProperties": NUMBER},
        "checks": {"required": ["steps", "verified"]},
        "followups": {"type": "array", "items": {"required": ["question", "topic"]}},
        "sources": {"type": "array", "items": {"required": ["authors", "year", "title", "where"]}},
        "blocks": {
            "type": "array",
            "items": {
                "required": ["kind"],
                "oneOf": [
                    {"properties": {"kind": {"const": "heading"}}, "required": ["text", "part"]},
                    {"properties": {"kind": {"const": "prose"}, "text": TEXT}, "required": ["text"], "maxProperties": 2},
                    {"properties": {"kind": {"const": "formula"}}, "required": ["latex", "text", "caption"]},
                    {
                        "properties": {
                            "kind": {"const": "steps"},
                            "steps": {
                                "items": {
                                    "required": ["rule", "relation", "latex", "text", "why", "check"],
                                    "properties": {"check": {"required": ["symbolic", "points", "max_error"]}},
                                }
                            },
                        },
                        "required": ["steps"],
                    },
                    {"properties": {"kind": {"const": "table"}}, "required": ["title", "columns", "rows", "note"]},
                    {"properties": {"kind": {"const": "plot"}, "alt": TEXT}, "required": ["alt", "marks", "x", "y"]},
                    {"properties": {"kind": {"const": "code"}}, "required": ["language", "name", "source"]},
                    {"properties": {"kind": {"const": "aside"}}, "required": ["type", "text"]},
                ],
            },
        },
    },
}


def _object(what: object, name: str = "json") -> dict[str, object]:
    shown = rendering.render(what, name)  # type: ignore[arg-type]
    assert isinstance(shown, str)
    assert shown.isascii()
    assert shown.endswith("\n")

    def never(constant: str) -> None:
        raise AssertionError(constant)

    result: dict[str, object] = json.loads(shown, parse_constant=never)
    return result


@pytest.mark.parametrize("hostile", [False, True])
def test_an_answer_keeps_the_contract(hostile: bool, samples: ModuleType) -> None:
    jsonschema.validate(_object(samples.answer(hostile=hostile)), SCHEMA)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("choose", "unclear"), ("other-subject", "unclear"), ("conversation", "conversation"), ("invalid", "invalid")],
)
def test_an_unclear_keeps_the_contract(kind: str, status: str, samples: ModuleType) -> None:
    shown = _object(samples.unclear(kind))
    jsonschema.validate(shown, SCHEMA)
    assert shown["status"] == status
    assert shown["topic"] is None
    assert shown["headline"] == "This may mean one of these questions."


def test_the_schema_would_catch_a_missing_key(samples: ModuleType) -> None:
    shown = _object(samples.answer())
    del shown["values"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(shown, SCHEMA)


def test_a_line_holds_the_same_as_the_indented_object(samples: ModuleType) -> None:
    line = rendering.render(samples.answer(), "jsonl")
    assert isinstance(line, str)
    assert line.count("\n") == 1
    assert json.loads(line) == _object(samples.answer())


def test_numbers_are_at_full_precision_and_residuals_are_not(samples: ModuleType) -> None:
    shown = _object(samples.answer())
    assert shown["values"] == {"predicted": 0.9990004993338748, "measured": 0.99900051, "rate": None, "limit": "Infinity"}
    assert shown["parameters"] == {"gamma": 1e-6, "steps": 1000, "cell": "gru", "norms": [1.0, 0.5, "Infinity"]}
    assert shown["checks"] == {"steps": 4, "verified": 4}
    table = next(block for block in shown["blocks"] if block["kind"] == "table")  # type: ignore[attr-defined]
    assert table["rows"][0] == [1e-6, 1000, 0.999000499, 0.99900051, "< 1e-12", "within the bound"]
    assert table["rows"][3] == [1.0, 10, "Infinity", None, "undefined", None]


def test_a_step_holds_its_whole_line(samples: ModuleType) -> None:
    steps = next(block for block in _object(samples.answer())["blocks"] if block["kind"] == "steps")["steps"]  # type: ignore[attr-defined]
    assert steps[0]["text"] == "dc⟨T⟩/dc⟨0⟩ = ∏ₜ₌₁ᵀ J⟨t⟩"
    # The third goes on from the right side of the second.
    assert steps[2]["text"].startswith("D(1 − Γᵤ⟨t⟩) + ")
    assert steps[2]["text"].endswith(" ≈ 1 − γ")
    assert steps[2]["relation"] == "≈"
