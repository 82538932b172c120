"""Whether the arrays of a run hold what the lines of its statistics hold."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import zip_longest

from toolkit.errors import InputError
from toolkit.stages._entries import Who, counts_of_lines
from toolkit.tables import Run
from toolkit.tables.counts import DIGESTS, CountedLine, Counts
from toolkit.tables.rows import STATISTICS
from toolkit.verifying._found_rows import Mismatch, named, shown

Place = tuple[str, str]
"""(article, segment)."""

Cells = tuple[str | float | None, ...]
"""The digests and the counts of one row, as JSON would hold them."""


def arrays(run: Run) -> Iterator[Mismatch]:
    """Find arrays that are not those of the lines, row by row in the order of the run.

    Args:
        run: its statistics have one line for every place.
    """
    for name in run.statistics:
        if name not in run.counts:
            continue
        file = f"{STATISTICS}/{name}.npz"
        try:
            kept = run.counts[name]
        except InputError:
            yield Mismatch(file, "", "", f"the arrays of {STATISTICS}/{name}.jsonl", "something else")
            continue
        yield from _differences(file, name, counts_of_lines(run, name), kept)


def _differences(file: str, name: str, expected: Counts, kept: Counts) -> Iterator[Mismatch]:
    if expected.columns != kept.columns:
        yield Mismatch(file, "", "columns", shown(" ".join(expected.columns)), shown(" ".join(kept.columns)))
        return
    ours, theirs = ({Who(line.system, line.summarizer): line for line in each.lines()} for each in (expected, kept))
    for who in dict.fromkeys((*ours, *theirs)):
        rows = zip_longest(_rows(ours.get(who)), _rows(theirs.get(who)), fillvalue=(None, ()))
        for number, ((place, cells), (other, found)) in enumerate(rows, 1):
            if place is None or other is None or place != other:
                yield Mismatch(file, f"{who}, row {number}", "", _told(place), _told(other))
                continue
            where = named((*place, who.system, who.summarizer, name))
            for column, cell, its in zip((*DIGESTS, *expected.columns), cells, found, strict=True):
                if cell != its:
                    yield Mismatch(file, where, column, shown(cell), shown(its))


def _rows(line: CountedLine | None) -> Iterator[tuple[Place, Cells]]:
    if line is None:
        return
    digests = zip(line.hypotheses, line.references, strict=True)
    for place, both, counts in zip(line.places, digests, line.counts.tolist(), strict=True):
        yield place, (*both, *(None if math.isnan(count) else count for count in counts))


def _told(place: Place | None) -> str:
    return "none" if place is None else named(place)
