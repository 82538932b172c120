"""The contract of a summarizer: a document in, bullets out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from toolkit.documents import Bullet, Document
from toolkit.encoders._base import Encoder


class Summarizer(ABC):
    """Tell a document in a few bullets.

    Attributes:
        name: file name of the plug-in, as in config and on the command line.
        languages: primary subtags it can read, None where it reads any.
        needs_encoder: whether it is built with an encoder.
        baseline: whether it frames the others instead of competing with them.
        extra: name of the optional dependency group it needs, `""` where the core installation has all.
        why_fewer: why it may give fewer bullets than are wanted although the document has as many sentences, as a
            clause; `""` where it never does. A run records it, and its reports say it.
    """

    name: ClassVar[str]
    languages: ClassVar[frozenset[str] | None] = None
    needs_encoder: ClassVar[bool] = False
    baseline: ClassVar[bool] = False
    extra: ClassVar[str] = ""
    why_fewer: ClassVar[str] = ""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """Keep the encoder, given exactly where `needs_encoder` is set."""
        self._encoder = encoder

    @property
    def encoder(self) -> Encoder:
        """Give the encoder it was built with."""
        if self._encoder is None:
            raise TypeError(f"summarizer {self.name} was built without the encoder it needs")
        return self._encoder

    @abstractmethod
    def summarize(self, document: Document, bullets: int, max_words: int | None) -> list[Bullet]:
        """Choose, and shorten where asked.

        Args:
            document: at least one sentence.
            bullets: how many are wanted, at least 1; fewer come back from a shorter document.
            max_words: upper bound of words a bullet where it can be kept without breaking sense; None for whole
                sentences.

        Returns:
            Bullets in the order they are to be printed; the same document gives the same bullets.
        """

    @abstractmethod
    def signature(self) -> str:
        """Name all that can change a bullet: method, version, encoder."""
