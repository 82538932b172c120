"""What the tables say of each bullet, derived again from the texts and from the metrics' statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from toolkit.metrics._repeats import ALIKE, SHARED, overlap
from toolkit.metrics._support import LEAST
from toolkit.tables import Run
from toolkit.tables.rows import PLACES, Row
from toolkit.verifying._found_rows import Mismatch, named, same, shown

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
        yield from _totals(place, made, sums, told="bullet_f1" in run.statistics)


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
    return found | _again(row, summary)


def _again(row: Row, summary: Iterable[Row]) -> Row:
    """Say which earlier bullet it says again, and how much of it, as far as the written numbers tell."""
    earlier = {
        each["position"]: overlap(row["text"], each["text"]) for each in summary if each["position"] < row["position"]
    }
    cosine, share = row["repeat_similarity"], row["repeat_overlap"]
    if cosine is None or share is None or min(cosine - ALIKE, share - SHARED) < -_WRITTEN:
        return {"repeats": None}
    if min(cosine - ALIKE, share - SHARED) <= _WRITTEN:
        return {}
    alike = [place for place, own in earlier.items() if same(own, share)]
    place = row["repeats"] if row["repeats"] in earlier else next(iter(alike), None)
    return {"repeats": place, "repeat_overlap": earlier.get(place)}


def _totals(
    place: Place, summary: Iterable[Row], sums: Mapping[tuple[str, ...], Row], *, told: bool
) -> Iterator[Mismatch]:
    """Hold the bullets' numbers against what the metrics counted of the whole summary.

    Args:
        place: of the summary.
        summary: its rows.
        sums: rows of statistics by metric and place.
        told: whether a metric that says how each bullet fared was taken; else bullets without a number are in order.
    """
    for metric, counted, column in _SUMS:
        whole = sums.get((metric, *place), {}).get(counted)
        numbers = [row[column] for row in summary if row[column] is not None]
        near = _WRITTEN * (1 + len(numbers))
        if whole is not None and (numbers or told) and abs(sum(numbers) - whole) > near:
            expected = f"numbers that add up to {shown(whole)}"
            yield Mismatch("bullets.jsonl", named(place), column, expected, shown(float(sum(numbers))))
