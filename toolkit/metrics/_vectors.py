"""Texts of many examples -> unit vectors, in few and bounded crossings to the encoder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from toolkit.encoders._base import Encoder, Vectors

CHUNK = 4096  # texts a crossing: 6 MB of vectors at 384 dimensions

Cosines = NDArray[np.float64]


class Encoded:
    """Vectors by text."""

    def __init__(self, encoder: Encoder, texts: Iterable[str]) -> None:
        """Encode each different text once."""
        unique = list(dict.fromkeys(texts))
        chunks = [encoder.encode(unique[start : start + CHUNK]) for start in range(0, len(unique), CHUNK)]
        self._vectors: list[Vectors] = [vector for chunk in chunks for vector in chunk]
        self._places = {text: place for place, text in enumerate(unique)}

    def cosines(self, rows: Sequence[str], columns: Sequence[str]) -> Cosines:
        """Compare every text with every other: float64 (rows, columns), -1 to 1; neither may be empty."""
        left, right = (np.stack([self._vectors[self._places[text]] for text in texts]) for texts in (rows, columns))
        # One pair at a time in float64: a matrix product would let the company of a pair change its last bits.
        pairs = (left[:, None, :].astype(np.float64) * right[None, :, :]).sum(axis=2)
        clipped: Cosines = np.clip(pairs, -1.0, 1.0)
        return clipped
