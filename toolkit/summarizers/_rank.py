"""Rank the sentences of a document by what they tell of it, and choose some that do not repeat each other.

A sentence tells what a news story is about when it is like the whole, the beginning counting more, and like a few
others in particular: what several sentences say is news, what one says is a detail. What is repeated follows H. Lin and
J. Bilmes, "A Class of Submodular Functions for Document Summarization" (ACL 2011): a sentence is worth what it covers
of the document beyond what the sentences before it cover.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toolkit._products import product
from toolkit.encoders._base import Vectors

Scores = NDArray[np.float64]
Takes = Callable[[int, Sequence[int]], bool]

FADING = 12  # sentences: over so many, a sentence counts less for the whole by a factor of e
NEAREST = 3  # sentences like it that a sentence is measured by

# A number, or a name that opens no sentence; the first letter is looked for first, which is fast.
_TELLING = re.compile(r"[\dA-Z](?:(?<=\d)[\d.,]*|(?<=[^.!?“\"'‘]\s[A-Z])\w+)")

# What hardly says who or what it is about: "The glacier is …"; the speaker of an opening quotation comes last.
_VAGUE = re.compile(
    r"[\"“‘']|In the [a-z-]+,|"
    r"(?:The|In the) (?:(?!(?:of|in|at|for|from|who|that|which|with|to|on|by|behind|against|between)\b)[a-z’'-]+,? ){3}"
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts; each sign lies in about 0..1."""

    document: float
    nearest: float
    position: float
    specific: float
    vague: float
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
    near = _likeness(vectors)
    told: Scores = (
        weights.document * _central(near)
        + weights.nearest * _nearest(near)
        + weights.position / (1 + np.arange(len(texts)))
        + weights.specific * np.array([_specific(text) for text in texts])
        - weights.vague * np.array([_vague(text) for text in texts])
    )
    return told


def choose(worth: Scores, vectors: Vectors, coverage: float, wanted: int, takes: Takes) -> list[int]:
    """Pick sentences one by one, each the best that is left: its own worth, and what it newly covers.

    Args:
        worth: float64 (n,), one a sentence.
        vectors: unit rows, one a sentence.
        coverage: how much covering the document counts beside the worth.
        wanted: how many to pick.
        takes: asked of the best place that is left, and of those picked before it, whether it may be picked.

    Returns:
        Places, in the order picked; ties go to the earlier sentence.
    """
    near = np.maximum(_likeness(vectors), 0.0)
    weight = _fading(len(worth))
    covered = np.zeros(len(worth))
    left = np.ones(len(worth), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < wanted:
        gain = (np.maximum(near, covered) - covered) @ weight
        # Rounded, so that the last bits of a matrix product cannot decide between equals.
        value = np.round(worth + coverage * gain, 6)
        order = (int(place) for place in np.argsort(-value, kind="stable") if left[place])
        best = next((place for place in order if _taken(place, left, chosen, takes)), None)
        if best is None:
            break
        chosen.append(best)
        covered = np.maximum(covered, near[best])
    return chosen


def _taken(place: int, left: NDArray[np.bool_], chosen: Sequence[int], takes: Takes) -> bool:
    """Ask whether a place may be picked; no place is asked of twice."""
    left[place] = False
    return takes(place, chosen)


def _fading(n: int) -> Scores:
    """Give each sentence's share of the whole: it falls off from the first on."""
    share: Scores = np.exp(-np.arange(n) / FADING)
    share /= share.sum()
    return share


def _likeness(vectors: Vectors) -> Scores:
    """Give the cosine of each sentence with each: float64 (n, n)."""
    rows = vectors.astype(np.float64)
    return product(rows, rows.T)


def _central(near: Scores) -> Scores:
    """Give each sentence's cosine with the weighted mean of all."""
    share = _fading(len(near))
    with_mean: Scores = near @ share
    return with_mean / max(math.sqrt(max(float(share @ with_mean), 0.0)), 1e-12)


def _nearest(near: Scores) -> Scores:
    """Average each sentence's cosines with the few others most like it; 0 for a sentence that is alone."""
    few = min(NEAREST, len(near) - 1)
    if few == 0:
        return np.zeros(len(near))
    others = near + np.diag(np.full(len(near), -np.inf))
    most: Scores = np.sort(others, axis=1)[:, -few:].mean(axis=1)
    return most


def _specific(text: str) -> float:
    """Count numbers and names, up to six."""
    return min(6, _telling(text)) / 6


def _vague(text: str) -> bool:
    """Tell whether a sentence names nothing, or opens with what an earlier one has named."""
    return bool(_VAGUE.match(text)) or "[" in text or not _telling(text)


@lru_cache(maxsize=512)
def _telling(text: str) -> int:
    return len(_TELLING.findall(text))
