"""Whether the scores of two runs may be compared, metric by metric, and what keeps them from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.stages._entries import Entry
from toolkit.tables import Run

Place = tuple[str, str]
"""(article, segment); the segment is `""` for bullets."""


def obstacles(first: Run, second: Run, ours: Sequence[Entry], theirs: Sequence[Entry]) -> dict[str, str]:
    """Say why metrics cannot be compared over two runs.

    Args:
        first: the run of the baselines.
        second: the run of the candidates.
        ours: what the first has scored.
        theirs: what the second has scored.

    Returns:
        What differs, by the metric's name; a metric that is not in it can be compared.
    """
    texts, cuts = _other_text(first, second), _other_segments(first, second)
    found = {}
    for name in dict.fromkeys(entry.metric.name for entry in (*ours, *theirs)):
        mine = [entry for entry in ours if entry.metric.name == name]
        its = [entry for entry in theirs if entry.metric.name == name]
        if mine and its:
            segments = cuts if mine[0].metric.unit == "segment" else ""
            reason = _signatures(mine, its) or texts or segments or _references(mine, its)
        else:
            reason = f"it was scored in {(first if mine else second).run_id} alone"
        if reason:
            found[name] = reason
    return found


def _signatures(mine: Sequence[Entry], its: Sequence[Entry]) -> str:
    ours, theirs = ({entry.signature for entry in entries} for entries in (mine, its))
    return "" if ours == theirs else f"its signature differs: {' '.join(sorted(ours))} and {' '.join(sorted(theirs))}"


def _other_text(first: Run, second: Run) -> str:
    """Name the first article whose text is another, or say that no article is in both."""
    ours, theirs = ({row["article_id"]: row["digest"] for row in run.rows("articles")} for run in (first, second))
    shared = [article for article in ours if article in theirs]
    if not shared:
        return "the runs have no article in common"
    return next((f"the text of {article} differs" for article in shared if ours[article] != theirs[article]), "")


def _other_segments(first: Run, second: Run) -> str:
    """Name the first article that was cut into other segments."""
    ours, theirs = _segments(first), _segments(second)
    for article in ours:
        if article in theirs and ours[article] != theirs[article]:
            counts = f"{len(ours[article])} segments and {len(theirs[article])}"
            return f"{article} was cut into other segments: {counts}"
    return ""


def _segments(run: Run) -> Mapping[str, Mapping[str, str]]:
    """Map article to segment to the source text."""
    found: dict[str, dict[str, str]] = {}
    for row in run.rows("segments"):
        found.setdefault(row["article_id"], {})[row["segment_id"]] = row["source_text"]
    return found


def _references(mine: Sequence[Entry], its: Sequence[Entry]) -> str:
    """Name the first place that was scored against other references."""
    ours, theirs = _digests(mine), _digests(its)
    shared = [place for place in ours if place in theirs]
    if not shared:
        return "no example is scored in both runs"
    for place in shared:
        if ours[place].isdisjoint(theirs[place]):
            return f"{' '.join(filter(None, place))} was scored against other references"
    return ""


def _digests(entries: Sequence[Entry]) -> dict[Place, set[str]]:
    found: dict[Place, set[str]] = {}
    for entry in entries:
        for place, digest in zip(entry.places, entry.references, strict=True):
            found.setdefault(place, set()).add(digest)
    return found
