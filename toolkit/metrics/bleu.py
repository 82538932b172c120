"""BLEU of translated segments: sacrebleu's number, with sacrebleu's signature."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.examples import Example
from toolkit.metrics import _arithmetic, _counts, _sacrebleu
from toolkit.metrics._base import Measurement, Metric, Output, Peer, Rows


class Bleu(Metric):
    """Count shared word n-grams, up to four words, as sacrebleu's BLEU does."""

    name = "bleu"
    task = "translation"
    unit = "segment"
    judges = True
    columns = _arithmetic.BLEU_COLUMNS
    outputs = (Output("bleu", 0.0, 100.0, higher_is_better=True, title="BLEU"),)
    example_us = 20.0

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Count n-grams, one row a segment."""
        return Measurement(_counts.bleu(*_counts.streams(examples)))

    def combine(self, totals: Rows) -> Rows:
        """Give corpus BLEU of summed counts."""
        return _arithmetic.counted(_arithmetic.bleu, totals, columns=slice(None))

    @property
    def peer(self) -> Peer:
        """Give sacrebleu's own arithmetic."""
        return _arithmetic.bleu

    def example_scores(self, measurement: Measurement) -> Rows:
        """Give sentence BLEU: the orders a segment is too short for are left out."""
        return _arithmetic.counted(_arithmetic.sentence_bleu, measurement.rows, columns=slice(None))

    def signature(self, references: int) -> str:
        """Give sacrebleu's signature of corpus BLEU."""
        return _sacrebleu.signature(_sacrebleu.bleu(), references)

    def example_signature(self, references: int) -> str:
        """Give sacrebleu's signature of sentence BLEU."""
        return _sacrebleu.signature(_sacrebleu.bleu(effective_order=True), references)


plugin = Bleu
