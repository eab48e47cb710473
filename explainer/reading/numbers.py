"""Numbers: every notation of a number on a normalised line → its exact decimal value and where it stands.

1e-6, .01, 0,01, 10^-6, 2*10^-3, 1/1000, 5%, 5 percent, 1,000, 1k, 2 million, two hundred, half, a third, one in a million.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from itertools import islice

from explainer.reading.late import late
from explainer.reading.normalise import normalise
from explainer.records.record import record

MOST = 200  # numbers read in one text
LONGEST = 60  # digits; a longer numeral is no quantity of this subject
# Decimals are kept to every digit that a reader may give, and 1 − 1e-100 is not 1.
EXACT = Context(prec=2 * LONGEST, Emin=-(10**6), Emax=10**6)


@record
class Amount:
    """A number in the line: its value, its span, and whether it was written as a share (percent, fraction, "half")."""

    value: Decimal
    start: int
    end: int
    share: bool = False
    huge: bool = False


_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_CARDINALS = (
    {name: n for n, name in enumerate(_UNITS)} | {name: 20 + 10 * n for n, name in enumerate(_TENS)} | {"fourty": 40}
)
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "millions": 10**6,
    "thousands": 1000, "k": 1000, "m": 10**6, "mio": 10**6, "mil": 10**6, "bn": 10**9, "dozen": 12,
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9,
}  # fmt: skip

_WORD = "|".join(sorted([*_CARDINALS, "a", "an"], key=len, reverse=True))
_CARDINAL = "|".join(sorted(_CARDINALS, key=len, reverse=True))
_SCALE_WORD = r"hundred|thousands?|millions?|billion|trillion|mio|mil|bn|dozen"
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))

_DIGITS = (
    r"\d{1,3}(?:,\d{3}){1,5}(?![\d,])(?:\.\d{1,40})?|\d{1,3}(?:[ ]\d{3}){1,5}(?![\d,.])(?:\.\d{1,40})?|"
    r"0,\d{1,40}(?!,)|\d{1,1000}(?:\.\d{0,1000})?|\.\d{1,1000}"
)
_NUMERAL = re.compile(
    rf"""(?<![\w.])(?P<sign>[+-]|(?<=[=:])\ ?-\ )?(?P<digits>{_DIGITS})
    (?:\ ?e\ ?\^?(?P<exponent>[+-]?\d{{1,7}})(?!\d|\.\d)
      |\ ?(?:\^|\*\*)\ ?\(?(?P<power>[+-]?\ ?\d{{1,7}})\)?
      |\ (?:to\ the|raised\ to)(?:\ power)?(?:\ of)?(?:\ the)?\ (?P<minus>minus\ |negative\ |-)?
        (?P<spoken>\d{{1,3}}|{_CARDINAL})(?:th\b)?(?:\ power)?
      |\ ?(?:\*|x)\ ?10\ ?(?:\^|\*\*|e)?\ ?\(?(?P<times>[+-]?\ ?\d{{1,7}})\)?
      |\ ?/\ ?(?P<over>\d{{1,3}}(?:,\d{{3}})+|\d{{1,30}}(?:\.\d{{1,20}})?)(?:\^(?P<overpower>\d{{1,3}}))?(?![\w.]*/)
      )?
    (?:\ ?-?\ ?(?P<scale>k(?![a-z])|m(?![a-z])|{_SCALE_WORD})\b)?
    (?P<percent>\ ?%|\ ?percent\b|\ ?per\ cent\b|\ ?pct\b)?
    (?P<in>\ (?:in|out\ of|of)\ (?:(?:a|one)\ )?(?P<whole>million|thousand|hundred|billion|\d{{1,3}}(?:,\d{{3}})+|\d{{1,15}})\b)?""",
    re.VERBOSE,
)
_SPOKEN = late(
    rf"""\b(?P<words>(?:{_WORD}|{_SCALE_WORD}|half|point|zero)\b(?:[ -](?:and\ )?(?:a\ )?(?:{_CARDINAL}|{_SCALE_WORD}|point)\b){{0,9}})
    (?:[ -](?P<part>{_PART})s?)?
    (?P<percent>\ ?(?:%|percent|per\ cent))?
    (?:\ (?:in|out\ of|(?<=one\ )over)\ (?:(?:a|one)\ )?(?P<whole>million|thousand|hundred|billion|ten|{_CARDINAL})
      |\ to\ the(?:\ power)?(?:\ of)?(?P<minus>\ minus|\ negative)?\ (?P<power>{_CARDINAL}))?\b""",
    re.VERBOSE,
)


def number(text: str) -> Decimal | None:
    """The one number that the whole text is, in any notation; None when it is none or more than that."""
    line = normalise(text[:200])
    found = numbers(line)
    if len(found) != 1 or found[0].huge or (found[0].start, found[0].end) != (0, len(line)):
        return None
    return found[0].value


def numbers(line: str) -> tuple[Amount, ...]:
    """Every number of the line, in order. Digits first; number words where no digits stand."""
    # ".3 / 5 steps" is two numbers; only whole numbers make a fraction.
    line = _NO_FRACTION.sub(lambda slash: slash.group().replace("/", ";"), line)
    numerals = islice(_NUMERAL.finditer(line), MOST)
    found = [amount for match in numerals if (amount := _from_numeral(match)) is not None]
    if _ANY_NUMBER_WORD.search(line):
        taken = [(amount.start, amount.end) for amount in found]
        for match in islice(_SPOKEN.finditer(line), MOST):
            spoken = _from_words(match)
            if spoken is not None and not any(start < spoken.end and spoken.start < end for start, end in taken):
                found.append(spoken)
        found.sort(key=lambda amount: amount.start)
    return tuple(found)


_NO_FRACTION = re.compile(r"(?<=\.\d)\d{0,40} ?/")
_ANY_NUMBER_WORD = re.compile(rf"\b(?:{_CARDINAL}|{_SCALE_WORD}|{_PART}|half)s?\b")


def _from_numeral(match: re.Match[str]) -> Amount | None:
    digits = match["digits"]
    if sum(map(str.isdigit, digits)) > LONGEST:
        return Amount(Decimal(0), match.start(), match.end(), huge=True)
    plain = (
        digits.replace(",", ".")
        if re.fullmatch(r"0,\d{1,2}|0,\d{4,}|0,0\d*", digits)
        else digits.replace(",", "").replace(" ", "")
    )
    raised = _raised(Decimal(plain if plain != "." else "0"), match)
    if raised is None:
        return Amount(Decimal(0), match.start(), match.end(), huge=True)
    value = raised
    share = match["over"] is not None
    if match["over"] is not None:
        below = Decimal(match["over"].replace(",", ""))
        if match["overpower"] is not None:
            below = EXACT.power(below, Decimal(match["overpower"]))
        if below == 0:
            return None
        value = EXACT.divide(value, below)
    if match["scale"] is not None:
        value = EXACT.multiply(value, Decimal(_SCALES[match["scale"]]))
    if match["percent"] is not None:
        value, share = EXACT.divide(value, Decimal(100)), True
    end = match.end()
    if match["in"] is not None:
        whole = match["whole"].replace(",", "")
        below = Decimal(_SCALES[whole]) if whole in _SCALES else Decimal(whole)
        if match["percent"] is None and below > value > 0 and (" of " not in match["in"] or "out" in match["in"]):
            value, share = EXACT.divide(value, below), True
        else:
            end = match.start("in")
    if match["sign"] is not None and "-" in match["sign"]:
        if _subtracts(match.string, match.start()):
            return Amount(value, match.start() + 1, end, share)
        value = -value
    return Amount(value, match.start(), end, share)


def _subtracts(line: str, at: int) -> bool:
    """Whether the minus at this place joins two things ("10-20", "1 -0.01", "t -1") rather than making a number negative."""
    before = line[:at].rstrip()
    return bool(before) and (before[-1].isdigit() or before[-1] == ")")


def _raised(value: Decimal, match: re.Match[str]) -> Decimal | None:
    """The numeral with its exponent, power or factor of ten; None when it is out of every range."""
    if match["exponent"] is not None:
        exponent = int(match["exponent"])
        return value.scaleb(exponent, EXACT) if abs(exponent) <= 10_000 else None
    if match["times"] is not None:
        exponent = int(match["times"].replace(" ", ""))
        return value.scaleb(exponent, EXACT) if abs(exponent) <= 10_000 else None
    power: int | None = None
    if match["power"] is not None:
        power = int(match["power"].replace(" ", ""))
    elif match["spoken"] is not None:
        spoken = match["spoken"]
        power = (_CARDINALS[spoken] if spoken in _CARDINALS else int(spoken)) * (-1 if match["minus"] else 1)
    if power is None:
        return value
    if value == 10:
        return Decimal(1).scaleb(power, EXACT) if abs(power) <= 10_000 else None
    return None if value == 0 or abs(power) > 10_000 else EXACT.power(value, Decimal(power))


def _from_words(match: re.Match[str]) -> Amount | None:
    """ "two hundred and fifty", "point five", "a third", "three quarters", "one in a million", "half"; None for a bare "a" or "one"."""
    words = [word for word in re.split(r"[ -]", match["words"]) if word != "and"]
    part, whole, percent = match["part"], match["whole"], match["percent"]
    start, end = match.span()
    if words == ["half"]:
        return Amount(Decimal("0.5"), start, end, share=True)
    if words[0] == "half":
        scale = _spoken_value(words[1:])
        return None if scale is None else Amount(EXACT.multiply(scale, Decimal("0.5")), start, end)
    if words[0] in ("a", "an") and len(words) == 1 and part is None and whole is None:
        return None
    if words == ["one"] and part is None and whole is None and percent is None:
        return None
    value = _spoken_value(words)
    if value is None:
        return None
    if match["power"] is not None:
        power = _CARDINALS[match["power"]] * (-1 if match["minus"] else 1)
        value = EXACT.power(value, Decimal(power)) if value else value
    share = False
    if part is not None:
        value, share = EXACT.divide(value, Decimal(_PARTS[part])), True
    if whole is not None:
        value, share = EXACT.divide(value, Decimal(_SCALES.get(whole) or _CARDINALS.get(whole, 0) or 1)), True
    if percent is not None:
        value, share = EXACT.divide(value, Decimal(100)), True
    return Amount(value, start, end, share)


def _spoken_value(words: list[str]) -> Decimal | None:
    """The value of cardinal words; "point" starts digits after the decimal point."""
    total = current = 0
    seen = False
    for place, word in enumerate(words):
        if word == "point":
            digits = words[place + 1 :]
            if not digits or any(digit not in _CARDINALS or _CARDINALS[digit] > 99 for digit in digits):
                return None
            return Decimal(f"{total + current}." + "".join(str(_CARDINALS[digit]) for digit in digits))
        if word in ("a", "an"):
            current += 0 if seen else 1
        elif word in _CARDINALS:
            current += _CARDINALS[word]
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * _SCALES[word]
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
        else:
            return None
        seen = True
    return Decimal(total + current) if seen else None
