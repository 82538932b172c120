"""A run's folder: whole or absent, checked when read, and read by every tool people use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.json
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.cli.six import without_arrays
from toolkit import tables
from toolkit.errors import InputError, OutputError
from toolkit.tables import (
    STATISTICS,
    TABLES,
    Run,
    _run_files,
    _run_folder,
    latest,
    load_run,
    require_writable,
    row,
    runs,
    schema,
    write_run,
)

RUN = "run-0a1b2c3d"
COUNTS = ("matches", "total")
SAMPLES = {
    "^run-.": RUN,
    "^art-.": "art-007",
    "^seg-.": "seg-001",
    "^sha256:[0-9a-f]{64}$": "sha256:" + "0" * 64,
}


def sample(table: str, **cells: object) -> dict[str, Any]:
    """Make a small row: of each column the least its schema allows."""
    found = schema(table, COUNTS if table == STATISTICS else ())
    made = {name: _least(spec) for name, spec in found["properties"].items() if "const" not in spec}
    made |= {"segments": {"reason": ""}, "bullets": {"status": "extra"}}.get(table, {})
    return row(table, **{**made, **cells})


def _least(spec: Mapping[str, Any]) -> object:
    kinds = spec["type"] if isinstance(spec["type"], list) else [spec["type"]]
    if "enum" in spec:
        return spec["enum"][0]
    if "string" in kinds:
        pattern = spec.get("pattern", "")
        return SAMPLES.get(pattern) or ("2024-01-02T03:04:05Z" if "T[0-9]" in pattern else "" if pattern else "a word")
    if "boolean" in kinds:
        return False
    return None if "null" in kinds else spec.get("minimum", 0)


def whole(**cells: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[Any]]:
    """Give every table with one small row, less what is given otherwise."""
    return {table: [sample(table)] for table in TABLES} | cells


def nothing(_: Run) -> dict[str, str]:
    return {}


def write(out: Path, name: str = "r", **cells: Sequence[Mapping[str, Any]]) -> Run:
    return write_run(out, name, whole(**cells), {"bleu": [sample(STATISTICS)]}, nothing)


def visible(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir())


# Writing


def test_a_run_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    written = write_run(tmp_path, "r", whole(), {"bleu": [sample(STATISTICS)]}, lambda run: {"report.md": run.run_id})
    read = load_run(tmp_path / "r")
    assert read == written
    assert set(read.tables) == set(TABLES)
    assert read.statistics["bleu"][0]["matches"] is None
    assert read.rows("failures")[0]["article_id"] == ""
    assert read.rows("lunches") == ()
    assert (read.folder / "report.md").read_text(encoding="utf-8") == RUN
    assert load_run(str(tmp_path / "r")) == read


def test_the_manifest_names_every_file_with_its_rows_and_digest(tmp_path: Path) -> None:
    folder = write(tmp_path, failures=[]).folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run_id"] == RUN
    assert manifest["format_version"] == 1
    assert {entry["path"]: entry["rows"] for entry in manifest["files"]} == {
        **{f"{table}.jsonl": 1 for table in TABLES},
        "failures.jsonl": 0,
        "statistics/bleu.jsonl": 1,
        "statistics/bleu.npz": None,
    }
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert on_disk == {entry["path"] for entry in manifest["files"]} | {"manifest.json"}
    # of no bytes at all: FIPS 180-4's example, as sha256sum prints it for an empty file
    empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert next(e["sha256"] for e in manifest["files"] if e["path"] == "failures.jsonl") == empty


def test_the_same_tables_make_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (write(tmp_path, "a").folder, write(tmp_path, "b").folder)
    )
    assert Path("manifest.json") in first
    assert first == second


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()  # empty: POSIX would let a rename take its place
    assert [write(tmp_path).folder.name for _ in range(2)] == ["r-2", "r-3"]
    assert visible(tmp_path) == ["r", "r-2", "r-3"]


def test_a_name_that_another_process_is_writing_is_left_to_it(tmp_path: Path) -> None:
    (tmp_path / ".r.partial").mkdir()
    assert write(tmp_path).folder.name == "r-2"
    assert (tmp_path / ".r.partial").is_dir()


def test_runs_that_are_written_at_once_each_get_a_folder_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda _: write(tmp_path).folder.name, range(24)))
    assert sorted(names) == visible(tmp_path)
    assert len(set(names)) == 24
    assert all(load_run(tmp_path / name) for name in names)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, OSError])
@pytest.mark.parametrize("moment", ["bullets.jsonl", "statistics/bleu.jsonl", "manifest.json", "publish", "render"])
def test_whatever_ends_the_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], moment: str
) -> None:
    def fail(*_: object) -> dict[str, str]:
        raise error

    def failing(inner: Callable[..., Any]) -> Callable[..., Any]:
        return lambda path, *more: fail() if path.as_posix().endswith(moment) else inner(path, *more)

    monkeypatch.setattr(tables.files, "fresh", failing(tables.files.fresh))
    if moment == "publish":
        monkeypatch.setattr(tables.files, "publish", fail)
    with pytest.raises(error):
        write_run(tmp_path, "r", whole(), {"bleu": []}, fail if moment == "render" else nothing)
    assert visible(tmp_path) == []


KILLED = """
import json, os, pathlib, sys
from toolkit.tables import write_run
write_run(pathlib.Path(sys.argv[1]), "r", json.loads(sys.argv[2]), {}, lambda run: os._exit(9))
"""


def test_a_process_killed_while_writing_leaves_nothing_visible_and_the_next_run_is_whole(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path), json.dumps(whole())]
    environment = {**os.environ, "PYTHONPATH": str(Path(tables.__file__).parents[2])}
    assert subprocess.run(command, env=environment, check=False).returncode == 9
    assert visible(tmp_path) == [".r.partial"]
    assert runs(tmp_path) == ()
    assert load_run(write(tmp_path).folder)


def test_what_a_killed_run_left_is_swept_after_an_hour_and_not_before(tmp_path: Path) -> None:
    for name, age in ((".old.partial", 2 * _run_folder.STALE_S), (".new.partial", 60)):
        (tmp_path / name / "statistics").mkdir(parents=True)
        (tmp_path / name / "runs.jsonl").write_text("{", encoding="utf-8")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    assert runs(tmp_path) == ()
    write(tmp_path)
    assert visible(tmp_path) == [".new.partial", "r"]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for attempt in (lambda: write(tmp_path / "file" / "runs"), lambda: require_writable(tmp_path / "file" / "runs")):
        with pytest.raises(OutputError, match="cannot write") as caught:
            attempt()
        assert "\n" not in str(caught.value)


def test_a_folder_is_tried_without_leaving_a_trace(tmp_path: Path) -> None:
    require_writable(tmp_path / "a" / "b")
    assert visible(tmp_path / "a" / "b") == []


@pytest.mark.parametrize(
    ("given", "files"),
    [
        ({"scores": [sample("failures")]}, {}),
        ({"scores": [{**sample("scores"), "more": 1}]}, {}),
        ({"scores": [sample("scores", run_id="run-other")]}, {}),
        ({"../scores": []}, {}),
        ({}, {"../report.md": ""}),
        ({}, {"a/b.md": ""}),
        ({}, {"manifest.json": ""}),
    ],
)
def test_what_does_not_belong_into_a_run_is_a_bug(
    tmp_path: Path, given: dict[str, list[Any]], files: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"row|named"):
        write_run(tmp_path / "out", "r", whole() | given, {}, lambda _: files)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# Reading


@pytest.mark.parametrize("file", ["scores.jsonl", "statistics/bleu.jsonl", "statistics/bleu.npz", "report.md"])
def test_a_file_that_was_changed_or_taken_away_is_named(tmp_path: Path, file: str) -> None:
    folder = write_run(tmp_path, "r", whole(), {"bleu": [sample(STATISTICS)]}, lambda _: {"report.md": "a word"}).folder
    path = folder / file
    path.write_bytes(path.read_bytes().replace(b"a word", b"a lord"))
    with pytest.raises(InputError, match=f"{path.name} is not what manifest.json says"):
        load_run(folder)
    path.unlink()
    with pytest.raises(InputError, match=f"cannot read .*{path.name}"):
        load_run(folder)


def test_rows_are_read_when_they_are_asked_for_and_then_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path).folder
    asked: list[str] = []
    parse = _run_files.jsonl.parse_lines
    monkeypatch.setattr(
        _run_files.jsonl, "parse_lines", lambda lines, path: (asked.append(path.name), parse(lines, path))[1]
    )
    run = load_run(folder)
    assert run.counts["bleu"].counts.shape == (1, len(COUNTS))
    assert (set(run.tables), set(run.statistics), len(run.statistics)) == (set(TABLES), {"bleu"}, 1)
    assert "bleu" in run.statistics
    assert asked == []
    assert run.rows("scores") is run.rows("scores")
    assert asked == ["scores.jsonl"]


def test_a_table_that_is_changed_between_loading_and_reading_is_named(tmp_path: Path) -> None:
    run = load_run(write(tmp_path).folder)
    path = run.folder / "scores.jsonl"
    path.write_bytes(path.read_bytes().replace(b"a word", b"a lord"))
    with pytest.raises(InputError, match=r"scores\.jsonl is not what manifest\.json says"):
        run.rows("scores")


def test_a_run_without_arrays_is_read_from_its_lines(tmp_path: Path) -> None:
    made = write(tmp_path)
    without_arrays(made.folder)
    old = load_run(made.folder)
    assert old.statistics == made.statistics
    assert not old.counts


def test_a_table_cut_at_a_line_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, failures=[sample("failures")] * 2).folder
    path = folder / "failures.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(InputError, match=r"failures\.jsonl"):
        load_run(folder)


def test_a_manifest_that_counts_other_rows_than_the_table_has_names_the_table(tmp_path: Path) -> None:
    path = write(tmp_path).folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"rows": 1', '"rows": 2', 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"runs\.jsonl is not what manifest\.json says"):
        load_run(path.parent)


def test_a_folder_without_a_manifest_is_not_a_finished_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a finished run"):
        load_run(tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        load_run(tmp_path / "none")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format_version": 2}, "upgrade the toolkit"),
        ({"format_version": "x"}, "upgrade the toolkit"),
        ({"files": [{"path": "../../secret.jsonl", "rows": 1, "sha256": "sha256:0"}]}, "damaged"),
        ({"files": [{"path": "/etc/passwd", "rows": None, "sha256": "sha256:0"}]}, "damaged"),
        ({"files": [{"path": "runs.jsonl"}]}, "damaged"),
        ({"files": 7}, "damaged"),
    ],
)
def test_a_manifest_that_cannot_be_trusted_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = write(tmp_path).folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_run(path.parent)


@pytest.mark.parametrize("text", ["{", "[]", "7", "{}"])
def test_a_manifest_of_another_shape_is_damaged(tmp_path: Path, text: str) -> None:
    path = write(tmp_path).folder / "manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        load_run(path.parent)


def test_runs_are_listed_newest_last_without_unfinished_and_damaged_ones(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name, day in (("a", 3), ("b", 5), ("c", 4), ("broken", 6)):
        write(tmp_path, name, runs=[sample("runs", created_at=f"2024-01-0{day}T00:00:00Z")])
    (tmp_path / "unfinished").mkdir()
    (tmp_path / "broken" / "runs.jsonl").write_text("", encoding="utf-8")
    found = runs(tmp_path)
    assert [listed.folder.name for listed in found] == ["a", "c", "b"]
    assert found[-1].row["created_at"] == "2024-01-05T00:00:00Z"
    assert latest(tmp_path) == tmp_path / "b"
    assert "broken is passed over" in caplog.text


def test_a_run_of_an_older_toolkit_is_passed_over_with_the_column_it_lacks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A run made before a column was added is told, not shown half."""
    made = write_run(tmp_path, "old", {table: [sample(table)] for table in TABLES}, {}, lambda run: {})
    path = made.folder / "runs.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"currency"', '"coin"'), encoding="utf-8")
    assert runs(tmp_path) == ()
    assert "an older toolkit made it, without the column 'currency'" in caplog.text


