"""A document and an encoder small enough to follow by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from toolkit import plugins
from toolkit.documents import Document, Paragraph
from toolkit.encoders._base import Encoder, Vectors
from toolkit.sentences import split
from toolkit.summarizers._base import Summarizer


class WordEncoder(Encoder):
    """Give a text the sum of its words' vectors, each drawn from the word's digest."""

    name = "words"
    languages = frozenset({"en"})

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), 16))
        for row, text in zip(rows, texts, strict=True):
            row[0] = 0.1
            for word in text.lower().split():
                row[:] += np.frombuffer(hashlib.sha256(word.encode()).digest()[:16], np.uint8) - 127.5
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def signature(self) -> str:
        return "words|version:1"


@pytest.fixture
def encoder() -> Encoder:
    return WordEncoder()


@pytest.fixture
def build(encoder: Encoder) -> Callable[[str], Summarizer]:
    """Build a summarizer by name, with the encoder where it needs one."""

    def make(name: str) -> Summarizer:
        plugin: type[Any] = plugins.load("summarizers", name)
        made: Summarizer = plugin(encoder) if plugin.needs_encoder else plugin()
        return made

    return make


@pytest.fixture
def document() -> Callable[..., Document]:
    """Make a document of paragraphs."""

    def make(*paragraphs: str, language: str = "en") -> Document:
        made = (Paragraph(f"seg-{n:03}", text, split(text, language)) for n, text in enumerate(paragraphs, 1))
        return Document("art-test", language, "", tuple(made))

    return make
