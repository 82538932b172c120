"""sacrebleu's arithmetic, over many rows of summed counts at once, to its last bit.

Its formulas are repeated in its order of operations, and logarithms and exponentials go through `math` as there,
because NumPy's differ in the last place. They compute in the precision of the numbers they get, as Python does there:
corpus scores come from whole numbers and are float64; its bootstrap adds up float32, whose scores are float32 with
NumPy 2 and float64 with NumPy 1 (NEP 50).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toolkit.metrics._base import Peer
from toolkit.metrics._options import BleuOptions, ChrfOptions

Numbers = NDArray[Any]
"""float32 or float64."""

ORDER = 4  # word n-grams of BLEU: Papineni et al. 2002
BLEU_COLUMNS = (
    "hypothesis_length",
    "reference_length",
    *(f"match_{order}" for order in range(1, ORDER + 1)),
    *(f"total_{order}" for order in range(1, ORDER + 1)),
)
CHRF_REFERENCE = slice(1, None, 3)
"""The columns of chrF that count n-grams of the reference."""

_NO_MATCH_LOG = -9999999999.0  # sacrebleu.utils.my_log(0)
_EPS = 1e-16  # of chrF++.py, Popović 2017


def bleu(totals: Numbers, options: BleuOptions | None = None, *, effective_order: bool = False) -> Numbers:
    """Compute BLEU, as `sacrebleu.BLEU.compute_bleu`.

    Args:
        totals: (…, 10), in the order of BLEU_COLUMNS.
        options: the smoothing counts, exponential by default.
        effective_order: leave out the orders that the hypothesis is too short for, as for single sentences.

    Returns:
        float64 (…), 0 to 100.
    """
    options = options or BleuOptions()
    flat = totals.reshape(-1, totals.shape[-1])
    matched = np.any(flat[:, 2 : 2 + ORDER] > 0, axis=1)
    counts = flat[:, 2:].copy()
    if options.smooth_method == "add-k":
        counts[:, 1:ORDER] += options.smoothing
        counts[:, ORDER + 1 :] += options.smoothing
    counts = counts.astype(_wide(flat))
    correct, total = counts[:, :ORDER], counts[:, ORDER:]
    reached = np.logical_and.accumulate(total > 0, axis=1)  # nothing is counted past the first order without n-grams
    numerator, denominator = _smoothed(correct, total, reached, options)
    precisions = np.divide(numerator, denominator, out=np.zeros_like(total), where=reached)
    orders = np.maximum(reached.sum(axis=1), 1) if effective_order else np.full(len(flat), ORDER)
    scores = np.zeros(len(flat))
    for order in sorted(set(orders[matched].tolist())):
        some = matched & (orders == order)
        scores[some] = _geometric(precisions[some, :order], flat[some, 0], flat[some, 1])
    return scores.reshape(totals.shape[:-1])


def _smoothed(
    correct: Numbers, total: Numbers, reached: NDArray[np.bool_], options: BleuOptions
) -> tuple[Numbers, Numbers]:
    """Give numerators, of 100, and denominators of the precisions; orders without a match are smoothed."""
    missed = correct == 0
    if options.smooth_method == "exp":
        misses = np.cumsum(missed & reached, axis=1)
        ones = np.ones_like(correct)
        return np.where(missed, ones, correct) * 100, np.where(missed, np.ldexp(ones, misses), ones) * total
    least = 100.0 * options.smoothing if options.smooth_method == "floor" else 0.0
    return np.where(missed, np.full_like(correct, least), correct * 100), total


def chrf(totals: Numbers, options: ChrfOptions | None = None) -> Numbers:
    """Compute chrF, as `sacrebleu.CHRF._compute_f_score`.

    Args:
        totals: (…, 3 k): n-grams of the hypothesis, of the reference, and of both, for each of k orders.
        options: beta and the smoothing count; by default beta is 2 and orders without n-grams are left out.

    Returns:
        float32 or float64 (…), 0 to 100.
    """
    options = options or ChrfOptions()
    factor = options.beta**2
    if options.eps_smoothing:
        return _chrf_eps(totals, factor)
    wide = _wide(totals)
    hypothesis, reference, matches = (totals[..., side::3] for side in range(3))
    both = (hypothesis > 0) & (reference > 0)
    orders = np.maximum(both.sum(axis=-1), 1).astype(wide)
    precision = _added(np.divide(matches, hypothesis, out=np.zeros_like(matches), where=both).astype(wide)) / orders
    recall = _added(np.divide(matches, reference, out=np.zeros_like(matches), where=both).astype(wide)) / orders
    some = precision + recall > 0
    weighed, divisor = (1 + factor) * precision * recall, factor * precision + recall
    score = np.divide(weighed, divisor, out=np.zeros_like(precision), where=some) * 100
    return _listed(score, plain=~some)


def _chrf_eps(totals: Numbers, factor: int) -> Numbers:
    """Average the F of every order; what has no n-grams is almost 0."""
    wide = _wide(totals)
    hypothesis, reference, matches = (totals[..., side::3].astype(wide) for side in range(3))
    precision = np.divide(matches, hypothesis, out=np.full_like(matches, _EPS), where=hypothesis > 0)
    recall = np.divide(matches, reference, out=np.full_like(matches, _EPS), where=reference > 0)
    divisor = factor * precision + recall
    each = np.divide((1 + factor) * precision * recall, divisor, out=np.full_like(matches, _EPS), where=divisor > 0)
    score = 100 * _added(each) / matches.shape[-1]
    empty = ~((hypothesis > 0) | (reference > 0))
    return _listed(score, plain=np.asarray(empty.all(axis=-1)))


def ter(totals: Numbers) -> Numbers:
    """Compute TER, as `sacrebleu.TER._compute_score_from_stats`.

    Args:
        totals: (…, 2): edits, and words of the reference.

    Returns:
        float32 or float64 (…), from 0: 100 where there are edits and no reference at all.
    """
    edits, words = totals[..., 0], totals[..., 1]
    empty = np.where(edits > 0, np.ones_like(edits), np.zeros_like(edits))
    rate = np.divide(edits, words, out=empty, where=words > 0)
    return _listed(rate.astype(_wide(totals)) * 100, plain=words <= 0)


def counted(score: Peer, totals: Numbers, *, columns: slice) -> Numbers:
    """Score as sacrebleu does, but give no number where nothing was counted.

    Args:
        score: one of the above.
        totals: (…, k).
        columns: those of which at least one must be above 0.

    Returns:
        (…, 1), NaN where none is.
    """
    return np.where((totals[..., columns] > 0).any(axis=-1), score(totals), np.nan)[..., None]


def _wide(numbers: Numbers) -> np.dtype[Any]:
    """Give the precision of one of these numbers times a number of Python's."""
    return np.dtype(type(numbers.dtype.type(1) * 1.0))


