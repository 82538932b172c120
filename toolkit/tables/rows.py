"""The rows of the report's tables: what they hold, as the JSON Schemas of `schemas/` say it.

The schemas are the one source of column names, their order, types, ranges and descriptions. Every row that is written
comes from `row`, so that a file is right because no wrong row can be made.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from toolkit import jsonl

TABLES = (
    "runs", "articles", "segments", "bullets", "facts", "scores", "aggregates", "losses", "comparisons", "verdicts",
    "failures",
)  # fmt: skip
STATISTICS = "statistics"
SCHEMA_VERSION = 1
PLACES = 6  # of every float in a table; statistics stay unrounded, because sums of them must give the score again

Row = dict[str, Any]

_IS: Mapping[str, type] = {"string": str, "boolean": bool, "integer": int, "number": float, "null": type(None)}


def schema(table: str, statistics: Sequence[str] = ()) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a table's rows.

    Args:
        table: one of `TABLES`, or `statistics`.
        statistics: the metric's own columns, appended to those every statistics file has; only for `statistics`.

    Raises:
        ValueError: there is no such table, or a metric's column is already the table's.

    >>> schema("statistics", ["matches"])["required"][-2:]
    ['references_digest', 'matches']
    """
    found: dict[str, Any] = json.loads(_text(table))
    taken = [name for name in statistics if name in found["properties"] or table != STATISTICS]
    if taken or len(set(statistics)) < len(statistics):
        raise ValueError(f"{table} cannot take the columns {list(statistics)}: {taken or 'twice the same'}")
    for name in statistics:
        found["properties"][name] = {
            "type": ["number", "null"],
            "description": "As the metric counts it, unrounded; null where it cannot be counted.",
        }
    found["required"] += statistics
    return found


def columns(table: str, statistics: Sequence[str] = ()) -> tuple[str, ...]:
    """List a table's columns in their order.

    >>> columns("failures")[:4]
    ('record', 'schema_version', 'run_id', 'article_id')
    """
    return tuple(column.name for column in _columns(table, tuple(statistics)))


def row(table: str, **values: object) -> Row:
    """Make one row: every column of the table, in order, of the type the schema says.

    Whole numbers in a column of numbers become floats, floats are rounded to 6 places, what is not a number becomes
    null, and a score that is null gets `scored=False` and a reason. Statistics stay unrounded.

    Args:
        table: one of `TABLES`, or `statistics`.
        values: every column but `record` and `schema_version`; for `statistics` the metric's own columns too.

    Raises:
        ValueError: a column is missing, unknown, or holds what its schema does not allow.

    >>> where = {"run_id": "run-1", "article_id": "art-x", "segment_id": "", "system": "s", "summarizer": ""}
    >>> digests = {"hypothesis_digest": "sha256:" + "0" * 64, "references_digest": "sha256:" + "1" * 64}
    >>> row("statistics", **where, **digests, metric="bleu", matches=2)["matches"]
    2.0
    """
    if table == STATISTICS:
        known = _names(STATISTICS, ())
        own = tuple(name for name in values if name not in known)
        return _made(table, own, values, places=None)
    return _made(table, (), _told(values) if "score" in values else values, places=PLACES)


def typed_first(rows: Sequence[Row]) -> list[Row]:
    """Put first the rows a reader infers types from: scored ones, and one with a value for each nullable column.

    Readers look at the first rows only (Polars at 100), and take a column that is null in all of them for a column of
    nothing. Rows keep their order otherwise.

    >>> rows = [{"rank": None, "scored": False}, {"rank": None, "scored": True}, {"rank": 1, "scored": True}]
    >>> [(row["rank"], row["scored"]) for row in typed_first(rows)]
    [(1, True), (None, True), (None, False)]
    """
    ordered = sorted(rows, key=lambda row: not row.get("scored", True))
    nulls = [name for name, value in ordered[0].items() if value is None] if ordered else []
    found = [next((i for i, row in enumerate(ordered) if row[name] is not None), 0) for name in nulls]
    front = dict.fromkeys(i for i in found if i)
    return [ordered[i] for i in front] + [row for i, row in enumerate(ordered) if i not in front]


