"""Several metrics' comparisons of two systems -> one word and one sentence. Pure: knows no file, no metric, no draw.

A metric *shows* a difference where its p, adjusted for the family, is at most the level. Where one does and all others
point the same way, the verdict is `better` or `worse`; where another points the other way, however little, the metrics
disagree. docs/agreement.md measures this rule, and those not taken, against people.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from toolkit.records import Task, Unit

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
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems under one output of a metric.

    Attributes:
        baseline: the system compared against.
        candidate: the system in question.
        metric: name of the output, as `bullet_f1`.
        title: the same as a person reads it.
        higher_is_better: which way is good.
        difference: the candidate's score less the baseline's, None where either has none.
        low: lower bound of its interval, None where there is none.
        high: upper bound.
        p: two-sided, of paired approximate randomization, None where nothing may be tested.
        adjusted_p: the same after Holm's correction over the family.
        smallest_p: the smallest p that these units could have given.
        family: how many comparisons were corrected together, at least 1.
        unit: what was resampled.
        units: how many of them both systems have.
        articles: how many articles these units are of.
        wins: units on which the candidate is better.
        losses: units on which it is worse.
        ties: units on which neither is.
        detectable: smallest difference these units show at 80 % power, None where that cannot be said.
        identical: whether the two systems' texts are the same on every unit.
    """

    baseline: str
    candidate: str
    metric: str
    title: str
    higher_is_better: bool
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    adjusted_p: float | None
    smallest_p: float
    family: int
    unit: Unit
    units: int
    articles: int
    wins: int
    losses: int
    ties: int
    detectable: float | None
    identical: bool

    @property
    def direction(self) -> int:
        """Say where the difference points: 1 to the candidate, -1 to the baseline, 0 nowhere."""
        gain = (self.difference or 0.0) * (1 if self.higher_is_better else -1)
        return (gain > 0) - (gain < 0)

    def shows(self, level: float = LEVEL) -> bool:
        """Tell whether the difference is more than chance, after correction."""
        return self.adjusted_p is not None and self.adjusted_p <= level and self.direction != 0

    def could_show(self, level: float = LEVEL) -> bool:
        """Tell whether any outcome on this material could have been more than chance, after correction."""
        return self.adjusted_p is not None and self.smallest_p * self.family <= level


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
    first = comparisons[0]
    word = decide(comparisons, level)
    sentence = _SENTENCES[word](comparisons, level)
    return Verdict(first.baseline, first.candidate, task, word, sentence, tuple(comparisons))


def decide(comparisons: Sequence[Comparison], level: float = LEVEL) -> Word:
    """Find the word alone; `judge` says the rest."""
    if all(comparison.identical for comparison in comparisons):
        return "identical"
    shown = {comparison.direction for comparison in comparisons if comparison.shows(level)}
    pointed = {comparison.direction for comparison in comparisons} - {0}
    if not shown:
        could = any(comparison.could_show(level) for comparison in comparisons)
        return "no difference shown" if could else "too little material"
    if len(pointed) > 1:
        return "metrics disagree"
    if comparisons[0].articles == 1:
        return "better on this article" if 1 in shown else "worse on this article"
    return "better" if 1 in shown else "worse"
