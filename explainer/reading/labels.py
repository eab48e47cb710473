"""Labels: the words before and after a number that give it its name.

The first pattern that fits wins, so the order is part of the meaning. To teach a new wording, add it to the pattern of its
name; to teach a new quantity, add a name here and a place for it in quantities.py.

Names: gamma (the share lost per step), retain (the factor kept per step), rate and carried (the same two, said of a step),
steps, target (the share kept in the end), lost, bias_u, bias_z and bias (of the update gate, of z, of another gate), n_a and
n_x (units and inputs), sigma, epsilon, threshold, window; "other" for a number that is none of these.
"""

from __future__ import annotations

import re
from functools import cache

# What may stand between a name and its number.
_IS = re.compile(
    r"(?: ?(?:is|are|was|be|being|of|at|to|around|about|approx(?:imately)?|roughly|but|not|isn't|zero|only|always|exactly|"
    r"constant(?:ly)?|fixed|value|values|equals?|equal to|stays?|stuck|set|sits?|like|say|near|close|all|just|open|"
    r"at most|no more than|at least|up to|less than|more than|just|another|=+|~=?|:|->|<=?|the|a|an|by|with|\(|,|"
    r"averages?|averaging|avg|on|every step|everywhere|gate|factor|rate)){0,6} ?\Z"
)
_LABELS: tuple[tuple[str, str], ...] = (
    (
        "other",
        r"\b(?:at t|week|video|course|line|eq(?:uation)?|figure|fig|page|chapter|exercise|lecture|slide|version|"
        r"python|keras|tf|seeds?|seed|lr|learning rate|batch(?: size)?|gpt|epochs?|question|step size|\bh_?|"
        r"case)",
    ),
    (
        "bias_u",
        r"\b(?:b_?u|bias_?u|(?:update|gate|gammau|ugate)[a-z' \-]{0,12} bias|bias(?:es)?(?: (?:of|for|"
        r"in) (?:the )?(?:update )?(?:gate|gammau|gamma|gru))?|logit|pre-?activation|sigma ?(?=\())",
    ),
    ("bias_z", r"\b(?:b_?z|bias_?z|zgate bias|b_?hz|b_?iz)"),
    ("bias", r"\b(?:b_?f|forget[_ -](?:gate )?bias|unit_forget_bias|bias (?:of|for) the forget gate)"),
    (
        "n_x",
        r"\b(?:n_?x|input[_ ](?:size|dim(?:ension)?s?)|inputs?|features?|embed(?:ding)?s?(?:[_ ](?:size|"
        r"dim(?:ension)?))?|vocab(?:ulary)?(?: size)?)",
    ),
    (
        "n_a",
        r"\b(?:n_?[ach]|hidden(?:[_ ](?:size|units?|dim(?:ension)?|state(?: size)?|layer(?: size)?))?|"
        r"num_units|units|state size|cell size|hidden_size|neurons)",
    ),
    (
        "sigma",
        r"\b(?:sigma_?1|sigma_?max|(?:largest |top |max(?:imum)? )?(?:singular value|eigenvalue)s?|"
        r"spectral (?:radius|norm)|rho|sigma|lambda_?1?)",
    ),
    ("epsilon", r"\b(?:eps(?:ilon)?|gradcheck|gradient check(?:ing)?)"),
    (
        "threshold",
        r"\b(?:clip(?:ping|ped|s)?(?:[_ -]?norm|[_ ]value)?|max[_-]?norm|threshold|clip_grad_norm_?|clipnorm|"
        r"clipvalue)",
    ),
    ("window", r"\b(?:k_?[12]?|truncat(?:e|ed|ion)(?: length| window)?|window)"),
    (
        "rate",
        r"\b(?:(?<!retention )(?<!factor )(?<!gate )(?:per|each|every|one|a single) (?:time[- ]?)?step (?:it |"
        r"we |you |i )?(?:loses?|forgets?|leaks?|decays?(?! to)|lost|drops?(?! to)|shrinks? by))",
    ),
    (
        "carried",
        r"\b(?:(?<!retention )(?<!factor )(?<!gate )(?:per|each|every) (?:time[- ]?)?step (?:it |we |you |"
        r"i )?(?:keeps?|retains?|carries)|multipl(?:y|ies|ied) (?:\w+ ){0,3}by|factor of)",
    ),
    (
        "retain",
        r"\b(?:forget ?(?:gate|factor)?s?|fgate|gammaf|f|z|zgate|(?:retention|keep|keeping|survival|"
        r"carry) (?:factor|rate)|decay factor|per[- ]step (?:retention|factor)|retention factor|"
        r"1 ?- ?gamma[u]?|\(1 ?- ?gamma[u]?\)|carry(?: factor)?|alpha|beta|lambda)",
    ),
    (
        "gamma",
        r"\b(?:gamma(?:_?u)?|gammau|ugate|update gates?|u|gates?|gating|leak(?:age)?(?: rate)?|decay rate|g)",
    ),
    (
        "steps",
        r"\b(?:t|l|n|lag|lags|length|seq(?:uence)?[_ ]?(?:length|len)?|horizon|(?:number|nr|no|"
        r"#) of (?:time[- ]?)?steps|num_?steps|(?:time[- ]?)?steps?|timesteps?|distance|gap|delay|sentences?)",
    ),
    (
        "lost",
        r"\b(?:los(?:e|es|t|ing)|forget(?:s|ting)?|forgotten|gone|decay(?:s|ed)? by|drop(?:s|ped)? by|"
        r"shr[iu]nk(?:s|en)? by|fall(?:s|en)? by|loss)",
    ),
    (
        "target",
        r"\b(?:retention|retain(?:ed|s|ing)?|ke(?:ep|eps|pt|eping)|target|remain(?:ing|s)?|surviv(?:al|es?|"
        r"ing)|preserv(?:e|ed|es|ing)|share(?: kept)?|fraction(?: kept)?|hold(?: on)?(?: to)?|memory)",
    ),
    (
        "target",
        r"\b(?:(?:drops?|falls?|decays?|gets?|goes|down|shrinks?|sinks?|dies|fades?|is|reach(?:es)?|"
        r"hits?) ?(?:in strength|in size|off|down)? ?(?:below|under|to|less than|beneath)|below|under|"
        r"less than|until|till|down to|at least|more than|above|<)",
    ),
)
_FOLLOWERS: tuple[tuple[str, str], ...] = (
    (
        "other",
        r"(?:st|nd|rd|th)\b|layers?\b(?! of time| back in time)|bits?\b|bit\b|gates?\b|weights?\b|seeds?\b|"
        r"epochs?\b|classes\b|hours?\b|min(?:utes?)?\b|gpus?\b|terms?\b|questions?\b|equations?\b|paths?\b|"
        r"cells?\b|times (?:smaller|larger|bigger|more|longer|faster)|sources?\b|matrices\b|jacobian|"
        r"vectors?\b|states?\b|models?\b|ways?\b|parameters?\b|params?\b|networks?\b|lstms?\b|grus?\b|rnns?\b|"
        r"biases\b",
    ),
    (
        "rate",
        r"(?:of (?:it|the (?:memory|gradient|value))? ?)?(?:(?:is |gets? )?(?:lost|leaks?|gone|forgotten|loss|"
        r"decay)[a-z ]{0,12}|)(?:(?:per|each|every|a|at each|at every|in each|in every) |"
        r"[/;] ?)(?:single )?(?:time[- ]?)?step(?! (?:it )?(?:keeps|retains))",
    ),
    (
        "steps",
        r"(?:-|more |or so |recurrent |time |consecutive |unrolled |such |of these |previous |past |long |"
        r"further |extra |different |input |filler |intermediate |other )*(?:time[- ]?steps?|steps?|words?|"
        r"tokens?|iterations?|characters?|frames?|layers? (?:of time|back in time)|time ?points?|updates?|"
        r"samples?|ticks?|chars?)\b",
    ),
    (
        "n_x",
        r"(?:-?d(?:im(?:ension(?:al)?s?)?)?|dimensional)?[ -]?(?:dim(?:ension(?:al)?)? )?(?:word )?(?:inputs?|"
        r"features?|embeddings?|input (?:features|units|dim(?:ension)?s?)|dimensional (?:inputs?|embeddings?|"
        r"word vectors)|-?d (?:inputs?|vectors|embeddings?))\b",
    ),
    (
        "n_a",
        r"(?:hidden |recurrent |gru |lstm |rnn |memory )*(?:units?|neurons?|hidden(?: size| units| dims?)?|"
        r"cells|dimensional (?:hidden|state)|-?d (?:hidden|state))\b",
    ),
    (
        "target",
        r"(?:of )?(?:it |this |that |the |its |their )?(?:original |initial |gradient'?s? |memory'?s? |"
        r"value'?s? |signal'?s? |error |value |size |strength |cell state )*(?:is |are |still |to be |"
        r"should be |should |must |will |has |be |can |get )*(?:left|remain|surviv|kept|keep|preserv|retain|"
        r"retention|still there|still alive|arriv|reach|ke+p|through|memory|make)",
    ),
    (
        "lost",
        r"(?:of )?(?:it |this |that |the |its |their )?(?:original |gradient |memory |value |signal )*(?:is |"
        r"has |have |are |been |of it |already )*(?:gone|lost|forgotten|vanish|decay|disappear|erased|forget|"
        r"loss|washed)",
    ),
    ("window", r"(?:steps? )?(?:truncation|window)"),
)


def label_before(text: str) -> str | None:
    """The name that the words before a number give it; None when they give none."""
    return next((name for name, pattern in _LABELS if _ends_with(_label(pattern), text)), None)


def label_after(text: str) -> str | None:
    """The name that the words after a number give it; None when they give none."""
    if not _BEGINS.match(text):
        return None
    return next((name for name, pattern in _FOLLOWERS if _follower(pattern).match(text)), None)


# What every follower begins with.
_BEGINS = re.compile(r" ?[a-z\-/;]")


def _ends_with(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern is found with nothing behind it but words that may stand between a name and its number."""
    found = pattern.search(text)
    while found is not None:
        if _IS.match(text, found.end()):
            return True
        found = pattern.search(text, found.start() + 1)
    return False


# Compiled when they are first tried: together they cost as much as all other patterns of the reading.


@cache
def _label(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?![a-z])")


@cache
def _follower(pattern: str) -> re.Pattern[str]:
    return re.compile(rf" ?(?:{pattern})")
