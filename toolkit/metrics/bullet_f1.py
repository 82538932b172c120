"""How well bullets cover the reference bullets, and nothing else, by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from toolkit.examples import Example
from toolkit.metrics import _support
from toolkit.metrics._alignment import METHOD, Alignment, align_sets, best, encode
from toolkit.metrics._base import Measurement, Metric, Output, Rows, ratio
from toolkit.metrics._left_out import left_out
from toolkit.metrics._matches import matches
from toolkit.metrics._vectors import Encoded

Sums = tuple[float, float]
"""Summed cosines, and the bullets of both sides: F1 is twice the one over the other."""


class BulletF1(Metric):
    """Align bullets one to one with the reference bullets by meaning: precision, recall and F1 over all articles."""

    name = "bullet_f1"
    task = "summary"
    unit = "article"
    judges = True
    columns = (
        "aligned",
        "bullets",
        "reference_bullets",
        "greedy",
        "left_out_aligned",
        "left_out_bullets",
        "ceiling_aligned",
        "ceiling_bullets",
    )
    outputs = (
        Output("bullet_f1", 0.0, 1.0, higher_is_better=True, title="bullet F1"),
        Output("bullet_precision", 0.0, 1.0, higher_is_better=True, title="precision"),
        Output("bullet_recall", 0.0, 1.0, higher_is_better=True, title="recall"),
        Output("greedy_recall", 0.0, 1.0, higher_is_better=True, title="greedy recall"),
    )
    losses = ("bullet_f1",)
    needs_encoder = True

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Align each summary with its nearest set of reference bullets, and say what can be said of each bullet."""
        encoded = encode(self.encoder, examples)
        ceilings = {sets: _ceiling(encoded, sets) for sets in dict.fromkeys(each.references for each in examples)}
        found = [align_sets(encoded, each.hypothesis, each.references) for each in examples]
        chosen = [best(sets) for sets in found]
        rows = [
            (one.total, len(one.partners), one.references, one.greedy, *_apart(sets), *ceilings[each.references])
            for each, sets, one in zip(examples, found, chosen, strict=True)
        ]
        told = matches(_support.encode(self.encoder, examples), examples, chosen)
        return Measurement(self.as_rows(rows), told)

    def combine(self, totals: Rows) -> Rows:
        """Divide summed cosines by summed bullets."""
        aligned, bullets, references, greedy = np.moveaxis(totals[..., :4], -1, 0)
        shares = ((2 * aligned, bullets + references), (aligned, bullets), (aligned, references), (greedy, references))
        return np.stack([ratio(part, whole) for part, whole in shares], axis=-1)

    def left_out(self, totals: Rows) -> Rows:
        """Divide summed cosines by summed bullets."""
        parts = totals[..., 4:].reshape(*totals.shape[:-1], 2, 2)
        return ratio(2 * parts[..., :1], parts[..., 1:])

    def signature(self, references: int) -> str:
        """Name the alignment and the encoder."""
        return f"bullet_f1|nrefs:{references}|{METHOD}|micro-averaged|{self.encoder.signature()}"


def _apart(found: Sequence[Alignment]) -> Sums:
    """Sum over the sets, each left out once: the best alignment with those that remain."""
    return _sums(best([found[place] for place in others]) for _, others in left_out(len(found)))


def _ceiling(encoded: Encoded, sets: Sequence[Sequence[str]]) -> Sums:
    """Sum over the sets, each left out once: its own best alignment with those that remain."""
    if len(sets) == 1:
        return float(len(sets[0])), 2.0 * len(sets[0])  # against itself every cosine is 1
    return _sums(
        best(align_sets(encoded, sets[out or 0], [sets[place] for place in others]))
        for out, others in left_out(len(sets))
    )


def _sums(alignments: Iterable[Alignment]) -> Sums:
    pairs = [(each.total, float(len(each.partners) + each.references)) for each in alignments]
    return sum(total for total, _ in pairs), sum(bullets for _, bullets in pairs)


plugin = BulletF1
