"""The news tasks of WMT 2012 and 2013, French to English: what systems wrote, how people ranked it, what metrics count.

The folder that holds mt/ is named by TOOLKIT_DATA; a `doc` of the data is an article. Only systems that people judged
The folder that holds mt/ is named by TOOLKIT_DATA; a `doc` of the data is an article. Only systems that people judged
to compute as many TERs takes tens of minutes on two cores.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._clock import ROOT
from toolkit import plugins
from toolkit.encoders._cache import Cached
from toolkit.examples import Example
from toolkit.metrics._base import Metric, Rows
from toolkit.resampling import sum_by_unit

YEARS = ("newstest2012", "newstest2013")
DRAWS = 1000  # resamples of the judged segments
SEPARATED = 0.975  # share of them that must give one order before people are said to separate two systems
SEED = 12345
KEPT = ROOT / "outputs" / "cache" / "newstest"

Line = dict[str, Any]
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


def scorers(names: Sequence[str]) -> dict[str, Metric]:
    """Build metrics to combine counts with: no encoder is needed for that, and they can go to other processes."""
    return {name: plugins.load("metrics", name)() for name in names}


def load(names: Sequence[str]) -> list[Year]:
    """Read both years and count what the metrics of these names count."""
    folder = Path(os.environ.get("TOOLKIT_DATA", "")) / "mt"
    files = [(folder / f"{year}.fr-en.jsonl.gz", folder / f"{year}.fr-en.rankings.jsonl.gz") for year in YEARS]
    missing = [path.name for pair in files for path in pair if not path.is_file()]
    if missing or not os.environ.get("TOOLKIT_DATA"):
        sys.exit(f"error: mt/{(missing or YEARS)[0]} is not there; set TOOLKIT_DATA to the folder that holds mt/")
    encoder = Cached(plugins.load("encoders", "minilm")(), KEPT / "vectors.sqlite")
    classes = {name: plugins.load("metrics", name) for name in names}
    metrics = {name: plugin(encoder if plugin.needs_encoder else None) for name, plugin in classes.items()}
    return [_year(year, *pair, metrics) for year, pair in zip(YEARS, files, strict=True)]


def _year(name: str, texts: Path, rankings: Path, metrics: Mapping[str, Metric]) -> Year:
    lines, preferences = _read(texts), _read(rankings)
    systems = tuple(sorted({line[side] for line in preferences for side in ("better", "worse")}))
    places: dict[str, int] = {}
    articles = np.array([places.setdefault(line["doc"], len(places)) for line in lines])
    rows = {
        key: tuple(sum_by_unit(_counted(name, lines, system, metric), articles) for system in systems)
        for key, metric in metrics.items()
    }
    return Year(name, systems, _people(preferences, systems), rows)


def _read(path: Path) -> list[Line]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _counted(name: str, lines: Sequence[Line], system: str, metric: Metric) -> Rows:
    """Count each segment of one system, or take what was counted of the same texts before."""
    examples = [
        Example(line["doc"], str(line["seg"]), (), (line["hyps"][system],), ((line["ref"],),), ("a",)) for line in lines
    ]
    asked = json.dumps([metric.signature(1), [[example.hypothesis, example.references] for example in examples]])
    path = KEPT / f"{hashlib.sha256(asked.encode()).hexdigest()}.npy"
    if not path.is_file():
        print(f"{name}: counting {metric.name} of {system}", file=sys.stderr, flush=True)
        KEPT.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}.npy")
        np.save(aside, metric.measure(examples).rows)
        aside.replace(path)
    kept: Rows = np.load(path, allow_pickle=False)
    return kept


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
    ratios = (weights @ won) / (weights @ (won + lost))
    separated = frozenset(
        (a, b)
        for a, b in itertools.combinations(range(len(systems)), 2)
        if np.mean(np.sign(ratios[:, a] - ratios[:, b]) == np.sign(ratio[a] - ratio[b])) >= SEPARATED
    )
    return People(ratio, separated)
