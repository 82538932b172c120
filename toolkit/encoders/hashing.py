"""Character n-grams, hashed: an encoder that needs nothing and knows only spelling."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from toolkit.encoders._base import Encoder, TokenVectors, Vectors
from toolkit.errors import UsageError

DIM = 1024
ORDERS = (2, 3, 4)  # characters
_WORD = re.compile(r"\S+")


class Hashing(Encoder):
    """Encode any language by its spelling alone: shared character n-grams, no meaning; for tests and quick looks."""

    name = "hashing"
    gives_tokens = True

    def __init__(self, model: str = "") -> None:
        """Take no model: there are no weights to choose.

        Raises:
            UsageError: a model is named all the same.
        """
        if model:
            raise UsageError("the encoder hashing has no models; leave `model` out")
        super().__init__(model)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Count the n-grams of each text by hash, and scale each row to length 1."""
        rows = np.zeros((len(texts), DIM), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            # The frame marks both ends, and gives the empty text an n-gram of its own.
            framed = f"\n{text.lower()}\n"
            for order in ORDERS:
                for start in range(len(framed) - order + 1):
                    row[_bucket(framed[start : start + order])] += 1
        rows /= np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
        return rows

    def tokens(self, texts: Sequence[str], layers: Sequence[int]) -> list[TokenVectors]:
        """Take each word, with the marks that touch it, as a text of its own; every layer is the same."""
        return [self._words(text, len(layers)) for text in texts]

    def signature(self) -> str:
        """Name the n-grams, the hash and the size."""
        return f"hashing|characters:{ORDERS[0]}-{ORDERS[-1]}|hash:crc32|dim:{DIM}|lexical"

    def _words(self, text: str, layers: int) -> TokenVectors:
        words = list(_WORD.finditer(text))
        pieces = tuple(word.group() for word in words)
        return TokenVectors(pieces, tuple(word.span() for word in words), np.stack([self.encode(pieces)] * layers))


def _bucket(gram: str) -> int:
    return zlib.crc32(gram.encode("utf-8", "surrogatepass")) % DIM


plugin = Hashing
