"""Rank the sentences of a document by what they tell of it, and choose some that do not repeat each other.

Directed centrality follows H. Zheng and M. Lapata, "Sentence Centrality Revisited for Unsupervised Summarization"
(ACL 2019): in news, a sentence that resembles what comes after it is a topic, one that resembles what came before is a
detail. What is repeated follows H. Lin and J. Bilmes, "A Class of Submodular Functions for Document Summarization"
(ACL 2011): a sentence is worth what it covers of the document beyond what the sentences before it cover.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.encoders._base import Vectors

Scores = NDArray[np.float64]

FADING = 12  # sentences: over so many, what has to be covered loses weight by a factor of e
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
    coverage: float

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


def choose(worth: Scores, vectors: Vectors, coverage: float, wanted: int, allowed: NDArray[np.bool_]) -> list[int]:
    """Pick sentences one by one, each the best that is left: its own worth, and what it newly covers.

    Args:
        worth: float64 (n,), one a sentence.
        vectors: unit rows, one a sentence.
        coverage: how much covering the document counts beside the worth.
        wanted: how many to pick.
        allowed: bool (n,): which may be picked.

    Returns:
        Places, in the order picked; ties go to the earlier sentence.
    """
    rows = vectors.astype(np.float64)
    near = np.maximum(rows @ rows.T, 0.0)
    weight = np.exp(-np.arange(len(worth)) / FADING)
    weight /= weight.sum()
    covered = np.zeros(len(worth))
    left = allowed.copy()
    chosen: list[int] = []
    while left.any() and len(chosen) < wanted:
        gain = (np.maximum(near, covered) - covered) @ weight
        # Rounded, so that the last bits of a matrix product cannot decide between equals.
        value = np.round(worth + coverage * gain, 6)
        best = int(np.argmax(np.where(left, value, -np.inf)))
        chosen.append(best)
        left[best] = False
        covered = np.maximum(covered, near[best])
    return chosen


def _direction(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    mean: NDArray[np.float64] = rows.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-12)


def _specific(text: str) -> float:
    """Count numbers and names, up to six."""
    return min(6, len(_TELLING.findall(text))) / 6
