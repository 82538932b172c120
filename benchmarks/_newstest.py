"""The news tasks of WMT 2012 and 2013, French to English: what systems wrote, how people ranked it, what metrics count.

A `doc` of the data is an article. Only systems that people judged are looked at. Counts are kept under
outputs/cache/newstest; the first time, to encode 84,000 sentences and to compute as many TERs takes tens of minutes on
two cores.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._data import CACHE, Line, counted, metrics, paths, read
from toolkit import plugins
from toolkit.examples import Example
from toolkit.metrics._base import Metric, Rows
from toolkit.statistics.resampling import sum_by_unit

YEARS = ("newstest2012", "newstest2013")
FILES = tuple(f"mt/{year}.fr-en{kind}.jsonl.gz" for year in YEARS for kind in ("", ".rankings"))
DRAWS = 1000  # resamples of the judged segments
SEPARATED = 0.975  # share of them that must give one order before people are said to separate two systems
SEED = 12345
KEPT = CACHE / "newstest"

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class People:
    """How people ranked the systems of a year.

    Attributes:
        ratio: float64 (systems,), the share of its comparisons that each system won, ties left out.
        separated: pairs of systems that people tell apart.
    """

    ratio: NDArray[np.float64]
    separated: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Year:
    """One test set.

    Attributes:
        name: as `newstest2013`.
        systems: names of those that people judged, sorted.
        people: how they ranked the systems.
        rows: by metric, for each system its statistics, float64 (articles, k), articles in the order of the set.
    """

    name: str
    systems: tuple[str, ...]
    people: People
    rows: Mapping[str, tuple[Rows, ...]]

    @property
    def pairs(self) -> list[Pair]:
        """List all pairs of systems, by place."""
        return list(itertools.combinations(range(len(self.systems)), 2))

    @property
    def articles(self) -> int:
        """Count the articles."""
        return len(next(iter(self.rows.values()))[0])


@dataclass(frozen=True, slots=True, eq=False)
class Preferences:
    """What people preferred, one entry for two systems on a segment, ties left out.

    Attributes:
        segment: places of the segments.
        better: places of the preferred systems.
        worse: places of the others.
        n: how often people said so.
    """

    segment: NDArray[np.intp]
    better: NDArray[np.intp]
    worse: NDArray[np.intp]
    n: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A test set segment by segment.

    Attributes:
        year: the same, article by article.
        articles: place of each segment's article.
        examples: by system, one a segment.
        segments: by metric, for each system its statistics, float64 (segments, k).
        preferences: of people.
    """

    year: Year
    articles: NDArray[np.intp]
    examples: Mapping[str, Sequence[Example]]
    segments: Mapping[str, tuple[Rows, ...]]
    preferences: Preferences


def scorers(names: Sequence[str]) -> dict[str, Metric]:
    """Build metrics to combine counts with: no encoder is needed for that, and they can go to other processes."""
    return {name: plugins.load("metrics", name)() for name in names}


def load(names: Sequence[str]) -> list[Year]:
    """Read both years and count what the metrics of these names count."""
    return [each.year for each in judged(names)]


def judged(names: Sequence[str]) -> list[Judged]:
    """Read both years, and keep the single segments and preferences."""
    files = paths(*FILES)
    built = metrics(names, KEPT)
    return [_judged(year, *files[2 * place : 2 * place + 2], built) for place, year in enumerate(YEARS)]


def _judged(name: str, texts: Path, rankings: Path, built: Mapping[str, Metric]) -> Judged:
    lines, preferred = read(texts), read(rankings)
    systems = tuple(sorted({line[side] for line in preferred for side in ("better", "worse")}))
    numbers: dict[str, int] = {}
    articles = np.array([numbers.setdefault(line["doc"], len(numbers)) for line in lines])
    examples = {system: [_example(line, system) for line in lines] for system in systems}
    segments = {key: tuple(counted(KEPT, name, metric, examples).values()) for key, metric in built.items()}
    rows = {key: tuple(sum_by_unit(each, articles) for each in counts) for key, counts in segments.items()}
    year = Year(name, systems, _people(preferred, systems), rows)
    return Judged(year, articles, examples, segments, _preferences(preferred, lines, systems))


def _example(line: Line, system: str) -> Example:
    own = (line["hyps"][system],)
    return Example(line["doc"], str(line["seg"]), (line["src"],), own, ((line["ref"],),), ("a",))


def _preferences(preferred: Sequence[Line], lines: Sequence[Line], systems: Sequence[str]) -> Preferences:
    segments = {line["seg"]: place for place, line in enumerate(lines)}
    return Preferences(
        segment=np.array([segments[line["seg"]] for line in preferred]),
        better=np.array([systems.index(line["better"]) for line in preferred]),
        worse=np.array([systems.index(line["worse"]) for line in preferred]),
        n=np.array([line["n"] for line in preferred], dtype=np.float64),
    )


def _people(preferences: Sequence[Line], systems: Sequence[str]) -> People:
    """Rank by win ratio; people separate a pair whose order nearly all resamples of the judged segments keep."""
    segments = {segment: place for place, segment in enumerate(sorted({line["seg"] for line in preferences}))}
    won, lost = np.zeros((2, len(segments), len(systems)))
    for line in preferences:
        won[segments[line["seg"]], systems.index(line["better"])] += line["n"]
        lost[segments[line["seg"]], systems.index(line["worse"])] += line["n"]
    ratio = won.sum(axis=0) / (won + lost).sum(axis=0)
    drawn = np.random.default_rng(SEED).integers(len(segments), size=(DRAWS, len(segments)))
    weights = np.stack([np.bincount(draw, minlength=len(segments)) for draw in drawn])
    return People(ratio, separated(ratio, (weights @ won) / (weights @ (won + lost))))


def separated(whole: NDArray[np.float64], drawn: NDArray[np.float64]) -> frozenset[Pair]:
    """Give the pairs of systems whose order nearly all resamples keep.

    Args:
        whole: what people say of each system, (systems,).
        drawn: the same on each resample, (draws, systems).
    """
    return frozenset(
        (a, b)
        for a, b in itertools.combinations(range(len(whole)), 2)
        if np.mean(np.sign(drawn[:, a] - drawn[:, b]) == np.sign(whole[a] - whole[b])) >= SEPARATED
    )
