"""chrF2 of translated segments: sacrebleu's number, with sacrebleu's signature."""

from __future__ import annotations

from toolkit.metrics._base import Output
from toolkit.metrics._chrf import ChrfFamily, ngram_columns
from toolkit.metrics._options import ChrfOptions


class Chrf(ChrfFamily):
    """Count shared character n-grams, up to six characters, as sacrebleu's chrF2 does."""

    name = "chrf"
    judges = True
    usual_options = ChrfOptions()
    columns = ngram_columns(usual_options)
    outputs = (Output("chrf", 0.0, 100.0, higher_is_better=True, title="chrF"),)
    example_us = 30.0


plugin = Chrf
