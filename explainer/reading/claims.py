"""Claims: a yes/no question is answered yes or no first, and a false claim inside a question is named.

Sentences are prose with formulas between dollar signs, in the course's letters, as topics write them. Each was checked
against the theory notes; those with a number name where it comes from.
"""

from __future__ import annotations

from collections.abc import Collection

from explainer.records.record import record


@record
class Claim:
    """What to say first when a question of this topic shows these concepts.

    facets: the facets that it belongs to, () for any. asked: it answers a yes/no question or a statement; a claim with
    asked=False is named even inside a "why" (a false premise).
    """

    topic: str
    sentence: str
    facets: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    asked: bool = True


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "gru-gradient",
        "No: the gradient is the product of the factors $1-Γu$, not of the gates $Γu$; with gates near 0 it stays "
        "near 1.",
        ("product",),
        asked=False,
    ),
    Claim(
        "gru-gradient",
        "Yes, it shrinks, but only like $(1-γ)^T$: with $γ = 1e-6$ a thousand steps cost 0.1 %.",
        ("smaller-than-one",),
    ),
    Claim(
        "gru-gradient",
        "No, not every one: a gate makes it possible, the bias or training must close it; with $b_u = 0$ the gates "
        "start at 1/2 and the gradient vanishes too.",
        ("fresh",),
    ),
    Claim(
        "gru-gradient",
        "Yes, the conclusion is right; the argument lacks one step: $c[t] ≈ c[t-1]$ equates values, and the "
        "gradient survives since the step is near the identity as a function, $dc[t]/dc[t-1] = I + O(Γu)$.",
        ("reasoning",),
    ),
    Claim(
        "value-vs-gradient",
        "No: equal values say nothing about the derivative; what counts is that the step is near the identity as a "
        "function.",
        ("copy", "constant", "latch", ""),
    ),
    Claim(
        "gru-memory",
        "No, not exactly: each step replaces a share $γ$ of it; at $γ = 1e-6$ that is 0.1 % over a thousand steps.",
        ("exactly",),
    ),
    Claim(
        "gru-memory",
        "No: with the gate near 0 the candidate hardly enters, so the memory stays whether the candidate is 0 or not.",
        ("candidate-zero",),
    ),
    Claim(
        "update-gate",
        "Yes: a sigmoid only comes close to 0 and 1; its value is never exactly either, apart from rounding.",
        ("never-zero",),
        present=("not",),
        absent=("learn", "learns-still"),
    ),
    Claim(
        "update-gate",
        "No: a sigmoid only comes close to 0 and 1; its value is never exactly either, apart from rounding.",
        ("never-zero",),
        absent=("not",),
    ),
    Claim(
        "update-gate",
        "No: nobody sets it; $Γu$ is computed at every step from $c[t-1]$ and $x[t]$ with learned weights.",
        ("who-sets",),
    ),
    Claim(
        "reset-gate",
        "Only in part: $Γu$ decides how long the memory lasts; $Γr$ decides how much of the old memory enters the "
        "new candidate.",
        ("short-long",),
    ),
    Claim(
        "reset-gate",
        "No: $Γu$ sets how much of the candidate is written, $Γr$ what the candidate is made from.",
        ("why-two",),
    ),
    Claim(
        "gate-learning",
        "No: it learns slowly, not never: the gate's gradient is of order $γ$, and over $T$ steps it is $T γ "
        "(1-γ)^T$ times a difference of order 1, largest at $γ = 1/(T+1)$.",
        ("never", "reopen"),
    ),
    Claim(
        "write-and-hold",
        "In that unit, yes, for what came before the write: there $1-Γu ≈ 0$; other units keep their own gates, "
        "and the written word itself gets the full gradient.",
        ("cut",),
    ),
    Claim(
        "write-and-hold",
        "No: a gate that is the same at every step gives a write at lag $T$ at most the weight "
        "$(1/T)(1-1/T)^(T-1)$, about $1/(e T)$; a gate that opens for the write gives nearly 1.",
        ("constant-gate",),
    ),
    Claim(
        "write-and-hold",
        "Yes: the memory is a weighted average of the written candidates and of what was carried in; the weights "
        "add up to 1.",
        ("attention",),
    ),
    Claim(
        "gru-limits",
        "Yes: with a fixed gate the gradient still falls exponentially, like $exp(-γ T)$; what is gained is a rate "
        "that a bias can make as small as needed.",
        ("slower",),
    ),
    Claim(
        "gru-limits",
        "No, it softens it: the rate can be made small, but over $T ≫ 1/γ$ steps the gradient still vanishes.",
        ("solve",),
    ),
    Claim(
        "gru-limits",
        "Yes: with a bias of 0 the gates start near 1/2, and the gradient of a fresh GRU vanishes within some "
        "dozens of steps.",
        ("fresh",),
    ),
    Claim("gru-limits", "Yes, it can: over $T ≫ 1/γ$ steps, or as long as the gates are not closed.", ("",)),
    Claim(
        "gru-jacobian",
        "No: the gate terms are as large as the loss of the carry; they may be dropped only because they are of "
        "order $Γu$ too.",
        ("negligible",),
    ),
    Claim("gru-jacobian", "No: $1-Γu$ is only the first of four terms.", ("", "terms")),
    Claim("gru-exploding", "Yes: $dc[t]/dc[t-1] = (1-Γu) I + Γu M$, and $norm(M)$ may exceed 1.", ("", "how")),
    Claim(
        "gru-exploding",
        "It may be: a GRU's gradient can explode, when its recurrent candidate weights are large.",
        ("nan",),
    ),
    Claim(
        "gru-vs-lstm",
        "No: neither is better on all tasks; what decides is the gates' values, not the cell's name.",
        ("which",),
        present=("all",),
    ),
    Claim(
        "gru-conventions",
        "Both forms are in use: they name the same gate from opposite ends, $z = 1 - Γu$, so neither formula is "
        "wrong by itself.",
        ("", "wrong-formula", "which-sign"),
    ),
    Claim(
        "gru-forward",
        "That depends on the convention: where the gate multiplies the candidate, as $Γu$ here, 1 forgets; where "
        "$z$ multiplies the old state, as in PyTorch, $z = 1$ keeps it all.",
        ("forget-all",),
    ),
    Claim(
        "simplified-gru",
        "No, not for that reason: Betty's model keeps the gradient because $Γu ≈ 0$ carries the memory on; at $Γu "
        "= 1$ the old memory is overwritten.",
        present=("alice-betty", "exactly-one"),
    ),
    Claim(
        "simplified-gru",
        "Yes: without $Γr$ the carry $1-Γu$ stays, and with it the long gradient; without $Γu$ it is lost.",
        ("without-reset", "alice-betty"),
        absent=("exactly-one",),
    ),
    Claim(
        "frozen-memory",
        "No: gates are vectors; one unit may hold while the others, and with them the prediction, go on changing.",
        ("", "same-prediction", "between"),
    ),
    Claim(
        "elementwise-gates",
        "Yes: each unit has its own gate, so one may hold while the others change.",
        ("one-unit", "time-scales"),
    ),
    Claim(
        "elementwise-gates",
        "No: $Γu$ is a vector, one value for each unit of the memory.",
        ("vector", ""),
        present=("same",),
    ),
    Claim(
        "rnn-vanishing",
        "No: the recurrent weights count as well; a step multiplies the gradient by the slope of the activation "
        "and by $W$.",
        ("activation",),
    ),
    Claim(
        "rnn-exploding",
        "No: a largest singular value above 1 is necessary for explosion, not sufficient; saturated units may "
        "still make the gradient vanish.",
        ("condition",),
    ),
    Claim(
        "spectral-radius",
        "No: it decides only what happens in the long run; a non-normal matrix can make the norm grow first.",
        ("hump",),
    ),
    Claim(
        "gradient-clipping",
        "No: clipping shortens a gradient that is too long and leaves a small one as it is.",
        ("vanishing",),
        asked=False,
    ),
    Claim(
        "truncated-bptt",
        "No: the carried state passes values on, but the gradient stops where the graph was cut.",
        ("state",),
    ),
    Claim(
        "activation-derivatives",
        "No: the slope of a gate's sigmoid is not on the carry path; there the gate's value is the factor.",
        ("gate-slope",),
    ),
    Claim(
        "orthogonal-init",
        "Partly: the matrix keeps lengths, but each tanh slope below 1 still shortens the gradient; the loss is "
        "slow, a power of $T$, only near the origin.",
        ("tanh",),
    ),
    Claim(
        "orthogonal-init",
        "Not in general: it starts the gradient near length 1, but nothing keeps it there in training or away from "
        "the origin.",
        ("versus-gates",),
    ),
    Claim(
        "skip-connections",
        "Yes, in form: both add a correction to a copy; the GRU's gate also scales the copy down.",
        ("resnet",),
    ),
    Claim(
        "parameter-gradient",
        "Yes: the sum stays, since its recent terms do; its terms from far back vanish, and with them what could "
        "be learned over long lags.",
        ("sum-or-terms",),
    ),
    Claim(
        "parameter-gradient",
        "No: $T$ terms of bounded size add up to at most $T$ times that size; that grows linearly, not exponentially.",
        ("diverge",),
    ),
    Claim(
        "leaky-integrator",
        "Yes, the recursion is the same with a constant gate; a GRU's gate depends on the input, which no moving "
        "average has.",
        ("", "momentum"),
    ),
    Claim(
        "leaky-integrator",
        "No: the weights and what is left of $c[0]$ add up to 1, and $c[0]$ is part of the memory, not a wrong "
        "start to be corrected.",
        ("bias-correction",),
    ),
    Claim(
        "lstm-gradient",
        "No: along the cell the gate's value $Γf$ is the factor, not the slope of its sigmoid.",
        ("sigmoid-slope",),
        asked=False,
    ),
    Claim(
        "lstm-jacobian",
        "No: $Γf$ is the direct part; $c[t]$ depends on $c[t-1]$ through the hidden state and the gates as well.",
        ("just-f", ""),
    ),
    Claim("lstm-forget-bias", "No: $σ(1) = 0.73$ means a half-life of 2.2 steps.", ("enough",)),
    Claim(
        "lstm-forget-bias",
        "In that unit and at that step, yes: $Γf = 0$ cuts the cell's carry; other units and other steps have "
        "their own gates.",
        ("zero",),
    ),
    Claim(
        "lstm-forward",
        "No: the cell state is a sum and may leave $(-1, 1)$ although each candidate is within it; the second tanh "
        "brings it back.",
        ("second-tanh",),
    ),
    Claim(
        "lstm-limits",
        "Yes: when the forget gates stay below 1 the gradient along the cell falls like their product.",
        ("vanish",),
    ),
    Claim(
        "lstm-limits",
        "Yes: input and forget gates are not coupled, so the cell and the gradient can grow.",
        ("explode",),
    ),
    Claim("lstm-limits", "No: it makes vanishing avoidable and leaves exploding possible.", ("", "why-not-solved")),
    Claim(
        "learn-demo",
        "No: a plain RNN sometimes learns it, with many more steps, an orthogonal start or luck.",
        ("rnn-fails",),
    ),
    Claim(
        "compute-retention",
        "Yes while $γ^2 T$ is small: the relative error of $exp(-γ T)$ is about $γ^2 T / 2$.",
        ("approximation",),
    ),
)


def first_sentence(topic: str, facet: str, shown: Collection[str], denied: bool = False) -> str:
    """The yes, the no or the named claim for this question; "" when there is none to say.

    denied: the question is put in the negative, so a yes or no that was written for the positive is left out.
    """
    asked = "yes-no" in shown and "why" not in shown and "derive" not in shown
    for claim in CLAIMS:
        if claim.topic != topic or (claim.facets and facet not in claim.facets) or (claim.asked and not asked):
            continue
        if all(name in shown for name in claim.present) and not any(name in shown for name in claim.absent):
            return without_verdict(claim.sentence) if denied and not _knows_negation(claim) else claim.sentence
    return ""


def _knows_negation(claim: Claim) -> bool:
    return "not" in (*claim.present, *claim.absent) or "never" in claim.facets


def without_verdict(sentence: str) -> str:
    """The sentence without the yes or no that it begins with."""
    for verdict in ("Yes:", "Yes,", "No:", "No,"):
        if sentence.startswith(verdict):
            rest = sentence.removeprefix(verdict).strip()
            return rest[:1].upper() + rest[1:]
    return sentence
