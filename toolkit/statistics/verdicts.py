"""Several metrics' comparisons of two systems -> one word and one sentence. Pure: knows no file, no metric, no draw.

A metric *shows* a difference where its p, adjusted for the family, is at most the level. Where more than half of the
metrics show it, and none points the other way, however little, the verdict is `better` or `worse`. Where a metric shows
one and that is not so, the metrics disagree. docs/agreement.md measures this rule, and those not taken, against people.

Holm's correction keeps each metric's own error over the family at the level. For the joint verdict to be wrong by
chance, more than half of the metrics must be so at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from toolkit.records import Task
from toolkit.statistics import _wording
from toolkit.statistics._comparison import LEVEL, Comparison

__all__ = ["LEVEL", "WORDS", "Comparison", "Verdict", "Word", "decide", "judge", "majority"]

Word = Literal[
    "better",
    "worse",
    "better on this article",
    "worse on this article",
    "identical",
    "no difference shown",
    "metrics disagree",
    "too little material",
]

WORDS: tuple[Word, ...] = get_args(Word)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of two systems.

    Attributes:
        baseline: the system compared against.
        candidate: the system in question.
        task: what they did.
        word: the verdict, on the candidate.
        sentence: the same for a reader, one sentence.
        comparisons: what it rests on, one a metric.
    """

    baseline: str
    candidate: str
    task: Task
    word: Word
    sentence: str
    comparisons: tuple[Comparison, ...]


def judge(task: Task, comparisons: Sequence[Comparison], level: float = LEVEL) -> Verdict:
    """Judge two systems.

    Args:
        task: what they did.
        comparisons: of the same two systems on the same units, one a metric; at least one.
        level: what an adjusted p may be at most to be more than chance.
    """
    word = decide(comparisons, level)
    first = comparisons[0]
    return Verdict(first.baseline, first.candidate, task, word, _sentence(word, comparisons, level), tuple(comparisons))


def decide(comparisons: Sequence[Comparison], level: float = LEVEL) -> Word:
    """Find the word alone; arguments as for `judge`."""
    if all(comparison.identical for comparison in comparisons):
        return "identical"
    shown = [comparison.direction for comparison in comparisons if comparison.shows(level)]
    if not shown:
        return "too little material" if _too_little(comparisons, level) else "no difference shown"
    if len(shown) < majority(len(comparisons)) or -shown[0] in {comparison.direction for comparison in comparisons}:
        return "metrics disagree"
    if comparisons[0].articles == 1:
        return "better on this article" if shown[0] > 0 else "worse on this article"
    return "better" if shown[0] > 0 else "worse"


def majority(metrics: int) -> int:
    """Count how many of so many metrics must show a difference: more than half.

    >>> [majority(metrics) for metrics in (1, 2, 3, 4)]
    [1, 2, 2, 3]
    """
    return metrics // 2 + 1


def reachable_p(comparisons: Sequence[Comparison]) -> float:
    """Give the smallest adjusted p that a majority of the metrics could have reached together."""
    return sorted(comparison.reachable_p for comparison in comparisons)[majority(len(comparisons)) - 1]


def _too_little(comparisons: Sequence[Comparison], level: float) -> bool:
    """Tell whether nothing could have been shown, for want of material and not because all scores are equal."""
    untested = all(comparison.adjusted_p is None for comparison in comparisons)
    differ = any(comparison.direction for comparison in comparisons)
    return untested or (differ and reachable_p(comparisons) > level)


def _sentence(word: Word, comparisons: Sequence[Comparison], level: float) -> str:
    match word:
        case "identical":
            return _wording.identical(comparisons[0])
        case "too little material":
            return _wording.too_little(comparisons[0], reachable_p(comparisons), level)
        case "no difference shown":
            return _wording.nothing_shown(comparisons, level)
        case "metrics disagree":
            return _wording.disagreement(comparisons, level)
        case _:
            return _wording.decision(word, comparisons, level)
