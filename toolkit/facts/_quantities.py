"""Numbers, percentages, money and times of a text, in either language."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from toolkit.facts import _numerals, _units
from toolkit.facts._fact import Fact, FactKind, Weight
from toolkit.facts._numerals import Numeral
from toolkit.facts._tokens import GAPS, Token, after

_ORDINAL_SIGNS = {"fr": {"e", "er", "re", "ere", "eme", "ieme", "nd", "nde", "es", "emes"}, "en": {"st", "nd", "rd", "th"}}
_ORDINALS_EN = {
    "first": "one", "second": "two", "third": "three", "fifth": "five", "eighth": "eight", "ninth": "nine",
    "twelfth": "twelve",
}  # fmt: skip
_ROMAN_ORDINAL = re.compile(r"([IVX]|[IVXLC]{2,})(?:e|è|er|re|ère|ème|es|èmes)")
_ROMAN_SIGNS = tuple("IVXLCDM")
_MONEY_SCALES = {"m": 10**6, "k": 10**3, "b": 10**9, "md": 10**9, "mds": 10**9, "bn": 10**9, "mn": 10**6, "tn": 10**12}
_EVENING = {"soir", "apres"}
_MORNING = {"matin"}
_NOON = 12
_DAY = 24


@dataclass(frozen=True, slots=True)
class Spotted:
    """A fact with the tokens it takes.

    Attributes:
        fact: what was found.
        places: of its tokens.
    """

    fact: Fact
    places: range


def quantities(text: str, found: Sequence[Token], language: str) -> tuple[Spotted, ...]:
    """Find what a text counts, in order; every token belongs to one fact at most."""
    cardinal = [_as_cardinal(found, place, language) for place in range(len(found))]
    made: list[Spotted] = []
    place = 0
    while place < len(found):
        spotted = _at(text, found, cardinal, place, language)
        if spotted is not None:
            made.append(spotted)
        place = spotted.places.stop if spotted else place + 1
    return tuple(made)


def licences(found: Sequence[Token], language: str) -> Iterator[Fact]:
    """Give what words may stand for a number without being one: `double`, `decade`."""
    for token in found:
        values = _units.licence(token.fold, language)
        if values:
            yield Fact("number", "", token.text, token.start, _numbers(values), "licence")


def _at(text: str, found: Sequence[Token], cardinal: Sequence[Token], place: int, language: str) -> Spotted | None:
    if _is_code(found, place):
        return _code(text, found, place)
    if not (found[place].number or cardinal[place].fold in _openers(language) or found[place].text[:1] in _ROMAN_SIGNS):
        return None
    for read in (_clock, _decade, _roman, _vague, _collective, _fraction, _numeral):
        spotted = read(text, found, cardinal, place, language)
        if spotted is not None:
            return spotted
    return None


@functools.cache
def _openers(language: str) -> frozenset[str]:
    """Give the words a quantity may begin with; most words are none, and are passed over at once."""
    words = set(_numerals.openers(language)) | set(_units.table(language, "vague"))
    words |= set(_units.table(language, "fraction"))
    return frozenset(words | ({"douzaine", "demi"} if language == "fr" else {"a", "an", *_units.decades()}))


def _numeral(text: str, found: Sequence[Token], cardinal: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read a number with its unit, its share or its currency."""
    numeral = (_numerals.french if language == "fr" else _numerals.english)(cardinal, place)
    if numeral is None:
        return None
    if _is_article(found, place, numeral, language):
        return None
    end = place + numeral.length
    values, end = _scaled(found, place, end, numeral.values, language)
    values, end = _and_a_part(found, end, values, language)
    end += after(found, end) in _ORDINAL_SIGNS[language] and found[end].before == "" and found[end - 1].number
    values = (*values, *_other_years(found, place, end, values, language))
    unit, stop = _units.unit(found, place, end, language)
    readings = _numbers(values) | _as_month(found, place, values) | _as_hour(unit, values) | _as_weeks(unit, values)
    readings |= _as_clock(found[place]) if numeral.length == 1 else frozenset()
    kind: FactKind = "percent" if unit == "percent" else "money" if unit.startswith("currency") else "number"
    weight: Weight = "firm"
    told = language == "fr" and found[place].capital and not found[place].opens  # les Vingt-Sept, les Six
    if told or values[0] in {0, 1} or _of_finals(found, end) or (language == "fr" and _is_new(found, place, numeral)):
        weight = "licence" if values[0] == 1 else "loose"
    value = f"{_plain(values[0])} {unit.removeprefix('currency ')}".strip() if kind == "money" else _plain(values[0])
    fact = replace(_fact(text, found, range(place, max(end, stop)), kind, value, readings, weight), unit=unit)
    return Spotted(fact, range(place, max(end, stop)))


