"""Where the shapes of a chart stand: numbers in, places on a line out. The shapes themselves are the template's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 120
"""Units of a drawing from edge to edge."""

_EDGE = 5
"""Units left free at either side, so that a dot at the end is whole."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A line of numbers.

    Attributes:
        low: what stands at its left end.
        high: what stands at its right end; more than low.
    """

    low: float
    high: float

    def place(self, value: float) -> float:
        """Give the place of a number on the drawing, one that is off the line at its end.

        >>> Scale(0.0, 10.0).place(5.0), Scale(0.0, 10.0).place(99.0)
        (60.0, 115.0)
        """
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(_EDGE + share * (WIDTH - 2 * _EDGE), 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """One number drawn, with its interval.

    Attributes:
        x: place of the number.
        low: place of the interval's lower end, the number's where there is none.
        high: place of its upper end, likewise.
        off: -1 or 1 where the number lies beyond the left or the right end and stands there instead, else 0.
    """

    x: float
    low: float
    high: float
    off: int


def spanning(values: Iterable[float | None]) -> Scale | None:
    """Make a scale from the least number to the largest, None without two that differ.

    >>> spanning([3.0, None, 1.0])
    Scale(low=1.0, high=3.0)
    """
    known = [value for value in values if value is not None]
    return Scale(min(known), max(known)) if known and min(known) < max(known) else None


def focused(own: Sequence[float | None], others: Sequence[float | None]) -> Scale | None:
    """Make a scale for some numbers, with room for others as far as they are near: no further than the own ones span.

    >>> focused([0.75, 0.875], [0.125, 0.8125, 1.0])
    Scale(low=0.625, high=1.0)
    """
    whole, near = spanning([*own, *others]), spanning(own)
    if whole is None or near is None:
        return whole
    span = near.high - near.low
    return Scale(max(whole.low, near.low - span), min(whole.high, near.high + span))


def around_zero(values: Iterable[float | None]) -> Scale | None:
    """Make a scale with zero in the middle, None where every number is zero.

    >>> around_zero([-1.0, 3.0])
    Scale(low=-3.0, high=3.0)
    """
    most = max((abs(value) for value in values if value is not None), default=0.0)
    return Scale(-most, most) if most else None


def mark(scale: Scale | None, value: float | None, low: float | None, high: float | None) -> Mark | None:
    """Draw a number on a scale, None where there is no number or no scale."""
    if scale is None or value is None:
        return None
    return Mark(
        scale.place(value),
        scale.place(value if low is None else low),
        scale.place(value if high is None else high),
        (value > scale.high) - (value < scale.low),
    )
