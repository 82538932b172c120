"""What the verdicts find and what they make up, by the number of articles: run as `python -m benchmarks.power`.

Two systems that differ only by chance are made of two real ones: on every article a coin decides which is called
which. A planted loss then takes from the candidate, on every article and under every metric, half the standard
deviation that such a pair's difference has over the articles of its year: half the root mean square of the two real
systems' differences, since the coins leave no mean. Articles are drawn without replacement, systems and year at random.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from benchmarks._newstest import SEED, Year, load, scorers
from benchmarks._pairs import comparisons
from toolkit.metrics._base import Metric, Rows
from toolkit.statistics.resampling import Plan
from toolkit.statistics.verdicts import WORDS, Word, decide

METRICS = ("bleu", "chrf", "similarity")
SIZES = (2, 5, 10, 20, 50)
DRAWS = 2000
LOSS = 0.5  # standard deviations an article
TRIALS = 1999  # (c + 1) / 2000 can be 0.05 to the digit: with other numbers the test would be stricter than its level
MATCHES = {"bleu": slice(2, 6), "chrf": slice(2, None, 3)}  # columns of matches: the score is proportional to them


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one draw gave.

    Attributes:
        shown: by metric, 1 where it alone shows the candidate to be better, -1 worse, 0 neither.
        word: the joint verdict.
    """

    shown: Mapping[str, int]
    word: Word


@dataclass(frozen=True, slots=True)
class Laboratory:
    """Makes pairs of systems whose true difference is known."""

    years: Sequence[Year]
    metrics: Mapping[str, Metric] = field(default_factory=lambda: scorers(METRICS))

    def draws(self, size: int, loss: float) -> list[Drawn]:
        """Judge many pairs on so many articles; the seed of each follows from its number."""
        return [self._judged(size, loss, np.random.default_rng([SEED, size, draw]), draw) for draw in range(DRAWS)]

    def _judged(self, size: int, loss: float, random: np.random.Generator, seed: int) -> Drawn:
        year = self.years[random.integers(len(self.years))]
        a, b = random.choice(len(year.systems), 2, replace=False)
        articles = random.choice(year.articles, size, replace=False)
        swapped = random.integers(2, size=(size, 1), dtype=bool)
        rows = {}
        for name, metric in self.metrics.items():
            first, second = year.rows[name][a], year.rows[name][b]
            points = loss * _deviation(metric, first, second)
            first, second = first[articles], second[articles]
            candidate = np.where(swapped, second, first)
            rows[name] = (damaged(metric, candidate, points), np.where(swapped, first, second))
        plan = Plan(resamples=2, trials=TRIALS, seed=seed)  # no interval is looked at
        found = comparisons(("candidate", "baseline"), rows, self.metrics, [(0, 1)], plan)[0]
        return Drawn({name: each.direction * each.shows() for name, each in found.items()}, decide([*found.values()]))


def _deviation(metric: Metric, first: Rows, second: Rows) -> float:
    differences = metric.combine(first) - metric.combine(second)
    return float(np.sqrt(np.square(differences).mean()))


def damaged(metric: Metric, rows: Rows, points: float) -> Rows:
    """Take so many points from each article's own score, down to 0, by taking from what it is proportional to."""
    made = rows.copy()
    if metric.name in MATCHES:
        scores = metric.combine(rows)
        kept = np.divide(scores - points, scores, out=np.zeros_like(scores), where=scores > points)
        made[:, MATCHES[metric.name]] *= kept
    else:
        made[:, 0] -= points * made[:, 1]
    return made


def table(drawn: Mapping[int, Sequence[Drawn]], counted: Sequence[int]) -> Iterator[str]:
    """Write the table of one experiment: shares of draws, in percent.

    Args:
        drawn: by number of articles.
        counted: which findings of the single metrics are counted: 1 better, -1 worse.
    """
    words = [word for word in WORDS if any(each.word == word for draws in drawn.values() for each in draws)]
    yield f"| articles | {' | '.join(METRICS)} | {' | '.join(f'`{word}`' for word in words)} |"
    yield "|---" * (1 + len(METRICS) + len(words)) + "|"
    for size, draws in drawn.items():
        single = [sum(each.shown[name] in counted for each in draws) for name in METRICS]
        joint = Counter(each.word for each in draws)
        shares = [100 * count / len(draws) for count in (*single, *(joint[word] for word in words))]
        yield f"| {size} | {' | '.join(f'{share:.1f}' for share in shares)} |"


def copies(years: Sequence[Year], metrics: Mapping[str, Metric]) -> str:
    """Compare every system with its copy."""
    plan = Plan(resamples=2, trials=TRIALS)
    found = [
        comparisons(
            ("system", "copy"), {name: (rows[place],) * 2 for name, rows in year.rows.items()}, metrics, [(0, 1)], plan
        )
        for year in years
        for place in range(len(year.systems))
    ]
    words = Counter(decide([*pair.values()]) for (pair,) in found)
    smallest = min(each.p or 0.0 for (pair,) in found for each in pair.values())
    return f"{len(found)} systems against their copies: smallest p {smallest:g}; {dict(words)}"


def main() -> None:
    laboratory = Laboratory(load(METRICS))
    print(copies(laboratory.years, laboratory.metrics))
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for title, loss, counted in (("only chance", 0.0, (1, -1)), ("a planted loss", LOSS, (-1,))):
            drawn = pool.map(laboratory.draws, SIZES[::-1], [loss] * len(SIZES))  # the longest first
            found = dict(zip(SIZES[::-1], drawn, strict=True))
            print(f"\n{title}: % of {DRAWS:,} draws\n")
            print("\n".join(table({size: found[size] for size in SIZES}, counted)), flush=True)


if __name__ == "__main__":
    main()
