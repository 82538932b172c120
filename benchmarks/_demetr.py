"""Minimal pairs, French to English: a translation, and the same with one error of a named kind.

DEMETR: Karpinska et al. 2022, https://arxiv.org/abs/2210.13746. A metric tells a pair apart where it scores the
unspoilt side higher. Of one kind the spoilt side is the reference itself: there every metric with references loses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks._data import CACHE, counted, metrics, paths, read
from toolkit.examples import Example
from toolkit.metrics._base import Measurement, Metric

NAME = "demetr"
FILE = f"mt/{NAME}.fr-en.jsonl.gz"
KEPT = CACHE / NAME
PLACES = 9  # decimals of a score that count: equal ones may differ in the last bits


@dataclass(frozen=True, slots=True, eq=False)
class Spoilt:
    """What metrics make of the pairs.

    Attributes:
        kinds: of the error of each pair, as the set describes it.
        severities: `critical` · `major` · `minor` · `base` (nothing is left, another text, or the reference itself).
        told: by metric, whether it scores the unspoilt side of each pair higher, bool (pairs,).
    """

    kinds: tuple[str, ...]
    severities: tuple[str, ...]
    told: Mapping[str, NDArray[np.bool_]]


def spoilt(names: Sequence[str]) -> Spoilt:
    """Read the pairs and score both sides with the metrics of these names."""
    lines = read(*paths(FILE))
    sides = {
        side: [
            Example(str(line["id"]), str(place), (line["src"],), (line[side],), ((line["ref"],),), ("a",))
            for place, line in enumerate(lines)
        ]
        for side in ("mt", "pert")
    }
    told = {name: _told(metric, sides) for name, metric in metrics(names, KEPT).items()}
    return Spoilt(tuple(line["pert_desc"] for line in lines), tuple(line["severity"] for line in lines), told)


def _told(metric: Metric, sides: Mapping[str, Sequence[Example]]) -> NDArray[np.bool_]:
    rows = counted(KEPT, NAME, metric, sides)
    mt, pert = (metric.example_scores(Measurement(rows[side]))[:, 0] for side in ("mt", "pert"))
    gain = np.round(mt - pert, PLACES) * (1 if metric.outputs[0].higher_is_better else -1)
    told: NDArray[np.bool_] = gain > 0
    return told
