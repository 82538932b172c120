"""What a regression gate says of one number: pass, warn, fail or inconclusive. Pure: knows no file, no metric, no draw.

A drop fails only where it is both more than chance (its p, corrected for all that the gate tests, is at most the level)
and larger than what matters. It passes only where the interval leaves no room for a drop that matters. What is neither
is inconclusive: that nothing was shown does not mean that nothing was lost. Intervals are d ± t(1 - a/2; U - 1) · s,
with the standard error s of the bootstrap over U units: percentile intervals are too narrow where units are few.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from toolkit.statistics._ladder import holm
from toolkit.statistics._power import detectable, student_quantile, units_needed

Status = Literal["pass", "skipped", "warn", "inconclusive", "fail"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""From the best to the worst."""

Reason = Literal["identical", "one article", "shown", "gained", "too few", "allowed", "small", "excluded"]
"""Why a drop has its status: the texts are the same; a single article says nothing of others; a drop that matters is
shown; a gain is shown; so few articles can show nothing; a drop that matters is not excluded; a smaller one is shown;
one that matters is excluded."""

FEWEST = 2
"""Articles from which on anything may be said of others."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        kind: `comparability`, `system`, `coverage`, `floor` or `drop`.
        line: system, or summarizer on a system, `""` for the runs as a whole.
        output: name of the metric's output, `""` where it is about none.
        status: what came of it.
        sentence: the same with the numbers, one sentence.
        numbers: those it rests on, by name; None for what is not known.
    """

    kind: Literal["comparability", "system", "coverage", "floor", "drop"]
    line: str
    output: str
    status: Status
    sentence: str
    numbers: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name it for a list of checks.

        >>> Check("drop", "lead on deepl", "bullet_f1", "pass", "…").name
        'lead on deepl: drop of bullet_f1'
        """
        what = f"{self.kind} of {self.output}" if self.output else self.kind
        return f"{self.line}: {what}" if self.line else what


@dataclass(frozen=True, slots=True)
class Change:
    """How far a candidate's score is from the baseline's.

    Attributes:
        gain: the difference, positive where the candidate is better, whatever way the metric points.
        error: its standard error, NaN where there are fewer than two units.
        units: what was resampled, at least 1.
        articles: how many articles these are of.
        p: two-sided, None where nothing may be tested.
        reachable: the smallest p that so many units can give at all, however they differ.
        identical: whether the texts are the same.
    """

    gain: float
    error: float
    units: int
    articles: int
    p: float | None
    reachable: float
    identical: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval.

    Attributes:
        low: lower bound, -inf where nothing is known.
        high: upper bound, inf where nothing is known.
    """

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Judgment:
    """What is said of one change.

    Attributes:
        status: never `skipped`.
        reason: which rule said it.
        adjusted_p: after Holm over the gate, None where it was not tested.
        reachable: the smallest adjusted p the material could have given, 1 where nothing may be tested.
        bounds: interval of the gain.
        detectable: smallest drop this material shows at 80 % power, None where that cannot be said.
        more: articles beyond those there are with which a gain as seen would be told from what matters, at 80 % power;
            None where no number of them would, or where it cannot be said.
    """

    status: Status
    reason: Reason
    adjusted_p: float | None
    reachable: float
    bounds: Bounds
    detectable: float | None
    more: int | None


def judge(changes: Sequence[Change], limits: Sequence[float], level: float) -> list[Judgment]:
    """Judge all changes of a gate together, so that chance alone fails it in no more than a share `level` of runs.

    Texts that are the same have p = 1 by construction and can show nothing: they take no part in the correction.

    Args:
        changes: one a check.
        limits: of each the largest drop that does not matter, above 0.
        level: of the gate, above 0 and below 1.
    """
    tested = {place: change.p for place, change in enumerate(changes) if change.p is not None and not change.identical}
    adjusted = dict(zip(tested, holm(list(tested.values())), strict=True))
    family = max(len(tested), 1)
    return [
        judge_drop(change, limit, adjusted.get(place), family, level)
        for place, (change, limit) in enumerate(zip(changes, limits, strict=True))
    ]


