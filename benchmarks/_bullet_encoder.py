"""The bundled encoder for the programs about bullets, with the vectors it gave before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from toolkit import plugins
from toolkit.encoders._base import Encoder, Vectors
from toolkit.encoders._cache import Cached

KEPT = Path(__file__).parent.parent / "outputs" / "cache" / "bullets.sqlite"


class Known(Encoder):
    """Vectors that are there already: what is left of a summarizer beside its encoder."""

    name = "known"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.vectors: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if text not in self.vectors]
        if missing:
            self.vectors |= dict(zip(missing, self._encoder.encode(missing), strict=True))
        return np.stack([self.vectors[text] for text in texts])

    def signature(self) -> str:
        return self._encoder.signature()


def stored_vectors() -> Encoder:
    """Give the encoder with the vectors that are on disk."""
    return Cached(plugins.load("encoders", "minilm")(""), KEPT)


def known_vectors() -> Encoder:
    """Give the encoder with its vectors in memory as well, for programs that ask for the same ones many times."""
    return Known(stored_vectors())
