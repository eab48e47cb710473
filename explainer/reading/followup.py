"""Follow-ups: a short message that goes on from the last answer, and what it turns that answer's Query into."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Context, Decimal

from explainer.reading.quantities import Quantities
from explainer.records import Answer, Query, Value

MOST_WORDS = 14
_EXACT = Context(prec=120, Emin=-(10**6), Emax=10**6)

# The same question asked of another cell.
_TO_LSTM = {
    "gru-gradient": "lstm-gradient",
    "gru-jacobian": "lstm-jacobian",
    "gru-backward": "lstm-backward",
    "gru-forward": "lstm-forward",
    "gru-limits": "lstm-limits",
    "gru-exploding": "lstm-limits",
    "gate-bias-init": "lstm-forget-bias",
    "rnn-vanishing": "lstm-gradient",
    "rnn-exploding": "lstm-limits",
    "bptt": "lstm-backward",
    "value-vs-gradient": "lstm-gradient",
    "gru-memory": "lstm-gradient",
    "update-gate": "lstm-forward",
    "reset-gate": "lstm-forward",
    "gru-vs-lstm": "gru-vs-lstm",
    "gru-parameters": "gru-parameters",
}
_TO_GRU = {
    "lstm-gradient": "gru-gradient",
    "lstm-jacobian": "gru-jacobian",
    "lstm-backward": "gru-backward",
    "lstm-forward": "gru-forward",
    "lstm-limits": "gru-limits",
    "lstm-forget-bias": "gate-bias-init",
    "rnn-vanishing": "gru-gradient",
    "rnn-exploding": "gru-exploding",
    "bptt": "gru-backward",
}
_TO_RNN = {
    "gru-gradient": "rnn-vanishing",
    "lstm-gradient": "rnn-vanishing",
    "gru-jacobian": "bptt",
    "lstm-jacobian": "bptt",
    "gru-backward": "bptt",
    "lstm-backward": "bptt",
    "gru-limits": "rnn-vanishing",
    "lstm-limits": "rnn-exploding",
    "gru-exploding": "rnn-exploding",
    "value-vs-gradient": "rnn-vanishing",
    "gru-memory": "rnn-vanishing",
}
# What "why?" asks after a lesson: the reason behind a number, or the step behind a claim.
_TO_WHY = {
    "compute-retention": "gru-gradient",
    "solve-gamma": "gru-gradient",
    "solve-steps": "gru-gradient",
    "compare-cells": "gru-gradient",
    "learn-demo": "gru-gradient",
    "gru-gradient": "value-vs-gradient",
    "gru-memory": "update-gate",
    "gru-limits": "gru-gradient",
    "lstm-limits": "lstm-gradient",
    "gru-conventions": "gru-forward",
    "diagnose": "rnn-vanishing",
}

_LEAD = (
    r"\A(?:(?:and|ok|okay|so|but|now|then|please|pls|great|thanks|hm+|well|cool|can you|could you|can we|give me|"
    r"show me|show|do|make|say|explain|what about|how about|try|the|it|that|this|a|an|again|same|same thing|"
    r"once more|in|with|for|using|use|i want|i'd like|repeat|write|tell me)[ ,]+)*"
)
_END = (
    r"(?:[ ,]+(?:please|pls|then|now|version|explanation|words|terms|one|answer|again|it|that|this|for me|"
    r"again please|thanks|way|about it)){0,3}[ ?!.]*\Z"
)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:{pattern}){_END}")


_SIMPLER = _whole(
    r"(?:simpler|simple|more simply|simplify(?: it| that)?|easier|eli5|like i'?m (?:5|five)|in plain english|"
    r"plain english|i (?:don'?t|do not|still don'?t) (?:get|understand)(?: it| that| this)?|too (?:hard|"
    r"complicated|difficult|much math)|without (?:math|maths|matrices)|simply|dumb it down|for (?:dummies|"
    r"beginners)|for one unit|scalar|less math)"
)
_PROOF = _whole(
    r"(?:proof|prove(?: it| that| this)?|rigorous(?:ly)?|bounds?|the bounds?|formal(?:ly)?|formal proof|with proof|"
    r"a proof|full proof|theorem|more rigorous(?:ly)?|exact bounds?)"
)
_CODE = _whole(
    r"(?:code|the code|program|the program|python|numpy|python code|numpy code|source|script|as code|your code|"
    r"some code)"
)
_SHORT = _whole(
    r"(?:short(?:er|ly)?|shorten|tl;? ?dr|briefly|brief|in short|in one sentence|summary|summarise|summarize|less)"
)
_LONG = _whole(
    r"(?:longer|more|more details?|details?|full|in full|full derivation|derivation|the derivation|derive(?: it|"
    r" that)?|all steps|step by step|show (?:the )?steps|the (?:math|maths)|math|maths|expand|elaborate|go on|"
    r"continue|in detail|plot|the plot|picture|chart|graph)"
)
_WHY = _whole(
    r"(?:why|why(?: is| does| would)? (?:that|it|so|is that|is it so|though)|how come|but why|why not|"
    r"for what reason|why is (?:this|that)(?: so)?|what is the reason|reason)"
)
_AGAIN = _whole(r"(?:again|once more|repeat|the same|same|one more time|same again)")
_NOTATION = re.compile(
    r"\b(?:(?P<pytorch>pytorch|torch)|(?P<cho>cho|z notation|papers?'?s?)|(?P<course>course|ng'?s?|andrew'?s?|"
    r"coursera|gammau?))(?:'s)?(?: \w+){0,2} ?(?:notation|convention|letters|symbols|version|style|syntax|form|"
    r"names)\b|\A(?:and |now )?(?:in|with|using|use) (?P<alone>pytorch|torch|cho|keras)[ ?!.]*\Z"
)
_CELL = re.compile(
    rf"{_LEAD}(?:(?:is|what|how|does|do|are|can) )?(?:(?:it|that|this|is|the same|true|about|with|for|hold|work|"
    rf"apply|happens?|in|to|of|if|i use|we use|one|uses?|there|a|an|the|be|look(?:s)?|like|also|case|would|"
    rf"different) )*(?:a |an |the )?(?:(?P<lstm>lstms?|long short[ -]term memory)|(?P<gru>grus?|"
    rf"gated recurrent units?)|(?P<rnn>(?:plain |vanilla |simple |normal |tanh |basic )?rnns?|"
    rf"recurrent networks?))(?: (?:cells?|units?|networks?|too|case|then|instead|as well|there|though|"
    rf"version)){{0,2}}[ ?!.]*\Z"
)
_TIMES = re.compile(
    r"\b(?P<factor>\d{1,9}(?:\.\d{1,6})?|two|three|ten|hundred|a hundred|a thousand|twice|double|triple|half|"
    r"halve)(?: ?x| ?\*| times| fold)?(?: as (?:many|much|long|large|big|small|"
    r"few))?(?: the)?(?: number of)?(?: (?P<less>fewer|less|smaller|shorter|lower))?(?: (?:more|longer|larger|"
    r"bigger|greater|higher|as|of|the)){0,3} ?(?P<what>(?:time ?)?steps|sequence|lag|gammau?|gate|units|length)?"
)
_FACTORS = {
    "two": 2,
    "three": 3,
    "ten": 10,
    "hundred": 100,
    "a hundred": 100,
    "a thousand": 1000,
    "twice": 2,
    "double": 2,
    "triple": 3,
}
_TIMES_CUE = re.compile(
    r"\d ?x\b|\btimes\b|\btwice\b|\bdouble\b|\btriple\b|\bhalve\b|\bhalf the\b|\bfold\b|\bx (?:more|longer|fewer)"
)
_FOLLOWS = re.compile(
    r"\A(?:and|but|ok|okay|so|now|then|what (?:if|about)|how about|what happens (?:if|with|for|at)|again|same|try|"
    r"with|for|if|make|set|use|change|instead|let|gammau?\b|t ?=|steps|f ?=|[\d.])"
)


def follow(line: str, found: Quantities, previous: Query | Answer, self_contained: bool) -> Query | None:
    """The Query that a follow-up asks for; None when the message stands on its own.

    self_contained: the message names its own topic with confidence, so that only plain follow-up words count.
    """
    if line.count(" ") >= MOST_WORDS:
        return None
    last = _as_query(previous, line)
    plain = _plain_wish(line, last)
    if plain is not None:
        return plain
    notation = _notation(line)
    if notation and line.count(" ") < 8:
        return replace(last, notation=notation)
    cell = _CELL.match(line)
    if cell is not None:
        return _other_cell(cell, last)
    if _TIMES_CUE.search(line) and (scaled := _scaled(line, last)) is not None:
        return scaled
    bare = _bare(found, last)
    if bare and not self_contained and line.count(" ") < 6:
        return _with_values(last, bare)
    if found.values and not found.problem and not self_contained and (_FOLLOWS.match(line) or line.count(" ") < 6):
        return _with_values(last, found.values)
    return None


def _as_query(previous: Query | Answer, line: str) -> Query:
    """The last question as a Query that bears the new message's text."""
    if isinstance(previous, Query):
        return replace(previous, text=line, remarks=(), others=(), alternatives=(), confidence=1.0)
    return Query(
        line,
        previous.topic,
        previous.facet,
        dict(previous.parameters),
        frozenset(previous.parameters),
        previous.notation,
        previous.depth,
        seed=previous.seed,
    )


