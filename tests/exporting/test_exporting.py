"""Exported tables: every cell is the run's, of the schema's type, for every reader, also where readers are misled."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from tests.tables.test_tables import ROWS, nothing, sample, whole
from toolkit.errors import InputError, NotReadyError, OutputError
from toolkit.exporting import FORMS, export
from toolkit.exporting import _arrow as _export_arrow
from toolkit.tables import Run, write_run
from toolkit.tables.rows import STATISTICS, TABLES, schema

COUNTS = ("matches", "total")
Rows = list[dict[str, Any]]
NULLABLE = [name for table in TABLES for name, spec in schema(table)["properties"].items() if "null" in spec["type"]]
NULLABLE += COUNTS  # pandas must be told: by itself it takes a text that is empty, or `NA`, for nothing


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Write a run that misleads: nulls first, whole numbers before others, empty tables, columns of nulls alone."""
    given = {name: rows for name, rows in ROWS.items() if name != STATISTICS}
    rows = {**whole(failures=[]), **given}
    return write_run(tmp_path / "runs", "r", rows, {"bleu": ROWS[STATISTICS]}, nothing)


def by_duckdb(path: Path) -> tuple[dict[str, str], Rows]:
    with duckdb.connect() as connection:
        found = connection.sql(f"select * from '{path.as_posix()}'")
        types = {name: str(kind) for name, kind in zip(found.columns, found.types, strict=True)}
        return types, [dict(zip(found.columns, cells, strict=True)) for cells in found.fetchall()]


def by_polars(path: Path) -> tuple[dict[str, str], Rows]:
    frame = {"parquet": pl.read_parquet, "csv": pl.read_csv, "json": pl.read_json}[path.suffix[1:]](path)
    return {name: str(kind) for name, kind in frame.schema.items()}, frame.to_dicts()


def by_pandas(path: Path) -> tuple[dict[str, str], Rows]:
    frame = {
        "parquet": pd.read_parquet,
        "csv": lambda path: pd.read_csv(path, keep_default_na=False, na_values={name: [""] for name in NULLABLE}),
        "json": lambda path: pd.read_json(path, dtype=False),
    }[path.suffix[1:]](path)
    return {name: str(kind) for name, kind in frame.dtypes.items()}, frame.astype(object).where(
        frame.notna(), None
    ).to_dict("records")


def by_pyarrow(path: Path) -> tuple[dict[str, str], Rows]:
    found = pq.read_table(path) if path.suffix == ".parquet" else pyarrow.csv.read_csv(path)
    return {field.name: str(field.type) for field in found.schema}, found.to_pylist()


def wanted(run: Run, table: str) -> Rows:
    return list(run.statistics["bleu"] if table.startswith(STATISTICS) else run.rows(table))


