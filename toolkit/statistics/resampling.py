"""How sure a difference of scores is: arrays of statistics in, numbers out. Knows no record, no file, no metric.

A system is an array of sufficient statistics, one row a unit (an article, or a segment); a metric is the function that
turns summed rows into scores. docs/statistics.md derives every number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.statistics._draws import SEED, Rows, bootstrap, enumerate_halves, randomize
from toolkit.statistics._intervals import RESAMPLES, TRIALS, Band, Plan, Spread, band, on_grid, spread
from toolkit.statistics._ladder import holm, rank_groups
from toolkit.statistics._peer_tests import PeerPanel, PeerResult, confidence, paired_bootstrap, paired_randomization
from toolkit.statistics._power import detectable, units_needed

__all__ = [
    "RESAMPLES",
    "SEED",
    "TRIALS",
    "Band",
    "Combine",
    "Difference",
    "Outcomes",
    "Panel",
    "PeerPanel",
    "PeerResult",
    "Plan",
    "Spread",
    "band",
    "compare",
    "confidence",
    "detectable",
    "errors",
    "holm",
    "outcomes",
    "paired_bootstrap",
    "paired_randomization",
    "rank_groups",
    "smallest_p",
    "spreads",
    "sum_by_unit",
    "units_needed",
]

Combine = Callable[[Rows], Rows]
"""Summed rows (…, k) -> scores (…, m), as `Metric.combine`."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The statistics of several systems under one metric.

    Attributes:
        systems: float64 (units, k) each, finite, on the same units in the same order.
        combine: the metric's own.
    """

    systems: tuple[Rows, ...]
    combine: Combine


@dataclass(frozen=True, slots=True)
class Difference:
    """One system's score less another's, and how sure it is.

    Attributes:
        first: score of the first system; NaN where nothing was counted, and so are the numbers that follow from it.
        second: score of the second system.
        difference: first - second.
        low: lower bound of the bootstrap interval of the difference.
        high: upper bound.
        error: standard error of the difference, from the bootstrap.
        p: two-sided, of paired approximate randomization; 1 where all units are equal.
        exact: whether all shuffles were tried.
        trials: shuffles that p rests on.
        smallest_p: the smallest p that these units could have given.
        units: how many there are.
        differing: how many of them differ between the two systems; 0 means identical.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    error: float
    p: float
    exact: bool
    trials: int
    smallest_p: float
    units: int
    differing: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Unit by unit: how often the first is better, worse, equal."""

    wins: int
    losses: int
    ties: int


def compare(
    panels: Sequence[Panel], pairs: Sequence[tuple[int, int]], plan: Plan | None = None
) -> list[list[list[Difference]]]:
    """Compare pairs of systems under every metric, on one matrix of draws and one of shuffles for all.

    Args:
        panels: one a metric, all with the same systems on the same units.
        pairs: places (first, second) of the systems to compare.
        plan: how to draw; by default 1,000 resamples, 10,000 shuffles, 95 %.

    Returns:
        By panel, then by pair, one Difference an output of the metric.
    """
    plan = plan or Plan()
    exact = [on_grid(panel.systems) for panel in panels]
    flat = [rows for systems in exact for rows in systems]
    units = len(flat[0])
    drawn = iter(bootstrap(flat, _resamples(units, plan), plan.seed))
    heads = iter(randomize(flat, 1 if _enumerable(units, plan.trials) else plan.trials, plan.seed))
    found = []
    for panel, systems in zip(panels, exact, strict=True):
        boots = [panel.combine(next(drawn)) for _ in systems]
        coins = [next(heads) for _ in systems]
        found.append(
            [
                _compare(panel.combine, (systems[a], systems[b]), (boots[a], boots[b]), (coins[a], coins[b]), plan)
                for a, b in pairs
            ]
        )
    return found


def spreads(panels: Sequence[Panel], plan: Plan) -> list[list[list[Spread]]]:
    """Say how sure each system's score is by itself, on one matrix of draws for all.

    Args:
        panels: one a metric, each with its own systems; all have as many units.
        plan: how to draw.

    Returns:
        By panel, then by system, one an output of the metric.
    """
    flat = [rows for panel in panels for rows in on_grid(panel.systems)]
    units = len(flat[0])
    drawn = iter(bootstrap(flat, _resamples(units, plan), plan.seed))
    boots = [[panel.combine(next(drawn)) for _ in panel.systems] for panel in panels]
    return [[[spread(column, units, plan.level) for column in own.T] for own in some] for some in boots]


def errors(rows: Rows, combine: Combine, plan: Plan | None = None) -> list[float]:
    """Give the standard error of each of one system's scores, from the bootstrap; NaN for a single unit.

    Args:
        rows: float64 (units, k), finite.
        combine: the metric's own.
        plan: how to draw.
    """
    ((own,),) = spreads([Panel((rows,), combine)], plan or Plan())
    return [each.error for each in own]


def sum_by_unit(rows: Rows, units: NDArray[np.int64]) -> Rows:
    """Add up the rows of each unit, in their order: float64 (units, k).

    Args:
        rows: float64 (n, k).
        units: for each row the place of its unit, from 0 and without gaps.

    >>> sum_by_unit(np.array([[1.0], [2.0], [4.0]]), np.array([0, 1, 0])).tolist()
    [[5.0], [2.0]]
    """
    count = int(units.max(initial=-1)) + 1
    return np.stack([np.bincount(units, weights=column, minlength=count) for column in rows.T], axis=1)


def outcomes(first: NDArray[np.float64], second: NDArray[np.float64], *, higher_is_better: bool) -> Outcomes:
    """Count on how many units the first is better than the second.

    Args:
        first: scores (units,).
        second: scores (units,).
        higher_is_better: which way is good.
    """
    sign = 1 if higher_is_better else -1
    signs = np.sign(first - second) * sign
    return Outcomes(int((signs > 0).sum()), int((signs < 0).sum()), int((signs == 0).sum()))


def smallest_p(units: int, trials: int = TRIALS) -> float:
    """Give the smallest two-sided p that shuffling so many units can reach.

    Of 2^units shuffles at least two are as extreme as the real one: itself, and all labels swapped.

    >>> smallest_p(5), smallest_p(0)
    (0.0625, 1.0)
    """
    if _enumerable(units, trials):
        return 2.0 ** (1 - max(units, 1))
    return 1 / (trials + 1)


def _resamples(units: int, plan: Plan) -> int:
    """Draw a single unit once: nothing is said of its spread."""
    return plan.resamples if units > 1 else 1


def _enumerable(units: int, trials: int) -> bool:
    """Tell whether all shuffles, 2^(units - 1) but for the swap of all labels, are no more than the trials."""
    return units <= trials.bit_length()


def _compare(
    combine: Combine, systems: tuple[Rows, Rows], boots: tuple[Rows, Rows], heads: tuple[Rows, Rows], plan: Plan
) -> list[Difference]:
    """Compare two systems; `boots` are scores of resamples (resamples, m), `heads` sums of shuffles (trials, k)."""
    totals = systems[0].sum(axis=0), systems[1].sum(axis=0)
    scores = combine(totals[0]).tolist(), combine(totals[1]).tolist()
    gaps = systems[1] - systems[0]
    gaps = gaps[gaps.any(axis=1)]
    exact = _enumerable(len(gaps), plan.trials)
    moved = enumerate_halves(gaps) if exact else heads[1] - heads[0]
    shuffled = np.abs(combine(totals[0] + moved) - combine(totals[1] - moved))
    units = len(systems[0])
    spreads = [spread(column, units, plan.level) for column in (boots[0] - boots[1]).T]
    return [
        Difference(
            first=first,
            second=second,
            difference=first - second,
            low=spreads[output].low,
            high=spreads[output].high,
            error=spreads[output].error,
            p=_p(shuffled[:, output], first, second, exact=exact),
            exact=exact,
            trials=len(shuffled),
            smallest_p=smallest_p(len(gaps), plan.trials),
            units=units,
            differing=len(gaps),
        )
        for output, (first, second) in enumerate(zip(*scores, strict=True))
    ]


def _p(shuffled: NDArray[np.float64], first: float, second: float, *, exact: bool) -> float:
    """Give the share of shuffles whose difference is as large as the real one; those without a score count as such."""
    if math.isnan(first - second):
        return math.nan
    # Sums are exact, so a shuffle that gives back the same totals gives back the same difference to the last bit.
    as_large = len(shuffled) - int((shuffled < abs(first - second)).sum())
    return as_large / len(shuffled) if exact else (as_large + 1) / (len(shuffled) + 1)
