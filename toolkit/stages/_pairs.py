"""Which examples two lines have in common, and what keeps them from being compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.stages._compared import Compared, blank
from toolkit.stages._entries import Entry, Who

Places = tuple[tuple[str, str], ...]
"""(article, segment) of each example, in order."""

Lines = Mapping[Who, Mapping[str, Entry]]
"""Entries by line and metric."""


def common(pair: tuple[Who, Who], lines: Lines) -> dict[Places, tuple[str, ...]]:
    """Gather the metrics under which both were counted, by the places that both have."""
    found: dict[Places, tuple[str, ...]] = {}
    for name, entry in lines[pair[0]].items():
        other = lines[pair[1]].get(name)
        if other is None or _obstacle(entry, other):
            continue
        known = other.counted()
        places = tuple(place for place in entry.counted() if place in known)
        found[places] = (*found.get(places, ()), name)
    return found


def _obstacle(baseline: Entry, candidate: Entry) -> str:
    """Say what keeps two lines from being compared under a metric, `""` where nothing does."""
    if baseline.signature != candidate.signature:
        return f"the metric differs: {baseline.signature} and {candidate.signature}"
    known = candidate.counted()
    places = [(row, known[place]) for place, row in baseline.counted().items() if place in known]
    if not places:
        return "no example that both have"
    if any(baseline.references[own] != candidate.references[other] for own, other in places):
        return "scored against other references"
    return ""


def incomparable(pair: tuple[Who, Who], lines: Lines) -> Iterator[Compared]:
    """Say under which outputs a pair cannot be compared, and why."""
    baseline, candidate = pair
    for name, entry in lines[baseline].items():
        other = lines[candidate].get(name)
        reason = "not scored" if other is None else _obstacle(entry, other)
        for output in entry.metric.outputs if reason else ():
            yield blank(pair, entry, output, reason)
