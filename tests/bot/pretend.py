"""Stand-ins for the tests of the bot's face: a hand-made answer, and workers that answer at once without computing."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot.worker import Job, Picture, Rendered
from explainer.records import (
    Answer,
    Aside,
    Axis,
    Check,
    Code,
    Derivation,
    Facet,
    Followup,
    Formula,
    Heading,
    Line,
    Parameter,
    Plot,
    Prose,
    Query,
    Residual,
    Source,
    Step,
    Steps,
    Suggestion,
    Table,
    Topic,
    Unclear,
)
from explainer.records.mathematics import Group, Letter, Number, Operator, Row, Script


def png(width: int = 400, height: int = 120, grey: int = 60) -> bytes:
    """A picture that Discord and a browser accept."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + bytes((grey,)) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


GRADIENT = Job(topic="gru-gradient")
RETENTION = Script(Group("(", Row((Number("1"), Operator("−"), Letter("γ"))), ")"), sup=Letter("T"))


def answer(job: Job = GRADIENT) -> Answer:
    """An answer with every kind of part, for the job's numbers and notation."""
    step = Step(
        "product", "=", None, RETENTION, ("every path but the carry has a factor ", Letter("γ")), Check(True, 3, 0.0)
    )
    derivation = Derivation(
        ("The product of Jacobians",), job.notation, (), (step, replace(step, relation="≈", key=True))
    )
    line = Line(("GRU",), (1.0, 10.0, 100.0), (1.0, 0.99, 0.9))
    given = dict(job.parameters)
    named = {name: Decimal(str(value)) for name, value in given.items() if name in ("gamma", "target")}
    if "steps" in given:
        named["steps"] = int(str(given["steps"]))
    return Answer(
        question=job.question,
        topic=job.topic or "gru-gradient",
        title=("Why the GRU gradient survives",),
        facet=job.facet,
        confidence=0.9,
        alternatives=(),
        parameters={"gamma": Decimal("1e-6"), "steps": 1000, **named},
        notation=job.notation,
        depth=job.depth,
        headline=("The gradient is multiplied by ", RETENTION, ", which stays *near* 1 as long as the gate is shut."),
        values={"predicted": 0.999, "measured": 0.9991},
        blocks=(
            Heading(("Assumptions",), "assumptions"),
            Formula(Letter({"course": "Γu", "cho": "z", "pytorch": "n"}[job.notation])),
            Prose(("Every gate has the value ", Letter("γ"), " at every step.")),
            Heading(("Derivation",), "derivation"),
            Steps(derivation),
            Heading(("Measured",), "demo"),
            Table(
                ("Prediction beside measurement",),
                (("γ",), ("predicted",), ("measured",), ("difference",)),
                ((0.5, 9.33264e-302, 9.1e-302, Residual(1e-14)), (1e-6, 0.999, 0.99912, Residual(1.2e-4))),
            ),
            Plot(("Gradient over lag",), Axis(("lag",)), Axis(("norm",), scale="log"), (line,), "Falls from 1 to 0.9."),
            Aside("misconception", ("It is not the product of the gates.",)),
            Heading(("What this does not say",), "beyond"),
            Prose(("Nothing about exploding gradients.",)),
            Code("python", "print('predicted', 0.999)\n", "gru_gradient.py"),
        ),
        followups=(Followup("Why does keeping the value keep the gradient?", "value-vs-gradient"),),
        sources=(Source("Cho et al.", 2014, "Learning phrase representations"),),
        given=frozenset(named),
    )


def pictures(kind: str = "dark") -> tuple[Picture, ...]:
    """The key steps and one plot."""
    grey = 40 if kind == "dark" else 220
    return (
        Picture("steps-1.png", png(900, 400, grey), "Steps: the product is (1−γ)^T.", 900, 400),
        Picture("plot-1.png", png(900, 500, grey), "A plot that falls from 1 to 0.9.", 900, 500),
    )


