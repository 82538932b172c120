"""Two systems under one metric: the record that a verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.records import Unit

LEVEL = 0.05
"""What an adjusted p may be at most to be more than chance, where nobody says otherwise."""


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

    @property
    def reachable_p(self) -> float:
        """Give the smallest adjusted p that this material could have given, 1 where nothing may be tested."""
        return 1.0 if self.adjusted_p is None else min(self.smallest_p * self.family, 1.0)

    def shows(self, level: float = LEVEL) -> bool:
        """Tell whether the difference is more than chance, after correction."""
        return self.adjusted_p is not None and self.adjusted_p <= level and self.direction != 0
