"""Resamples of units as sums of their statistics: the draws of the bootstrap and of randomization, in bounded memory.

Every matrix of draws is made once and multiplied with the statistics of all systems and metrics side by side. The
draws are those of sacrebleu's `significance.py` (the same calls of NumPy's generator in the same order), so that with
the same seed, over segments, its tests see the same resamples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from toolkit._products import product

Rows = NDArray[np.float64]

SEED = 12345
"""sacrebleu's SACREBLEU_SEED where the environment names none."""

CHUNK_BYTES = 64 * 2**20
"""What one chunk of draws may take, however many units and resamples there are."""

_BITS = 32
"""Booleans NumPy draws from one word of its generator: a chunk that ends elsewhere would throw the rest away."""

_EXACT = 2**24
"""Whole numbers below it are exact in float32, and so are their sums in any order."""


def bootstrap(systems: Sequence[Rows], resamples: int, seed: int = SEED) -> list[Rows]:
    """Sum the statistics of units drawn with replacement, the same units for every system.

    Args:
        systems: float64 (units, k) each, k as it may be: systems under one metric or several.
        resamples: how many.
        seed: of the draws.

    Returns:
        For each system float64 (resamples, k).
    """
    units = len(systems[0])
    chunks = (_counted(drawn, units) for drawn in indices(units, resamples, seed))
    return _multiply(chunks, systems)


def randomize(systems: Sequence[Rows], trials: int, seed: int = SEED) -> list[Rows]:
    """Sum the statistics of the units for which a fair coin shows heads, the same coins for every system.

    With `heads` and the sum over all units, the sums of both shuffled systems follow: what one keeps, the other gets.

    Args:
        systems: float64 (units, k) each.
        trials: how many times the coins are thrown.
        seed: of the draws.

    Returns:
        For each system float64 (trials, k).
    """
    return _multiply(coins(len(systems[0]), trials, seed), systems)


def enumerate_halves(rows: Rows) -> Rows:
    """Sum the rows of every subset that leaves the last row out: float64 (2^(units - 1), k), the empty one first.

    Swapping all labels changes no difference in size, so these stand for all 2^units ways to swap labels.
    """
    sums = np.zeros((1, rows.shape[1]))
    for row in rows[:-1]:
        sums = np.concatenate([sums, sums + row])
    return sums


def indices(units: int, resamples: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Draw units with replacement, in chunks (some, units), as one call for all would draw them."""
    generator = np.random.default_rng(seed)
    for size in _sizes(resamples, units * 8 * 3, 1):
        yield generator.choice(units, size=(size, units), replace=True)


def coins(units: int, trials: int, seed: int) -> Iterator[NDArray[np.bool_]]:
    """Throw a coin a unit and trial, in chunks (some, units), as one call for all would throw them."""
    generator = np.random.default_rng(seed)
    for size in _sizes(trials, units * 9, _BITS):
        yield generator.integers(2, size=(size, units), dtype=bool)


def _sizes(total: int, row_bytes: int, multiple: int) -> Iterator[int]:
    """Cut a number of rows into chunks that fit into CHUNK_BYTES, all but the last a multiple of `multiple`."""
    size = max(CHUNK_BYTES // max(row_bytes, 1) // multiple, 1) * multiple
    for start in range(0, total, size):
        yield min(size, total - start)


def _counted(drawn: NDArray[np.int64], units: int) -> NDArray[np.int64]:
    """Count how often each unit was drawn: (some, units)."""
    places = drawn + units * np.arange(len(drawn))[:, None]
    return np.bincount(places.ravel(), minlength=units * len(drawn)).reshape(len(drawn), units)


def _multiply(chunks: Iterator[NDArray[np.int64]] | Iterator[NDArray[np.bool_]], systems: Sequence[Rows]) -> list[Rows]:
    """Multiply weights (resamples, units) with the statistics of all systems side by side."""
    beside = np.concatenate(systems, axis=1)
    dtype = np.float32 if _small(beside) else np.float64  # half the work where it is exact
    beside = np.ascontiguousarray(beside, dtype=dtype)
    sums = [_product(weights, beside) for weights in chunks]
    edges = np.cumsum([rows.shape[1] for rows in systems])[:-1]
    return np.split(np.concatenate(sums), edges, axis=1)


def _product(weights: NDArray[np.int64] | NDArray[np.bool_], beside: NDArray[np.float64]) -> Rows:
    """Multiply in blocks of units, so that the weights' copy in floats stays small."""
    width = max(CHUNK_BYTES // 8 // len(weights), 1)
    total = np.zeros((len(weights), beside.shape[1]))
    for start in range(0, weights.shape[1], width):
        block = weights[:, start : start + width].astype(beside.dtype)
        total += product(block, beside[start : start + width])
    return total


def _small(rows: Rows) -> bool:
    """Tell whether every sum of as many rows as there are is exact in float32."""
    return bool((rows == np.rint(rows)).all()) and float(np.abs(rows).max(initial=0.0)) * len(rows) < _EXACT
