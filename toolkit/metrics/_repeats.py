"""Bullets against those before them in their summary: which says again what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.examples import Example
from toolkit.metrics._rouge import tokens
from toolkit.metrics._vectors import Encoded

ALIKE, SHARED = 0.7, 0.4
"""Cosine (of MiniLM) and word overlap from which on, both together, a bullet repeats another: docs/bullet-scores.md."""


@dataclass(frozen=True, slots=True)
class Echo:
    """The earlier bullet that a bullet is most like.

    Attributes:
        bullet: its place, from 0; the first of equally near ones.
        cosine: -1 to 1.
        overlap: share of the shorter one's different words that the longer one has, 0 to 1.
    """

    bullet: int
    cosine: float
    overlap: float

    @property
    def repeated(self) -> bool:
        """Tell whether the later bullet repeats the earlier one."""
        return self.cosine >= ALIKE and self.overlap >= SHARED


def echoes(encoded: Encoded, examples: Sequence[Example]) -> list[tuple[Echo | None, ...]]:
    """Find for each bullet the earlier one it is most like: one tuple an example, None for its first bullet."""
    return [_echoes(encoded, example.hypothesis) for example in examples]


def overlap(one: str, other: str) -> float:
    """Give the share of the shorter text's different words that the longer one has, 0 where a text has no word.

    >>> overlap("The minister left.", "On Monday the minister left Paris.")
    1.0
    """
    shorter, longer = sorted((set(tokens(one)), set(tokens(other))), key=len)
    return len(shorter & longer) / len(shorter) if shorter else 0.0


def _echoes(encoded: Encoded, bullets: Sequence[str]) -> tuple[Echo | None, ...]:
    found: list[Echo | None] = []
    for place, bullet in enumerate(bullets):
        if not place:
            found.append(None)
            continue
        (cosines,) = encoded.cosines([bullet], bullets[:place])
        nearest = int(cosines.argmax())
        found.append(Echo(nearest, float(cosines[nearest]), overlap(bullet, bullets[nearest])))
    return tuple(found)
