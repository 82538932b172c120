"""Texts longer than an encoder's window: cut into pieces that fit, and their vectors averaged again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from toolkit.encoders._base import Vectors
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
    cut = [
        pieces(text, lambda piece: count([piece])[0], window) if tokens > window else [text]
        for text, tokens in zip(texts, count(texts), strict=True)
    ]
    vectors = encode([piece for parts in cut for piece in parts])
    if len(vectors) == len(texts):
        return vectors
    ends = np.cumsum([len(parts) for parts in cut])
    rows = [
        vectors[end - len(parts)] if len(parts) == 1 else _mean(vectors[end - len(parts) : end], count(parts))
        for end, parts in zip(ends.tolist(), cut, strict=True)
    ]
    return np.stack(rows)


def pieces(text: str, count: Counter, window: int) -> list[str]:
    """Cut a text by sentence, and a sentence that is still too long in halves at the space nearest its middle.

    >>> pieces("One two. Three four five six.", lambda piece: len(piece.split()), 2)
    ['One two.', 'Three four', 'five six.']
    """
    sentences = [sentence.text for sentence in split(text, "en")]
    return [piece for sentence in sentences or [text] for piece in _halves(sentence, count, window)]


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
