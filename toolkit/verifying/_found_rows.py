"""Rows as they are beside rows as they should be, and the first place where they part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from toolkit._written import clipped, plain
from toolkit.tables.rows import PLACES, Row

KEYS: Mapping[str, tuple[str, ...]] = {
    "scores": ("article_id", "segment_id", "system", "summarizer", "output"),
    "aggregates": ("system", "summarizer", "output"),
    "losses": ("system", "summarizer", "output"),
    "comparisons": ("family", "baseline", "baseline_summarizer", "candidate", "candidate_summarizer", "output"),
    "verdicts": ("family", "baseline", "baseline_summarizer", "candidate", "candidate_summarizer"),
    "statistics": ("article_id", "segment_id", "system", "summarizer", "metric"),
    "segments": ("article_id", "segment_id", "system"),
    "facts": ("article_id", "segment_id", "system", "summarizer", "bullet", "position"),
}
"""Columns that name a row of each table."""

Key = tuple[str, ...]

_CLOSE = 1.5 * 10.0**-PLACES
"""Two machines may round the last digit of a float to either side."""

_SHOWN = 120
"""Code points of a cell in a message."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where a run's tables do not agree with each other.

    Attributes:
        file: in the run's folder.
        row: what names the row, `""` for the whole file.
        column: which cell, `""` for the whole row.
        expected: what follows from the other tables, in words or as JSON would write it.
        found: what stands there.
    """

    file: str
    row: str
    column: str
    expected: str
    found: str

    def __str__(self) -> str:
        """Say it in one line.

        >>> print(Mismatch("scores.jsonl", "art-1, seg-1, deepl, bleu", "score", "23.1", "99.0"))
        scores.jsonl: art-1, seg-1, deepl, bleu: score: expected 23.1, found 99.0
        """
        where = ": ".join(filter(None, (self.file, self.row, self.column)))
        return f"{where}: expected {self.expected}, found {self.found}"


def key(table: str, row: Row) -> Key:
    """Name a row by the columns of `KEYS`."""
    return tuple("" if row[name] is None else str(row[name]) for name in KEYS[table])


def named(found: Key) -> str:
    """Write a key for a reader.

    >>> named(("art-1", "", "deepl", "", "bleu"))
    'art-1, deepl, bleu'
    """
    return ", ".join(filter(None, found))


def missing(file: str, found: Key) -> Mismatch:
    """Say that a row is not there."""
    return Mismatch(file, named(found), "", "a line", "none")


def surplus(file: str, found: Key, expected: str = "no such line") -> Mismatch:
    """Say that a row is there and should not be."""
    return Mismatch(file, named(found), "", expected, "a line")


def twice(table: str, file: str, rows: Iterable[Row]) -> Iterator[Mismatch]:
    """Find rows that stand twice."""
    seen = set()
    for row in rows:
        own = key(table, row)
        if own in seen:
            yield Mismatch(file, named(own), "", "one line", "two")
        seen.add(own)


def differences(table: str, rows: Iterable[Row], expected: Mapping[Key, Row]) -> Iterator[Mismatch]:
    """Find lines that are missing, cells that are not as they should be, and lines that should not be, in this order.

    Args:
        table: a key of `KEYS`.
        rows: as they are.
        expected: the cells that are known, by the row's key.
    """
    file, rows = f"{table}.jsonl", list(rows)
    by_key = {key(table, row): row for row in rows}
    yield from (missing(file, own) for own in expected if own not in by_key)
    for own, cells in expected.items():
        for column, value in cells.items() if own in by_key else ():
            if not same(value, by_key[own][column]):
                yield Mismatch(file, named(own), column, shown(value), shown(by_key[own][column]))
    yield from (surplus(file, own) for own in by_key if own not in expected)
    yield from twice(table, file, rows)


def same(expected: object, found: object) -> bool:
    """Tell whether a cell is as it should be, floats within their last written digit.

    >>> same(0.1234564, 0.123456), same(0.12, 0.13), same(None, 0.0), same("a", "a")
    (True, False, False, True)
    """
    if isinstance(expected, float) and isinstance(found, float):
        return abs(expected - found) <= _CLOSE
    return type(expected) is type(found) and bool(expected == found)


def shown(value: object) -> str:
    """Write a cell as a reader expects it, a long text cut short."""
    if isinstance(value, float):
        return str(round(value, PLACES))
    return clipped(plain("null" if value is None else str(value)), _SHOWN)
