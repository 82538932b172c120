"""Intervals from resampled sums: how numbers spread over draws of units, exact to the last bit in any order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.statistics._draws import SEED, Rows, bootstrap

RESAMPLES = 1000
TRIALS = 10_000
"""Both sacrebleu's defaults; a p of 0.05 then has a standard error of 0.002."""

_FEWEST = 2
"""Units without which nothing varies."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How resamples are drawn.

    Attributes:
        resamples: draws of the bootstrap.
        trials: shuffles of approximate randomization; where there are no more shuffles than that, all are tried.
        seed: of both.
        level: 1 - confidence of the intervals, 0 to 1.
    """

    resamples: int = RESAMPLES
    trials: int = TRIALS
    seed: int = SEED
    level: float = 0.05


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers that follow from sums over units, and how sure each is.

    Attributes:
        value: float64 of any shape; NaN where nothing was counted.
        low: lower bounds of their bootstrap intervals, likewise; NaN of a single unit.
        high: upper bounds.
    """

    value: Rows
    low: Rows
    high: Rows


def band(systems: Sequence[Rows], score: Callable[..., Rows], plan: Plan) -> Band:
    """Say how sure numbers are that follow from several systems at once, on the same draws of units for all.

    Args:
        systems: float64 (units, k) each, finite, on the same units in the same order.
        score: sums (…, k) of each system -> numbers (…, *shape).
        plan: how to draw.
    """
    exact = on_grid(systems)
    value = score(*(rows.sum(axis=0) for rows in exact))
    units = len(exact[0])
    if units < _FEWEST:
        return Band(value, np.full(value.shape, np.nan), np.full(value.shape, np.nan))
    drawn = score(*bootstrap(exact, plan.resamples, plan.seed)).reshape(plan.resamples, -1)
    spreads = [spread(column, units, plan.level) for column in drawn.T]
    low, high = np.array([each.low for each in spreads]), np.array([each.high for each in spreads])
    return Band(value, low.reshape(value.shape), high.reshape(value.shape))


@dataclass(frozen=True, slots=True)
class Spread:
    """The percentile interval and the standard error of one number; NaN of a single unit."""

    low: float
    high: float
    error: float


def spread(differences: NDArray[np.float64], units: int, level: float) -> Spread:
    """Give the percentile interval and the standard error of resampled differences; one unit has neither."""
    kept = np.sort(differences[np.isfinite(differences)])
    if units < _FEWEST or len(kept) < _FEWEST:
        return Spread(math.nan, math.nan, math.nan)
    cut = int(len(kept) * level / 2)  # the same number of draws on either side: swapping the systems turns the interval
    # The bootstrap's variance is that of a sample about its own mean: too small by (units - 1) / units.
    error = float(kept.std()) * math.sqrt(units / (units - 1))
    return Spread(float(kept[cut]), float(kept[-1 - cut]), error)


def on_grid(systems: Sequence[Rows]) -> list[Rows]:
    """Round statistics to multiples of a power of two so small that every sum of units is exact, in any order.

    Whole numbers stay as they are. Others move by less than 2^-50 of what a sum could reach at most, and from there on
    neither the order of additions nor the processor can change a digit of a sum. The grid is one for all the systems.
    """
    largest = max(float(np.abs(rows).max(initial=0.0)) for rows in systems)
    if not math.isfinite(largest):
        raise ValueError("statistics to be resampled must be finite")
    exponent = 51 - math.frexp(largest * len(systems[0]))[1]
    if exponent >= 0 and all((rows == np.rint(rows)).all() for rows in systems):
        return list(systems)
    return [np.ldexp(np.rint(np.ldexp(rows, exponent)), -exponent) for rows in systems]
