"""Vectors of the tokens of texts, and how the tokens of two texts match."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

MATCHING = "cosine-matching-1"
"""Version of `match`: it changes whenever a number can come out otherwise, and stands in the signature of its users."""

COUNTS = 3  # recall, error, breaks
CHUNK = 100_000  # characters of pairs read at a time: about 25,000 tokens, at two layers 80 MB of vectors
_BLOCK = 512  # tokens of the one text compared with all of the other at a time, so that a book does not fill the memory
_WHOLE = (1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """The tokens of one text as some of an encoder's hidden layers see them, special tokens left out.

    Attributes:
        pieces: the tokens, as the encoder's tokenizer writes them.
        spans: start and end of each in the text, in code points.
        vectors: float32 (layers, tokens, dim), the layers in the order they were asked for; as they are, not scaled.
        whole: float32 (dim,), the vector that `encode` gives the text; None where it did not come with the tokens.
    """

    pieces: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    vectors: Vectors
    whole: Vectors | None = None


def matches(
    read: Callable[[Sequence[str]], Sequence[TokenVectors]], pairs: Sequence[tuple[str, str]], layers: int
) -> Vectors:
    """Match the texts of each pair, a chunk at a time, in which every text is read once.

    Args:
        read: tokens of texts, at so many layers.
        pairs: (one, other); equal texts match whole, and are not read.
        layers: how many.

    Returns:
        float32 (pairs, layers, 3), as `match` gives them.
    """
    rows = np.empty((len(pairs), layers, COUNTS), dtype=np.float32)
    rows[:] = _WHOLE
    # Pairs that share their second text, as systems share a reference, come to lie in one chunk.
    differing = sorted((n for n, (one, other) in enumerate(pairs) if one != other), key=lambda n: pairs[n][1])
    for places in _chunks(pairs, differing):
        texts = list(dict.fromkeys(text for place in places for text in pairs[place]))
        unit = {text: _unit(found.vectors) for text, found in zip(texts, read(texts), strict=True)}
        for place in places:
            one, other = pairs[place]
            rows[place] = match(unit[one], unit[other])
    return rows


def match(one: Vectors, other: Vectors) -> Vectors:
    """Match each token with the nearest one of the other text, at each layer.

    Args:
        one: unit rows, float32 (layers, tokens, dim).
        other: the same of the other text, with as many layers.

    Returns:
        float32 (layers, 3):
        recall, the mean over the other's tokens of the best cosine with one of these (Zhang et al. 2020,
        https://arxiv.org/abs/1904.09675); 0 where one side has no token.
        error, the root mean square over these tokens of 1 - best cosine, so that one bad token weighs more than many
        middling ones; 1 where only the other has none, 0 where this side has none.
        breaks, the share of neighboring tokens whose nearest ones do not follow each other (the chunks of Banerjee and
        Lavie 2005, https://aclanthology.org/W05-0909); 0 below two tokens.

    >>> east, north = [1.0, 0.0], [0.0, 1.0]
    >>> both, swapped = (np.array([rows], dtype=np.float32) for rows in ([east, north], [north, east]))
    >>> match(both, both).tolist(), match(both, swapped).tolist(), match(both[:, :1], both).tolist()
    ([[1.0, 0.0, 0.0]], [[1.0, 0.0, 1.0]], [[0.5, 0.0, 0.0]])
    """
    layers, tokens, _ = one.shape
    found = np.zeros((layers, COUNTS), dtype=np.float32)
    if not tokens:
        return found
    if not other.shape[1]:
        found[:, 1] = 1.0
        return found
    best = np.empty((layers, tokens), dtype=np.float32)
    nearest = np.empty((layers, tokens), dtype=np.intp)
    covered = np.full((layers, other.shape[1]), -1.0, dtype=np.float32)
    for start in range(0, tokens, _BLOCK):
        block = slice(start, start + _BLOCK)
        cosines = np.clip(one[:, block] @ other.swapaxes(1, 2), -1.0, 1.0)
        best[:, block] = cosines.max(axis=2)
        nearest[:, block] = cosines.argmax(axis=2)
        np.maximum(covered, cosines.max(axis=1), out=covered)
    found[:, 0] = covered.mean(axis=1)
    found[:, 1] = np.sqrt(np.square(1.0 - best).mean(axis=1))
    if tokens > 1:
        found[:, 2] = (np.diff(nearest, axis=1) != 1).mean(axis=1)
    return found


def _chunks(pairs: Sequence[tuple[str, str]], places: Sequence[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    size = 0
    for place in places:
        chunk.append(place)
        size += sum(map(len, pairs[place]))
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.sqrt(np.square(vectors).sum(axis=2, keepdims=True))
    return unit
