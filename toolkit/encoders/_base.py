"""The contract of an encoder: texts in, unit vectors out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """The tokens of one text as some of an encoder's hidden layers see them, special tokens left out.

    Attributes:
        pieces: the tokens, as the encoder's tokenizer writes them.
        spans: start and end of each in the text, in code points.
        vectors: float32 (layers, tokens, dim), the layers in the order they were asked for; as they are, not scaled.
    """

    pieces: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    vectors: Vectors


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

    @abstractmethod
    def signature(self) -> str:
        """Name all that can change a vector: encoder, weights' digest, window, version."""
