"""Count shared n-grams of many segments at once, exactly: whole numbers, no hashes.

An n-gram is known by the place of its first n-1 symbols among the reference's, and its last symbol: one whole number a
position, whatever the alphabet. So the n-grams of a chunk of references are a few sorted arrays, made once and shared
over systems, and a hypothesis looks up only what may still match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Symbols:
    """Texts as numbers.

    Attributes:
        symbols: int64 (all,), the texts one after another; from 0, below the base of the index.
        lengths: int64 (texts,), symbols of each.
    """

    symbols: Whole
    lengths: Whole

    def totals(self, order: int) -> Whole:
        """Count the n-grams of each order: (texts, order)."""
        totals: Whole = np.maximum(self.lengths[:, None] - np.arange(order), 0)
        return totals


@dataclass(frozen=True, slots=True)
class _Level:
    """The n-grams of one order: `keys` sorted, each with its segment and its count, the highest of all references."""

    keys: Whole
    segments: Whole
    counts: Whole


class NgramIndex:
    """The n-grams of a chunk of references."""

    def __init__(self, references: Sequence[Symbols], order: int, base: int) -> None:
        """Sort and count.

        Args:
            references: one or several of each segment; of several, an n-gram counts as often as in the one that has
                it most often.
            order: length of the longest n-grams.
            base: more than any symbol; times the symbols of all references it must stay below 2^63.
        """
        self._order, self._base = order, base
        self._segments = len(references[0].lengths)
        self._levels = list(_levels(references, order, base))

    def matches(self, hypotheses: Symbols) -> Whole:
        """Count the n-grams that each hypothesis shares with its references, none more often than there.

        Args:
            hypotheses: one a segment.

        Returns:
            int64 (segments, order).
        """
        found = np.zeros((self._segments, self._order), dtype=np.int64)
        places, prefixes, left = np.arange(len(hypotheses.symbols)), *_spread(hypotheses.lengths)
        for size, level in enumerate(self._levels):
            inside = left[places] > size
            places, prefixes = places[inside], prefixes[inside]
            keys = prefixes * self._base + hypotheses.symbols[places + size]
            slots = np.minimum(np.searchsorted(level.keys, keys), len(level.keys) - 1)
            known = level.keys[slots] == keys
            places, prefixes = places[known], slots[known]
            shared = np.minimum(np.bincount(prefixes, minlength=len(level.keys)), level.counts)
            found[:, size] = np.bincount(level.segments, weights=shared, minlength=self._segments)
        return found


def _levels(references: Sequence[Symbols], order: int, base: int) -> list[_Level]:
    """Index order by order; stops before the first without n-grams."""
    symbols = np.concatenate([each.symbols for each in references])
    spreads = [_spread(each.lengths) for each in references]
    segments, left = (np.concatenate(parts) for parts in zip(*spreads, strict=True))
    owners = np.repeat(np.arange(len(references)), [len(each.symbols) for each in references])
    places, prefixes, levels = np.arange(len(symbols)), segments, []
    for size in range(order):
        inside = left[places] > size
        places, prefixes = places[inside], prefixes[inside]
        if not places.size:
            break
        keys, first, inverse = np.unique(
            prefixes * base + symbols[places + size], return_index=True, return_inverse=True
        )
        each = inverse * len(references) + owners[places]
        counts = np.bincount(each, minlength=len(keys) * len(references)).reshape(len(keys), -1).max(axis=1)
        levels.append(_Level(keys, segments[places[first]], counts))
        prefixes = inverse
    return levels


def _spread(lengths: Whole) -> tuple[Whole, Whole]:
    """Give for each symbol its text, and how many symbols the text has from there on."""
    texts = np.repeat(np.arange(len(lengths)), lengths)
    return texts, np.cumsum(lengths)[texts] - np.arange(len(texts))
