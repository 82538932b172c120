"""Quantities told in another unit: kilometers as miles, months as years, degrees Celsius as Fahrenheit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from toolkit.facts import _units
from toolkit.facts._fact import Fact

Worth = Literal["same", "about", "other"]

_SAME, _ABOUT = 0.025, 0.15
"""Shares by which a converted quantity may differ: 80 km are 50 miles within .6 %; 10 metres are 30 feet within 9 %."""


def converted(fact: Fact, others: Iterable[Fact]) -> tuple[Fact, Worth] | None:
    """Find what states a quantity in another unit of its sort, the nearest one; None where nothing has such a unit.

    Args:
        fact: with its unit.
        others: facts of the other text.
    """
    found = [(_apart(fact, other), other) for other in others if _comparable(fact, other)]
    if not found:
        return None
    apart, other = min(found, key=lambda pair: pair[0])
    return other, "same" if apart <= _SAME else "about" if apart <= _ABOUT else "other"


def _comparable(fact: Fact, other: Fact) -> bool:
    known = _units.bases()
    one, two = _unit(fact, other), _unit(other, fact)
    return one != two and _sort(one) == _sort(two) and {one, two} <= known.keys()


def _sort(unit: str) -> str:
    return unit.partition(" ")[0]


def _unit(fact: Fact, other: Fact) -> str:
    """Name a fact's unit; pounds beside a mass are no money."""
    pounds = fact.unit == "currency livre" and _sort(other.unit) == "mass"
    return "mass pound" if pounds else fact.unit


def _apart(fact: Fact, other: Fact) -> float:
    """Say by what share two quantities differ, at the readings that agree best."""
    ours, theirs = _amounts(fact, _unit(fact, other)), _amounts(other, _unit(other, fact))
    pairs = [(one, two) for one in ours for two in theirs]
    return min((abs(one - two) / max(abs(one), abs(two), 1e-9) for one, two in pairs), default=1.0)


def _amounts(fact: Fact, unit: str) -> list[float]:
    """Give a fact's readings in the base unit of its unit's sort."""
    base = _units.bases()[unit]
    numbers = [float(each.removeprefix("number ")) for each in fact.readings if each.startswith("number ")]
    return [(number - base.zero) * base.factor for number in numbers]
