"""What bullets lost on the way: the record that the table `losses` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.metrics._base import Output
from toolkit.stages._entries import Entry
from toolkit.statistics.resampling import Plan


@dataclass(frozen=True, slots=True)
class Lost:
    """One loss, in points of an output.

    Attributes:
        points: what was lost; below 0 where something was won.
        low: lower bound of its interval, None for a single article.
        high: upper bound.
    """

    points: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Loss:
    """What the bullets of one summarizer on one system's text lost, under one output.

    Attributes:
        entry: the bullets made from the system's translation.
        output: which number.
        reference_system: name of the reference translation, as the system it is.
        articles: on how many there are bullets made from both.
        score: of the bullets made from the system's translation, each reference set left out once; None without a
            score, and so are all that follow.
        reference_score: of those that the same summarizer made from the reference translation.
        ceiling: of the reference bullets that are left out.
        translation: reference_score - score.
        summary: ceiling - reference_score.
        plan: how resamples were drawn.
        reason: why there is no score, `""` where there is one.
    """

    entry: Entry
    output: Output
    reference_system: str
    articles: int
    score: float | None
    reference_score: float | None
    ceiling: float | None
    translation: Lost | None
    summary: Lost | None
    plan: Plan
    reason: str
