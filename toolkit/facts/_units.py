"""What numbers count: units and currencies of CLDR, and the reviewed lists of quantities.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from toolkit.facts import _cldr
from toolkit.facts._lists import read
from toolkit.facts._tokens import GAPS, Token, after

SIGNS: Mapping[str, str] = {"€": "euro", "$": "dollar", "£": "livre", "¥": "yen"}
"""Signs of currencies, without telling one dollar from another."""

_COINS = ("euro", "euros", "dollar", "dollars", "franc", "francs")  # the nouns alone, without a country
_SMALL = {"of", "de", "d", "in"}
_LICENSED = 4
"""Letters a beginning must have before other words than it count; `bi` and `mi` stand for themselves."""


def unit(found: Sequence[Token], place: int, end: int, language: str) -> tuple[str, int]:
    """Name what a number counts.

    Args:
        found: the tokens.
        place: of the number's first token.
        end: the place after it.
        language: `fr` or `en`.

    Returns:
        `percent`, `currency euro`, `duration year` …, `""` where none is known, and the place after it.
    """
    if place > 0 and found[place - 1].text in SIGNS and found[place].before.strip(GAPS) == "":
        return f"currency {SIGNS[found[place - 1].text]}", end
    if end >= len(found) or found[end].before.strip(GAPS) not in {"", "-"}:
        return "", end
    words = [after(found, end + ahead) for ahead in range(2)]
    if found[end].text in {"%", "percent", "pct"} or words[0] == "percentage":
        return "percent", end + 1
    if words in (["pour", "cent"], ["per", "cent"], ["p", "cent"]):
        return "percent", end + 2
    skipped = 1 if words[0] in _SMALL and language == "fr" else 0
    sign = found[end + skipped].text if end + skipped < len(found) else ""
    word = after(found, end + skipped)
    currency = SIGNS.get(sign) or _currencies(language).get(word)
    if currency:
        return f"currency {currency}", end + skipped + 1
    units = {} if skipped else _units(language)
    pair = units.get(" ".join(words)) or units.get(f"{sign} {words[1]}")
    known = pair or units.get(word)
    return (known, end + 1 + (pair is not None)) if known else ("", end)


def licence(word: str, language: str) -> tuple[Decimal, ...]:
    """Give the numbers that a word may stand for, none for most words."""
    found = _licences(language)
    for length in range(len(word), 1, -1):
        values = found.get(word[:length])
        if values is not None and (length == len(word) or length >= _LICENSED):
            return values
    return ()


@functools.cache
def table(language: str, section: str) -> Mapping[str, Any]:
    """Give one section of quantities.toml."""
    found: Mapping[str, Any] = read("quantities.toml")["french" if language == "fr" else "english"][section]
    return found


@functools.cache
def decades() -> Mapping[str, int]:
    """Give the English names of decades."""
    found: Mapping[str, int] = read("quantities.toml")["decades"]
    return found


@functools.cache
def _licences(language: str) -> Mapping[str, tuple[Decimal, ...]]:
    return {word: tuple(Decimal(str(each)) for each in values) for word, values in table(language, "licence").items()}


@dataclass(frozen=True, slots=True)
class Base:
    """How a unit becomes the base unit of its sort: (number - zero) * factor.

    Attributes:
        factor: how much of the base unit it is worth.
        zero: its number where the base unit has 0.
    """

    factor: float
    zero: float = 0.0


@functools.cache
def bases() -> Mapping[str, Base]:
    """Give what units are worth, by their names."""
    return {name: Base(*worth) for name, worth in read("quantities.toml")["worth"].items()}


@functools.cache
def _currencies(language: str) -> Mapping[str, str]:
    return {**_cldr.currencies(language)} | {form: form.removesuffix("s") for form in _COINS}


@functools.cache
def _units(language: str) -> Mapping[str, str]:
    short = {
        form.replace("_", " "): name
        for name, forms in read("quantities.toml")["units"].items()
        for form in forms.split()
    }
    return {**_cldr.units(language)} | short
