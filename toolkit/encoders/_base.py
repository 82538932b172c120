"""The contract of an encoder: texts in, unit vectors out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(ABC):
    """Turn texts into vectors whose dot product says how near their meanings are.

    Attributes:
        name: file name of the plug-in, as in config and on the command line.
        languages: primary subtags it understands, None where it understands any; others are not scored with it.
        extra: name of the optional dependency group it needs, `""` where the core installation has all.
    """

    name: str
    languages: frozenset[str] | None = None
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

    @abstractmethod
    def signature(self) -> str:
        """Name all that can change a vector: encoder, weights' digest, window, version."""