def _is_article(found: Sequence[Token], place: int, numeral: Numeral, language: str) -> bool:
    """Tell `un homme` and `one of them` from `un million`: a lone one is hardly ever a fact."""
    return numeral.length == 1 and found[place].fold in ({"un", "une"} if language == "fr" else {"one"})


def _is_new(found: Sequence[Token], place: int, numeral: Numeral) -> bool:
    """Tell whether `neuf` may be the adjective."""
    return numeral.length == 1 and found[place].fold == "neuf" and _units.unit(found, place, place + 1, "fr")[0] == ""


def _scaled(
    found: Sequence[Token], place: int, end: int, values: tuple[Decimal, ...], language: str
) -> tuple[tuple[Decimal, ...], int]:
    """Multiply by the `m` of `$5m` and the `Md` of `3 Md€`."""
    scale = _MONEY_SCALES.get(after(found, end))
    if scale is None or found[end].before.strip(GAPS) or not found[end - 1].number:
        return values, end
    priced = (place > 0 and found[place - 1].text in _units.SIGNS) or (
        end + 1 < len(found) and found[end + 1].text in _units.SIGNS
    )
    if priced or after(found, end) in {"bn", "mn", "tn", "md", "mds"}:
        return tuple(value * scale for value in values), end + 1
    return ((*values, *(value * scale for value in values)), end) if language == "en" else (values, end)


def _and_a_part(
    found: Sequence[Token], end: int, values: tuple[Decimal, ...], language: str
) -> tuple[tuple[Decimal, ...], int]:
    """Add the half of `un an et demi`, `two and a half`, `un million et demi`."""
    words = [after(found, end + ahead) for ahead in range(4)]
    half, last = Decimal("0.5"), found[end - 1].fold
    scale = _numerals.scale(last, language)
    if language == "fr":
        ahead = next((n for n in (0, 1) if words[n : n + 1] == ["et"] and words[n + 1] in {"demi", "demie"}), None)
        if ahead is None:
            return values, end
        return tuple(value + half * scale for value in values), end + (2 if ahead == 0 else 0)
    if words[:3] == ["and", "a", "half"]:
        after_half = _numerals.scale(words[3], language)
        return tuple((value + half * scale) * after_half for value in values), end + 3 + (after_half > 1)
    return values, end


def _other_years(
    found: Sequence[Token], place: int, end: int, values: tuple[Decimal, ...], language: str
) -> Iterator[Decimal]:
    """Read `90` in `les années 90` and `2010-11`, and `1990` in `the 1990s`, as both years they may mean."""
    value, token = values[0], found[place]
    decade = after(found, end) == "s" and found[end].before.strip("'’") == "" if end < len(found) else False
    decade = decade or (language == "fr" and after(found, place - 1) in {"annees", "annee", "mai", "ete"})
    second = token.number and token.before in {"-", "/", "–"} and place > 0 and found[place - 1].number
    short = place > 0 and token.before.endswith("'")
    if value < 100 and (decade or second or short):  # noqa: PLR2004
        yield from (century + value for century in (Decimal(1900), Decimal(1800), Decimal(2000)))
    if value >= 1000 and (decade or second):  # noqa: PLR2004
        yield value % 100


def _as_month(found: Sequence[Token], place: int, values: Sequence[Decimal]) -> frozenset[str]:
    """Read the `05` of `12/05/2012` as May."""
    slashed = found[place].number and found[place].before in {"/", "."} and place > 0 and found[place - 1].number
    return frozenset({f"month {int(values[0])}"}) if slashed and 1 <= values[0] <= _NOON else frozenset()


def _as_hour(unit: str, values: Sequence[Decimal]) -> frozenset[str]:
    if unit != "duration hour" or values[0] % 1 or values[0] > _DAY:
        return frozenset()
    return _clock_readings(int(values[0]), 0, None)


def _as_weeks(unit: str, values: Sequence[Decimal]) -> frozenset[str]:
    """Read `quinze jours` as two weeks and `huit jours` as one, as French counts them."""
    weeks = {15: (14, 2), 8: (7, 1)}.get(int(values[0]), ()) if unit == "duration day" else ()
    return _numbers([Decimal(value) for value in weeks])


def _as_clock(token: Token) -> frozenset[str]:
    """Read the `2200` of `2200 GMT` as a time."""
    written = re.fullmatch(r"([01]\d|2[0-3])([0-5]\d)", token.text)
    return _clock_readings(int(written[1]), int(written[2]), None) if written else frozenset()


