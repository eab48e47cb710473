"""Normalising: a message as it was typed → one plain lower-case line in which every spelling of a symbol is the same.

Every pattern here is linear in the text: no nested repetition, every repetition bounded or over one class of characters.
"""

# ruff: noqa: RUF001 - look-alike characters are what this file replaces

from __future__ import annotations

import re
import unicodedata

from explainer.reading.late import late

LIMIT = 4000

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿᵗᵀ"
_RAISED = str.maketrans(_SUPERSCRIPTS, "0123456789+-()ntt")
_SUPERSCRIPT_RUN = late(f"[{_SUPERSCRIPTS}]+")
_TILDE_OVER = late("([cChHnN]) ?[\u0303\u0342\u0360\u02dc]")

# One character for one meaning. NFKC has been applied before, so full-width and mathematical letters are plain by now.
_SIGNS = str.maketrans(
    {
        "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " - ", "\u00ad": "",
        "×": "*", "·": "*", "⋅": "*", "∗": "*", "⊙": "*", "∘": "*", "⊗": "*", "\u2044": "/", "÷": "/",
        "≈": " ~= ", "≃": " ~= ", "∼": " ~= ", "≅": " ~= ", "→": " -> ", "⟶": " -> ", "⇒": " => ", "➡": " -> ",
        "≤": " <= ", "⩽": " <= ", "≥": " >= ", "⩾": " >= ", "≪": " << ", "≫": " >> ", "≠": " != ",
        "⟨": "<", "⟩": ">", "\u2329": "<", "\u232a": ">", "‹": "<", "›": ">", "\u3008": "<", "\u3009": ">",
        "‘": "'", "’": "'", "ʼ": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "Γ": " gamma", "γ": " gamma", "ɣ": " gamma", "σ": " sigma", "Σ": " sum ", "∑": " sum ", "Π": " product ",
        "∏": " product ", "ε": " epsilon", "∂": " partial ", "∇": " gradient ", "λ": " lambda ", "ρ": " rho ",
        "τ": " tau ", "∞": " inf ", "θ": " theta ", "α": " alpha ", "β": " beta ", "δ": " delta ", "Δ": " delta ",
        "‖": "|", "∥": "|", "√": " sqrt ", "‰": "/1000", "،": ",", "؟": "?", "？": "?", "。": ".", "，": ",",
    }
)  # fmt: skip

_DISCORD = late(r"<(?:[@#][!&]?\d{1,24}|a?:\w{1,40}:\d{1,24}|t:\d{1,20}(?::\w)?)>|https?://\S+|@(?:everyone|here)\b")
_FENCE = late(r"```(?:[a-z0-9+]{1,12}\n)?", re.IGNORECASE)
_EMPHASIS = late(r"\*{2,3}|__|\|\||~~|^> ?", re.MULTILINE)
_QUOTED_GREEK = late(r"[Гг](?=[urofiUROFI]?\b)")

_SCRIPT = late(r"([_^])\{([^{}]{0,40})\}")
_FRACTION = late(r"\\[dt]?frac ?\{([^{}]{0,80})\} ?\{([^{}]{0,80})\}")
_TILDE = late(r"\\(?:tilde|widetilde|hat|widehat|bar) ?\{? ?([a-zA-Z]) ?\}?")
_LATEX_DROP = late(
    r"\\(?:left|right|mathrm|mathbf|mathit|mathcal|boldsymbol|text|operatorname|displaystyle|quad|qquad|big|Big|"
    r"bigl|bigr|[,;:! ])"
)
_LATEX_SIGNS = late(
    r"\\(cdot|times|odot|circ|ast|approx|simeq|sim|to|rightarrow|langle|rangle|partial|leq|geq|le|ge|ll|gg|prod|"
    r"sum|infty|nabla|varepsilon|epsilon|pm|neq)(?![a-zA-Z])"
)
_LATEX_MEANS = {
    "cdot": "*", "times": "*", "odot": "*", "circ": "*", "ast": "*", "approx": " ~= ", "simeq": " ~= ", "sim": " ~= ",
    "to": " -> ", "rightarrow": " -> ", "langle": "<", "rangle": ">", "partial": " partial ", "leq": " <= ", "le": " <= ",
    "geq": " >= ", "ge": " >= ", "ll": " << ", "gg": " >> ", "prod": " product ", "sum": " sum ", "infty": " inf ",
    "nabla": " gradient ", "varepsilon": " epsilon", "epsilon": " epsilon", "pm": " +- ", "neq": " != ",
}  # fmt: skip
_LATEX_WORD = late(r"\\([a-zA-Z]+)")

