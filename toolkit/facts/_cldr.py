"""Names as CLDR gives them (https://cldr.unicode.org), through babel: the one home of babel."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from toolkit.facts._tokens import fold, phrase

_CONTINENTS = {"002", "003", "005", "009", "142", "150", "419"}
_NO_PLACES = {"UN", "EU", "EZ", "ZZ"}
"""Codes of CLDR for what is no place: bodies of states, and an unknown region."""

_DIMENSIONS = ("duration-", "length-", "mass-", "area-")


def territories(language: str) -> Mapping[str, str]:
    """Give the names of countries and continents by their codes."""
    known = _locale(language)["territories"]
    return {code: known[code].split(" (")[0].replace("&", "and") for code in known if _is_place(code)}


def months(language: str, width: str = "wide") -> Mapping[str, str]:
    """Give the names of the months by `month 1` …; `abbreviated` gives `Sep`."""
    return {f"month {number}": name for number, name in _locale(language)["months"]["format"][width].items()}


def weekdays(language: str, width: str = "wide") -> Mapping[str, str]:
    """Give the names of the days by `weekday 0`, which is Monday, and so on."""
    return {f"weekday {number}": name for number, name in _locale(language)["days"]["format"][width].items()}


def currencies(language: str) -> Mapping[str, str]:
    """Map words for money to one French noun in either language: `livres` and `pounds` to `livre`.

    CLDR writes `livre sterling` and `British Pound`: the French noun comes first, the English one last.
    """
    french, own = _locale("fr")["currency_names"], _locale(language)["currency_names"]
    found: dict[str, str] = {}
    for code, name in own.items():
        if code in french and not code.startswith("X") and "(" not in name:
            noun = fold(name.split()[0] if language == "fr" else name.split()[-1])
            for form in (noun, f"{noun}s", f"{noun}es"):
                found.setdefault(form, fold(french[code].split()[0]))
    return found


def units(language: str) -> Mapping[str, str]:
    """Map the words for units of time, length, mass and area to CLDR's names of them, as `duration year`."""
    found: dict[str, str] = {}
    for name, patterns in _locale(language)["unit_patterns"].items():
        for pattern in patterns.get("long", {}).values() if name.startswith(_DIMENSIONS) else ():
            words = phrase(pattern.replace("{0}", ""))
            if len(words) == 1:
                found.setdefault(words[0], name.replace("-", " ", 1))
    return found


def _is_place(code: str) -> bool:
    country = len(code) == len("FR") and code.isalpha() and code not in _NO_PLACES
    return country or code in _CONTINENTS  # ISO 3166 and UN M.49


@functools.cache
def _locale(language: str) -> Any:  # a tree of dictionaries whose aliases are followed
    from babel.localedata import LocaleDataDict, load

    # All that is asked for is among a language's own data; to merge what it inherits takes as long as all the rest.
    known: dict[str | int | None, Any] = dict(load(language, merge_inherited=False).items())
    return LocaleDataDict(known)