def _clock(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `15h30`, `15 heures 30`, `3:30 p.m.`, `3 pm`."""
    if not found[place].number or not found[place].text.isdigit():
        parts = re.fullmatch(r"(\d{1,2})[.](\d{2})", found[place].text) if language == "en" else None
        half = _half_of_day(found, place + 1)
        if parts is None or half is None:
            return None
        return _timed(text, found, range(place, place + 2), int(parts[1]), int(parts[2]), half)
    hour, end, minutes = int(found[place].text), place + 1, None
    if hour > _DAY:
        return None
    if language == "fr" and after(found, end) in {"h", "heures", "heure"}:
        end += 1
        if end < len(found) and found[end].number and re.fullmatch(r"[0-5]\d", found[end].text) and len(found[end].before) < 2:  # noqa: PLR2004
            minutes, end = int(found[end].text), end + 1
    elif end < len(found) and found[end].before == ":" and re.fullmatch(r"[0-5]\d", found[end].text):
        minutes, end = int(found[end].text), end + 1
    half = _half_of_day(found, end) if language == "en" else _part_of_day(found, end)
    if minutes is None and (language == "fr" or half is None):
        return None
    spelled = found[place + 1].fold in {"heure", "heures"}
    return _timed(text, found, range(place, end + (language == "en" and half is not None)), hour, minutes or 0, half, "loose" if spelled else "firm")


def _decade(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `the thirties`."""
    value = _units.decades().get(found[place].fold) if language == "en" else None
    if value is None:
        return None
    readings = _numbers((Decimal(value), Decimal(1900 + value)))
    places = range(place, place + 1)
    return Spotted(_fact(text, found, places, "number", str(value), readings, "firm"), places)


def _half_of_day(found: Sequence[Token], place: int) -> int | None:
    """Read `a.m.` as 0 and `p.m.` as 12."""
    word = after(found, place)
    return {"am": 0, "pm": _NOON}.get(word)


def _part_of_day(found: Sequence[Token], place: int) -> int | None:
    words = {after(found, place + ahead) for ahead in range(4)}
    return 0 if words & _MORNING else _NOON if words & _EVENING else None


def _timed(
    text: str, found: Sequence[Token], places: range, hour: int, minutes: int, half: int | None,
    weight: Weight = "firm",
) -> Spotted:  # fmt: skip
    readings = _clock_readings(hour, minutes, half)
    value = f"{hour % _NOON + half if half is not None and hour <= _NOON else hour}:{minutes:02}"
    if minutes == 0:
        readings |= _numbers((Decimal(hour), Decimal(hour % _NOON)))
    return Spotted(_fact(text, found, places, "time", value, readings, weight), places)


def _clock_readings(hour: int, minutes: int, half: int | None) -> frozenset[str]:
    """Give the times of day an hour may mean: before noon both, unless it says which."""
    hours = {hour % _NOON + half} if half is not None and hour <= _NOON else {hour % _DAY}
    if half is None and hour <= _NOON:
        hours = {hour % _NOON, hour % _NOON + _NOON}
    return frozenset(f"time {each}:{minutes:02}" for each in hours)


def _roman(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `XIXe` and the `XIV` of `Louis XIV`."""
    ordinal = _ROMAN_ORDINAL.fullmatch(found[place].text) if language == "fr" else None
    value = _numerals.roman(ordinal[1] if ordinal else found[place].text)
    named = place > 0 and found[place - 1].capital and not found[place - 1].acronym and len(found[place].text) > 1
    if value is None or not (ordinal or named):
        return None
    readings = _numbers((Decimal(value), Decimal(100 * (value - 1)))) | {f"word {found[place].fold}"}
    places = range(place, place + 1)
    return Spotted(_fact(text, found, places, "number", str(value), readings, "firm" if ordinal else "loose"), places)


def _vague(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    power = _units.table(language, "vague").get(found[place].fold)
    if power is None:
        return None
    places = range(place, place + 1)
    readings = frozenset({f"about {power}"})
    return Spotted(_fact(text, found, places, "number", f"about {power}", readings, "loose"), places)


def _collective(
    text: str, found: Sequence[Token], cardinal: Sequence[Token], place: int, language: str
) -> Spotted | None:
    """Read `une douzaine`, `deux douzaines`, `a dozen`."""
    words = _units.table(language, "collective")
    numeral = (_numerals.french if language == "fr" else _numerals.english)(cardinal, place)
    end = place + (numeral.length if numeral else found[place].fold in {"a", "an"})
    if numeral is None and after(found, place - 1) == "demi":
        end = place
    each = words.get(after(found, end).removesuffix("s")) if end > place or after(found, place - 1) == "demi" else None
    if each is None:
        return None
    halved = place > 0 and {found[place - 1].fold} & {"half", "demi"}
    many = (numeral.values[0] if numeral else Decimal(1)) * (Decimal("0.5") if halved else 1)
    scale = _numerals.scale(after(found, end + 2), language) if after(found, end + 1) in {"de", "d"} else 1
    values = tuple(many * Decimal(str(one)) * scale for one in each)
    places = range(place, end + 1 + (2 if scale > 1 else 0))
    return Spotted(_fact(text, found, places, "number", _plain(values[0]), _numbers(values), "firm"), places)


def _fraction(
    text: str, found: Sequence[Token], cardinal: Sequence[Token], place: int, language: str
) -> Spotted | None:
    """Read `un tiers`, `trois quarts`, `la moitié`, `half`, `two-thirds`, `half a million`."""
    words = _units.table(language, "fraction")
    numeral = (_numerals.french if language == "fr" else _numerals.english)(cardinal, place)
    end = place + (numeral.length if numeral else 0)
    parts = words.get(after(found, end))
    if parts is None or (numeral is None and not _lone_fraction(found, place, language)):
        return None
    many = numeral.values[0] if numeral else Decimal(1)
    values = [Decimal(str(part)) * (many if part < 1 or many == 1 else 1) for part in parts]
    values += [100 * values[0], many] if numeral else []
    end += 1
    scale = _numerals.scale(after(found, end + 1), language) if after(found, end) in {"a", "de", "d"} else 1
    if scale > 1:
        values, end = [values[0] * scale], end + 2
    weight: Weight = "firm" if scale > 1 or many > 1 or after(found, place) == "moitie" else "licence"
    places = range(place, end)
    return Spotted(_fact(text, found, places, "number", _plain(values[0]), _numbers(values), weight), places)


def _lone_fraction(found: Sequence[Token], place: int, language: str) -> bool:
    word = after(found, place)
    if language == "en":
        return word in {"half", "third", "quarter"} and not (word == "third" and after(found, place - 1) == "the")
    return word == "moitie"


def _of_finals(found: Sequence[Token], end: int) -> bool:
    """Tell `8es de finale` and `troisième cycle`, which English calls by other names."""
    final = after(found, end) == "de" and after(found, end + 1) in {"finale", "finales"}
    return final or (after(found, end) == "cycle" and found[end - 1].fold.endswith("ieme"))


def _is_code(found: Sequence[Token], place: int) -> bool:
    """Tell the number of `A380`, `G20` or `H1N1` from one that counts."""
    token = found[place]
    if not token.number or place == 0:
        return False
    letters = found[place - 1]
    glued = token.before == "" or (token.before in {"-", " "} and len(letters.text) == 1 and letters.text in "GA")
    return glued and letters.text.isupper() and not letters.number and letters.text not in _units.SIGNS


def _code(text: str, found: Sequence[Token], place: int) -> Spotted:
    places = range(place - 1, place + 1)
    start = found[place - 1].start
    said = text[start : found[place].end]
    code = re.sub(r"[\W_]", "", said).lower()
    readings = _numbers(_numerals.digits(found[place].text, ".")) | {f"word {code}"}
    return Spotted(Fact("name", said, said, start, readings, "loose"), places)


def _as_cardinal(found: Sequence[Token], place: int, language: str) -> Token:
    """Put `cinq` for `cinquième` and `five` for `fifth`, so that ordinals are read as numbers."""
    token = found[place]
    if language == "fr" and token.fold == "sept" and place and found[place - 1].number:
        return replace(token, fold="septembre")
    if language == "fr":
        stem = token.fold.removesuffix("s").removesuffix("ieme")
        if len(stem) >= len(token.fold.removesuffix("s")):
            return token
        stems = (stem, f"{stem}e", {"cinqu": "cinq", "neuv": "neuf"}.get(stem, ""), stem.removesuffix("s"))
        word = next((each for each in stems if each in _numerals.FRENCH or _numerals.scale(each, "fr") > 1 or each == "cent"), "")
        return replace(token, fold=word) if word else token
    if token.fold in {"first", "second"}:
        joined = token.before == "-" and after(found, place - 1) in _numerals.ENGLISH
        return replace(token, fold=_ORDINALS_EN[token.fold]) if joined else token
    word = _ORDINALS_EN.get(token.fold, "")
    if not word and token.fold.endswith("th"):
        stem = token.fold.removesuffix("th")
        word = stem if stem in _numerals.ENGLISH or stem == "hundred" or _numerals.scale(stem, "en") > 1 else ""
        word = word or (f"{stem[:-2]}y" if stem.endswith("ie") and f"{stem[:-2]}y" in _numerals.ENGLISH else "")
    return replace(token, fold=word) if word else token


def _numbers(values: Sequence[Decimal]) -> frozenset[str]:
    return frozenset(f"number {_plain(value)}" for value in values)


def _plain(value: Decimal) -> str:
    """Write a value in one way: `1500000`, `0.5`."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _fact(
    text: str, found: Sequence[Token], places: range, kind: FactKind, value: str, readings: frozenset[str],
    weight: Weight,
) -> Fact:  # fmt: skip
    start, end = found[places.start].start, found[places.stop - 1].end
    return Fact(kind, value, text[start:end], start, readings, weight)
