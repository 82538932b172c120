"""Texts longer than an encoder's window: cut into pieces that fit, and put together again.

Vectors of whole texts are averaged by tokens; tokens are those of all pieces, one piece after another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np

from toolkit.encoders._base import TokenVectors, Vectors
from toolkit.sentences import SPLITTER, split

RULE = f"long texts by {SPLITTER} and averaged by tokens"
"""What stands in the signature of every encoder that keeps to it."""

Counter = Callable[[str], int]
_SPACE = re.compile(r"\s+")


def encode_pieces(
    texts: Sequence[str],
    count: Callable[[Sequence[str]], Sequence[int]],
    window: int,
    encode: Callable[[Sequence[str]], Vectors],
) -> Vectors:
    """Encode texts of any length with an encoder that takes `window` tokens.

    Args:
        texts: at least one.
        count: tokens of each text, without special ones.
        window: tokens that fit, without special ones.
        encode: vectors of texts that fit, as unit rows.

    Returns:
        One unit row a text: the encoder's own where the text fits, else the mean of its pieces by tokens.
    """
    cut = _cut(texts, count, window)
    vectors = encode([piece for parts in cut for piece in parts])
    if len(vectors) == len(texts):
        return vectors
    ends = np.cumsum([len(parts) for parts in cut])
    rows = [
        vectors[end - len(parts)] if len(parts) == 1 else _mean(vectors[end - len(parts) : end], count(parts))
        for end, parts in zip(ends.tolist(), cut, strict=True)
    ]
    return np.stack(rows)


def read_pieces(
    texts: Sequence[str],
    count: Callable[[Sequence[str]], Sequence[int]],
    window: int,
    read: Callable[[Sequence[str]], Sequence[TokenVectors]],
) -> list[TokenVectors]:
    """Read the tokens of texts of any length with an encoder that takes `window` tokens.

    Args:
        texts: any number.
        count: tokens of each text, without special ones.
        window: tokens that fit, without special ones.
        read: tokens of texts that fit.

    Returns:
        One a text: the encoder's own where the text fits, else the tokens of its pieces, with their places in the text.
    """
    cut = _cut(texts, count, window)
    found = iter(read([piece for parts in cut for piece in parts]))
    return [
        _joined(text, parts, list(islice(found, len(parts)))) if parts != [text] else next(found)
        for text, parts in zip(texts, cut, strict=True)
    ]


def pieces(text: str, count: Counter, window: int) -> list[str]:
    """Cut a text by sentence, and a sentence that is still too long in halves at the space nearest its middle.

    >>> pieces("One two. Three four five six.", lambda piece: len(piece.split()), 2)
    ['One two.', 'Three four', 'five six.']
    """
    sentences = [sentence.text for sentence in split(text, "en")]
    return [piece for sentence in sentences or [text] for piece in _halves(sentence, count, window)]


def _cut(texts: Sequence[str], count: Callable[[Sequence[str]], Sequence[int]], window: int) -> list[list[str]]:
    return [
        pieces(text, lambda piece: count([piece])[0], window) if tokens > window else [text]
        for text, tokens in zip(texts, count(texts), strict=True)
    ]


def _joined(text: str, parts: Sequence[str], found: Sequence[TokenVectors]) -> TokenVectors:
    spans: list[tuple[int, int]] = []
    end = 0
    for part, tokens in zip(parts, found, strict=True):
        start = text.index(part, end)
        end = start + len(part)
        spans += [(start + left, start + right) for left, right in tokens.spans]
    return TokenVectors(
        pieces=tuple(piece for tokens in found for piece in tokens.pieces),
        spans=tuple(spans),
        vectors=np.concatenate([tokens.vectors for tokens in found], axis=1),
    )


def _halves(text: str, count: Counter, window: int) -> list[str]:
    if len(text) <= 1 or count(text) <= window:
        return [text]
    middle = len(text) // 2
    spaces = [space.span() for space in _SPACE.finditer(text)]
    left, right = min(spaces, key=lambda span: abs(span[0] - middle), default=(middle, middle))
    if not text[:left] or not text[right:]:
        left = right = middle
    return _halves(text[:left], count, window) + _halves(text[right:], count, window)


def _mean(vectors: Vectors, tokens: Sequence[int]) -> Vectors:
    weights = np.asarray(tokens, dtype=np.float32)
    mean = (vectors * weights[:, None]).sum(axis=0)
    row: Vectors = mean / np.sqrt(np.square(mean).sum())
    return row
