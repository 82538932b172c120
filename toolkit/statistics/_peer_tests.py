"""sacrebleu's two paired tests and its interval of one system, met to the last bit from stored statistics.

`significance.py` of sacrebleu adds resampled counts in single precision and scores them one by one; here all resamples
of all systems and metrics are one product of matrices, wherever that gives the same bits: for whole numbers and for
halves, quarters and eighths, whose sums are exact in any order. Where they are not, the sums are made as there.
What is strict, what is rounded and what is counted stays as it is there, whatever one may think of it.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toolkit.statistics._draws import SEED, Rows, bootstrap, coins, indices, randomize

Scores = NDArray[Any]
"""float32 or float64, as sacrebleu's list of scores becomes an array."""

Score = Callable[[NDArray[Any]], Scores]
"""Summed statistics (…, k) -> scores (…), in the precision in which sacrebleu computes with such numbers."""

_EIGHTH = 8
_EXACT = 2**24
"""Whole numbers below it are exact in float32, and so are their sums in any order."""


@dataclass(frozen=True, slots=True)
class PeerPanel:
    """The statistics of several systems under one metric of sacrebleu.

    Attributes:
        systems: float64 (n, k) each, on the same segments; the first is the baseline.
        score: the metric's arithmetic.
    """

    systems: tuple[Rows, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class PeerResult:
    """What sacrebleu says of one system.

    Attributes:
        score: of the corpus.
        p: against the baseline; None for the baseline.
        mean: of the resampled scores, None where there is no interval.
        ci: half the width of their 95 % interval, None where there is none.
    """

    score: float
    p: float | None
    mean: float | None
    ci: float | None


def paired_bootstrap(panels: Sequence[PeerPanel], resamples: int = 1000, seed: int = SEED) -> list[list[PeerResult]]:
    """Give what `sacrebleu --paired-bs` gives.

    Args:
        panels: one a metric, all on the same segments.
        resamples: its `--paired-bs-n`.
        seed: its SACREBLEU_SEED, at least 1: it takes 0 for none.

    Returns:
        By panel, one result a system.
    """
    flat = [rows for panel in panels for rows in panel.systems]
    summed = iter(_single_sums(flat, resamples, seed))
    return [_bootstrapped(panel, [panel.score(next(summed)) for _ in panel.systems]) for panel in panels]


def confidence(panels: Sequence[PeerPanel], resamples: int = 1000, seed: int = SEED) -> list[list[PeerResult]]:
    """Give what `sacrebleu --confidence` gives, each system for itself: no p.

    Args:
        panels: one a metric, all on the same segments.
        resamples: its `--confidence-n`; a single one gives no interval, as there.
        seed: its SACREBLEU_SEED.

    Returns:
        By panel, one result a system.
    """
    flat = [rows for panel in panels for rows in panel.systems]
    summed = iter(_single_sums(flat, resamples, seed))
    return [
        [_estimated(score, panel.score(next(summed)) if resamples > 1 else None) for score in _scores(panel)]
        for panel in panels
    ]


def paired_randomization(panels: Sequence[PeerPanel], trials: int = 10_000, seed: int = SEED) -> list[list[PeerResult]]:
    """Give what `sacrebleu --paired-ar` gives.

    Args:
        panels: one a metric, all on the same segments.
        trials: its `--paired-ar-n`.
        seed: its SACREBLEU_SEED, at least 1: it takes 0 for none.

    Returns:
        By panel, one result a system.
    """
    flat = [rows for panel in panels for rows in panel.systems]
    heads = iter(randomize(flat, trials, seed))
    return [_randomized(panel, [next(heads) for _ in panel.systems], trials, seed) for panel in panels]


def _bootstrapped(panel: PeerPanel, resampled: Sequence[Scores]) -> list[PeerResult]:
    scores = _scores(panel)
    results = []
    for system, sample in enumerate(resampled):
        differences = np.abs(sample - resampled[0])
        p = _p(differences - differences.mean(), abs(scores[0] - scores[system])) if system else None
        ordered = np.sort(sample)  # before the mean: the order decides its last bit
        results.append(PeerResult(scores[system], p, float(ordered.mean()), _half(ordered)))
    return results


def _estimated(score: float, sample: Scores | None) -> PeerResult:
    if sample is None:
        return PeerResult(score, None, None, None)
    ordered = np.sort(sample)
    # There the mean is Python's, exact before it is rounded; in the paired tests it is NumPy's.
    mean = sample.dtype.type(statistics.mean(ordered.tolist()))
    return PeerResult(score, None, float(mean), _half(ordered))


def _half(ordered: Scores) -> float:
    """Give half the width of the 95 % interval of sorted scores."""
    cut = len(ordered) // 40
    return float(0.5 * (ordered[len(ordered) - cut - 1] - ordered[cut]))


def _randomized(panel: PeerPanel, heads: Sequence[Rows], trials: int, seed: int) -> list[PeerResult]:
    scores = _scores(panel)
    results = [PeerResult(scores[0], None, None, None)]
    for system in range(1, len(panel.systems)):
        baseline, own = panel.systems[0], panel.systems[system]
        if _fraction(baseline) and _fraction(own):
            moved = heads[0] - heads[system]
            shuffled = own.sum(axis=0) + moved, baseline.sum(axis=0) - moved
        else:
            shuffled = _as_there(baseline, own, trials, seed)
        differences = np.abs(panel.score(shuffled[0]) - panel.score(shuffled[1]))
        results.append(PeerResult(scores[system], _p(differences, abs(scores[0] - scores[system])), None, None))
    return results


def _as_there(baseline: Rows, own: Rows, trials: int, seed: int) -> tuple[Rows, Rows]:
    """Multiply the whole matrix of coins as sacrebleu does: sums of other fractions depend on how they are added."""
    heads = np.concatenate(list(coins(len(own), trials, seed)))
    return heads @ baseline + ~heads @ own, ~heads @ baseline + heads @ own


def _scores(panel: PeerPanel) -> list[float]:
    return [float(panel.score(rows.sum(axis=0))) for rows in panel.systems]


def _p(statistics: Scores, difference: float) -> float:
    return (int((statistics > difference).sum()) + 1) / (len(statistics) + 1)


def _single_sums(systems: Sequence[Rows], resamples: int, seed: int) -> Iterator[NDArray[np.float32]]:
    """Sum the statistics of each resample in float32: one (resamples, k) a system."""
    for rows, sums in zip(systems, bootstrap(systems, resamples, seed), strict=True):
        fraction = _fraction(rows)
        if fraction and sums.max(initial=0.0) * fraction < _EXACT:
            yield sums.astype(np.float32)
        else:
            single = rows.astype(np.float32)
            drawn = (each for chunk in indices(len(rows), resamples, seed) for each in chunk)
            yield np.array([single[each].sum(0) for each in drawn])


def _fraction(rows: Rows) -> int | None:
    """Give 1, 2, 4 or 8 where every number is that many times a whole one and none is negative; else None."""
    if rows.min(initial=0.0) < 0:
        return None
    return next((part for part in (1, 2, 4, _EIGHTH) if (rows * part == np.rint(rows * part)).all()), None)
