"""BLEU of bullets against the reference bullets they are aligned with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from toolkit.examples import Example
from toolkit.metrics import _arithmetic, _counts, _sacrebleu
from toolkit.metrics._alignment import METHOD, Alignment, align_examples
from toolkit.metrics._base import Measurement, Metric, Output, Rows
from toolkit.metrics._options import BleuOptions


class BulletBleu(Metric):
    """Count shared word n-grams of aligned bullets; what is left over on either side meets an empty line."""

    name = "bullet_bleu"
    task = "summary"
    unit = "article"
    columns = _arithmetic.BLEU_COLUMNS
    outputs = (Output("bullet_bleu", 0.0, 100.0, higher_is_better=True, title="bullet BLEU"),)
    needs_encoder = True

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Align as bullet_f1 does, count each pair, add up the pairs of each summary."""
        pairs = [
            list(_pairs(each, found))
            for each, found in zip(examples, align_examples(self.encoder, examples), strict=True)
        ]
        lines = [pair for some in pairs for pair in some]
        hypotheses, references = [own for own, _ in lines], [other for _, other in lines]
        counts = _counts.bleu(hypotheses, (tuple(references),))
        ends = np.cumsum([0, *map(len, pairs)])
        rows = [counts[start:end].sum(axis=0) for start, end in pairwise(ends.tolist())]
        return Measurement(self.as_rows(rows))

    def combine(self, totals: Rows) -> Rows:
        """Give corpus BLEU over all pairs."""
        return _arithmetic.counted(_arithmetic.bleu, totals, columns=slice(None))

    def signature(self, references: int) -> str:
        """Give sacrebleu's signature of a pair, then the alignment and the encoder."""
        own = _sacrebleu.bleu_signature(BleuOptions(), 1)
        return f"{own}|sets:{references}|{METHOD}|{self.encoder.signature()}"


def _pairs(example: Example, alignment: Alignment) -> Iterator[tuple[str, str]]:
    """Give every bullet with its partner or an empty line, then every reference bullet that is left over."""
    references = example.references[alignment.reference]
    for bullet, partner in zip(example.hypothesis, alignment.partners, strict=True):
        yield bullet, "" if partner is None else references[partner]
    for place, reference in enumerate(references):
        if place not in alignment.partners:
            yield "", reference


plugin = BulletBleu
