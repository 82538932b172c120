"""How the weights of `extractive` are chosen: run as `python -m benchmarks.bullets_weights`, some minutes.

The place, the numbers and names, and the coverage are weighed against centrality by bullet F1, the mean over both
bounds, on cnn-highlights and realsumm together: every setting of a coarse grid is tried, on either half of the articles
and on all. The other signs stand for how a bullet reads and are not chosen here: similarity rewards lines that read
badly. What readers said of lines is fitted on the same half. The best of each half is what `benchmarks.bullets` tries
on the other half, and the program ends with an error where that is not what it finds.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks import readings
from benchmarks._bullet_encoder import known_vectors
from benchmarks._bullet_sets import BOUNDS, SETS, News, read
from benchmarks.bullets import CHOSEN, made
from toolkit import plugins
from toolkit.examples import Example
from toolkit.metrics._base import Metric, Rows
from toolkit.summarizers._rank import Weights
from toolkit.summarizers.extractive import WEIGHTS, Extractive

GRID = {
    "position": (0.0, 0.1, 0.2, 0.3),
    "specific": (0.0, 0.05, 0.1),
    "coverage": (2.0, 4.0, 6.0, 12.0),
}
SHOWN = 5


def main() -> None:
    sets = {name: read(name) for name in SETS}
    news = [each for found in sets.values() for each in found]
    encoder = known_vectors()
    metric: Metric = plugins.load("metrics", "bullet_f1")(encoder)
    tried = settings()
    fits = readings.by_half(readings.lines_of(sets, encoder, readings.answers()))
    best = {}
    for one in CHOSEN:
        found = [each for each in news if each.half == one]
        rows = np.stack([measured(found, Extractive(encoder, weights, fits[one]), metric) for weights in tried])
        best[one] = shown(f"half {one}", tried, rows, metric)
    shown("all", tried, np.stack([measured(news, Extractive(encoder, weights), metric) for weights in tried]), metric)
    if best != dict(CHOSEN):
        sys.exit("error: benchmarks.bullets.CHOSEN is not what was found; set it to the first line of each half")


def settings() -> list[Weights]:
    """List the grid, and the weights in force where they are not on it."""
    found = [replace(WEIGHTS, **dict(zip(GRID, values, strict=True))) for values in product(*GRID.values())]
    return found if WEIGHTS in found else [*found, WEIGHTS]


def measured(news: Sequence[News], extractive: Extractive, metric: Metric) -> Rows:
    """Give rows of bullet_f1: float64 (bounds, articles, columns)."""
    return np.stack(
        [
            metric.measure(
                [
                    Example(
                        each.document.article, "", (), tuple(made(extractive, each, bound)), (each.bullets,), ("a",)
                    )
                    for each in news
                ]
            ).rows
            for bound in BOUNDS
        ]
    )


def shown(what: str, tried: Sequence[Weights], rows: Rows, metric: Metric) -> Weights:
    """Print the best settings and the one in force, with their F1 x 100, and give the best."""
    f1: NDArray[np.float64] = 100 * metric.combine(rows.sum(axis=-2))[..., 0].mean(axis=-1)
    order = np.argsort(-f1, kind="stable")
    print(f"{what}, {rows.shape[2]} articles")
    for place in (*order[:SHOWN], tried.index(WEIGHTS)):
        weights = tried[place]
        values = "  ".join(f"{name} {getattr(weights, name):<5g}" for name in GRID)
        print(f"  {values} {f1[place]:.2f}{'  in force' if weights == WEIGHTS else ''}", flush=True)
    return tried[int(order[0])]


if __name__ == "__main__":
    main()
