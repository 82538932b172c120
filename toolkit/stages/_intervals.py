"""The interval of each line's score by itself, as leaderboards show it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from toolkit.metrics._base import Rows
from toolkit.stages._entries import Entry, Who
from toolkit.statistics import resampling
from toolkit.statistics.resampling import Panel, Plan

SEVERAL = 2
"""Articles from which on whole articles are resampled."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval as a table holds it: None on both sides where there is none."""

    low: float | None = None
    high: float | None = None


NOWHERE = Bounds()


def intervals(entries: Iterable[Entry], plan: Plan) -> Mapping[tuple[Who, str], Bounds]:
    """Give the interval of every line under every output: lines with as many units share their draws.

    Args:
        entries: every line, metric by metric.
        plan: how resamples are drawn.
    """
    alike: dict[int, dict[str, list[tuple[Entry, Rows]]]] = {}
    for entry in entries:
        units = _units(entry)
        if len(units):
            alike.setdefault(len(units), {}).setdefault(entry.metric.name, []).append((entry, units))
    found: dict[tuple[Who, str], Bounds] = {}
    for by_metric in alike.values():
        panels = [Panel(tuple(own for _, own in some), some[0][0].metric.combine) for some in by_metric.values()]
        for some, made in zip(by_metric.values(), resampling.spreads(panels, plan), strict=True):
            for (entry, _), by_output in zip(some, made, strict=True):
                for output, each in zip(entry.metric.outputs, by_output, strict=True):
                    if math.isfinite(each.low):
                        found[entry.who, output.name] = Bounds(each.low, each.high)
    return found


def _units(entry: Entry) -> Rows:
    """Give what is drawn as a whole: articles where there are several, else the segments of the one."""
    counted = list(entry.counted().items())
    rows: Rows = entry.rows[[number for _, number in counted]]
    articles = {article: place for place, article in enumerate(dict.fromkeys(place[0] for place, _ in counted))}
    if len(articles) < SEVERAL:
        return rows
    return resampling.sum_by_unit(rows, np.array([articles[place[0]] for place, _ in counted], dtype=np.int64))