# Spellings of gates, states and derivatives, on the lower-case line.
_GAMMA_SPELLING = late(r"\b(?:gama|gamme|gamm|ganma|gmma)(?=[ _]?[urf]?\b)")
_GAMMA_GATE = late(
    r"\bgamma(?:[_^\-] ?| (?=[urf]\b))?[(]?(?:(u|r|f|o|i)\b|(u)pdate\b|(r)e(?:set|levance)\b|(f)orget\b|(o)utput\b|"
    r"(i)nput\b)[)]?"
)
_GATE_LETTER = late(
    r"\b(?:gate[_\-]([zurfio])|gate ([zurf])|([zurfo])[\-_ ]gate|([zurfiog])(?:[_^]?[<(\[]t[>)\]]|[_^]t)|"
    r"([zurf])t)\b(?![<(\[])"
)
_TIME_BRACKET = late(r"\b([zurfiog])[_^]?[<(\[] ?t ?[>)\]]")
_PREVIOUS = late(r"\b(d?)([chas])(?:[_^]{0,2}[<(\[]? ?[ti] ?- ?1 ?[>)\]]?|_?tm1\b)")
_CANDIDATE = late(
    r"\b(?:([cha])[ _^]?(?:~|tilde\b)|([chn])[_^]?(?:[<(\[]t[>)\]]|t)?~|hh\b|cct\b)(?:[_^]?[<(\[]? ?t ?[>)\]]?)?"
)
_NOW = late(r"\b(d?)(?:([cha])(?:[_^]{0,2}[<(\[] ?[ti] ?[>)\]]|[_^][ti]\b)|([ch])t\b)")
_STATE = r" {0,4}[cha](?:now|prev|_?[a-z0-9]{0,2}) {0,4}"
_STATE_JACOBIAN = late(rf"\b(?:d|partial){_STATE}\)? ?(?:/|w\.?r\.?t\.?(?: to)?) ?\(? ?(?:d|partial)?{_STATE}\b")
_FAR_BACK = late(r"[cha]_?[0-9ks] {0,4}\Z")
_WEIGHT_GRADIENT = late(
    r"\b(?:d|partial) ?(?:l|e|j|loss|cost)(?:_?t)? ?/ ?(?:d|partial) ?(?:w|u|v|b|theta)[a-z_]{0,4}\b"
)
# The marks between groups of three digits: 1_000_000, 1'000'000 and 1.000.000 (at least two dots).
_GROUPED = re.compile(
    r"(?<=\d)[_'](?=\d{3}(?!\d))|(?<=\d)\.(?=\d{3}\.\d{3}(?!\d))|(?<=\d{3})(?<=\.\d{3})\.(?=\d{3}(?![\d.]))"
)
_SPACES = re.compile(r"\s+")

_PLAIN = re.compile(r"[a-z0-9 ,.?!'\-:;\"%]*\Z")
_WORTH_SPELLING = re.compile(
    r"gam|gma|gate|[zurfiogchas][_^<(]|~|tilde|[zurfch]t|hh|t-1|t - 1|tm1|/ ?d|/ ?p|cct|[chas]t"
)


def normalise(text: str) -> str:
    """The message as one plain lower-case line. Never raises; texts beyond LIMIT characters are cut there."""
    line = text[:LIMIT]
    if not line.isascii():
        line = _plain_characters(line)
    line = _without_markup(line)
    if "\\" in line or "$" in line or "{" in line:
        line = _without_latex(line)
    line = _GROUPED.sub("", line.lower())
    if _WORTH_SPELLING.search(line):
        line = _spelled_alike(line)
    return _SPACES.sub(" ", line).strip()


