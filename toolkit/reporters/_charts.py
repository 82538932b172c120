"""Where the shapes of a chart stand: numbers in, places on a line out. The shapes themselves are the template's."""

from __future__ import annotations

from collections.abc import Iterable
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
    """

    x: float
    low: float
    high: float


def spanning(values: Iterable[float | None]) -> Scale | None:
    """Make a scale from the least number to the largest, None without two that differ.

    >>> spanning([3.0, None, 1.0])
    Scale(low=1.0, high=3.0)
    """
    known = [value for value in values if value is not None]
    return Scale(min(known), max(known)) if known and min(known) < max(known) else None


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
    )
