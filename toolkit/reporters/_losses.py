"""What bullets lost to the translation and to the summarizer, drawn from a run's table of losses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit._written import NONE, counted, number, plain, signed
from toolkit.reporters._boards import headline, name
from toolkit.tables import Row, Run


@dataclass(frozen=True, slots=True)
class Losses:
    """The losses of a run's bullets, in its headline output.

    Attributes:
        title: of the part.
        heads: of the columns.
        rows: one a summarizer and system, cells under the heads.
        numbers: of each of them the row of the table.
        notes: what has to be known to read them, a sentence each.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[Row, ...]
    notes: tuple[str, ...]


def losses(run: Run) -> Losses | None:
    """Gather the losses of summarizers that compete, baselines' translations included; None where nothing was split."""
    known = {row["output"] for row in run.rows("losses") if row["scored"]}
    output = next((each for each in (headline(run, "summary"), *sorted(known)) if each in known), "")
    found = [row for row in run.rows("losses") if row["output"] == output]
    competing = {row["summarizer"] for row in found if not row["baseline"]}
    rows = [row for row in found if row["summarizer"] in competing]
    scored = [row for row in rows if row["scored"]]
    if not scored:
        return None
    reference = plain(scored[0]["reference_system"])
    intervals = any(row["translation_low"] is not None for row in scored)
    return Losses(
        title=f"What the bullets lost, in {plain(scored[0]['title'])}",
        heads=tuple(_heads(reference, intervals=intervals)),
        rows=tuple(tuple(_cells(row, intervals=intervals)) for row in scored),
        numbers=tuple(scored),
        notes=tuple(_notes(rows, reference)),
    )


def _heads(reference: str, *, intervals: bool) -> Iterator[str]:
    yield from ("", "score", f"from {reference}", "ceiling")
    for way in ("translation loss", "summary loss"):
        yield way
        if intervals:
            yield "interval"


def _cells(row: Row, *, intervals: bool) -> Iterator[str]:
    output = row["output"]
    yield name(row)
    for column in ("score", "reference_score", "ceiling"):
        yield number(output, row[column])
    for way in ("translation", "summary"):
        yield signed(output, row[f"{way}_loss"])
        if intervals:
            low, high = row[f"{way}_low"], row[f"{way}_high"]
            yield NONE if low is None else f"{signed(output, low)} … {signed(output, high)}"


def _notes(rows: Sequence[Row], reference: str) -> Iterator[str]:
    first = next(row for row in rows if row["scored"])
    yield f"Translation loss: what bullets from {reference} score above those from the translation, by one summarizer."
    yield f"Summary loss: what the ceiling is above the bullets from {reference}."
    if first["sets"] > 1:
        yield (
            f"All are scored with each of the {first['sets']} sets of reference bullets left out once, so below the "
            "leaderboard; the ceiling is what the set that is left out reaches."
        )
    else:
        yield "The ceiling is 1: a second set of reference bullets would show what people reach."
    if any(row["translation_low"] is not None for row in rows):
        draws = counted(first["resamples"], "resample")
        yield f"Over {_articles(rows)}; interval: {1 - first['level']:.0%}, of {draws}; seed {first['seed']}."
    else:
        yield f"Over {_articles(rows)}: no interval, which takes several."
    yield from (f"{name(row)}: not split: {plain(row['reason'])}." for row in rows if not row["scored"])


def _articles(rows: Sequence[Row]) -> str:
    counts = sorted({row["articles"] for row in rows if row["scored"]})
    least = f"{counts[0]:,} to " if len(counts) > 1 else ""
    return least + counted(counts[-1], "article")
