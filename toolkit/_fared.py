"""What the tables say of each bullet, derived again from the texts and from the metrics' statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from toolkit._found_rows import Mismatch, named, same, shown
from toolkit.metrics._repeats import ALIKE, SHARED, overlap
from toolkit.metrics._support import LEAST
from toolkit.rows import PLACES, Row
from toolkit.tables import Run

Place = tuple[str, str, str]
"""(article, system, summarizer)."""

_WRITTEN = 10.0**-PLACES
"""What rounding may hide: a number this near a bound may have been on either side of it."""

_SUMS = (("bullet_f1", "aligned", "similarity"), ("support", "support", "support"))
"""A metric, its column of statistics, and the column of bullets that adds up to it."""


def bullets(run: Run) -> Iterator[Mismatch]:
    """Find cells of the table `bullets` that do not follow from its texts, its bounds or the statistics."""
    rows = sorted(run.rows("bullets"), key=lambda row: (*_place(row), row["position"]))
    sets = {(row["article_id"], row["reference"], row["position"]): row["text"] for row in rows if row["reference"]}
    sums: dict[tuple[str, ...], Row] = {
        (name, *_place(row)): row for name, _, _ in _SUMS for row in run.statistics.get(name, ())
    }
    for place, group in groupby(rows, key=_place):
        made = list(group)
        for row in made:
            for column, expected in _cells(row, made, sets).items():
                if not same(expected, row[column]):
                    yield _mismatch(row, column, expected)
        yield from _totals(place, made, sums)


def _place(row: Row) -> Place:
    return row["article_id"], row["system"], row["summarizer"]


def _mismatch(row: Row, column: str, expected: object) -> Mismatch:
    where = named((*_place(row), str(row["position"])))
    return Mismatch("bullets.jsonl", where, column, shown(expected), shown(row[column]))


def _cells(row: Row, summary: list[Row], sets: Mapping[tuple[str, str, int | None], str]) -> Row:
    """Give the cells of one bullet that follow from the others."""
    matched = sets.get((row["article_id"], row["matched_reference"], row["matched_position"]), "")
    found: Row = {"matched_text": matched}
    if row["support"] is None or abs(row["support"] - LEAST) > _WRITTEN:
        found["unsupported"] = row["support"] is not None and row["support"] < LEAST
    cosine, share = row["repeat_similarity"], row["repeat_overlap"]
    if row["repeats"] is not None:
        earlier = [each["text"] for each in summary if each["position"] == min(row["repeats"], row["position"] - 1)]
        found["repeat_overlap"] = overlap(row["text"], earlier[0]) if earlier else None
    if cosine is None or share is None or cosine < ALIKE - _WRITTEN or share < SHARED - _WRITTEN:
        found["repeats"] = None
    return found


def _totals(place: Place, summary: Iterable[Row], sums: Mapping[tuple[str, ...], Row]) -> Iterator[Mismatch]:
    """Hold the bullets' numbers against what the metrics counted of the whole summary."""
    for metric, counted, column in _SUMS:
        statistic = sums.get((metric, *place))
        numbers = [row[column] for row in summary if row[column] is not None]
        if statistic is not None and abs(sum(numbers) - statistic[counted]) > _WRITTEN * (1 + len(numbers)):
            expected = f"numbers that add up to {shown(statistic[counted])}"
            yield Mismatch("bullets.jsonl", named(place), column, expected, shown(float(sum(numbers))))
