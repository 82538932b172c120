"""What can be said of each bullet: its partner, the sentence that supports it, and the bullet it repeats."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.examples import BulletMatch, Example
from toolkit.metrics._alignment import Alignment
from toolkit.metrics._repeats import Echo, echoes
from toolkit.metrics._support import LEAST, Nearest, supports
from toolkit.metrics._vectors import Encoded

Matches = tuple[tuple[BulletMatch, ...], ...]


def matches(encoded: Encoded, examples: Sequence[Example], aligned: Sequence[Alignment | None]) -> Matches:
    """Describe the bullets of each example.

    Args:
        encoded: vectors of the bullets, and of the sentences they are held against.
        examples: what was scored.
        aligned: one an example, None where it has no reference bullets.
    """
    found = zip(examples, aligned, supports(encoded, examples), echoes(encoded, examples), strict=True)
    return tuple(_matches(*each) for each in found)


def _matches(
    example: Example, alignment: Alignment | None, held: Sequence[Nearest], said: Sequence[Echo | None]
) -> tuple[BulletMatch, ...]:
    return tuple(
        _match(example, place, alignment, held[place] if held else None, said[place])
        for place in range(len(example.hypothesis))
    )


def _match(
    example: Example, place: int, alignment: Alignment | None, held: Nearest | None, echo: Echo | None
) -> BulletMatch:
    partner = alignment.partners[place] if alignment else None
    return BulletMatch(
        bullet=place,
        reference=example.reference_names[alignment.reference] if alignment else "",
        reference_bullet=partner,
        similarity=alignment.similarities[place] if alignment and partner is not None else None,
        support=held.cosine if held else None,
        support_sentence=held.sentence if held else "",
        unsupported=held.cosine < LEAST if held else None,
        repeats=echo.bullet if echo and echo.repeated else None,
        repeat_similarity=echo.cosine if echo else None,
        repeat_overlap=echo.overlap if echo else None,
    )