def _plain_characters(line: str) -> str:
    """Superscripts kept as powers, tildes over a letter kept as c~, all other marks, styles and invisible signs gone."""
    line = _SUPERSCRIPT_RUN.sub(lambda run: "^" + run.group().translate(_RAISED), line)
    line = _TILDE_OVER.sub(r"\1~", line)
    line = unicodedata.normalize("NFKC", line)[: 2 * LIMIT]
    line = _QUOTED_GREEK.sub(" gamma", line)
    line = unicodedata.normalize("NFD", line)
    return "".join(c for c in line if c.isascii() or unicodedata.category(c) not in _DROPPED).translate(_SIGNS)


_DROPPED = frozenset({"Mn", "Me", "Cf", "Cs", "Co", "Cn"})


def _without_markup(line: str) -> str:
    """Discord's mentions, emoji, links, fences and emphasis taken away; what they enclose stays."""
    if "<" in line or "@" in line or "http" in line:
        line = _DISCORD.sub(" ", line)
    if "`" in line:
        line = _FENCE.sub(" ", line).replace("`", " ")
    if "*" in line or "_" in line or "|" in line or "~" in line or ">" in line:
        line = _EMPHASIS.sub(_emphasis, line)
    return line


_POWER_OF = frozenset("0123456789)")
_POWER_TO = frozenset("0123456789-(")


def _emphasis(mark: re.Match[str]) -> str:
    """A power `**` stays what it is; every other mark goes."""
    before, after = mark.string[: mark.start()][-3:].rstrip(), mark.string[mark.end() :][:3].lstrip()
    if mark.group() == "**" and before[-1:] in _POWER_OF and after[:1] in _POWER_TO and before and after:
        return "^"
    return " " if mark.group() != "__" else "__"


def _without_latex(line: str) -> str:
    """LaTeX commands as plain signs and words; nested fractions are left as words."""
    line = _SCRIPT.sub(r"\1\2", _SCRIPT.sub(r"\1\2", line))
    line = _FRACTION.sub(r"\1/\2", line)
    line = _TILDE.sub(r" \1~", line)
    line = _LATEX_SIGNS.sub(lambda sign: _LATEX_MEANS[sign.group(1)], line)
    line = _LATEX_DROP.sub(" ", line)
    line = _LATEX_WORD.sub(r" \1", line)
    return line.replace("$", " ").replace("{", "").replace("}", "").replace("\\", " ")


def _spelled_alike(line: str) -> str:
    """Γu in all its spellings as `gammau`, z_t as `zgate`, c⟨t−1⟩ as `cprev`, c̃ as `candidate`, dc_t/dc_{t−1} as `statejacobian`."""
    line = _GAMMA_SPELLING.sub("gamma", line)
    line = _GAMMA_GATE.sub(_gamma_gate, line)
    line = _GATE_LETTER.sub(_gate_letter, line)
    line = _TIME_BRACKET.sub(r"\1gate", line)
    line = _CANDIDATE.sub(" candidate ", line)
    line = _PREVIOUS.sub(r" \1 \2prev ", line)
    line = _NOW.sub(lambda now: f" {now.group(1)} {now.group(2) or now.group(3)}now ", line)
    line = line.replace("partial partial", "partial")
    line = _STATE_JACOBIAN.sub(_jacobian, line)
    return _WEIGHT_GRADIENT.sub(" weightgradient ", line)


def _jacobian(spelling: re.Match[str]) -> str:
    """A derivative by the previous state is a step's Jacobian; by a state far back, a gradient over many steps."""
    return " longjacobian " if _FAR_BACK.search(spelling.group()) else " statejacobian "


def _gamma_gate(spelling: re.Match[str]) -> str:
    return " gamma" + next(letter for letter in spelling.groups() if letter)


def _gate_letter(spelling: re.Match[str]) -> str:
    return next(letter for letter in spelling.groups() if letter) + "gate"
