"""Jobs: equal results have equal keys, in any process and any order of the parameters."""

import pickle
import subprocess
import sys
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from bot.worker.jobs import Job
from explainer.records import Query

JOB = Job(topic="gru-gradient", parameters=(("gamma", Decimal("1e-6")), ("steps", 1000)))
PREVIOUS = Query("", "gru-gradient", parameters={"gamma": Decimal("0.5")}, given=frozenset({"gamma", "steps"}))
CHANGES = {
    "want": "page",
    "question": "why?",
    "topic": "gru-memory",
    "facet": "why",
    "level": "proof",
    "parameters": (("gamma", Decimal("1e-5")), ("steps", 1000)),
    "notation": "cho",
    "depth": "full",
    "theme": "light",
    "seed": 1,
    "previous": PREVIOUS,
    "course": "[course]",
}


def test_the_order_of_parameters_does_not_matter() -> None:
    assert replace(JOB, parameters=tuple(reversed(JOB.parameters))).key == JOB.key


@pytest.mark.parametrize("name", [field.name for field in fields(Job)])
def test_every_field_is_in_the_key(name: str) -> None:
    assert replace(JOB, **{name: CHANGES[name]}).key != JOB.key


def test_what_went_before_is_in_the_key() -> None:
    after = replace(JOB, previous=PREVIOUS)
    other = replace(JOB, previous=replace(PREVIOUS, parameters={"gamma": Decimal("0.4")}))
    assert after.key != other.key
    assert after.key == replace(JOB, previous=replace(PREVIOUS)).key


def test_the_key_is_the_same_under_any_hash_seed() -> None:
    program = (
        "from decimal import Decimal; from bot.worker.jobs import Job; from explainer.records import Query;"
        "print(Job(question='γ', previous=Query('', 't', given=frozenset({'gamma', 'steps', 'lag', 'seed'}))).key)"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", program],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(keys) == 1


def test_a_lone_surrogate_in_a_question_has_a_key() -> None:
    assert Job(question="\ud800").key != Job(question="\ud801").key


def test_jobs_travel() -> None:
    job = replace(JOB, previous=PREVIOUS)
    assert pickle.loads(pickle.dumps(job)) == job


def test_long_jobs() -> None:
    assert Job(topic="learn-demo").long
    assert Job(want="handbook").long
    assert not JOB.long
