"""Tables as Parquet files and as one DuckDB file: typed, with the schema's words on every column."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import files
from toolkit.errors import OutputError
from toolkit.exporting._tables import Column, Table
from toolkit.plugins import missing_extra

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no type information


def write_parquet(table: Table, folder: Path) -> Path:
    """Write TABLE.parquet.

    Raises:
        NotReadyError: pyarrow is missing.
        OutputError: it cannot be written.
    """
    found = _arrow(table)
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no type information

    path = folder / f"{table.name}.parquet"
    with files.written(path) as file:
        pq.write_table(found, file)
    return path


def write_duckdb(tables: Sequence[Table], path: Path) -> Path:
    """Write one DuckDB file with every table; one that is there already is replaced.

    Raises:
        NotReadyError: pyarrow or duckdb is missing.
        OutputError: it cannot be written.
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise missing_extra("export", "duckdb") from error
    with _aside(path) as partial:
        try:
            with duckdb.connect(str(partial)) as connection:
                for table in tables:
                    connection.register("given", _arrow(table))
                    for statement in _statements(table):
                        connection.execute(statement)
                    connection.unregister("given")
        except duckdb.Error as error:
            reason = " ".join(str(error).split())
            raise OutputError(f"cannot write {path}: {reason}; check the path and the disk") from error
    return path


def _statements(table: Table) -> Iterator[str]:
    name = _quoted(table.name)
    yield f"CREATE TABLE {name} AS SELECT * FROM given"  # noqa: S608 - names are quoted
    yield f"COMMENT ON TABLE {name} IS {_text(table.description)}"
    for column in table.columns:
        yield f"COMMENT ON COLUMN {name}.{_quoted(column.name)} IS {_text(column.description)}"


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _text(words: str) -> str:
    return "'{}'".format(words.replace("'", "''"))


def _arrow(table: Table) -> pa.Table:
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        raise missing_extra("export", "pyarrow") from error
    kinds = {
        "string": pa.string(),
        "boolean": pa.bool_(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "time": pa.timestamp("us", tz="UTC"),
    }
    schema = pa.schema(
        [pa.field(column.name, kinds[column.kind], metadata=_words(column)) for column in table.columns],
        metadata={"description": table.description},
    )
    columns = [[_cell(column, row[column.name]) for row in table.rows] for column in table.columns]
    return pa.Table.from_arrays(
        [pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)], schema=schema
    )


def _words(column: Column) -> dict[str, str]:
    return {"description": column.description}


def _cell(column: Column, value: Any) -> Any:
    if column.kind == "time":
        return datetime.fromisoformat(value) if value else None
    return value


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """Give a file beside the path that takes its name when the block ends well, and is gone otherwise."""
    partial = path.with_name(f".{secrets.token_hex(6)}.duckdb")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}; choose another file") from error
    finally:
        with suppress(OSError):
            partial.unlink()
