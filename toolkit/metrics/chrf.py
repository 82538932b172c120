"""chrF2 of translated segments: sacrebleu's number, with sacrebleu's signature."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.examples import Example
from toolkit.metrics import _arithmetic, _counts, _sacrebleu
from toolkit.metrics._base import Measurement, Metric, Output, Peer, Rows

ORDERS = tuple(f"char_{order}" for order in range(1, 7))


class Chrf(Metric):
    """Count shared character n-grams, up to six characters, as sacrebleu's chrF2 does."""

    name = "chrf"
    task = "translation"
    unit = "segment"
    judges = True
    columns = tuple(f"{side}_{order}" for order in ORDERS for side in ("hypothesis", "reference", "match"))
    outputs = (Output("chrf", 0.0, 100.0, higher_is_better=True, title="chrF"),)
    example_us = 30.0

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Count n-grams, one row a segment; of several references the one it scores highest with counts."""
        return Measurement(_counts.chrf(*_counts.streams(examples), word_order=0))

    def combine(self, totals: Rows) -> Rows:
        """Give corpus chrF2 of summed counts."""
        return _arithmetic.counted(_arithmetic.chrf, totals, columns=_arithmetic.CHRF_REFERENCE)

    @property
    def peer(self) -> Peer:
        """Give sacrebleu's own arithmetic."""
        return _arithmetic.chrf

    def signature(self, references: int) -> str:
        """Give sacrebleu's signature."""
        return _sacrebleu.signature(_sacrebleu.chrf(word_order=0), references)


plugin = Chrf
