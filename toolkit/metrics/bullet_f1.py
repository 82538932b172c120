"""How well bullets cover the reference bullets, and nothing else, by meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.examples import BulletMatch, Example
from toolkit.metrics._alignment import METHOD, Alignment, align_examples
from toolkit.metrics._base import Measurement, Metric, Output, Rows
from toolkit.metrics._support import Nearest, supports


class BulletF1(Metric):
    """Align bullets one to one with the reference bullets by meaning: precision, recall and F1 over all articles."""

    name = "bullet_f1"
    task = "summary"
    unit = "article"
    judges = True
    columns = ("aligned", "bullets", "reference_bullets", "greedy")
    outputs = (
        Output("bullet_f1", 0.0, 1.0, higher_is_better=True, title="bullet F1"),
        Output("bullet_precision", 0.0, 1.0, higher_is_better=True, title="precision"),
        Output("bullet_recall", 0.0, 1.0, higher_is_better=True, title="recall"),
        Output("greedy_recall", 0.0, 1.0, higher_is_better=True, title="greedy recall"),
    )
    needs_encoder = True

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Align each summary with its nearest set of reference bullets, and look up each bullet's support."""
        found = align_examples(self.encoder, examples)
        rows = [(each.total, len(each.partners), each.references, each.greedy) for each in found]
        held = supports(self.encoder, examples)
        matches = tuple(map(_matches, examples, found, held))
        return Measurement(np.array(rows, dtype=np.float64).reshape(-1, len(self.columns)), matches)

    def combine(self, totals: Rows) -> Rows:
        """Divide summed cosines by summed bullets."""
        aligned, bullets, references, greedy = np.moveaxis(totals, -1, 0)
        shares = ((2 * aligned, bullets + references), (aligned, bullets), (aligned, references), (greedy, references))
        scores = [np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0) for part, whole in shares]
        return np.stack(scores, axis=-1)

    def signature(self, references: int) -> str:
        """Name the alignment and the encoder."""
        return f"bullet_f1|nrefs:{references}|{METHOD}|micro-averaged|{self.encoder.signature()}"


def _matches(example: Example, alignment: Alignment, held: Sequence[Nearest]) -> tuple[BulletMatch, ...]:
    return tuple(
        BulletMatch(
            bullet=place,
            reference=example.reference_names[alignment.reference],
            reference_bullet=partner,
            similarity=None if partner is None else similarity,
            support=held[place].cosine if held else None,
            support_sentence=held[place].sentence if held else "",
        )
        for place, (partner, similarity) in enumerate(zip(alignment.partners, alignment.similarities, strict=True))
    )


plugin = BulletF1