def timed(rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Give rows as a typed form holds them: times as times, none for an empty one."""
    return [
        {
            name: (datetime.fromisoformat(cell).astimezone(UTC) if cell else None) if name.endswith("_at") else cell
            for name, cell in row.items()
        }
        for row in rows
    ]


EVERY = [*TABLES, f"{STATISTICS}_bleu"]


@pytest.mark.parametrize("reader", [by_duckdb, by_polars, by_pandas, by_pyarrow])
def test_parquet_has_every_cell_and_the_schemas_types_for_every_reader(
    reader: Callable[[Path], tuple[dict[str, str], Rows]], run: Run, tmp_path: Path
) -> None:
    """Empty tables and columns of nulls have their types too: the file says them, no reader guesses."""
    export([run.folder], "parquet", tmp_path / "out")
    for table in EVERY:
        types, rows = reader(tmp_path / "out" / f"{table}.parquet")
        expected = timed(wanted(run, table))
        found = schema(STATISTICS, COUNTS) if table.startswith(STATISTICS) else schema(table)
        assert list(types) == list(found["properties"])
        assert [{name: _plain(cell) for name, cell in row.items()} for row in rows] == expected


def _plain(cell: Any) -> Any:
    """Give a time in UTC whatever class and zone a reader gives it, and None for its own kind of nothing."""
    if cell is pd.NaT:
        return None
    return cell.astimezone(UTC) if isinstance(cell, datetime) else cell


def test_the_types_of_parquet_are_those_of_the_schema(run: Run, tmp_path: Path) -> None:
    export([run.folder], "parquet", tmp_path)
    kinds = {"string": "string", "boolean": "bool", "integer": "int64", "number": "double"}
    for table in EVERY:
        found = schema(STATISTICS, COUNTS) if table.startswith(STATISTICS) else schema(table)
        for field in pq.read_schema(tmp_path / f"{table}.parquet"):
            spec = found["properties"][field.name]
            kind = next(
                each for each in (spec["type"] if isinstance(spec["type"], list) else [spec["type"]]) if each != "null"
            )
            assert str(field.type) == ("timestamp[us, tz=UTC]" if field.name.endswith("_at") else kinds[kind])
            assert field.metadata[b"description"].decode() == spec["description"]


def test_a_duckdb_file_holds_every_table_typed_and_commented(run: Run, tmp_path: Path) -> None:
    (path,) = export([run.folder], "duckdb", tmp_path / "deep" / "runs.duckdb")
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        names = {name for (name,) in connection.sql("select table_name from duckdb_tables()").fetchall()}
        assert names == {*EVERY, "trend"}
        for table in EVERY:
            found = connection.sql(f'select * from "{table}"')
            rows = [dict(zip(found.columns, map(_plain, cells), strict=True)) for cells in found.fetchall()]
            assert rows == timed(wanted(run, table))
        query = "select column_name, data_type, comment from duckdb_columns() where table_name = 'scores'"
        for name, kind, comment in connection.sql(query).fetchall():
            spec = schema("scores")["properties"][name]
            assert comment == spec["description"]
            assert kind == {
                "score": "DOUBLE",
                "scored": "BOOLEAN",
                "baseline": "BOOLEAN",
                "schema_version": "BIGINT",
            }.get(name, "VARCHAR")


@pytest.mark.parametrize("reader", [by_duckdb, by_polars, by_pandas, by_pyarrow])
def test_csv_has_every_cell_and_tells_null_from_empty_text_and_ids_from_numbers(
    reader: Callable[[Path], tuple[dict[str, str], Rows]], run: Run, tmp_path: Path
) -> None:
    """Read with each reader's defaults; texts that look like numbers stay texts in those that heed the quotes."""
    export([run.folder], "csv", tmp_path)
    for table in ("segments", "scores", "bullets", f"{STATISTICS}_bleu"):
        _, rows = reader(tmp_path / f"{table}.csv")
        expected = wanted(run, table)
        assert [list(row) for row in rows] == [list(row) for row in expected]
        for name in ("segment_id", "score", "similarity", "total", "start", "baseline"):
            if name in expected[0]:
                assert [row[name] or None for row in rows] == [row[name] or None for row in expected]


def test_csv_writes_null_as_nothing_and_text_in_quotes(run: Run, tmp_path: Path) -> None:
    path = next(path for path in export([run.folder], "csv", tmp_path) if path.stem == "scores")
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    assert head.startswith('"record","schema_version","run_id"')
    first, null = lines[0], lines[-1]
    assert ',1.0,true,"' in first
    assert ',,false,"' in null
    assert ',"",' in first  # the segment of a whole article


def test_csv_keeps_quotes_commas_and_what_spreadsheets_take_for_formulas(tmp_path: Path) -> None:
    text = '=1+1,"quoted", é\u2028'
    run = write_run(tmp_path / "runs", "r", whole(segments=[sample("segments", translation=text)]), {}, nothing)
    export([run.folder], "csv", tmp_path)
    assert pl.read_csv(tmp_path / "segments.csv")["translation"].to_list() == [text]


@pytest.mark.parametrize("reader", [by_duckdb, by_polars, by_pandas])
def test_json_is_an_array_of_flat_objects_for_every_reader(
    reader: Callable[[Path], tuple[dict[str, str], Rows]], run: Run, tmp_path: Path
) -> None:
    export([run.folder], "json", tmp_path)
    for table in EVERY:
        path = tmp_path / f"{table}.json"
        assert json.loads(path.read_text(encoding="utf-8")) == wanted(run, table)
        if table in {"scores", "segments", "aggregates"}:
            types, rows = reader(path)
            assert set(types) == set(schema(table)["properties"])
            column = "translation" if table == "segments" else "score"
            assert [row[column] for row in rows] == [row[column] for row in wanted(run, table)]


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_several_runs_stand_in_one_table_and_an_equal_run_counts_once(
    form: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folders = []
    for name, run_id, day in (("a", "run-1", 1), ("b", "run-2", 2), ("c", "run-1", 3)):
        tables = {table: [sample(table, run_id=run_id)] for table in TABLES}
        tables["runs"] = [sample("runs", run_id=run_id, created_at=f"2024-01-0{day}T00:00:00Z")]
        folders.append(write_run(tmp_path / "runs", name, tables, {}, nothing).folder)
    to = tmp_path / ("all.duckdb" if form == "duckdb" else "all")
    for _ in range(2):  # the second time the files are there already
        export([*folders, folders[0]], form, to)
    if form == "duckdb":
        with duckdb.connect(str(to), read_only=True) as connection:
            found = connection.sql("select run_id, strftime(time, '%d') from trend").fetchall()
    else:
        _, rows = by_duckdb(to / f"trend.{form}")
        found = [(row["run_id"], f"{row['time']:%d}") for row in rows]
    assert found == [("run-2", "02"), ("run-1", "03")]
    assert "a is passed over" in caplog.text


def test_a_column_that_an_older_run_lacks_is_null(tmp_path: Path) -> None:
    run = write_run(tmp_path / "runs", "r", whole(), {}, nothing)
    old = Run(run.folder, run.run_id, {}, {"aggregates": ({"run_id": "run-1"},)}, {})
    from toolkit.exporting._tables import tables

    found = next(table for table in tables([run, run]) if table.name == "aggregates")
    assert len(found.rows) == 2
    runs_row = run.rows("runs")
    with_old = Run(run.folder, run.run_id, {}, {**old.tables, "runs": runs_row}, {})
    (row,) = next(table for table in tables([with_old]) if table.name == "aggregates").rows
    assert row["low"] is None
    assert list(row) == list(schema("aggregates")["properties"])


@pytest.mark.parametrize(("form", "library"), [("parquet", "pyarrow"), ("duckdb", "pyarrow"), ("duckdb", "duckdb")])
def test_what_is_missing_is_named_with_its_cure(
    form: str, library: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(NotReadyError, match=rf"'{library}' is missing; run: pip install .*\[export\]"):
        export([run.folder], form, tmp_path / "out")
    assert not [path for path in tmp_path.rglob("*") if path.suffix in {".parquet", ".duckdb"}]


def test_what_cannot_be_written_is_one_line_and_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="it is a file; name a folder"):
        export([run.folder], "csv", tmp_path / "file")
    with pytest.raises(OutputError, match="it is a folder; name the file"):
        export([run.folder], "duckdb", tmp_path)
    with pytest.raises(OutputError, match="cannot write"):
        export([run.folder], "parquet", tmp_path / "file" / "out")
    with pytest.raises(InputError, match="no run to export"):
        export([], "csv", tmp_path / "out")
    monkeypatch.setattr(_export_arrow, "_statements", lambda _: ["no statement"])
    with pytest.raises(OutputError, match=r"cannot write .*runs\.duckdb: Parser Error"):
        export([run.folder], "duckdb", tmp_path / "runs.duckdb")
    assert not list(tmp_path.glob("*.duckdb"))
    assert not list(tmp_path.glob(".*"))


def test_an_export_is_read_by_a_table_of_arrow_in_memory(run: Run, tmp_path: Path) -> None:
    """What Parquet says of a table is in its metadata, for whoever finds the file alone."""
    export([run.folder], "parquet", tmp_path)
    data = io.BytesIO((tmp_path / "verdicts.parquet").read_bytes())
    assert pq.read_schema(data).metadata[b"description"].decode() == schema("verdicts")["description"]
    assert isinstance(pq.read_table(data), pa.Table)
