"""BLEU of translated segments: sacrebleu's number, with sacrebleu's signature."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from toolkit.encoders._base import Encoder
from toolkit.examples import Example
from toolkit.metrics import _arithmetic, _counts, _sacrebleu
from toolkit.metrics._base import Measurement, Metric, Output, Peer, Rows
from toolkit.metrics._options import BleuOptions


class Bleu(Metric):
    """Count shared word n-grams, up to four words, as sacrebleu's BLEU does."""

    name = "bleu"
    task = "translation"
    unit = "segment"
    judges = True
    columns = _arithmetic.BLEU_COLUMNS
    outputs = (Output("bleu", 0.0, 100.0, higher_is_better=True, title="BLEU"),)
    example_us = 20.0

    def __init__(self, encoder: Encoder | None = None, options: BleuOptions | None = None) -> None:
        super().__init__(encoder)
        self.options = options or BleuOptions()
        if self.options.tokenize != _sacrebleu.USUAL_TOKENIZER:
            self.example_us = 200.0  # counted by sacrebleu

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Count n-grams, one row a segment."""
        if self.options.tokenize == _sacrebleu.USUAL_TOKENIZER:
            return Measurement(_counts.bleu(*_counts.streams(examples, lowercase=self.options.lowercase)))
        theirs = _sacrebleu.bleu(self.options)
        return Measurement(_sacrebleu.count(theirs, *_counts.streams(examples), len(self.columns)))

    def combine(self, totals: Rows) -> Rows:
        """Give corpus BLEU of summed counts."""
        return _arithmetic.counted(self.peer, totals, columns=slice(None))

    @property
    def peer(self) -> Peer:
        """Give sacrebleu's own arithmetic."""
        return partial(_arithmetic.bleu, options=self.options)

    def parts(self, totals: Sequence[float]) -> dict[str, Any]:
        """Take corpus BLEU to pieces: precisions of 1 to 4 words, of 100, brevity penalty, and lengths in words.

        Args:
            totals: summed counts, one a column.
        """
        return _sacrebleu.bleu_parts(self.options, totals)

    def example_scores(self, measurement: Measurement) -> Rows:
        """Give sentence BLEU: the orders a segment is too short for are left out."""
        single = partial(_arithmetic.bleu, options=self.options, effective_order=True)
        return _arithmetic.counted(single, measurement.rows, columns=slice(None))

    def signature(self, references: int) -> str:
        """Give sacrebleu's signature of corpus BLEU."""
        return _sacrebleu.bleu_signature(self.options, references)

    def example_signature(self, references: int) -> str:
        """Give sacrebleu's signature of sentence BLEU."""
        return _sacrebleu.bleu_signature(self.options, references, effective_order=True)


plugin = Bleu
