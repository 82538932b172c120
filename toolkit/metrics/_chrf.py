"""What chrF2 and chrF2++ share: all but their names and orders."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial

from toolkit.encoders._base import Encoder
from toolkit.examples import Example
from toolkit.metrics import _arithmetic, _counts, _sacrebleu
from toolkit.metrics._base import Measurement, Metric, Output, Peer, Rows
from toolkit.metrics._options import ChrfOptions

_SIDES = ("hypothesis", "reference", "match")


def ngram_columns(options: ChrfOptions) -> tuple[str, ...]:
    """Name the statistics, by order and side.

    >>> ngram_columns(ChrfOptions(char_order=1))
    ('hypothesis_char_1', 'reference_char_1', 'match_char_1')
    """
    characters = (f"char_{order}" for order in range(1, options.char_order + 1))
    words = (f"word_{order}" for order in range(1, options.word_order + 1))
    return tuple(f"{side}_{order}" for order in (*characters, *words) for side in _SIDES)


class ChrfFamily(Metric):
    """Count shared character n-grams and words, as sacrebleu's chrF does.

    Attributes:
        usual_options: those of the plug-in where nobody names others.
    """

    usual_options: ChrfOptions
    task = "translation"
    unit = "segment"

    def __init__(self, encoder: Encoder | None = None, options: ChrfOptions | None = None) -> None:
        super().__init__(encoder)
        self.options = options or self.usual_options
        if self.options != self.usual_options:
            self.columns = ngram_columns(self.options)
            self.outputs = (Output(self.name, 0.0, 100.0, higher_is_better=True, title=self.options.title),)
        if not self._quick:
            self.example_us = 600.0  # counted by sacrebleu

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Count n-grams, one row a segment; of several references the one it scores highest with counts."""
        if self._quick:
            streams = _counts.streams(examples, lowercase=self.options.lowercase)
            return Measurement(_counts.chrf(*streams, word_order=self.options.word_order))
        theirs = _sacrebleu.chrf(self.options)
        return Measurement(_sacrebleu.count(theirs, *_counts.streams(examples), len(self.columns)))

    @property
    def _quick(self) -> bool:
        """Tell whether n-grams are counted here; sacrebleu counts what is seldom asked for."""
        usual = ChrfOptions(word_order=self.options.word_order, lowercase=self.options.lowercase)
        return self.options == usual

    def combine(self, totals: Rows) -> Rows:
        """Give corpus chrF of summed counts."""
        return _arithmetic.counted(self.peer, totals, columns=_arithmetic.CHRF_REFERENCE)

    @property
    def peer(self) -> Peer:
        """Give sacrebleu's own arithmetic."""
        return partial(_arithmetic.chrf, options=self.options)

    def signature(self, references: int) -> str:
        """Give sacrebleu's signature."""
        return _sacrebleu.chrf_signature(self.options, references)


def with_words(options: ChrfOptions) -> ChrfOptions:
    """Give the same options for chrF++: with words and pairs of words."""
    return dataclasses.replace(options, word_order=2)  # Popović 2017
