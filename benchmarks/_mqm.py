"""The biomedical task judged in MQM, French to English: systems, what experts say of each segment, what metrics count.

Higher is better: experts' scores are penalties, at most 0. A `doc` of the data is an article. The second references
that were judged as systems are left out. The data is that of Zouhar et al. 2024, https://arxiv.org/abs/2402.18747.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks._data import CACHE, Line, counted, metrics, paths, read
from benchmarks._newstest import DRAWS, SEED, People, Year, separated
from toolkit.examples import Example
from toolkit.metrics._base import Rows
from toolkit.statistics.resampling import sum_by_unit

NAME = "bio-mqm"
FILE = f"mt/{NAME}.fr-en.jsonl.gz"
KEPT = CACHE / NAME
REFERENCES = ("reference", "reference_r1")


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """The set, segment by segment.

    Attributes:
        year: the same, article by article; its people's ratio is the mean score of the experts.
        segments: by metric, for each system its statistics, float64 (segments, k).
        scores: of the experts, float64 (systems, segments).
    """

    year: Year
    segments: Mapping[str, tuple[Rows, ...]]
    scores: NDArray[np.float64]


def marked(names: Sequence[str]) -> Marked:
    """Read the set and count what the metrics of these names count."""
    lines = [line for line in read(*paths(FILE)) if line["system"] not in REFERENCES]
    systems = tuple(sorted({line["system"] for line in lines}))
    by_system = {system: [line for line in lines if line["system"] == system] for system in systems}
    examples = {system: [_example(line) for line in its] for system, its in by_system.items()}
    numbers: dict[str, int] = {}
    articles = np.array([numbers.setdefault(line["doc"], len(numbers)) for line in by_system[systems[0]]])
    built = metrics(names, KEPT)
    segments = {name: tuple(counted(KEPT, NAME, metric, examples).values()) for name, metric in built.items()}
    rows = {name: tuple(sum_by_unit(each, articles) for each in counts) for name, counts in segments.items()}
    scores = np.array([[line["human"] for line in by_system[system]] for system in systems], dtype=np.float64)
    return Marked(Year(NAME, systems, _people(scores), rows), segments, scores)


def _example(line: Line) -> Example:
    return Example(line["doc"], line["seg"], (line["src"],), (line["hyp"],), ((line["ref"],),), ("a",))


def _people(scores: NDArray[np.float64]) -> People:
    """Rank by mean score; experts separate a pair whose order nearly all resamples of the segments keep."""
    drawn = np.random.default_rng(SEED).integers(scores.shape[1], size=(DRAWS, scores.shape[1]))
    means = scores[:, drawn].mean(axis=2).T
    return People(scores.mean(axis=1), separated(scores.mean(axis=1), means))
