"""Times of day, in either language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from toolkit.facts._fact import Weight
from toolkit.facts._number_words import ENGLISH
from toolkit.facts._spotted import Spotted, fact, numbers
from toolkit.facts._tokens import Token, after

_EVENING = {"soir", "apres"}
_MORNING = {"matin"}
_NOON = 12
_MINUTES = range(10, 60)
_DAY = 24


def as_hour(unit: str, values: Sequence[Decimal]) -> frozenset[str]:
    if unit != "duration hour" or values[0] % 1 or values[0] > _DAY:
        return frozenset()
    return _clock_readings(int(values[0]), 0, None)


def as_clock(token: Token) -> frozenset[str]:
    """Read the `2200` of `2200 GMT`, and `20.45`, as a time."""
    written = re.fullmatch(r"(\d?\d)(?:\.|(?<=\d\d))([0-5]\d)", token.text)
    if written is None or int(written[1]) >= _DAY:
        return frozenset()
    return _clock_readings(int(written[1]), int(written[2]), None)


def clock(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
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
        if (
            end < len(found)
            and found[end].number
            and re.fullmatch(r"[0-5]\d", found[end].text)
            and len(found[end].before) <= 1
        ):
            minutes, end = int(found[end].text), end + 1
    elif end < len(found) and found[end].before == ":" and re.fullmatch(r"[0-5]\d", found[end].text):
        minutes, end = int(found[end].text), end + 1
    half = _half_of_day(found, end) if language == "en" else _part_of_day(found, end)
    if minutes is None and (language == "fr" or half is None):
        return None
    spelled = found[place + 1].fold in {"heure", "heures"}
    return _timed(
        text,
        found,
        range(place, end + (language == "en" and half is not None)),
        hour,
        minutes or 0,
        half,
        "loose" if spelled else "firm",
    )


def spoken(text: str, found: Sequence[Token], _: Sequence[Token], place: int, language: str) -> Spotted | None:
    """Read `three-thirty`."""
    hour, minutes = ENGLISH.get(found[place].fold, 0), ENGLISH.get(after(found, place + 1), 0)
    joined = language == "en" and place + 1 < len(found) and found[place + 1].before == "-"
    if not joined or hour not in range(1, _NOON + 1) or minutes not in _MINUTES:
        return None
    return _timed(text, found, range(place, place + 2), hour, minutes, None)


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
    readings = _clock_readings(hour, minutes, half) | numbers((Decimal(hour) + Decimal(minutes) / 60,))
    value = f"{hour % _NOON + half if half is not None and hour <= _NOON else hour}:{minutes:02}"
    if minutes == 0:
        readings |= numbers((Decimal(hour), Decimal(hour % _NOON)))
    return Spotted(fact(text, found, places, "time", value, readings, weight), places)


def _clock_readings(hour: int, minutes: int, half: int | None) -> frozenset[str]:
    """Give the times of day an hour may mean: before noon both, unless it says which."""
    hours = {hour % _NOON + half} if half is not None and hour <= _NOON else {hour % _DAY}
    if half is None and hour <= _NOON:
        hours = {hour % _NOON, hour % _NOON + _NOON}
    return frozenset(f"time {each}:{minutes:02}" for each in hours)
