"""Rank the sentences of a document by what they tell of it, and choose some that do not repeat each other.

What several sentences say is news, what one says is a detail: a sentence is ranked by how much it is like the few
others most like it, a centrality as LexRank's (G. Erkan and D. Radev, JAIR 2004), on vectors. What it tells of the
whole follows H. Lin and J. Bilmes, "A Class of Submodular Functions for Document Summarization" (ACL 2011): it is worth
what it covers of the document, the beginning counting more, beyond what the sentences picked before it cover. One is
picked after the other; the best three of the ten best, found by trying all, scored no better.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toolkit._products import product
from toolkit.checks import _english as english
from toolkit.encoders._base import Vectors
from toolkit.sentences import words as count_words

Scores = NDArray[np.float64]
Takes = Callable[[int, Sequence[int]], bool | None]

FADING = 12  # sentences: over so many, a sentence counts less for the whole by a factor of e
NEAREST = 5  # sentences like it that a sentence is measured by

# A number, or a name that opens no sentence; the first letter is looked for first, which is fast.
_TELLING = re.compile(r"[\dA-Z](?:(?<=\d)[\d.,]*|(?<=[^.!?“\"'‘]\s[A-Z])\w+)")

_FULL = 10  # words: a line of so many can tell what it is about
_MEAGER = 5  # words: a line of so many tells next to nothing
_QUOTED = re.compile(r"[\"“]")
# What hardly says who or what it is about: "The glacier is …"; the speaker of an opening quotation comes last.
_VAGUE = re.compile(
    r"[\"“‘']|In the [a-z-]+,|"
    r"(?:The|In the) (?:(?!(?:of|in|at|for|from|who|that|which|with|to|on|by|behind|against|between)\b)[a-z’'-]+,? ){3}"
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts; what is not named counts nothing.

    Attributes:
        nearest: mean cosine with the few sentences most like it, -1..1.
        position: 1 for the first sentence, 1/2 for the second, and so on.
        specific: numbers and names, 0..1.
        short: against it: how few words it has, 0 for ten to 1 for five.
        spoken: against it: what somebody said rather than what happened, 0..1.
        vague: against it: what hardly says who or what it is about, 0 or 1.
        coverage: what it newly covers of the document, 0..1.
        ease: the chance that a reader lets it be printed, 0..1, which `_signs` gives.
        least: no weight, but the chance below which no bullet is printed that is held to a number of words.
        rise: by how much that is higher for a second bullet, and twice so for those behind it.
    """

    nearest: float = 0.0
    position: float = 0.0
    specific: float = 0.0
    short: float = 0.0
    spoken: float = 0.0
    vague: float = 0.0
    coverage: float = 0.0
    ease: float = 0.0
    least: float = 0.0
    rise: float = 0.0

    def __str__(self) -> str:
        """Write them for a signature."""
        return ",".join(f"{name}={getattr(self, name):g}" for name in self.__slots__)


def likeness(vectors: Vectors) -> Scores:
    """Give the cosine of each sentence with each: float64 (n, n).

    Args:
        vectors: unit rows, one a sentence, in reading order.
    """
    rows = vectors.astype(np.float64)
    return product(rows, rows.T)


def scores(near: Scores, texts: Sequence[str], weights: Weights) -> Scores:
    """Say how much each sentence tells by itself, whatever is picked beside it.

    Args:
        near: their cosines with each other, in reading order.
        texts: the sentences, as they would be printed.
        weights: how much each sign counts; those from `coverage` on are of no use here.

    Returns:
        float64 (n,), higher is better.
    """
    told: Scores = (
        weights.nearest * nearest(near)
        + weights.position / (1 + np.arange(len(texts)))
        + weights.specific * np.array([_specific(text) for text in texts])
        - weights.short * np.array([_short(text) for text in texts])
        - weights.spoken * np.array([_spoken(text) for text in texts])
        - weights.vague * np.array([_vague(text) for text in texts])
    )
    return told


def choose(worth: Scores, near: Scores, coverage: float, wanted: int, takes: Takes) -> list[int]:
    """Pick sentences one by one, each the best that is left: its own worth, and what it newly covers.

    Args:
        worth: float64 (n,), one a sentence.
        near: their cosines with each other.
        coverage: how much covering the document counts beside the worth.
        wanted: how many to pick.
        takes: asked of the best place that is left, and of those picked before it, whether it may be picked; None where
            it may not yet, and is asked again when another was picked.

    Returns:
        Places, in the order picked; ties go to the earlier sentence.
    """
    near = np.maximum(near, 0.0)
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
    """Ask whether a place may be picked; no place is asked of again once it was answered."""
    answer = takes(place, chosen)
    left[place] = answer is None
    return bool(answer)


def _fading(n: int) -> Scores:
    """Give each sentence's share of the whole: it falls off from the first on."""
    share: Scores = np.exp(-np.arange(n) / FADING)
    share /= share.sum()
    return share


def nearest(near: Scores) -> Scores:
    """Average each sentence's cosines with the few others most like it; 0 for a sentence that is alone."""
    few = min(NEAREST, len(near) - 1)
    if few < 1:
        return np.zeros(len(near))
    others = near + np.diag(np.full(len(near), -np.inf))
    most: Scores = np.sort(others, axis=1)[:, -few:].mean(axis=1)
    return most


def _specific(text: str) -> float:
    """Count numbers and names, up to six."""
    return min(6, _telling(text)) / 6


def _short(text: str) -> float:
    """Say how far a sentence is from enough words: 0 for ten, 1 for five."""
    return min(1.0, max(0, _FULL - count_words(text)) / (_FULL - _MEAGER))


def _spoken(text: str) -> float:
    """Say how far a sentence is what somebody said: half for words in quotation marks, half for a verb of saying."""
    return (bool(_QUOTED.search(text)) + (not english.SAYING.isdisjoint(english.words(text)))) / 2


def _vague(text: str) -> bool:
    """Tell whether a sentence names nothing, or opens with what an earlier one has named."""
    return bool(_VAGUE.match(text)) or "[" in text or not _telling(text)


@lru_cache(maxsize=512)
def _telling(text: str) -> int:
    return len(_TELLING.findall(text))
