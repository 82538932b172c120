"""One pair of lines under one output of a metric: the record that comparisons and verdicts are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.metrics._base import Metric, Output
from toolkit.records import Unit
from toolkit.stages._entries import Entry, Who
from toolkit.stages._families import Family
from toolkit.stages._intervals import Bounds
from toolkit.statistics import verdicts
from toolkit.statistics.resampling import Difference, Outcomes, Plan


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair under one output.

    Attributes:
        family: what it was corrected with.
        size: comparisons of the family under this output.
        baseline: what it is compared with.
        candidate: what is compared.
        metric: what was counted.
        output: which of the metric's numbers.
        unit: what was resampled.
        examples: rows that both have.
        articles: how many articles these are of.
        found: scores, difference (candidate - baseline), interval and p; None where it cannot be compared.
        outcomes: units that the candidate wins, loses or ties.
        tested: whether p means anything; False for bullets on a single article.
        adjusted_p: after Holm's correction, None where nothing is tested.
        detectable: smallest difference these articles show at 80 % power, None where that cannot be said.
        needed: articles it would take to show a difference of this size, None where that cannot be said.
        agreement: how often people agree with a difference of this size, 0.5 to 1, None where nobody studied it.
        bootstrap_p: sacrebleu's own of its paired bootstrap, None where the metric is not sacrebleu's.
        randomization_p: sacrebleu's own of its paired approximate randomization, likewise.
        identical: whether both have the same text on every row.
        signature: of the metric.
        reason: why it cannot be compared, `""` where it can.
    """

    family: Family
    size: int
    baseline: Who
    candidate: Who
    metric: Metric
    output: Output
    unit: Unit
    examples: int
    articles: int
    found: Difference | None
    outcomes: Outcomes
    tested: bool
    adjusted_p: float | None
    detectable: float | None
    needed: int | None
    agreement: float | None
    bootstrap_p: float | None
    randomization_p: float | None
    identical: bool
    signature: str
    reason: str

    @property
    def better(self) -> bool:
        """Tell whether the candidate's score is on the good side of the baseline's."""
        return self.found is not None and (self.found.difference > 0) == self.output.higher_is_better

    @property
    def shown(self) -> verdicts.Comparison:
        """Give what a verdict rests on."""
        found = self.found
        return verdicts.Comparison(
            baseline=str(self.baseline),
            candidate=str(self.candidate),
            metric=self.output.name,
            title=self.output.title,
            higher_is_better=self.output.higher_is_better,
            difference=found.difference if found else None,
            low=finite(found.low) if found else None,
            high=finite(found.high) if found else None,
            p=finite(found.p) if found and self.tested else None,
            adjusted_p=self.adjusted_p,
            smallest_p=found.smallest_p if found else 1.0,
            family=max(self.size, 1),
            unit=self.unit,
            units=found.units if found else 0,
            articles=self.articles,
            wins=self.outcomes.wins,
            losses=self.outcomes.losses,
            ties=self.outcomes.ties,
            detectable=self.detectable,
            identical=self.identical,
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What may be said of one pair.

    Attributes:
        family: what the pair was compared and corrected with.
        pairs: how many the family has.
        baseline: what it is compared with.
        candidate: what is compared.
        verdict: the word, the sentence, and what they rest on.
    """

    family: Family
    pairs: int
    baseline: Who
    candidate: Who
    verdict: verdicts.Verdict


@dataclass(frozen=True, slots=True)
class Comparisons:
    """How sure the differences of a run are.

    Attributes:
        plan: how resamples were drawn.
        compared: by family, pair and output.
        judged: by family and pair.
        ranks: group of each ranked line under each output, 1 for the best.
        intervals: of each line's own score under each output; what is not in it has none.
    """

    plan: Plan
    compared: tuple[Compared, ...]
    judged: tuple[Judged, ...]
    ranks: Mapping[tuple[Who, str], int]
    intervals: Mapping[tuple[Who, str], Bounds]


def blank(pair: tuple[Who, Who], entry: Entry, output: Output, reason: str) -> Compared:
    """Say that a pair cannot be compared under an output, or begin a comparison where there is no reason."""
    return Compared(
        family=Family("", entry.task, ()),
        size=0,
        baseline=pair[0],
        candidate=pair[1],
        metric=entry.metric,
        output=output,
        unit="article",
        examples=0,
        articles=0,
        found=None,
        outcomes=Outcomes(0, 0, 0),
        tested=False,
        adjusted_p=None,
        detectable=None,
        needed=None,
        agreement=None,
        bootstrap_p=None,
        randomization_p=None,
        identical=False,
        signature=entry.signature,
        reason=reason,
    )


def finite(value: float) -> float | None:
    """Give a number, None for what is none."""
    return value if math.isfinite(value) else None
