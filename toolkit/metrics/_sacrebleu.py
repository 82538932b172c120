"""sacrebleu's own metrics: what it alone can say, its signatures and the edits of TER."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

import numpy as np

from toolkit.metrics._base import Rows


class Counter(Protocol):
    """The part of a sacrebleu metric that is used here."""

    num_refs: int

    def _extract_corpus_statistics(self, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Any: ...

    def get_signature(self) -> Any:
        """Give the metric's signature, for `num_refs` references."""


def bleu(*, effective_order: bool = False) -> Counter:
    """Build sacrebleu's BLEU with its defaults."""
    from sacrebleu.metrics.bleu import BLEU

    made: Counter = BLEU(effective_order=effective_order)
    return made


def chrf(word_order: Literal[0, 2]) -> Counter:
    """Build sacrebleu's chrF2 (word order 0) or chrF2++ (word order 2)."""
    from sacrebleu.metrics.chrf import CHRF

    made: Counter = CHRF(word_order=word_order)
    return made


def ter() -> Counter:
    """Build sacrebleu's TER with its defaults."""
    from sacrebleu.metrics.ter import TER

    made: Counter = TER()
    return made


def count(metric: Counter, hypotheses: Sequence[str], references: Sequence[Sequence[str]], columns: int) -> Rows:
    """Count lines against streams of references, each as long as the hypotheses: float64 (n, columns)."""
    if not hypotheses:
        return np.empty((0, columns))
    # Its own significance tests take the counts from here; there is no public way to them.
    return np.asarray(metric._extract_corpus_statistics(hypotheses, references), dtype=np.float64)


def signature(metric: Counter, references: int) -> str:
    """Give sacrebleu's own signature for that many references."""
    metric.num_refs = references
    return str(metric.get_signature().format())
