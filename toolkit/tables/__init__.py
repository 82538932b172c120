"""A run's folder: its tables written aside and committed in one rename, and read back only when they are whole.

`manifest.json` names every file with its rows and SHA-256. It is written last, so that a folder with a manifest is a
finished run, and a file that was changed or cut since is told from one that was not.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial as later
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import files, jsonl
from toolkit._version import __version__
from toolkit.errors import InputError
from toolkit.tables import _run_files, _run_folder
from toolkit.tables._run_files import CountReads, Lazy, RowReads
from toolkit.tables.rows import STATISTICS, TABLES, Row, columns, describe, row, schema, typed_first

if TYPE_CHECKING:
    from toolkit.tables.counts import Counts

__all__ = [
    "STATISTICS",
    "TABLES",
    "Listed",
    "Opened",
    "Row",
    "Run",
    "columns",
    "describe",
    "find_run",
    "latest",
    "load_run",
    "open_run",
    "require_writable",
    "row",
    "runs",
    "schema",
    "write_run",
]

MANIFEST = "manifest.json"
FORMAT_VERSION = 1

_NAME = re.compile(r"(statistics/)?[A-Za-z0-9_][A-Za-z0-9_.-]*")

Rows = Mapping[str, Sequence[Row]]
Files = Callable[["Run"], Mapping[str, str]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as its folder holds it.

    Attributes:
        folder: where it stands.
        run_id: `run-…`.
        manifest: what manifest.json says; empty while the run is being written.
        tables: rows of each table, by its name; a table that a run has no part in is missing.
        statistics: rows of each statistics file, by the metric's name.
        counts: the same rows as arrays, in the order in which they were made; a metric whose arrays the folder does
            not hold is missing. Not looked at when runs are compared for equality: they say nothing of their own.
    """

    folder: Path
    run_id: str
    manifest: Mapping[str, Any] = field(repr=False)
    tables: Mapping[str, tuple[Row, ...]] = field(repr=False)
    statistics: Mapping[str, tuple[Row, ...]] = field(repr=False)
    counts: Mapping[str, Counts] = field(default_factory=dict, compare=False, repr=False)

    def rows(self, table: str) -> tuple[Row, ...]:
        """Give a table's rows, none where the run has no such table."""
        return self.tables.get(table, ())


@dataclass(frozen=True, slots=True)
class Listed:
    """A finished run among others.

    Attributes:
        folder: where it stands.
        row: its row of the table `runs`.
    """

    folder: Path
    row: Row


@dataclass(frozen=True, slots=True)
class Opened:
    """A run as it stands on disk, whole or not.

    Attributes:
        run: what could be read of it.
        problems: what is wrong with a file, by its path in the run's folder; empty for a run that is as it was written.
    """

    run: Run
    problems: Mapping[str, str]


def require_writable(out: Path) -> None:
    """Make the folder of the runs, and see that something can be written into it.

    Raises:
        OutputError: it cannot.
    """
    files.make_folder(out)
    probe = out / f".{secrets.token_hex(6)}.partial"
    files.make_folder(probe)
    probe.rmdir()


def write_run(out: Path, name: str, tables: Rows, statistics: Rows, render: Files) -> Run:
    """Write a run's folder: all of it, or nothing that anybody sees.

    Args:
        out: folder of the runs; made where it is missing.
        name: of the run's folder; one that is taken gets -2, -3 …
        tables: rows of each table, made by `row`; `runs` has exactly one.
        statistics: rows of each statistics file, by the metric's name, made by `row`.
        render: what makes the text files beside the tables, by name, of the run.

    Returns:
        The run, as `load_run` would give it.

    Raises:
        OutputError: it cannot be written.
        ValueError: rows were not made by `row`, or are not all of one run.
    """
    run_id = str(tables["runs"][0]["run_id"])
    texts = {f"{table}.jsonl": typed_first(rows) for table, rows in tables.items()}
    texts |= {f"{STATISTICS}/{metric}.jsonl": typed_first(rows) for metric, rows in statistics.items()}
    for file, rows in texts.items():
        _check(file, rows, run_id)
    reads = {file: later(tuple, rows) for file, rows in texts.items()}
    arrays = _run_files.made_arrays(statistics)
    files.make_folder(out)
    _run_folder.sweep(out)
    with _run_folder.aside(out, name) as (partial, folder):
        run = _run(folder, run_id, {}, reads, arrays)
        entries = [_run_folder.write(partial, file, jsonl.dump_all(rows), len(rows)) for file, rows in texts.items()]
        entries += _run_files.write_arrays(partial, arrays)
        for file, text in render(run).items():
            _check(file, (), run_id)
            entries.append(_run_folder.write(partial, file, [jsonl.clean(text).encode()], None))
        manifest = _listing(run_id, entries)
        _run_folder.write(partial, MANIFEST, [(json.dumps(manifest, indent=2) + "\n").encode()], None)
        files.publish(partial, folder)
    return _run(folder, run_id, manifest, reads, arrays)


