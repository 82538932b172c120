"""Whether the candidate's scores are above the floors of a gate, whatever the baseline had."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit._written import counted
from toolkit.gate import _wording as wording
from toolkit.gate._sides import Side, named, unscored
from toolkit.gate.config import outputs
from toolkit.gate_settings import GateSettings
from toolkit.metrics._base import Output, Rows
from toolkit.stages._compared import finite
from toolkit.stages._entries import Entry, Who
from toolkit.statistics import resampling
from toolkit.statistics.gates import FEWEST, Bounds, Check, interval, judge_floor
from toolkit.statistics.resampling import Plan


def floors(mine: Side, its: Side, whos: Sequence[Who], settings: GateSettings, plan: Plan) -> Iterator[Check]:
    """Look at every score that has a floor.

    Args:
        mine: the candidate.
        its: the baseline, which shows what can be scored.
        whos: its lines that are held to the gate.
        settings: what is asked.
        plan: how resamples are drawn for the intervals.
    """
    known = outputs()
    asked = [(who, name, least) for who in whos for name, least in settings.asked_of(who.system).floors.items()]
    for who, name, least in asked:
        output = known[name]
        entries = [entry for entry in mine.entries if output in entry.metric.outputs]
        own = next((entry for entry in entries if entry.who == who), None)
        if own is not None:
            yield _floor(own, output, least, plan)
        elif any(entry.who.summarizer == who.summarizer for entry in entries):
            sentence = f"{output.title} was not scored, so nothing can be said of its floor of {least:g}."
            yield Check("floor", named(who), name, "inconclusive", sentence)
    yield from unscored("floor", dict.fromkeys(name for _, name, _ in asked), mine, its)


def _floor(entry: Entry, output: Output, least: float, plan: Plan) -> Check:
    place = entry.metric.outputs.index(output)
    units = _units(entry)
    score = float(entry.metric.combine(units.rows.sum(axis=0))[place])
    error = resampling.errors(units.rows, entry.metric.combine, plan)[place]
    bounds = _possible(interval(score, error, len(units.rows), plan.level), output)
    status = judge_floor(score, bounds, least, higher_is_better=output.higher_is_better)
    sentence = wording.floor(output, score, bounds, least, status, units.over)
    numbers = {"score": score, "low": finite(bounds.low), "high": finite(bounds.high), "floor": least}
    return Check("floor", named(entry.who), output.name, status, sentence, numbers)


def _possible(bounds: Bounds, output: Output) -> Bounds:
    """Cut an interval off where no score can be; one without bounds says that nothing is known, and stays."""
    if not math.isfinite(bounds.low):
        return bounds
    high = math.inf if output.high is None else output.high
    return Bounds(max(bounds.low, output.low), min(bounds.high, high))


@dataclass(frozen=True, slots=True)
class _Units:
    """What a score is resampled over.

    Attributes:
        rows: float64 (units, k), all counted.
        over: how many of what, for a reader.
    """

    rows: Rows
    over: str


def _units(entry: Entry) -> _Units:
    """Add up the rows by article where there are several."""
    places = entry.counted()
    rows = entry.rows[list(places.values())]
    articles = {article: number for number, article in enumerate(dict.fromkeys(article for article, _ in places))}
    if len(articles) < FEWEST:
        return _Units(rows, counted(len(rows), entry.metric.unit))
    numbers = np.array([articles[article] for article, _ in places], dtype=np.int64)
    return _Units(resampling.sum_by_unit(rows, numbers), counted(len(articles), "article"))
