"""How often a gate errs, by the number of articles: run as `python -m benchmarks.gate`; it needs no data.

Articles' differences are drawn from a distribution that is known, with standard deviation 1, and judged as those of a
run are: by the same bootstrap, the same randomization and the same rules. A gate errs by failing where nothing was
lost, and by passing where more was lost than may be: the worst case of the latter is a loss of just what may be lost.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.statistics import resampling
from toolkit.statistics.gates import Change, Status, judge
from toolkit.statistics.resampling import Difference, Panel, Plan

SIZES = (6, 8, 10, 20, 50)
DRAWS = 1000
OUTPUTS = 4  # checks of one gate: two systems under two outputs, say
LEVEL = 0.05
PLAN = Plan(resamples=1000, trials=1999, level=LEVEL)

Numbers = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Numbers]


@dataclass(frozen=True, slots=True)
class Judged:
    """One draw of one gate.

    Attributes:
        statuses: one a check.
        percentile: whether the percentile interval of each check alone would exclude a loss that matters.
    """

    statuses: list[Status]
    percentile: list[bool]


@dataclass(frozen=True, slots=True)
class Trial:
    """One way for a gate to err.

    Attributes:
        checks: of one gate.
        lost: truly, an article, in standard deviations.
        limit: the largest loss that does not matter.
        draw: how articles differ.
        errs: whether it did.
    """

    checks: int
    lost: float
    limit: float
    draw: Draw
    errs: Callable[[Judged], bool]


def normal(rng: np.random.Generator, shape: tuple[int, int]) -> Numbers:
    """Draw differences that are normal."""
    return rng.standard_normal(shape)


def tailed(rng: np.random.Generator, shape: tuple[int, int]) -> Numbers:
    """Draw differences with a long tail of losses: few articles lose much."""
    return 1 - rng.exponential(size=shape)


def mean(totals: Numbers) -> Numbers:
    """Average over articles, as `combine` of a metric."""
    scores: Numbers = (totals[..., 0] / totals[..., 1])[..., None]
    return scores


def held(gains: Numbers, limit: float) -> Judged:
    """Hold candidates to a baseline of zeros.

    Args:
        gains: (checks, articles).
        limit: the largest loss that does not matter.
    """
    rows = [np.stack([each, np.ones_like(each)], axis=1) for each in (np.zeros(gains.shape[1]), *gains)]
    pairs = [(place, 0) for place in range(1, len(rows))]
    found = [each[0] for each in resampling.compare([Panel(tuple(rows), mean)], pairs, PLAN)[0]]
    made = judge([_change(each) for each in found], [limit] * len(found), LEVEL)
    return Judged([each.status for each in made], [each.low >= -limit for each in found])


def _change(found: Difference) -> Change:
    least = resampling.smallest_p(found.units, PLAN.trials)
    return Change(found.difference, found.error, found.units, found.units, found.p, least, identical=False)


def share(draws: int, articles: int, trial: Trial) -> float:
    """Give the share of draws in which a gate errs."""
    rng = np.random.default_rng(articles)
    gains = (trial.draw(rng, (trial.checks, articles)) - trial.lost for _ in range(draws))
    return sum(trial.errs(held(each, trial.limit)) for each in gains) / draws


def fails(judged: Judged) -> bool:
    """Tell whether the gate fails."""
    return "fail" in judged.statuses


def passes(judged: Judged) -> bool:
    """Tell whether the gate lets the run pass, with a warning or without."""
    return set(judged.statuses) <= {"pass", "warn"}


def by_percentile(judged: Judged) -> bool:
    """Tell whether a gate on percentile intervals would let it pass."""
    return all(judged.percentile)


TRIALS = {
    "fails, nothing lost": Trial(OUTPUTS, 0.0, 0.25, normal, fails),
    "passes, just too much lost": Trial(1, 1.0, 1.0, normal, passes),
    "the same, long tail": Trial(1, 1.0, 1.0, tailed, passes),
    "by percentile": Trial(1, 1.0, 1.0, normal, by_percentile),
    "by percentile, long tail": Trial(1, 1.0, 1.0, tailed, by_percentile),
}


def main(draws: int = DRAWS) -> None:
    """Print the table of docs/gate.md, in percent."""
    print(f"| articles | {' | '.join(TRIALS)} |\n|{'---|' * (len(TRIALS) + 1)}")
    for articles in SIZES:
        cells = [f"{100 * share(draws, articles, trial):.1f}" for trial in TRIALS.values()]
        print(f"| {articles} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