def load_run(path: str | os.PathLike[str]) -> Run:
    """Read a run's folder, and see that every file is as it was written; rows are read when they are first asked for.

    Raises:
        InputError: it is no finished run, a newer toolkit wrote it, or a file is missing or was changed.
    """
    folder = Path(path)
    manifest = _manifest(folder)
    for entry in manifest["files"]:
        _run_files.require_unchanged(folder, entry)
    tables = [entry for entry in manifest["files"] if entry["rows"] is not None]
    reads = {entry["path"]: later(_run_files.rows_of, folder, entry) for entry in tables}
    return _run(folder, manifest["run_id"], manifest, reads, _run_files.kept_arrays(folder, manifest["files"]))


def open_run(path: str | os.PathLike[str]) -> Opened:
    """Read a run's folder whatever was changed in it since, and say which files were.

    Raises:
        InputError: it is no finished run, or a newer toolkit wrote it.
    """
    folder = Path(path)
    manifest = _manifest(folder)
    reads, problems, there = {}, {}, []
    for entry in manifest["files"]:
        try:
            rows, sound = _run_files.read(folder, entry)
        except InputError as error:
            problems[entry["path"]] = str(error).partition("; ")[0]
            continue
        there.append(entry)
        if not sound:
            problems[entry["path"]] = _run_files.changed(folder / entry["path"])
        if rows is not None:
            reads[entry["path"]] = later(tuple, rows)
    arrays = _run_files.kept_arrays(folder, there)
    return Opened(_run(folder, manifest["run_id"], manifest, reads, arrays), problems)


def runs(out: Path) -> tuple[Listed, ...]:
    """List the finished runs of a folder, the newest last; what cannot be read is passed over with a warning."""
    found = []
    for manifest in sorted(out.glob(f"*/{MANIFEST}")):
        try:
            _manifest(manifest.parent)
            row = next(row for _, row in jsonl.read_lines(manifest.parent / "runs.jsonl"))
            found.append(Listed(manifest.parent, {name: row[name] for name in columns("runs")}))
        except KeyError as error:
            log.warning("%s is passed over: an older toolkit made it, without the column %s", manifest.parent, error)
        except (InputError, StopIteration) as error:
            log.warning("%s is passed over: %s", manifest.parent, error or "its runs.jsonl is empty")
    return tuple(sorted(found, key=lambda listed: (listed.row["created_at"], listed.folder.name)))


def latest(out: Path) -> Path:
    """Give the folder of the newest finished run.

    Raises:
        InputError: there is none.
    """
    found = runs(out)
    if not found:
        raise InputError(f"no finished run in {out}; make one with: toolkit run")
    return found[-1].folder


def find_run(name: str, out: Path) -> Path:
    """Give the folder of the run that somebody names.

    Args:
        name: a run's folder, its name in `out`, a run's id (with or without `run-`), or `latest`. Of several runs with
            one id the newest is meant.
        out: folder of the runs.

    Raises:
        InputError: there is none.
    """
    if name == "latest":
        return latest(out)
    if Path(name).is_dir():
        return Path(name)
    for each in reversed(runs(out)):
        if name in {each.folder.name, each.row["run_id"], each.row["run_id"].removeprefix("run-")}:
            return each.folder
    raise InputError(f"no finished run {name!r} in {out}, and no such folder; list the runs with: toolkit runs")


def _run(folder: Path, run_id: str, manifest: Mapping[str, Any], rows: RowReads, counts: CountReads) -> Run:
    return Run(
        folder,
        run_id,
        manifest,
        tables=Lazy({Path(file).stem: read for file, read in rows.items() if "/" not in file}),
        statistics=Lazy({Path(file).stem: read for file, read in rows.items() if "/" in file}),
        counts=Lazy({Path(file).stem: read for file, read in counts.items()}),
    )


def _check(file: str, rows: Sequence[Row], run_id: str) -> None:
    """See that a file's rows are of one form and one run: anything else is a bug of whoever made them."""
    if not _NAME.fullmatch(file) or file == MANIFEST:
        raise ValueError(f"no file of a run can be named {file!r}")
    table, *_ = Path(file).parts[0].split(".")
    wanted = () if not rows else tuple(rows[0]) if table == STATISTICS else columns(table)
    for cells in rows:
        if tuple(cells) != wanted or cells["run_id"] != run_id or cells["record"] != table:
            raise ValueError(f"{file}: a row that is not of this table and run: {cells}")


def _listing(run_id: str, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "record": "manifest",
        "format_version": FORMAT_VERSION,
        "run_id": run_id,
        "toolkit_version": __version__,
        "files": entries,
    }


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        what = "is not a finished run: it has no manifest.json" if folder.is_dir() else "is no folder"
        raise InputError(f"{folder} {what}; list the runs with: toolkit runs")
    try:
        manifest = json.loads(files.read_text(path))
        version, entries, _ = manifest["format_version"], manifest["files"], manifest["run_id"]
        sound = all(_NAME.fullmatch(entry["path"]) and entry["sha256"] and "rows" in entry for entry in entries)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is damaged; make the run again") from error
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise InputError(f"{folder} was written in format {version}, newer than this toolkit's; upgrade the toolkit")
    if not sound:
        raise InputError(f"{path} is damaged; make the run again")
    return dict(manifest)
