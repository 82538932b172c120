"""What the tables of a run must say, derived from its statistics: scores, leaderboards, comparisons and verdicts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.metrics._base import Measurement, Rows
from toolkit.stages._compared import Comparisons
from toolkit.stages._entries import Entry
from toolkit.stages._intervals import NOWHERE, Bounds
from toolkit.stages._ranks import Standing, ranks
from toolkit.tables.rows import Row
from toolkit.verifying._found_rows import Key, key
from toolkit.verifying._texts import Head, Held, referenced


@dataclass(frozen=True, slots=True)
class Corpus:
    """The corpus scores of one line under one metric.

    Attributes:
        entry: the line.
        scores: float64 (m,), one an output.
    """

    entry: Entry
    scores: Rows


def corpora(entries: Iterable[Entry]) -> list[Corpus]:
    """Score each line from the sum of its statistics."""
    return [Corpus(entry, entry.metric.combine(entry.rows.sum(axis=0))) for entry in entries]


def scores(entries: Iterable[Entry]) -> dict[Key, Row]:
    """Score each example by itself."""
    found: dict[Key, Row] = {}
    for entry in entries:
        singles = entry.metric.example_scores(Measurement(entry.rows)).tolist()
        for (article, segment), numbers in zip(entry.places, singles, strict=True):
            for output, number in zip(entry.metric.outputs, numbers, strict=True):
                own = (article, segment, entry.who.system, entry.who.summarizer, output.name)
                named = {"task": entry.task, "unit": entry.metric.unit, "metric": entry.metric.name}
                found[own] = {**named, **_number(number)}
    return found


def aggregates(known: Held, lines: Sequence[Corpus], compared: Comparisons, rows: Iterable[Row]) -> dict[Key, Row]:
    """Give what a leaderboard says of each line: score, coverage and rank.

    Args:
        known: the run's texts and lines.
        lines: what could be scored.
        compared: gives groups of ranks and intervals.
        rows: of the table `aggregates`; of what was not scored they alone say that it was asked.
    """
    places = ranks(_standings(lines))
    found = {
        key("aggregates", row): {
            **_number(math.nan),
            **_bounds(NOWHERE),
            **_coverage(0, _head(row), row, known),
            **_rank(None, None),
        }
        for row in rows
        if not row["scored_examples"]
    }
    for line in lines:
        entry = line.entry
        head = known.heads[entry.metric.name, entry.who.system, entry.who.summarizer]
        for output, number in zip(entry.metric.outputs, line.scores.tolist(), strict=True):
            rank = places.get((entry.who, output.name))
            group = compared.ranks.get((entry.who, output.name)) if rank else None
            bounds = compared.intervals.get((entry.who, output.name), NOWHERE)
            found[entry.who.system, entry.who.summarizer, output.name] = {
                "higher_is_better": output.higher_is_better,
                **_number(number),
                **_bounds(bounds),
                **_coverage(len(entry.places), _head(head), head, known),
                **_rank(rank, group),
            }
    return found


def _head(row: Row) -> Head:
    return row["metric"], row["system"], row["summarizer"]


def _number(number: float) -> Row:
    scored = math.isfinite(number)
    return {"score": number if scored else None, "scored": scored}


def _bounds(bounds: Bounds) -> Row:
    return {"low": bounds.low, "high": bounds.high}


def _rank(rank: int | None, group: int | None) -> Row:
    return {"ranked": rank is not None, "rank": rank, "rank_group": group}


def _coverage(scored: int, head: Head, row: Row, known: Held) -> Row:
    whole = [article for article in known.articles.values() if referenced(article, row)]
    asked = len(whole) if head[2] else sum(article["segments"] for article in whole)
    return {"scored_examples": scored, "examples": asked, "coverage": scored / asked if asked else 0.0}


def _standings(lines: Sequence[Corpus]) -> Iterator[Standing]:
    """Go through what competes and is complete."""
    for line in lines:
        if not line.entry.frame and len(line.entry.places) == line.entry.asked:
            for output, number in zip(line.entry.metric.outputs, line.scores.tolist(), strict=True):
                yield Standing(line.entry.who, output, number)
