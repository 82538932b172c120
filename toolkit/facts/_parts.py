"""Numbers that are no plain numerals: decades, Roman numerals, dozens, halves, codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from toolkit.facts import _number_words, _numerals, _units
from toolkit.facts._fact import Fact, Weight
from toolkit.facts._spotted import Spotted, fact, numbers, plain
from toolkit.facts._tokens import Token, after

_CLOCK = frozenset({"h", "heure", "heures"})
"""What makes the number before it a time: `A 11 h 29` begins with the unaccented `à`."""

_ROMAN_ORDINAL = re.compile(r"([IVX]|[IVXLC]{2,})(?:e|è|er|re|ère|ème|es|èmes)")


def attacks(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `9/11`, which stands for a date of 2001 without its year."""
    later = place + 1
    dated = language == "en" and found[place].text == "9" and after(found, later) == "11" and found[later].before == "/"
    if not dated or (later + 1 < len(found) and found[later + 1].before == "/"):
        return None
    readings = numbers((Decimal(11), Decimal(2001))) | {"month 9"}
    places = range(place, place + 2)
    return Spotted(fact(text, found, places, "number", "11", readings, "firm"), places)


def decade(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `the thirties`."""
    value = _units.decades().get(found[place].fold) if language == "en" else None
    if value is None:
        return None
    readings = numbers((Decimal(value), Decimal(1900 + value)))
    places = range(place, place + 1)
    return Spotted(fact(text, found, places, "number", str(value), readings, "firm"), places)


def roman(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `XIXe` and the `XIV` of `Louis XIV`."""
    ordinal = _ROMAN_ORDINAL.fullmatch(found[place].text) if language == "fr" else None
    spaced = language == "fr" and after(found, place + 1) == "e" and after(found, place + 2).startswith("siecle")
    value = _numerals.roman(ordinal[1] if ordinal else found[place].text)
    named = place > 0 and found[place - 1].capital and not found[place - 1].acronym and len(found[place].text) > 1
    if value is None or not (ordinal or named or spaced):
        return None
    readings = numbers((Decimal(value), Decimal(100 * (value - 1)))) | {f"word {found[place].fold}"}
    places = range(place, place + 1 + spaced)
    weight: Weight = "firm" if ordinal or spaced else "loose"
    return Spotted(fact(text, found, places, "number", str(value), readings, weight), places)


def vague(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    power = _units.table(language, "vague").get(found[place].fold)
    if power is None:
        return None
    places = range(place, place + 1)
    readings = frozenset({f"about {power}"})
    return Spotted(fact(text, found, places, "number", f"about {power}", readings, "loose"), places)


def collective(
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
    scale = _number_words.scale(after(found, end + 2), language) if after(found, end + 1) in {"de", "d"} else 1
    values = tuple(many * Decimal(str(one)) * scale for one in each)
    places = range(place, end + 1 + (2 if scale > 1 else 0))
    return Spotted(fact(text, found, places, "number", plain(values[0]), numbers(values), "firm"), places)


def fraction(text: str, found: Sequence[Token], cardinal: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `un tiers`, `trois quarts`, `la moitié`, `half`, `two-thirds`, `half a million`."""
    words = _units.table(language, "fraction")
    numeral = (_numerals.french if language == "fr" else _numerals.english)(cardinal, place)
    end = place + (numeral.length if numeral else 0)
    parts = words.get(after(found, end))
    if parts is None or (numeral is None and not _lone_fraction(found, place, language)):
        return None
    if numeral and (found[place].fold != cardinal[place].fold or found[end].before not in {" ", "-"}):
        return None  # `quatrième, cinquième`
    many = numeral.values[0] if numeral else Decimal(1)
    values = [Decimal(str(part)) * (many if part < 1 or many == 1 else 1) for part in parts]
    values += [100 * values[0]] if numeral else []
    end += 1
    stop = end + (after(found, end) in {"a", "de", "d"})
    scale = _number_words.scale(after(found, stop), language)
    if scale > 1:
        values, end = [values[0] * scale], stop + 1
    weight: Weight = "firm" if scale > 1 or many > 1 or after(found, place) == "moitie" else "licence"
    places = range(place, end)
    return Spotted(fact(text, found, places, "number", plain(values[0]), numbers(values), weight), places)


def _lone_fraction(found: Sequence[Token], place: int, language: str) -> bool:
    word = after(found, place)
    if language == "en":
        return word in {"half", "third", "quarter"} and not (word == "third" and after(found, place - 1) == "the")
    return word == "moitie"


def is_code(found: Sequence[Token], place: int) -> bool:
    """Tell the number of `A380`, `G20`, `H1N1` or `@user12` from one that counts."""
    token = found[place]
    if not token.number or place == 0:
        return False
    letters = found[place - 1]
    if letters.number or not letters.text.isalpha():
        return False
    if token.before == "":
        return letters.fold not in _CLOCK
    road = letters.text == "A" and not letters.opens and after(found, place + 1) not in _CLOCK
    return token.before in {"-", " "} and (letters.text == "G" or road)


def code(text: str, found: Sequence[Token], place: int) -> Spotted:
    places = range(place - 1, place + 1)
    start = found[place - 1].start
    said = text[start : found[place].end]
    code = re.sub(r"[\W_]", "", said).lower()
    readings = numbers(_numerals.digits(found[place].text, ".")) | {f"word {code}"}
    return Spotted(Fact("name", said, said, start, readings, "loose"), places)
