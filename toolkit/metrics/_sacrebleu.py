"""What the metrics of sacrebleu share: its own counts as rows, its own arithmetic over many rows at once.

The scores are sacrebleu's to the last bit: its formulas are repeated here in its order of operations, and logarithms
and exponentials go through `math` as there, because NumPy's differ in the last place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal, Protocol

import numpy as np

from toolkit.examples import Example
from toolkit.metrics._base import Rows

ORDER = 4  # word n-grams of BLEU: Papineni et al. 2002
BLEU_COLUMNS = (
    "hypothesis_length",
    "reference_length",
    *(f"match_{order}" for order in range(1, ORDER + 1)),
    *(f"total_{order}" for order in range(1, ORDER + 1)),
)
_NO_MATCH_LOG = -9999999999.0  # sacrebleu.utils.my_log(0)


class Counter(Protocol):
    """The part of a sacrebleu metric that is used here."""

    num_refs: int

    def _extract_corpus_statistics(self, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Any: ...

    def get_signature(self) -> Any:
        """Give the metric's signature, for `num_refs` references."""


def bleu(*, effective_order: bool = False) -> Counter:
    """Build sacrebleu's BLEU with its defaults.

    `force` only silences its guess that a text looks tokenized; it changes no number and stands in no signature.
    """
    from sacrebleu.metrics.bleu import BLEU

    made: Counter = BLEU(force=True, effective_order=effective_order)
    return made


def chrf(word_order: Literal[0, 2]) -> Counter:
    """Build sacrebleu's chrF2 (word order 0) or chrF2++ (word order 2)."""
    from sacrebleu.metrics.chrf import CHRF

    made: Counter = CHRF(word_order=word_order)
    return made


def count(metric: Counter, examples: Sequence[Example], columns: int) -> Rows:
    """Count each example with sacrebleu.

    Args:
        metric: one of sacrebleu's.
        examples: all with the same number of references, at least one.
        columns: statistics of the metric.

    Returns:
        float64 (n, columns).
    """
    references = {len(example.references) for example in examples}
    if len(references) > 1 or 0 in references:
        raise ValueError(f"examples of one measurement need the same number of references, got {sorted(references)}")
    hypotheses = [" ".join(example.hypothesis) for example in examples]
    streams = list(zip(*([" ".join(lines) for lines in example.references] for example in examples), strict=True))
    return count_lines(metric, hypotheses, streams, columns)


def count_lines(metric: Counter, hypotheses: Sequence[str], references: Sequence[Sequence[str]], columns: int) -> Rows:
    """Count lines against streams of references, each as long as the hypotheses: float64 (n, columns)."""
    if not hypotheses:
        return np.empty((0, columns))
    # Its own significance tests take the counts from here; there is no public way to those of chrF.
    return np.asarray(metric._extract_corpus_statistics(hypotheses, references), dtype=np.float64)


def signature(metric: Counter, references: int) -> str:
    """Give sacrebleu's own signature for that many references."""
    metric.num_refs = references
    return str(metric.get_signature().format())


def bleu_score(totals: Rows, *, effective_order: bool = False) -> Rows:
    """Compute BLEU with exponential smoothing, as `sacrebleu.BLEU.compute_bleu`.

    Args:
        totals: float64 (…, 10), in the order of BLEU_COLUMNS.
        effective_order: leave out the orders that the hypothesis is too short for, as for single sentences.

    Returns:
        float64 (…, 1), 0 to 100; NaN where there is neither hypothesis nor reference.
    """
    flat = totals.reshape(-1, totals.shape[-1])
    correct, total = flat[:, 2 : 2 + ORDER], flat[:, 2 + ORDER :]
    reached = np.logical_and.accumulate(total > 0, axis=1)  # nothing is counted past the first order without n-grams
    misses = np.cumsum((correct == 0) & reached, axis=1)
    numerator = np.where(correct == 0, 100.0, 100.0 * correct)
    denominator = np.where(correct == 0, np.exp2(misses), 1.0) * total
    precisions = np.divide(numerator, denominator, out=np.zeros_like(total), where=reached)
    orders = np.maximum(reached.sum(axis=1), 1) if effective_order else np.full(len(flat), ORDER)
    matched: list[bool] = np.any(correct > 0, axis=1).tolist()
    scores = [
        _geometric(precision[:order], hypothesis, reference) if some else 0.0
        for precision, order, (hypothesis, reference), some in zip(
            precisions.tolist(), orders.tolist(), flat[:, :2].tolist(), matched, strict=True
        )
    ]
    result = np.where((flat > 0).any(axis=1), scores, np.nan)
    return result.reshape(*totals.shape[:-1], 1)


def chrf_score(totals: Rows) -> Rows:
    """Compute chrF with beta 2 and effective order, as `sacrebleu.CHRF._compute_f_score`.

    Args:
        totals: float64 (…, 3 k): n-grams of the hypothesis, of the reference, and of both, for each of k orders.

    Returns:
        float64 (…, 1), 0 to 100; NaN where the reference has no n-gram.
    """
    shape = totals.shape[:-1]
    hypothesis, reference, matches = (totals[..., side::3] for side in range(3))
    both = (hypothesis > 0) & (reference > 0)
    orders = np.maximum(both.sum(axis=-1), 1)
    precision = _added(np.divide(matches, hypothesis, out=np.zeros_like(matches), where=both)) / orders
    recall = _added(np.divide(matches, reference, out=np.zeros_like(matches), where=both)) / orders
    some = precision + recall > 0
    score = np.divide(5.0 * precision * recall, 4.0 * precision + recall, out=np.zeros(shape), where=some)
    return np.where((reference > 0).any(axis=-1), 100.0 * score, np.nan)[..., None]


def _geometric(precisions: Sequence[float], hypothesis: float, reference: float) -> float:
    """Weigh the geometric mean by brevity; `sum` is Python's own, whose rounding depends on its version."""
    brevity = math.exp(1 - reference / hypothesis) if hypothesis < reference else 1.0
    logs = [math.log(precision) if precision else _NO_MATCH_LOG for precision in precisions]
    return brevity * math.exp(sum(logs) / len(logs))


def _added(values: Rows) -> Rows:
    """Add the last axis from left to right, as a loop does: NumPy's own sum may pair."""
    total = np.zeros(values.shape[:-1])
    for place in range(values.shape[-1]):
        total = total + values[..., place]
    return total
