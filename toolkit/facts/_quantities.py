"""Numbers, percentages, money and times of a text, in either language."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from toolkit.facts import _number_words, _numerals, _units
from toolkit.facts._clock import as_clock, as_hour, clock, spoken
from toolkit.facts._fact import Fact, FactKind, Weight
from toolkit.facts._numerals import Numeral
from toolkit.facts._ordinals import as_cardinal
from toolkit.facts._parts import attacks, code, collective, decade, fraction, is_code, roman, vague
from toolkit.facts._spotted import Spotted, fact, numbers, plain
from toolkit.facts._tokens import GAPS, Token, after

_ORDINAL_SIGNS = {
    "fr": {"e", "er", "re", "ere", "eme", "ieme", "nd", "nde", "es", "emes"},
    "en": {"st", "nd", "rd", "th"},
}
_MONTHS = 12
_PARTS = {"demi": Decimal("0.5"), "demie": Decimal("0.5"), "quart": Decimal("0.25")}
_JOINTS = {"fr": {"a", "et", "ou"}, "en": {"to", "and", "or"}}
_ROMAN_SIGNS = tuple("IVXLCDM")
_MONEY_SCALES = {"m": 10**6, "k": 10**3, "b": 10**9, "md": 10**9, "mds": 10**9, "bn": 10**9, "mn": 10**6, "tn": 10**12}


def quantities(text: str, found: Sequence[Token], language: str) -> tuple[Spotted, ...]:
    """Find what a text counts, in order; every token belongs to one fact at most."""
    cardinal = [as_cardinal(found, place, language) for place in range(len(found))]
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
            yield Fact("number", "", token.text, token.start, numbers(values), "licence")


def _at(text: str, found: Sequence[Token], cardinal: Sequence[Token], place: int, language: str) -> Spotted | None:
    if is_code(found, place):
        return code(text, found, place)
    if not (found[place].number or cardinal[place].fold in _openers(language) or found[place].text[:1] in _ROMAN_SIGNS):
        return None
    for read in (clock, spoken, attacks, decade, roman, vague, collective, fraction, _numeral):
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
        return _one_and_a_half(text, found, place, language)
    end = place + numeral.length
    values, end = _scaled(found, place, end, numeral.values, language)
    values, end = _and_a_part(found, end, values, language)
    if values == numeral.values and _is_article(found, place, numeral, language):
        return None
    values = (*values, *_shared_scale(found, end, values, numeral, language))
    end += after(found, end) in _ORDINAL_SIGNS[language] and found[end].before == "" and found[end - 1].number
    values = (*values, *_other_years(found, place, end, values, language))
    unit, stop = _units.unit(found, place, end, language)
    if unit == "length foot" and (inches := _inches(found, stop, language)):
        values, stop = tuple(value + inches / 12 for value in values), stop + 2
    readings = numbers(values) | _as_month(found, place, values) | as_hour(unit, values) | _as_weeks(unit, values)
    readings |= as_clock(found[place]) if numeral.length == 1 else frozenset()
    kind: FactKind = "percent" if unit == "percent" else "money" if unit.startswith("currency") else "number"
    weight: Weight = "firm"
    told = language == "fr" and found[place].capital and not found[place].opens  # les Vingt-Sept, les Six
    if told or values[0] in {0, 1} or _of_finals(found, end) or (language == "fr" and _is_new(found, place, numeral)):
        weight = "licence" if values[0] == 1 else "loose"
    if unit.startswith("duration") and (_joins(found, stop) or _joins(found, place)):
        weight = "loose"  # `2 min 11 s`, which a table of results writes `2:11`
    value = f"{plain(values[0])} {unit.removeprefix('currency ')}".strip() if kind == "money" else plain(values[0])
    made = replace(fact(text, found, range(place, max(end, stop)), kind, value, readings, weight), unit=unit)
    return Spotted(made, range(place, max(end, stop)))


def _one_and_a_half(text: str, found: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `a year and a half`, `an hour and a quarter`."""
    first, *words = (after(found, place + ahead) for ahead in (0, 2, 3, 4))
    unit, stop = _units.unit(found, place, place + 1, language)
    part = {"half": _PARTS["demi"], "quarter": _PARTS["quart"]}.get(words[2])
    if language == "fr" or first not in {"a", "an"} or words[:2] != ["and", "a"] or part is None or not unit:
        return None
    places = range(place, stop + 3)
    made = fact(text, found, places, "number", plain(1 + part), numbers((1 + part,)), "firm")
    return Spotted(replace(made, unit=unit), places)