class PretendWorkers:
    """Answers like the real ones, by a rule for the words of the question; remembers the jobs."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.failure: Exception | None = None
        self.rendered: Rendered | None = None

    async def start(self) -> None:
        """Nothing to start."""

    async def close(self) -> None:
        """Nothing to close."""

    async def run(self, job: Job, on_progress: Callable[[str], None] | None = None) -> Rendered:
        """The pretended result."""
        self.jobs.append(job)
        if self.failure is not None:
            raise self.failure
        if on_progress is not None:
            on_progress("training the GRU: 10 of 600")
        return self.rendered if self.rendered is not None else pretend(job)


def pretend(job: Job) -> Rendered:
    """What the workers would have computed, more or less."""
    if job.want == "handbook":
        return Rendered(None, file=b"%PDF-1.7 pretended", file_name="handbook.pdf")
    if job.want == "course":
        bad = "line 3" if "bad" in job.course else ""
        return Rendered(
            Unclear("", "invalid" if bad else "conversation", f"The file is wrong in {bad}." if bad else "Good.")
        )
    words = job.question.lower()
    if "weather" in words:
        return Rendered(
            Unclear(job.question, "other-subject", "The weather is not mine: I answer on recurrent networks.")
        )
    if "vague" in words:
        first = Suggestion("Why doesn't the GRU gradient vanish?", "gru-gradient")
        second = Suggestion("Why does keeping the value keep the gradient?", "value-vs-gradient")
        return Rendered(
            Unclear(job.question, "choose", "I am not sure what you mean. Is it one of these?", (first, second))
        )
    if dict(job.parameters).get("gamma") == "2":
        return Rendered(Unclear("", "invalid", "γ must be from 0 to 1: 2 is not. Try 0.5."))
    if job.want == "page":
        return Rendered(answer(job), file=b"<!doctype html><title>x</title>", file_name="gru-gradient.html")
    if job.want == "derivation":
        pages = tuple(Picture(f"page-{n}.png", png(), f"Page {n} of 3.", 400, 120) for n in (1, 2, 3))
        return Rendered(answer(job), pages)
    return Rendered(answer(job), pictures(job.theme))


_GAMMA = Parameter("gamma", "γ, the gate", default=Decimal("1e-6"), low=Decimal(0), high=Decimal(1), option="--gamma")
_STEPS = Parameter(
    "steps", "T, steps", kind="count", default=1000, low=Decimal(1), high=Decimal(10**5), option="--steps"
)
_TARGET = Parameter(
    "target", "the share kept", default=Decimal("0.5"), low=Decimal(0), high=Decimal(1), option="--keep"
)
_LAG = Parameter("lag", "the lag", kind="count", default=60, low=Decimal(1), high=Decimal(200), option="--lag")
_NORMS = Parameter("norms", "gradient norms", kind="numbers", option="--norms")


def _never(query: Query) -> Answer:
    raise AssertionError("the bot's own process never computes an answer")


def _topic(slug: str, question: str, *parameters: Parameter, facets: tuple[Facet, ...] = ()) -> Topic:
    return Topic(slug, slug.replace("-", " ").capitalize(), question, parameters, (), (), _never, None, facets)


TOPICS = (
    _topic(
        "gru-gradient",
        "Why doesn't the GRU gradient vanish when Γu is near 0?",
        _GAMMA,
        _STEPS,
        facets=(Facet("product", "Isn't the gradient a product of the gates Γu?"),),
    ),
    _topic("value-vs-gradient", "Why does keeping the value keep the gradient?"),
    _topic("compute-retention", "How much is left?", _GAMMA, _STEPS),
    _topic("solve-gamma", "Which γ keeps a share?", _STEPS, _TARGET),
    _topic("solve-steps", "How many steps until a share is left?", _GAMMA, _TARGET),
    _topic("compare-cells", "RNN, GRU, LSTM side by side?", _GAMMA, _STEPS),
    _topic("learn-demo", "Does it really learn a long lag?", _LAG),
    _topic("diagnose", "How do I see it in my network?", _NORMS),
)
