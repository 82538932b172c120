"""Whether the numbers and names of a bullet stand in its article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolkit.checks import _english as english

_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_TO_NINETEEN.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TO_NINETY.split(), 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_LEAST_WORD = 3  # "one" and "two" are often no count at all, or one made by counting
_ABOUT = frozenset(("about", "around", "nearly", "almost", "some", "over", "roughly", "approximately", "than"))
_ROUNDED = 0.1  # of the number: "nearly 300" may stand for 297
_DIGITS = re.compile(r"[$£€]?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<suffix>(?:k|mn|m|bn|b|tn)\b)?")
_TOKEN = re.compile(r"[$£€]?[\w](?:[\w.,’'%-]*[\w%])?|[%$£€]")
_WRITTEN = {
    "$": "dollar dollars usd",
    "€": "euro euros eur",
    "£": "pound pounds gbp",
    "¥": "yen",
    "%": "percent",
    "¢": "cent cents",
}
_SIGN = {word: sign for sign, words in _WRITTEN.items() for word in (sign, *words.split())}
_PER_CENT = re.compile(r"\bper[\s-]cent\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=[\w,;:’”\"—–)] )[“\"‘(]?(?P<name>[A-Z][\w’'-]*(?:\.[A-Z]\.)*)")
_CALENDAR = frozenset(english.WEEKDAYS.lower().split("|")) | english.word_set(
    "january february march april may june july august september october november december i"
)
_SUFFIX = english.word_set("s n ns an ans ian ians ean ese ish i is ic er")
_PAIRS = (
    "french:france british:britain briton:britain britons:britain dutch:netherlands spanish:spain swiss:switzerland "
    "polish:poland turkish:turkey greek:greece danish:denmark swedish:sweden irish:ireland scottish:scotland "
    "welsh:wales english:england germans:germany german:germany thai:thailand finnish:finland"
)
_DEMONYMS = dict(pair.split(":") for pair in _PAIRS.split())


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article says in numbers and words.

    Attributes:
        numbers: each number it gives, scale words counted in.
        bare: those that stand somewhere without a sign of money or percent.
        signed: those that stand with one, each with its sign.
        words: its words in lower case, without possessive endings.
        initials: first letters of its runs of names.
    """

    numbers: frozenset[float]
    bare: frozenset[float]
    signed: frozenset[tuple[float, str]]
    words: frozenset[str]
    initials: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as a text gives it."""

    shown: str
    value: float
    base: float
    sign: str
    rounded: bool


def facts(sentences: Iterable[str]) -> Facts:
    """Gather what an article says."""
    text = " ".join(sentences)
    found = list(_numbers(text))
    words = frozenset(map(_stem, english.words(text)))
    return Facts(
        numbers=frozenset(value for number in found for value in (number.value, number.base)),
        bare=frozenset(value for number in found if not number.sign for value in (number.value, number.base)),
        signed=frozenset(
            (value, number.sign) for number in found if number.sign for value in (number.value, number.base)
        ),
        words=words | frozenset(part.rstrip(".") for word in words for part in word.split("-")),
        initials=frozenset(_initials(text)),
    )


def number(bullet: str, known: Facts) -> str:
    """Find a number that the article does not give; "nearly 300" may stand for 297."""
    for each in _numbers(bullet):
        near = each.rounded and any(abs(each.value - other) <= _ROUNDED * abs(other) for other in known.numbers)
        if each.value not in known.numbers and not near:
            return each.shown
    return ""


def sign(bullet: str, known: Facts) -> str:
    """Find a number without its currency or its percent, or with another, where the article never gives it so."""
    for each in _numbers(bullet):
        strange = each.value in known.numbers and each.value not in known.bare
        if strange and (each.value, each.sign) not in known.signed:
            return each.shown
    return ""


def name(bullet: str, known: Facts) -> str:
    """Find a name of which the article has no word; titles in capitals throughout are not judged."""
    words = bullet.split()
    if sum(word[:1].isupper() for word in words) > 0.6 * len(words):
        return ""
    for match in _NAME.finditer(bullet):
        if not _known(match["name"], known):
            return match["name"]
    return ""


def _known(shown: str, known: Facts) -> bool:
    word = _stem(shown.lower().replace("’", "'"))
    letters = re.sub(r"[^A-Za-z]", "", shown)
    if word in known.words or word in _CALENDAR or _DEMONYMS.get(word) in known.words:
        return True
    if letters.isupper() and (letters in known.initials or (letters == "US" and "american" in known.words)):
        return True
    if all(part in known.words for part in word.split("-")):
        return True
    return any(_akin(word, other) for other in known.words)


def _akin(one: str, other: str) -> bool:
    """Tell whether one word is the other with an ending ("Chinese" and "China")."""
    short, long = sorted((one, other), key=len)
    stem = short.rstrip("aeiouy") if len(short.rstrip("aeiouy")) > 3 else short  # noqa: PLR2004 - a stem, not a syllable
    return len(stem) > 3 and long.startswith(stem) and long.removeprefix(stem) in _SUFFIX  # noqa: PLR2004


def _stem(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'").rstrip(".")


def _initials(text: str) -> Iterator[str]:
    for run in re.findall(r"(?:[A-Z][\w’'-]+(?:\s(?:of|and|the|for)(?:\sthe)?)?\s?){2,8}", text):
        letters = "".join(word[0] for word in run.split() if word[0].isupper())
        yield from (letters[start:end] for start in range(len(letters)) for end in range(start + 2, len(letters) + 1))


def _numbers(text: str) -> Iterator[_Number]:
    """Go through the numbers of a text, in digits and in words, scale words counted in."""
    tokens = _TOKEN.findall(_PER_CENT.sub("percent", text))
    for place, token in enumerate(tokens):
        value = _value(token)
        if value is None:
            continue
        following = [each.lower() for each in tokens[place + 1 : place + 3]]
        before = {each.lower() for each in tokens[max(0, place - 2) : place]}
        scale = _SCALES.get(following[0], 1.0) if following else 1.0
        units = following[: 1 + (scale > 1)]
        marks = (_SIGN.get(each, "") for each in (token[0], token[-1], *units))
        sign = next((mark for mark in marks if mark), "")
        yield _Number(token, round(value * scale, 6), value, sign, not _ABOUT.isdisjoint(before))


def _value(token: str) -> float | None:
    """Read one token, None where it is no number."""
    match = _DIGITS.match(token)
    if match:
        return float(match["digits"].replace(",", "")) * _SUFFIXES.get(match["suffix"] or "", 1.0)
    word = token.lower().rstrip(".,")
    tens, _, unit = word.partition("-")
    if tens in _TENS and (not unit or unit in _UNITS):
        return float(_TENS[tens] + _UNITS.get(unit, 0))
    return float(_UNITS[word]) if _UNITS.get(word, 0) >= _LEAST_WORD else None