def _shared_scale(
    found: Sequence[Token], end: int, values: tuple[Decimal, ...], numeral: Numeral, language: str
) -> tuple[Decimal, ...]:
    """Read the `3` of `3 à 5 millions` as three million too, in words or digits."""
    joined = after(found, end) in _JOINTS[language]
    later = end + joined
    if numeral.scaled or later >= len(found) or not (joined or found[later].before in {"-", "–"}):
        return ()
    later += found[later].text in _units.SIGNS
    other = (_numerals.french if language == "fr" else _numerals.english)(found, later)
    scale = _number_words.scale(after(found, later + other.length - 1), language) if other else 1
    return tuple(value * scale for value in values) if scale > 1 else ()


def _inches(found: Sequence[Token], place: int, language: str) -> Decimal:
    """Read the `11 inches` of `5 feet 11 inches`, 0 where there are none."""
    numeral = _numerals.english(found, place) if language == "en" else None
    unit = _units.unit(found, place, place + numeral.length, language)[0] if numeral else ""
    return numeral.values[0] if numeral and numeral.length == 1 and unit == "length inch" else Decimal(0)


def _joins(found: Sequence[Token], place: int) -> bool:
    """Tell whether a number stands right after the unit of another."""
    return 1 < place < len(found) and found[place].number and found[place].before == " " and found[place - 2].number


def _is_article(found: Sequence[Token], place: int, numeral: Numeral, language: str) -> bool:
    """Tell `un homme` and `one of them` from `un million`: a lone one is hardly ever a fact; nor is `pour cent`."""
    if found[place].fold == "cent" and after(found, place - 1) in {"pour", "p"}:
        return numeral.length == 1
    return numeral.length == 1 and found[place].fold in ({"un", "une"} if language == "fr" else {"one"})


def _is_new(found: Sequence[Token], place: int, numeral: Numeral) -> bool:
    """Tell whether `neuf` may be the adjective, which stands before no plural noun."""
    if numeral.length > 1 or found[place].fold != "neuf" or _units.unit(found, place, place + 1, "fr")[0]:
        return False
    plural = place + 1 < len(found) and found[place + 1].before == " " and found[place + 1].fold.endswith(("s", "x"))
    return not plural


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
    """Add the part of `un an et demi`, `une heure et quart`, `two and a half`, `5 1/2`, `un million et demi`."""
    words = [after(found, end + ahead) for ahead in range(4)]
    half, last = Decimal("0.5"), found[end - 1].fold
    scale = _number_words.scale(last, language)
    if language == "fr":
        ahead = next((n for n in (0, 1) if words[n : n + 1] == ["et"] and words[n + 1] in _PARTS), None)
        if ahead is None:
            return values, end
        part = _PARTS[words[ahead + 1]] * scale
        return tuple(value + part for value in values), end + (2 if ahead == 0 else 0)
    if words[:2] == ["1", "2"] and found[end + 1].before == "/" and found[end].before == " ":
        return tuple(value + half for value in values), end + 2
    if words[:3] == ["and", "a", "half"]:
        after_half = _number_words.scale(words[3], language)
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
    return frozenset({f"month {int(values[0])}"}) if slashed and 1 <= values[0] <= _MONTHS else frozenset()


def _as_weeks(unit: str, values: Sequence[Decimal]) -> frozenset[str]:
    """Read `quinze jours` as two weeks and `huit jours` as one, as French counts them."""
    weeks = {15: (14, 2), 8: (7, 1)}.get(int(values[0]), ()) if unit == "duration day" else ()
    return numbers([Decimal(value) for value in weeks])


def _of_finals(found: Sequence[Token], end: int) -> bool:
    """Tell `8es de finale` and `troisième catégorie`, which English may call by other names: tertiary, graduate."""
    final = after(found, end) == "de" and after(found, end + 1) in {"finale", "finales"}
    return final or found[end - 1].fold == "troisieme"
