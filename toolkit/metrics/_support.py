"""Bullets against the text they were drawn from: the nearest sentence of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.encoders._base import Encoder
from toolkit.examples import Example
from toolkit.metrics._vectors import Encoded

LEAST = 0.4
"""Cosine (of MiniLM) below which a bullet has no support in a document: docs/bullet-scores.md."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sentence that stands nearest to a bullet.

    Attributes:
        cosine: -1 to 1.
        sentence: the first of equally near ones.
    """

    cosine: float
    sentence: str


def encode(encoder: Encoder, examples: Sequence[Example]) -> Encoded:
    """Encode all bullets and the sentences they are held against."""
    return Encoded(encoder, (line for example in examples for line in (*example.hypothesis, *example.source)))


def supports(encoded: Encoded, examples: Sequence[Example]) -> list[tuple[Nearest, ...]]:
    """Find the nearest sentence of each bullet: one tuple an example, empty where it has no document."""
    return [_nearest(encoded, example) if example.source and example.hypothesis else () for example in examples]


def _nearest(encoded: Encoded, example: Example) -> tuple[Nearest, ...]:
    cosines = encoded.cosines(example.hypothesis, example.source)
    places = cosines.argmax(axis=1).tolist()
    return tuple(Nearest(float(row[place]), example.source[place]) for row, place in zip(cosines, places, strict=True))