def test_a_folder_without_runs_has_no_latest(tmp_path: Path) -> None:
    assert runs(tmp_path / "none") == ()
    with pytest.raises(InputError, match="toolkit run"):
        latest(tmp_path / "none")


# Every row there can be


def rows_of(table: str) -> st.SearchStrategy[dict[str, Any]]:
    names = ("total",) if table == STATISTICS else ()
    found = schema(table, names)
    cells = {name: _cells(spec) for name, spec in found["properties"].items() if "const" not in spec}
    return st.fixed_dictionaries({**cells, "run_id": st.just(RUN)}).map(lambda values: row(table, **values))


def _cells(spec: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    kinds = spec["type"] if isinstance(spec["type"], list) else [spec["type"]]
    if "enum" in spec:
        return st.sampled_from(spec["enum"])
    if "pattern" in spec:
        return st.from_regex(spec["pattern"])
    low, high = spec.get("minimum"), spec.get("maximum")
    kind = {
        "string": st.text(min_size=spec.get("minLength", 0), max_size=9),
        "boolean": st.just(True),
        "integer": st.integers(low, 2**53),  # the largest that every reader keeps apart from its neighbor
        "number": st.floats(low, high, allow_nan=False, allow_infinity=False) | st.integers(low, high or 2**53),
        "null": st.none(),
    }
    return st.one_of([kind[name] for name in kinds])


@pytest.mark.parametrize("table", [*(table for table in TABLES if table != "runs"), STATISTICS])
def test_any_row_is_read_back_byte_for_byte(table: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(deadline=None, max_examples=25)
    @given(st.lists(rows_of(table), max_size=3))
    def check(rows: list[dict[str, Any]]) -> None:
        out = tmp_path_factory.mktemp("out")
        named = {"m": rows} if table == STATISTICS else {}
        written = write_run(out, "r", {"runs": [sample("runs")]} | ({} if named else {table: rows}), named, nothing)
        read = load_run(out / "r")
        assert read == written
        found = read.statistics["m"] if named else read.rows(table)
        assert sorted(map(repr, found)) == sorted(map(repr, rows))
        for line in (out / "r" / ("statistics/m.jsonl" if named else f"{table}.jsonl")).read_bytes().splitlines():
            assert list(json.loads(line)) == list(rows[0])

    check()


# Other people's readers

KINDS = {
    "string": ("string", "str", "object", "varchar"),
    "boolean": ("bool", "boolean"),
    "integer": ("int64", "bigint"),
    "number": ("float64", "double"),
    "null": ("null", '"null"', "json"),
}


def _kind(name: str) -> str:
    plain = name.lower()
    if plain.startswith(("datetime", "timestamp")):
        return "time"
    return next(kind for kind, names in KINDS.items() if plain in names)


def by_duckdb(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    found = duckdb.sql(f"select * from read_json_auto('{path.as_posix()}')")
    types = {name: _kind(str(kind)) for name, kind in zip(found.columns, found.types, strict=True)}
    return types, [dict(zip(found.columns, cells, strict=True)) for cells in found.fetchall()]


def by_polars(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    frame = pl.read_ndjson(path)
    return {name: _kind(str(kind)) for name, kind in frame.schema.items()}, frame.to_dicts()


def by_pandas(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    frame = pd.read_json(path, lines=True, dtype=False)  # else it makes 1.0 a 1
    types = {name: "null" if frame[name].isna().all() else _kind(str(kind)) for name, kind in frame.dtypes.items()}
    return types, frame.astype(object).where(frame.notna(), None).to_dict("records")


def by_pyarrow(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    found: pa.Table = pyarrow.json.read_json(path)
    return {field.name: _kind(str(field.type)) for field in found.schema}, found.to_pylist()


# Polars reads an object by simd-json, whose map hashes its keys from the 33rd on (halfbrown, VEC_LIMIT_UPPER): the
# columns of a wider table come in any order, with their names and types.
POLARS_KEEPS = 32

READERS = [by_duckdb, by_polars, by_pandas, by_pyarrow]

# What was seen to mislead readers: nulls before numbers, whole numbers before others, numbers in texts' clothes.
ROWS = {
    "segments": [
        *[sample("segments", translation="a\u2028b\u0085c", latency_ms=None)] * 150,
        sample("segments", billed_characters=7, latency_ms=3, recorded_at="", source_text="12"),
        sample("segments", latency_ms=0.00001),
    ],
    "bullets": [sample("bullets"), sample("bullets", status="matched", matched_position=1, similarity=1, support=0.5)],
    "scores": [sample("scores", score=None), sample("scores", scored=True, score=1), sample("scores", score=None)],
    "aggregates": [
        sample("aggregates", score=None),
        sample("aggregates", scored=True, score=40, rank=1, coverage=1),
        sample("aggregates", scored=True, score=12.5, coverage=0.25),
    ],
    STATISTICS: [sample(STATISTICS, matches=None, total=10**16), sample(STATISTICS, matches=2, total=1e-7)],
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("table", [*TABLES, STATISTICS])
@pytest.mark.parametrize("rows", ["made to mislead", "one, with every null"])
def test_every_table_is_read_with_the_types_of_its_schema(
    reader: Callable[[Path], tuple[dict[str, str], list[dict[str, Any]]]], table: str, rows: str, tmp_path: Path
) -> None:
    given = ROWS.get(table, [sample(table)]) if rows == "made to mislead" else [sample(table)]
    named = {"bleu": given} if table == STATISTICS else {}
    run = write_run(tmp_path, "r", {"runs": [sample("runs")]} | ({} if named else {table: given}), named, nothing)
    written = run.statistics["bleu"] if named else run.rows(table)
    kinds, read = reader(run.folder / ("statistics/bleu.jsonl" if named else f"{table}.jsonl"))
    found = schema(table, COUNTS if named else ())
    validator = Draft202012Validator(found)
    for line in written:
        validator.validate(line)
    wide = reader is by_polars and len(found["properties"]) > POLARS_KEEPS
    order = sorted if wide else list
    assert order(kinds) == order(found["properties"])
    for name, spec in found["properties"].items():
        allowed = set(spec["type"]) if isinstance(spec["type"], list) else {spec["type"]}
        if reader is by_pandas and "null" in allowed:
            allowed.add("number")  # pandas keeps whole numbers with gaps as floats
        if all(line[name] is None for line in written):
            assert kinds[name] == "null", name
        elif kinds[name] == "time":
            assert name.endswith("_at")
        else:
            assert kinds[name] in allowed - {"null"}, name
            assert [line[name] for line in read] == [line[name] for line in written], name