def describe(table: str) -> str:
    """Describe a table's columns as a Markdown table, as docs/report-format.md shows them."""
    lines = ["| column | type | what it holds |", "|---|---|---|"]
    for name, spec in json.loads(_text(table))["properties"].items():
        kinds = spec["type"] if isinstance(spec["type"], list) else [spec["type"]]
        allowed = [f"`{value}`" for value in spec.get("enum", [spec["const"]] if "const" in spec else [])]
        words = spec["description"] + (f" One of {', '.join(allowed)}." if len(allowed) > 1 else "")
        lines.append(f"| `{name}` | {' or '.join(kinds)} | {words} |")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Column:
    """One column, as a row is checked against it."""

    name: str
    kinds: frozenset[type]
    enum: tuple[object, ...] | None
    pattern: re.Pattern[str] | None
    least: float
    most: float
    min_length: int


@functools.cache
def _text(table: str) -> str:
    if table not in (*TABLES, STATISTICS):
        raise ValueError(f"no table {table!r}; there are: {', '.join((*TABLES, STATISTICS))}")
    return (Path(__file__).parent / "schemas" / f"{table}.schema.json").read_text(encoding="utf-8")


@functools.cache
def _columns(table: str, statistics: tuple[str, ...]) -> tuple[_Column, ...]:
    return tuple(_column(name, spec) for name, spec in schema(table, statistics)["properties"].items())


def _column(name: str, spec: Mapping[str, Any]) -> _Column:
    kinds = spec["type"]
    enum = (spec["const"],) if "const" in spec else tuple(spec["enum"]) if "enum" in spec else None
    return _Column(
        name=name,
        kinds=frozenset(_IS[kind] for kind in (kinds if isinstance(kinds, list) else [kinds])),
        enum=enum,
        pattern=re.compile(spec["pattern"]) if "pattern" in spec else None,
        least=spec.get("minimum", -math.inf),
        most=spec.get("maximum", math.inf),
        min_length=spec.get("minLength", 0),
    )


@functools.cache
def _names(table: str, statistics: tuple[str, ...]) -> frozenset[str]:
    return frozenset(column.name for column in _columns(table, statistics))


def _made(table: str, statistics: tuple[str, ...], values: Mapping[str, object], places: int | None) -> Row:
    values = {"record": table, "schema_version": SCHEMA_VERSION, **values}
    names = _names(table, statistics)
    if values.keys() != names:
        missing, unknown = sorted(names - values.keys()), sorted(values.keys() - names)
        raise ValueError(f"row of {table}: missing {missing}, unknown {unknown}")
    made = {}
    for column in _columns(table, statistics):
        value = values[column.name]
        cell = made[column.name] = _coerced(column.kinds, value, places)
        if not _fits(column, cell):
            raise ValueError(f"row of {table}: column {column.name} cannot hold {value!r}")
    return made


def _coerced(kinds: frozenset[type], value: object, places: int | None) -> object:
    if isinstance(value, str):
        return value if type(value) is str and value.isascii() else jsonl.clean(value)
    if value is None or isinstance(value, bool) or not isinstance(value, (float, int, Real)):
        return value
    if float in kinds:
        number = float(value)
        if not math.isfinite(number):
            return None
        return (number if places is None else round(number, places)) + 0.0  # -0.0 + 0.0 is 0.0
    return int(value) if isinstance(value, Integral) else value


def _fits(column: _Column, cell: object) -> bool:
    if type(cell) not in column.kinds:
        return False
    if cell is None:
        return True
    if column.enum is not None and cell not in column.enum:
        return False
    if isinstance(cell, str):
        return len(cell) >= column.min_length and (not column.pattern or bool(column.pattern.search(cell)))
    return not isinstance(cell, (int, float)) or column.least <= cell <= column.most


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Make score, scored and reason agree."""
    score = values.get("score")
    if score is None or (isinstance(score, Real) and not math.isfinite(score)):
        return {**values, "score": None, "scored": False, "reason": values.get("reason") or "nothing was counted"}
    if not values["scored"]:
        raise ValueError(f"a score of {score} cannot stand beside scored=False")
    return dict(values)
