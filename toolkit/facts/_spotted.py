"""A fact among the tokens it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from toolkit.facts._fact import Fact, FactKind, Weight
from toolkit.facts._tokens import Token


@dataclass(frozen=True, slots=True)
class Spotted:
    """A fact with the tokens it takes.

    Attributes:
        fact: what was found.
        places: of its tokens.
    """

    fact: Fact
    places: range


def numbers(values: Sequence[Decimal]) -> frozenset[str]:
    """Write values as readings of a fact."""
    return frozenset(f"number {plain(value)}" for value in values)


def plain(value: Decimal) -> str:
    """Write a value in one way: `1500000`, `0.5`."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def fact(
    text: str, found: Sequence[Token], places: range, kind: FactKind, value: str, readings: frozenset[str],
    weight: Weight,
) -> Fact:  # fmt: skip
    """Make a fact of some tokens."""
    start, end = found[places.start].start, found[places.stop - 1].end
    return Fact(kind, value, text[start:end], start, readings, weight)