def _plain_wish(line: str, last: Query) -> Query | None:
    """Follow-ups made of nothing but the wish: simpler, proof, code, shorter, longer, why, again."""
    if _SIMPLER.match(line):
        return replace(last, level="simple")
    if _PROOF.match(line):
        return replace(last, level="proof", depth="full")
    if _CODE.match(line):
        return replace(
            last, depth="full", remarks=("The program that computes these numbers stands at the end of the answer.",)
        )
    if _SHORT.match(line):
        return replace(last, depth="short")
    if _WHY.match(line):
        return replace(last, topic=_TO_WHY.get(last.topic, last.topic), facet="", depth="full")
    if _LONG.match(line):
        return replace(last, depth="full")
    return last if _AGAIN.match(line) else None


def _notation(line: str) -> str:
    found = _NOTATION.search(line)
    if found is None:
        return ""
    if found["alone"]:
        return "cho" if found["alone"] == "cho" else "pytorch"
    return next(name for name in ("pytorch", "cho", "course") if found[name])


def _other_cell(cell: re.Match[str], last: Query) -> Query | None:
    """The same question for another cell; numbers that both understand come along."""
    table = _TO_LSTM if cell["lstm"] else _TO_GRU if cell["gru"] else _TO_RNN
    topic = table.get(
        last.topic,
        "compare-cells"
        if last.topic in ("compute-retention", "solve-gamma", "solve-steps", "compare-cells", "learn-demo")
        else last.topic,
    )
    values = {
        name: value
        for name, value in last.parameters.items()
        if name in ("gamma", "retain", "steps", "target", "n_a", "n_x", "units")
    }
    return replace(last, topic=topic, facet="", parameters=values, given=last.given & frozenset(values))


