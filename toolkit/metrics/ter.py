"""TER of translated segments: sacrebleu's number, with sacrebleu's signature."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.encoders._base import Encoder
from toolkit.examples import Example
from toolkit.metrics import _arithmetic, _counts, _sacrebleu
from toolkit.metrics._base import Measurement, Metric, Output, Peer, Rows
from toolkit.metrics._options import TerOptions


class Ter(Metric):
    """Count the edits that turn a segment into its reference, moves of words among them, with sacrebleu's TER."""

    name = "ter"
    task = "translation"
    unit = "segment"
    usual = False
    columns = ("edits", "reference_words")
    outputs = (Output("ter", 0.0, None, higher_is_better=False, title="TER"),)
    example_us = 1600.0

    def __init__(self, encoder: Encoder | None = None, options: TerOptions | None = None) -> None:
        super().__init__(encoder)
        self.options = options or TerOptions()

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Count edits, one row a segment: the fewest of several references, over their mean length."""
        return Measurement(
            _sacrebleu.count(_sacrebleu.ter(self.options), *_counts.streams(examples), len(self.columns))
        )

    def combine(self, totals: Rows) -> Rows:
        """Give corpus TER of summed counts."""
        return _arithmetic.counted(_arithmetic.ter, totals, columns=slice(None))

    @property
    def peer(self) -> Peer:
        """Give sacrebleu's own arithmetic."""
        return _arithmetic.ter

    def signature(self, references: int) -> str:
        """Give sacrebleu's signature."""
        return _sacrebleu.signature(_sacrebleu.ter(self.options), references)


plugin = Ter
