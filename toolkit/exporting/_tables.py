"""What of runs is exported: every table with its columns' kinds, several runs one after another, and `trend`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.tables import Run
from toolkit.tables.rows import STATISTICS, TABLES, Row, schema

Kind = Literal["string", "boolean", "integer", "number", "time"]

TREND = "trend"
_TREND: Mapping[str, Kind] = {
    "time": "time", "run_id": "string", "task": "string", "system": "string", "summarizer": "string",
    "baseline": "boolean", "output": "string", "title": "string", "score": "number", "low": "number", "high": "number",
    "rank": "integer",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as in the run's table.
        kind: what its cells are, null apart.
        description: as the schema says it.
    """

    name: str
    kind: Kind
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of all the runs.

    Attributes:
        name: as of the run's file; that of a statistics file is `statistics_METRIC`.
        description: what a row is.
        columns: in order.
        rows: cells by column; what an older run has not is null.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def tables(runs: Sequence[Run]) -> Iterator[Table]:
    """Go through the tables of runs, the empty ones included: whoever reads the export need not know of them."""
    for name in TABLES:
        yield _table(name, schema(name), [row for run in runs for row in run.rows(name)])
    for metric in dict.fromkeys(metric for run in runs for metric in run.statistics):
        rows = [row for run in runs for row in run.statistics.get(metric, ())]
        known = schema(STATISTICS)["properties"]
        own = dict.fromkeys(name for row in rows for name in row if name not in known)
        yield _table(f"{STATISTICS}_{metric}", schema(STATISTICS, list(own)), rows)
    yield _trend(runs)


def _table(name: str, found: Mapping[str, dict[str, dict[str, str]]], rows: Sequence[Row]) -> Table:
    columns = tuple(
        Column(column, _kind(column, spec["type"]), spec["description"]) for column, spec in found["properties"].items()
    )
    cells = tuple({column.name: row.get(column.name) for column in columns} for row in rows)
    return Table(name, str(found["description"]), columns, cells)


def _kind(column: str, types: str | list[str]) -> Kind:
    (kind,) = [each for each in ([types] if isinstance(types, str) else types) if each != "null"]
    if kind == "string" and column.endswith("_at"):
        return "time"
    kinds: dict[str, Kind] = {"string": "string", "boolean": "boolean", "integer": "integer", "number": "number"}
    return kinds[kind]


def _trend(runs: Sequence[Run]) -> Table:
    """Put each score of a leaderboard beside the time of its run: what a dashboard draws over time."""
    rows = tuple(
        {"time": run.rows("runs")[0]["created_at"], **{name: row.get(name) for name in _TREND if name != "time"}}
        for run in runs
        for row in run.rows("aggregates")
    )
    known = schema("aggregates")["properties"]
    words = {name: known.get(name, {"description": "When the run began."})["description"] for name in _TREND}
    columns = tuple(Column(name, kind, words[name]) for name, kind in _TREND.items())
    return Table(TREND, "One row a run, line of a leaderboard and output: the scores over time.", columns, rows)
