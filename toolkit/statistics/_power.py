"""What a material can show: the smallest difference found with 80 % power, and how many more units would settle one.

A difference D of corpus scores whose standard error over U units is s is found at level a with power w when

    |D| >= (t(1 - a/2; U - 1) + t(w; U - 1)) s

(the minimum detectable effect of Bloom 1995), t(q; f) being the quantile q of Student's distribution with f degrees of
freedom. With other numbers of units s is taken to change as 1 / sqrt(U).
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

POWER = 0.8
"""Cohen 1988's convention."""

_MOST_UNITS = 10_000_000
"""Beyond it no number of units is named."""

_MANY = 1000
"""Degrees of freedom from which Student's quantile is the normal one with its first correction, to 1e-6."""


def detectable(error: float, units: int, level: float = 0.05, power: float = POWER) -> float:
    """Give the smallest difference that these units show with the given power.

    Args:
        error: standard error of the difference.
        units: at least 2.
        level: of the two-sided test; for a family, what Holm leaves to its smallest p: level / size of the family.
        power: chance to find it, 0.5 to 1.
    """
    return _multiplier(units, level, power) * error


def units_needed(difference: float, error: float, units: int, level: float = 0.05, power: float = POWER) -> int | None:
    """Give how many units it would take to show a difference of this size, no fewer than there are.

    Args:
        difference: of the scores.
        error: its standard error over the units there are.
        units: at least 2.
        level: as for `detectable`.
        power: as for `detectable`.

    Returns:
        The smallest number, None where there is none up to ten million.
    """
    spread = error * math.sqrt(units)

    def shows(count: int) -> bool:
        return abs(difference) >= _multiplier(count, level, power) * spread / math.sqrt(count)

    if shows(units):
        return units
    if not difference or not shows(_MOST_UNITS):
        return None
    low, high = units, _MOST_UNITS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if shows(middle) else (middle, high)
    return high


def _multiplier(units: int, level: float, power: float) -> float:
    return student_quantile(1 - level / 2, units - 1) + student_quantile(power, units - 1)


@lru_cache(maxsize=1024)
def student_quantile(share: float, freedom: int) -> float:
    """Give the quantile of Student's t distribution.

    Args:
        share: 0.5 to 1, without 1.
        freedom: degrees of freedom, at least 1.
    """
    if freedom >= _MANY:
        z = NormalDist().inv_cdf(share)
        return z + (z**3 + z) / (4 * freedom)  # Abramowitz and Stegun 1964, 26.7.5
    low, high = 0.0, math.pi / 2
    for _ in range(60):  # halves the angle's interval down to the last bit
        middle = (low + high) / 2
        low, high = (low, middle) if _student(middle, freedom) > share else (middle, high)
    return math.sqrt(freedom) * math.tan(low)


def _student(angle: float, freedom: int) -> float:
    """Give the distribution function at t = sqrt(freedom) tan(angle), angle >= 0 (Abramowitz and Stegun, 26.7.3-4)."""
    odd = freedom % 2
    steps = np.arange(1, (freedom - odd) // 2) * 2.0
    factors = (steps / (steps + 1) if odd else (steps - 1) / steps) * math.cos(angle) ** 2
    series = 1 + float(np.cumprod(factors).sum())
    if not odd:
        return 0.5 + math.sin(angle) * series / 2
    both = angle + (math.sin(angle) * math.cos(angle) * series if freedom > 1 else 0.0)
    return 0.5 + both / math.pi