def _listed(scores: Numbers, plain: NDArray[np.bool_]) -> Numbers:
    """Give scores the precision that NumPy gives a list of them, float64 as soon as one is a number of Python's own."""
    return scores.astype(np.float64) if plain.any() else scores


def _geometric(precisions: Numbers, hypothesis: Numbers, reference: Numbers) -> Numbers:
    """Weigh geometric means by brevity; `sum` is Python's own, whose rounding depends on its version.

    Args:
        precisions: (n, orders).
        hypothesis: (n,) words.
        reference: (n,) words.

    Returns:
        float64 (n,).
    """
    wide = precisions.astype(np.float64)
    logs = np.where(wide == 0, _NO_MATCH_LOG, _each(math.log, np.where(wide == 0, 1.0, wide)))
    # By column: ten thousand small lists would each time wake the garbage collector.
    means = np.array(list(map(sum, zip(*logs.T.tolist(), strict=True)))) / logs.shape[1]
    short = hypothesis < reference
    brevity = np.ones(len(wide))
    brevity[short] = _each(math.exp, 1 - reference[short].astype(np.float64) / hypothesis[short].astype(np.float64))
    return brevity * _each(math.exp, means)


def _each(function: Callable[[float], float], values: Numbers) -> Numbers:
    """Apply a function of Python's `math` to every number."""
    return np.fromiter(map(function, values.ravel().tolist()), np.float64, values.size).reshape(values.shape)


def _added(values: Numbers) -> Numbers:
    """Add the last axis from left to right, as a loop does: NumPy's own sum may pair."""
    total = np.zeros_like(values[..., 0])
    for place in range(values.shape[-1]):
        total = total + values[..., place]
    return total