def judge_drop(change: Change, limit: float, adjusted_p: float | None, family: int, level: float) -> Judgment:
    """Judge one change.

    Args:
        change: what was seen.
        limit: the largest drop that does not matter, above 0.
        adjusted_p: after correction, None where it was not tested.
        family: how many were corrected together, at least 1.
        level: of the gate.
    """
    bounds = interval(change.gain, change.error, change.units, level)
    reachable = min(change.reachable * family, 1.0) if change.p is not None else 1.0
    known = change.articles >= FEWEST and math.isfinite(change.error)
    made = Judgment(
        status="pass",
        reason="excluded",
        adjusted_p=adjusted_p,
        reachable=reachable,
        bounds=bounds,
        detectable=detectable(change.error, change.units, level / family) if known else None,
        more=_more(change, limit, family, level) if known else None,
    )
    status, reason = _rule(made, change, limit, level)
    return replace(made, status=status, reason=reason)


def _rule(made: Judgment, change: Change, limit: float, level: float) -> tuple[Status, Reason]:
    """Find the first rule that applies; made in this order, a worse candidate never fares better."""
    sure = made.adjusted_p is not None and made.adjusted_p <= level
    shown = sure and change.gain < 0
    rules: tuple[tuple[bool, Status, Reason], ...] = (
        (change.identical, "pass", "identical"),
        (change.articles < FEWEST, "inconclusive", "one article"),
        (shown and change.gain < -limit, "fail", "shown"),
        (sure and change.gain > 0, "pass", "gained"),
        (made.reachable > level, "inconclusive", "too few"),
        (made.bounds.low < -limit, "inconclusive", "allowed"),
        (shown, "warn", "small"),
    )
    return next(((status, reason) for applies, status, reason in rules if applies), ("pass", "excluded"))


def _more(change: Change, limit: float, family: int, level: float) -> int | None:
    """Count the articles that are missing to show the drop seen, or to exclude one that matters."""
    beyond = change.gain < -limit
    distance = change.gain if beyond else change.gain + limit
    needed = units_needed(distance, change.error, change.units, level / family if beyond else level)
    return None if needed is None or needed <= change.units else needed - change.units


def interval(value: float, error: float, units: int, level: float) -> Bounds:
    """Give the interval of a number; without a standard error nothing bounds it.

    Args:
        value: the number.
        error: its standard error, NaN where it is not known.
        units: what it was resampled over.
        level: 1 - confidence.

    >>> found = interval(1.0, 0.5, 12, 0.05)  # t(0.975; 11) = 2.200985, any table of Student's distribution
    >>> round(found.low, 4), round(found.high, 4)
    (-0.1005, 2.1005)
    """
    if units < FEWEST or not math.isfinite(error):
        return Bounds(-math.inf, math.inf)
    reach = student_quantile(1 - level / 2, units - 1) * error
    return Bounds(value - reach, value + reach)


def judge_floor(score: float, bounds: Bounds, floor: float, *, higher_is_better: bool) -> Status:
    """Judge one score: beyond the floor it fails; where its interval reaches beyond, it warns.

    Args:
        score: of the candidate.
        bounds: its interval; infinite bounds say that nothing is known, and warn of nothing.
        floor: the worst score that is accepted.
        higher_is_better: whether the floor is the lowest score or the highest.

    >>> judge_floor(20.0, Bounds(18.0, 22.0), 19.0, higher_is_better=True)
    'warn'
    >>> judge_floor(70.0, Bounds(68.0, 72.0), 69.0, higher_is_better=False)
    'fail'
    """
    sign = 1 if higher_is_better else -1
    worst = bounds.low if higher_is_better else bounds.high
    if sign * (score - floor) < 0:
        return "fail"
    return "warn" if math.isfinite(worst) and sign * (worst - floor) < 0 else "pass"


def judge_coverage(answered: int, asked: int, least: float) -> Status:
    """Judge how much was answered.

    >>> judge_coverage(19, 20, 0.95), judge_coverage(18, 20, 0.95), judge_coverage(0, 0, 1.0)
    ('pass', 'fail', 'pass')
    """
    return "fail" if asked and answered / asked < least else "pass"


def worst(statuses: Iterable[Status]) -> Status:
    """Give the worst status; what was skipped says nothing.

    >>> worst(["pass", "skipped", "warn"]), worst(["skipped"])
    ('warn', 'pass')
    """
    return max((each for each in statuses if each != "skipped"), key=STATUSES.index, default="pass")
