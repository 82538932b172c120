"""chrF2++ of translated segments: sacrebleu's number, with sacrebleu's signature."""

from __future__ import annotations

from toolkit.metrics._base import Output
from toolkit.metrics._chrf import ChrfFamily, ngram_columns, with_words
from toolkit.metrics._options import ChrfOptions


class ChrfPlusPlus(ChrfFamily):
    """Count shared character n-grams and words, up to six characters and two words, as sacrebleu's chrF2++ does."""

    name = "chrfpp"
    usual_options = with_words(ChrfOptions())
    columns = ngram_columns(usual_options)
    outputs = (Output("chrfpp", 0.0, 100.0, higher_is_better=True, title="chrF++"),)
    example_us = 45.0


plugin = ChrfPlusPlus
