"""Answers made by hand for the renderers' tests: every kind of block, hostile text, and every kind of Unclear."""

from __future__ import annotations

import math
from decimal import Decimal

from explainer import notation
from explainer.records import (
    Answer,
    Aside,
    Axis,
    Band,
    Bars,
    Block,
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
    Suggestion,
    Table,
    Unclear,
    Words,
)

HOSTILE = (
    "<script>alert(1)</script> $x$ `code` ```fence #import \"x\" @everyone <@123> **bold** _it_ | [a](http://b) "
    "\\input{x} \u202eRTL\u202c \u200bzero \x1b[31mred\x07 &amp; --- {{x}} \"quote\" 'single' ${x} %s"
)

PROGRAM = """import numpy as np

gamma, steps = 1e-6, 1000
print("predicted", np.exp(steps * np.log1p(-gamma)))  # < 1
"""


def derivation(w: notation.Writer) -> Derivation:
    """Three steps: one =, one ≈, one ≤, the second going on from the first."""
    f = w.formula
    return Derivation(
        w.words("From one step to $T$ steps"),
        w.name,
        (f("c[t] = Γu[t] * c~[t] + (1 - Γu[t]) * c[t-1]"), f("Γu[t] = γ")),
        (
            Step(
                "chain rule",
                "=",
                f("dc[T]/dc[0]"),
                f("prod(t=1, T) J[t]"),
                w.words("each state depends on $c[0]$ only through the state before it"),
                Check(True, 24, 0.0),
                key=True,
            ),
            Step(
                "product rule",
                "=",
                f("J[t]"),
                f("D(1-Γu[t]) + D((c~[t]-c[t-1])*Γu[t]*(1-Γu[t])) W_uc + D(Γu[t] * (1-c~[t]^2)) W_cc D(Γr[t])"),
                w.words("three factors depend on $c[t-1]$, and each extra term keeps a factor $Γu[t]$"),
                Check(True, 24, 1e-49),
            ),
            Step(
                "first order in the gate",
                "≈",
                None,
                f("1 - γ"),
                w.words("every other term is a multiple of $γ$"),
                Check(False, 24, 3e-7),
                claim=w.words("order $γ$ as $γ → 0$"),
                key=True,
            ),
            Step(
                "spectral norm",
                "≤",
                f("norm(J[T] … J[1])"),
                f("(1 + γK)^T"),
                (),
                Check(False, 24, 0.0),
                claim=w.words("$Γu ≤ γ$ in every unit"),
            ),
        ),
    )


def plots() -> tuple[Plot, ...]:
    """Lines on a logarithmic axis with a zero and a gap, a band, and stacked bars."""
    w = notation.Writer("course")
    lags = tuple(float(lag) for lag in range(0, 101, 5))
    gru = tuple(0.999**lag for lag in lags)
    rnn = tuple(0.7**lag if lag < 80 else 0.0 for lag in lags)
    gap = tuple(None if 30 < lag < 50 else math.exp(-lag / 20) for lag in lags)
    return (
        Plot(
            w.words("Norm of $dc[T]/dc[T-k]$ over the lag"),
            Axis(w.words("lag $k$"), "steps"),
            Axis(w.words("norm of the gradient"), "", "log"),
            (
                Line(w.words("GRU, measured"), lags, gru),
                Line(w.words("tanh RNN, measured"), lags, rnn),
                Line(w.words("prediction $e^(-k/20)$"), lags, gap, "dashed"),
            ),
            "Over 100 steps the GRU keeps 0.905 of the gradient, the tanh RNN less than 1e-12.",
        ),
        Plot(
            w.words("Two-sided bound"),
            Axis(w.words("steps"), "steps"),
            Axis(w.words("share kept")),
            (
                Band(w.words("bound"), lags, tuple(0.99**lag for lag in lags), tuple(1.002**lag for lag in lags)),
                Line(w.words("measured"), lags[::3], gru[::3], "points"),
            ),
            "The measured share lies inside the bound at every step.",
        ),
        Plot(
            w.words("Shares of the four paths"),
            Axis(w.words("gate $γ$")),
            Axis(w.words("share"), "%"),
            (
                Bars(w.words("carry"), (56.6, 98.0, 100.0)),
                Bars(w.words("update gate"), (34.2, 1.5, None)),
                Bars(w.words("candidate"), (9.2, 0.5, 0.0)),
            ),
            "The carry's share grows from 57 % to 100 % as the gate closes.",
            (w.words("$0.5$"), w.words("$0.01$"), w.words("$1e-6$")),
        ),
    )


