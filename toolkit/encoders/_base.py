"""The contract of an encoder: texts in, unit vectors out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from toolkit.encoders import _tokens
from toolkit.encoders._tokens import TokenVectors, Vectors

__all__ = ["Encoder", "TokenVectors", "Vectors"]


class Encoder(ABC):
    """Turn texts into vectors whose dot product says how near their meanings are.

    Attributes:
        name: file name of the plug-in, as in config and on the command line.
        languages: primary subtags it understands, None where it understands any; others are not scored with it.
        gives_tokens: whether it also gives vectors of the tokens of a text, layer by layer.
        extra: name of the optional dependency group it needs, `""` where the core installation has all.
    """

    name: str
    languages: frozenset[str] | None = None
    gives_tokens: bool = False
    extra: ClassVar[str] = ""

    def __init__(self, model: str = "") -> None:
        """Choose the weights.

        Args:
            model: local folder or hub id, `""` for the encoder's own default.
        """
        self.model = model

    def offline(self) -> Encoder:
        """Give the same encoder, which reads nothing but this machine; one that fetches nothing is that already."""
        return self

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode each text on its own: a vector depends on its text alone, not on its neighbours.

        A text longer than the encoder's window is split by sentence and averaged by tokens, never cut silently.

        Returns:
            float32 array (len(texts), dim), each row of length 1.

        Raises:
            NotReadyError: the weights are missing or are not the expected ones.
        """

    def tokens(self, texts: Sequence[str], layers: Sequence[int]) -> list[TokenVectors]:
        """Encode the tokens of each text, at several layers in one pass; only where `gives_tokens` is set.

        A text longer than the encoder's window is split by sentence, and has the tokens of all its pieces.

        Args:
            texts: any number; as with `encode`, nothing of one enters another's vectors.
            layers: hidden layers, 0 for the embeddings, in any order; at least one.

        Raises:
            NotReadyError: the weights are missing or are not the expected ones.
        """
        raise NotImplementedError(f"the encoder {self.name} gives no vectors of tokens")

    def matches(self, pairs: Sequence[tuple[str, str]], layers: Sequence[int]) -> Vectors:
        """Match the tokens of the texts of each pair; only where `gives_tokens` is set.

        Args:
            pairs: (one, other); a pair depends on its two texts alone.
            layers: as for `tokens`.

        Returns:
            float32 (pairs, layers, 3): recall, error and breaks, as `toolkit.encoders._tokens.match` gives them.

        Raises:
            NotReadyError: the weights are missing or are not the expected ones.
        """
        return _tokens.matches(lambda texts: self.tokens(texts, layers), pairs, len(layers))

    @abstractmethod
    def signature(self) -> str:
        """Name all that can change a vector: encoder, weights' digest, window, version."""
