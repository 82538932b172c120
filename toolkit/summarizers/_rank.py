"""Rank the sentences of a document by what they tell of it, and choose some that do not repeat each other.

Directed centrality follows H. Zheng and M. Lapata, "Sentence Centrality Revisited for Unsupervised Summarization"
(ACL 2019): in news, a sentence that resembles what comes after it is a topic, one that resembles what came before is a
detail. Redundancy follows J. Carbonell and J. Goldstein, "The Use of MMR" (SIGIR 1998).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.encoders._base import Vectors

Scores = NDArray[np.float64]

LEAD = 3  # sentences: the lead of a news story tells what it is about

_TELLING = re.compile(r"\d[\d.,]*|(?<=[^.!?“\"'‘]\s)[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts; each sign lies in about 0..1."""

    forward: float
    document: float
    lead: float
    position: float
    specific: float
    redundancy: float

    def __str__(self) -> str:
        """Write them for a signature."""
        return ",".join(f"{name}={getattr(self, name):g}" for name in self.__slots__)


def scores(vectors: Vectors, texts: Sequence[str], weights: Weights) -> Scores:
    """Say how much each sentence tells of its document.

    Args:
        vectors: unit rows, one a sentence, in reading order.
        texts: the sentences.
        weights: how much each sign counts.

    Returns:
        float64 (n,), higher is better.
    """
    rows = vectors.astype(np.float64)
    n = len(texts)
    near = rows @ rows.T
    place = np.arange(n)
    told: Scores = (
        weights.forward * np.triu(near, 1).sum(axis=1) / n
        + weights.document * (rows @ _direction(rows))
        + weights.lead * (rows @ _direction(rows[:LEAD]))
        + weights.position / (1 + place)
        + weights.specific * np.array([_specific(text) for text in texts])
    )
    return told


def choose(
    values: Scores, vectors: Vectors, penalties: Scores, wanted: int, redundancy: float, allowed: NDArray[np.bool_]
) -> list[int]:
    """Pick sentences one by one, each the best that is left, less what it repeats.

    Ties go to the earlier sentence. Sentences that are not allowed are never picked.

    Returns:
        Places, in the order picked; at most `wanted`.
    """
    rows = vectors.astype(np.float64)
    near = rows @ rows.T
    repeated = np.zeros(len(values))
    left = allowed.copy()
    chosen: list[int] = []
    while left.any() and len(chosen) < wanted:
        # Rounded, so that the last bits of a matrix product cannot decide between equals.
        worth = np.round(values - penalties - redundancy * repeated, 6)
        best = int(np.argmax(np.where(left, worth, -np.inf)))
        chosen.append(best)
        left[best] = False
        repeated = np.maximum(repeated, near[best])
    return chosen


def _direction(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    mean: NDArray[np.float64] = rows.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-12)


def _specific(text: str) -> float:
    """Count numbers and names, up to six."""
    return min(6, len(_TELLING.findall(text))) / 6