def blocks(w: notation.Writer) -> tuple[Block, ...]:
    """Every kind of block at least once."""
    return (
        Heading(w.words("Assumptions and convention"), "assumptions"),
        Prose(w.statement()),
        *(Formula(equation) for equation in w.cell()),
        Heading(w.words("Derivation"), "derivation"),
        Steps(derivation(w)),
        Formula(w.formula("[[0.9, 5], [0, 0.9]]"), w.words("a matrix with $ρ < 1$ whose powers first grow")),
        Heading(w.words("Measured on a real unroll"), "demo"),
        Table(
            w.words("Prediction beside measurement"),
            (*map(w.words, ("$γ$", "$T$", "predicted $(1-γ)^T$", "measured", "difference", "remark")),),
            (
                (1e-6, 1000, 0.999000499, 0.99900051, Residual(3e-16), "within the bound"),
                (0.01, 100, 0.366032341, 0.36603, Residual(2.3e-6), w.words("$Γu$ is small")),
                (0.5, 2000, 0.0, None, Residual(0.0), "rounding level"),
                (1.0, 10, math.inf, math.nan, Residual(math.nan), None),
            ),
            w.words("Seed 0, $n = 8$ units."),
        ),
        *plots(),
        Aside("misconception", w.words("The factor is not $Γu$ but $1-Γu$: the closed gate keeps.")),
        Aside("caution", w.words("With $b_u = 0$ it vanishes too.")),
        Heading(w.words("Run it yourself"), "program"),
        Code("python", PROGRAM, "gru.py"),
    )


def answer(name: str = "course", *, hostile: bool = False, depth: str = "full") -> Answer:
    """A whole answer in one notation; hostile: unpleasant text wherever a reader's or an author's words can stand."""
    w = notation.Writer(name)
    words: Words = (HOSTILE,) if hostile else ()
    shown = blocks(w)
    if hostile:
        step = Step(HOSTILE, "=", w.formula("x"), w.formula("y"), words, Check(True, 3, 0.0), claim=words)
        shown = (
            Heading(words),
            Prose(words),
            Formula(w.formula('x "' + HOSTILE.replace('"', "") + '" y'), words),
            Steps(Derivation(words, name, (), (step,))),
            Table(words, (words, words), ((HOSTILE, words), (1.0, HOSTILE)), words),
            Plot(words, Axis(words, HOSTILE), Axis(words, HOSTILE), (Line(words, (0.0, 1.0), (1.0, 2.0)),), HOSTILE),
            Plot(words, Axis(words), Axis(words), (Bars(words, (1.0,)),), HOSTILE, (words,)),
            Aside("note", words),
            Code("python", f"print(1)  # {HOSTILE}\n```\n</pre>", "a.py"),
        )
    return Answer(
        question=HOSTILE if hostile else "why doesn't the gradient vanish for γ = 0.000001?",
        topic="gru-gradient",
        title=words or w.words("Why the GRU gradient need not vanish"),
        facet="",
        confidence=0.93,
        alternatives=(("gru-limits", 0.41),),
        parameters={"gamma": Decimal("0.000001"), "steps": 1000, "cell": "gru", "norms": (1.0, 0.5, math.inf)},
        notation=name,
        depth=depth,
        headline=words
        or w.words(
            "With $Γu ≈ 0$ each step multiplies the gradient by about $1-Γu$, so $T = 1000$ steps at $γ = 1e-6$ keep "
            "$(1-γ)^T ≈ 0.9990$ of it."
        ),
        values={"predicted": 0.9990004993338748, "measured": 0.99900051, "rate": math.nan, "limit": math.inf},
        blocks=shown,
        followups=(Followup(HOSTILE if hostile else "What does the gate do to the memory?", "gru-memory"),),
        sources=(
            Source("Cho et al.", 2014, HOSTILE if hostile else "Learning Phrase Representations", "https://arxiv.org/abs/1406.1078"),
            Source("Ng", 2018, "Sequence Models", "lecture notes"),
        ),
        remarks=(words or ("No: the gate does not have to be exactly 0.",),),
    )


def unclear(kind: str = "choose", *, hostile: bool = False) -> Unclear:
    """A question without an answer: with two suggestions, or (conversation, invalid) with none."""
    suggestions = (
        Suggestion(HOSTILE if hostile else "Why does the GRU gradient not vanish?", "gru-gradient"),
        Suggestion("How long does the memory last?", "gru-memory"),
    )
    return Unclear(
        text=HOSTILE if hostile else "gradient?",
        kind=kind,
        sentence=HOSTILE if hostile else "This may mean one of these questions.",
        suggestions=suggestions if kind in ("choose", "other-subject") else (),
        confidence=0.3,
        alternatives=(("gru-gradient", 0.3),) if kind == "choose" else (),
    )