# What an answer was given with when its reader named no number.
_USUAL: dict[str, Value] = {"steps": 1000, "gamma": Decimal("0.000001"), "lag": 60}


def _scaled(line: str, last: Query) -> Query | None:
    """ "for 10x more steps", "twice the gate", "half the steps": the last value times a factor."""
    found = next((match for match in _TIMES.finditer(line)), None)
    if found is None:
        return None
    word = found["factor"]
    factor = Decimal("0.5") if word in ("half", "halve") else Decimal(_FACTORS.get(word, 0)) or Decimal(word)
    if found["less"] and factor:
        factor = _EXACT.divide(Decimal(1), factor)
    name = "gamma" if re.search(r"\bgammau?\b|\bgate\b", line) else "n_a" if "units" in line else "steps"
    name = "lag" if name == "steps" and "steps" not in last.parameters and "lag" in last.parameters else name
    old = last.parameters.get(name, _USUAL.get(name))
    if not isinstance(old, (Decimal, int)) or not factor:
        return None
    new = _EXACT.multiply(Decimal(old), factor)
    if name == "gamma":
        return _with_values(
            last, {"gamma": min(new, Decimal(1)), "retain": _EXACT.subtract(Decimal(1), min(new, Decimal(1)))}
        )
    return _with_values(last, {name: int(new)})


def _with_values(last: Query, new: Mapping[str, Value]) -> Query:
    """The last question with other numbers; among the three sums, the one that these numbers leave open."""
    values = dict(last.parameters)
    if "gamma" in new or "retain" in new or "bias" in new:
        for name in ("gamma", "retain", "bias"):
            values.pop(name, None)
    if "lag" in values and "steps" in new and "steps" not in values:
        values["lag"] = new["steps"]
    values.update(new)
    topic = last.topic
    if topic in ("compute-retention", "solve-gamma", "solve-steps"):
        topic = _open_sum(topic, new)
        for name in {"compute-retention": ("target",), "solve-gamma": ("gamma", "retain"), "solve-steps": ("steps",)}[
            topic
        ]:
            values.pop(name, None)
    return replace(
        last,
        topic=topic,
        facet=last.facet if topic == last.topic else "",
        parameters=values,
        given=(last.given | frozenset(new)) & frozenset(values),
    )


def _bare(found: Quantities, last: Query) -> dict[str, Value]:
    """A number without a name, "and 10 %?": what the last question was asked with."""
    if found.values or found.problem or len(found.amounts) != 1:
        return {}
    amount = found.amounts[0]
    if amount.value == amount.value.to_integral_value() and amount.value > 1 and not amount.share:
        return {"steps": int(amount.value)} if "steps" in last.parameters else {}
    if not 0 < amount.value < 1:
        return {}
    if "target" in last.parameters:
        return {"target": amount.value}
    return (
        {"gamma": amount.value, "retain": _EXACT.subtract(Decimal(1), amount.value)}
        if "gamma" in last.parameters
        else {}
    )


def _open_sum(topic: str, new: Mapping[str, Value]) -> str:
    if topic == "solve-gamma" and ("gamma" in new or "retain" in new):
        return "compute-retention" if "target" not in new else "solve-steps"
    if topic == "solve-steps" and "steps" in new:
        return "compute-retention" if "target" not in new else "solve-gamma"
    if topic == "compute-retention" and "target" in new:
        return "solve-gamma" if "steps" in new else "solve-steps"
    return topic
