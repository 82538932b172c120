"""Tables as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toolkit import files, jsonl
from toolkit.exporting._tables import Table


def write_csv(table: Table, folder: Path) -> Path:
    """Write TABLE.csv (RFC 4180, but LF): every text quoted, nothing for null, so that readers tell them apart.

    Python's csv module cannot: it writes null and empty text alike.
    """
    path = folder / f"{table.name}.csv"
    with files.written(path) as file:
        file.write(_line(column.name for column in table.columns))
        for row in table.rows:
            file.write(_line(row.values()))
    return path


def write_json(table: Table, folder: Path) -> Path:
    """Write TABLE.json, an array of flat objects, one a line."""
    path = folder / f"{table.name}.json"
    with files.written(path) as file:
        rows = b",\n".join(jsonl.dump(row).rstrip(b"\n") for row in table.rows)
        file.write(b"[\n" + rows + b"\n]\n" if rows else b"[]\n")
    return path


def _line(cells: Iterable[object]) -> bytes:
    return (",".join(map(_cell, cells)) + "\n").encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return '"{}"'.format(value.replace('"', '""')) if isinstance(value, str) else repr(value)
