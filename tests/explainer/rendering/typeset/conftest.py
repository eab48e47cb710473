"""One lesson with every kind of block and every kind of mark, for the tests of the typesetter."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable

import pytest

from explainer.notation import Writer
from explainer.records import (
    Answer,
    Aside,
    Axis,
    Band,
    Bars,
    Check,
    Code,
    Derivation,
    Followup,
    Formula,
    Heading,
    Line,
    Plot,
    Prose,
    Residual,
    Source,
    Step,
    Steps,
    Table,
)

HOSTILE = '#read("/etc/passwd") $x$ \\ "quoted" ] * _a_ `b` <label> @ref 😀 漢字 \u202etxt // /* = heading'
_W = Writer("course")


def _step(rule: str, relation: str, left: str, right: str, *, claim: str = "", key: bool = False) -> Step:
    check = Check(symbolic=True, points=4, max_error=1e-30)
    return Step(
        rule,
        relation,
        _W.formula(left) if left else None,
        _W.formula(right),
        _W.words("why"),
        check,
        _W.words(claim),
        key,
    )


@pytest.fixture(scope="session")
def derivation() -> Derivation:
    """Seven steps, among them one too wide for a phone and two that only go on from the step before."""
    wide = "D(1-Γu[t]) + D((c~[t]-c[t-1]) * Γu[t] * (1-Γu[t])) W_uc + D(Γu[t] * (1-c~[t]^2)) W_cc D(Γr[t])"
    steps = (
        _step("chain rule", "=", "dc[T]/dc[0]", "prod(t=1, T) J[t]", key=True),
        _step("product rule", "=", "J[t]", wide, key=True),
        _step("factor", "=", "", "I - D(Γu[t]) (I - M[t])"),
        _step("limit", "≈", "", "I", claim="up to terms of order $γ$", key=True),
        _step("every gate at γ", "≈", "norm(dc[T]/dc[0])", "(1-γ)^T = exp(T ln(1-γ)) ≈ exp(-γ T)", key=True),
        _step("bound", "≤", "", "(1+γ K)^T", claim="for every direction", key=True),
        _step("hostile " + HOSTILE, "=", "x", "[[1, 2], [3, 4]] y / sqrt(z)"),
    )
    return Derivation(
        _W.words("Why the factor is near $I$"), "course", (_W.formula("c = Γu * c~ + (1-Γu) * c'"),), steps
    )


@pytest.fixture(scope="session")
def curves() -> Plot:
    """Lines of each style, a band, a zero, a gap, an infinity, on a logarithmic axis."""
    lag = tuple(float(t) for t in range(0, 101))
    marks = (
        Line(_W.words("GRU, $γ = 1e-6$"), lag, tuple((1 - 1e-6) ** t for t in lag)),
        Line(_W.words("predicted $(1-γ)^T$"), lag, tuple((1 - 1e-6) ** t for t in lag), "dashed"),
        Line(_W.words("RNN"), lag, tuple(0.5**t if t < 60 else 0.0 for t in lag)),
        Line(_W.words("samples"), lag, tuple(None if t % 10 else 0.9**t for t in lag), "points"),
        Line(_W.words("explodes"), lag, tuple(1.5**t if t < 90 else math.inf for t in lag)),
        Band(_W.words("bound"), lag, tuple(0.99**t for t in lag), tuple(1.01**t for t in lag)),
    )
    x, y = Axis(_W.words("lag $T$"), "steps", "log"), Axis(_W.words("$norm(dc[T]/dc[0])$"), "", "log")
    return Plot(_W.words("Gradient norm at $γ = 1e-6$"), x, y, marks, 'alt "text" <with> & marks')


@pytest.fixture(scope="session")
def bars() -> Plot:
    """Stacked bars with a missing part and one below zero."""
    marks = (
        Bars(_W.words("carry"), (0.5, 0.9, 1.0)),
        Bars(_W.words("update gate"), (0.3, None, -0.1)),
    )
    names = (_W.words("$γ = 0.5$"), _W.words("$γ = 0.1$"), (HOSTILE,))
    return Plot(_W.words("Shares"), Axis(_W.words("gate")), Axis(_W.words("share")), marks, "shares", names)


@pytest.fixture(scope="session")
def answer(derivation: Derivation, curves: Plot, bars: Plot) -> Answer:
    """An answer with every kind of block, and hostile text wherever a reader's text can come."""
    rows = (
        (1e-6, 1000, Residual(1e-13), None, "words", _W.words("$1-Γu$")),
        (0.5, 3, Residual(0.01), 2.0, HOSTILE, ()),
    )
    table = Table(
        _W.words("Prediction beside measurement"),
        tuple(_W.words(head) for head in ("gate $γ$", "steps", "difference", "measured", "remark", "factor")),
        rows,
        _W.words("a note"),
    )
    blocks = (
        Heading(_W.words("Assumptions"), "assumptions"),
        Prose(_W.words("The course's notation: $Γu → 0$ remembers.")),
        Formula(_W.formula("c[T] = prod(t=1, T) (1-Γu[t]) * c[0] + sum(s=1, T) w_s * c~[s]"), _W.words("The memory")),
        Steps(derivation),
        table,
        curves,
        bars,
        Code("python", f"print('{HOSTILE}')\n", "program.py"),
        *(Aside(kind, (HOSTILE,)) for kind in ("misconception", "caution", "note")),
    )
    return Answer(
        question=HOSTILE,
        topic="gru-gradient",
        title=_W.words("Why, with $Γu ≈ 0$"),
        facet="",
        confidence=0.9,
        alternatives=(),
        parameters={},
        notation="course",
        depth="full",
        headline=_W.words("It keeps $(1-γ)^1000 ≈ 0.999$."),
        values={},
        blocks=blocks,
        followups=(Followup("What then?", "rnn-vanishing"), Followup(HOSTILE, "not-in-the-book")),
        sources=(Source("Cho et al.", 2014, "A paper", "https://arxiv.org/abs/1406.1078"), Source("Ng", 2018, HOSTILE)),
        remarks=((HOSTILE,),),
    )


Pixels = list[list[tuple[int, ...]]]


def _pixels(png: bytes) -> Pixels:
    """The rows of an RGBA picture, its filters undone (PNG, third edition, section 9)."""
    width, height = struct.unpack(">II", png[16:24])
    assert png[24:26] == b"\x08\x06"
    packed, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        packed += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw, span = zlib.decompress(packed), 4 * width
    rows, before = [], [0] * span
    for y in range(height):
        start = y * (span + 1)
        way, line = raw[start], list(raw[start + 1 : start + 1 + span])
        for k in range(span) if way else ():
            left, up, corner = (line[k - 4] if k >= 4 else 0), before[k], (before[k - 4] if k >= 4 else 0)
            nearest = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
            line[k] = (line[k] + (0, left, up, (left + up) // 2, nearest)[way]) & 255
        rows.append([tuple(line[k : k + 4]) for k in range(0, span, 4)])
        before = line
    return rows


@pytest.fixture(scope="session")
def pixels() -> Callable[[bytes], Pixels]:
    """Reads a PNG without an imaging library."""
    return _pixels
