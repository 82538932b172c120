"""Bullets against reference bullets: the one-to-one alignment with the greatest sum of cosines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.encoders._base import Encoder
from toolkit.examples import Example
from toolkit.metrics._vectors import Cosines, Encoded

METHOD = "one-to-one by cosine > 0, best set by F1"
"""What stands in the signature of every metric that uses it."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the bullets of one summary fit one set of reference bullets.

    Attributes:
        reference: place of the set among the example's references.
        partners: for each bullet the place of its reference bullet, None where it is left over.
        similarities: for each bullet the cosine with its partner, 0 where it is left over.
        total: sum of the similarities.
        greedy: sum over the reference bullets of each one's best cosine with any bullet, negative ones as 0.
        references: how many bullets the set has.
    """

    reference: int
    partners: tuple[int | None, ...]
    similarities: tuple[float, ...]
    total: float
    greedy: float
    references: int

    @property
    def f1(self) -> float:
        """Give 2 Σ / (bullets + reference bullets), 0 where there are none at all."""
        return 2 * self.total / max(len(self.partners) + self.references, 1)


def align_examples(encoder: Encoder, examples: Sequence[Example]) -> list[Alignment]:
    """Align each summary with the set of reference bullets that gives the highest F1, the first of equal ones.

    Args:
        encoder: says how near two bullets are.
        examples: each with at least one set.
    """
    encoded = encode(encoder, examples)
    return [best(align_sets(encoded, example.hypothesis, example.references)) for example in examples]


def encode(encoder: Encoder, examples: Sequence[Example]) -> Encoded:
    """Encode all bullets of summaries and of their sets, of which each must have one."""
    if not all(example.references for example in examples):
        raise ValueError("a summary cannot be aligned without reference bullets")
    lines = (line for example in examples for lines in (example.hypothesis, *example.references) for line in lines)
    return Encoded(encoder, lines)


def align_sets(encoded: Encoded, bullets: Sequence[str], sets: Sequence[Sequence[str]]) -> list[Alignment]:
    """Align bullets with each of several sets of reference bullets."""
    return [
        align(encoded.cosines(bullets, lines) if bullets and lines else np.empty((len(bullets), len(lines))), place)
        for place, lines in enumerate(sets)
    ]


def best(found: Iterable[Alignment]) -> Alignment:
    """Choose the set that gives the highest F1, the first of equal ones."""
    return max(found, key=lambda alignment: alignment.f1)


def align(cosines: Cosines, reference: int = 0) -> Alignment:
    """Find the one-to-one matching with the greatest sum of cosines.

    A pair whose cosine is not positive is left apart: without it the sum is no smaller.

    Args:
        cosines: (bullets, reference bullets); either may be 0.
        reference: kept as it is.

    >>> align(np.array([[0.9, 0.8], [0.7, -0.2]])).partners
    (1, 0)
    """
    bullets, references = cosines.shape
    if not cosines.size:
        return Alignment(reference, (None,) * bullets, (0.0,) * bullets, 0.0, 0.0, references)
    import lap

    positive = np.maximum(cosines, 0.0)
    _, columns, _ = lap.lapjv(-positive, extend_cost=True)
    chosen = [
        column if column >= 0 and cosines[row, column] > 0 else None for row, column in enumerate(columns.tolist())
    ]
    similarities = tuple(0.0 if column is None else float(cosines[row, column]) for row, column in enumerate(chosen))
    greedy = float(positive.max(axis=0).sum())
    return Alignment(reference, tuple(chosen), similarities, sum(similarities), greedy, references)
