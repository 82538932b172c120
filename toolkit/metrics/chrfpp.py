"""chrF2++ of translated segments: sacrebleu's number, with sacrebleu's signature."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.examples import Example
from toolkit.metrics import _sacrebleu
from toolkit.metrics._base import Measurement, Metric, Output, Rows

ORDERS = (*(f"char_{order}" for order in range(1, 7)), "word_1", "word_2")


class ChrfPlusPlus(Metric):
    """Count shared character n-grams and words, up to six characters and two words, with sacrebleu's chrF2++."""

    name = "chrfpp"
    task = "translation"
    unit = "segment"
    columns = tuple(f"{side}_{order}" for order in ORDERS for side in ("hypothesis", "reference", "match"))
    outputs = (Output("chrfpp", 0.0, 100.0, higher_is_better=True, title="chrF++"),)

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Count n-grams, one row a segment; of several references the one it scores highest with counts."""
        return Measurement(_sacrebleu.count(_sacrebleu.chrf(word_order=2), examples, len(self.columns)))

    def combine(self, totals: Rows) -> Rows:
        """Give corpus chrF2++ of summed counts."""
        return _sacrebleu.chrf_score(totals)

    def signature(self, references: int) -> str:
        """Give sacrebleu's signature."""
        return _sacrebleu.signature(_sacrebleu.chrf(word_order=2), references)


plugin = ChrfPlusPlus
