"""Runs as files that dashboards read: Parquet, DuckDB, CSV, JSON."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from toolkit import files
from toolkit.errors import InputError, OutputError
from toolkit.exporting._arrow import write_duckdb, write_parquet
from toolkit.exporting._tables import Table, tables
from toolkit.exporting._text import write_csv, write_json
from toolkit.tables import Run, load_run

log = logging.getLogger(__name__)

_EACH: Mapping[str, Callable[[Table, Path], Path]] = {
    "parquet": write_parquet,
    "csv": write_csv,
    "json": write_json,
}
FORMS = (*_EACH, "duckdb")


def export(folders: Sequence[Path], form: str, to: Path) -> list[Path]:
    """Write the tables of runs in another form.

    Args:
        folders: of the runs, at least one. Of several runs with one id the newest counts: they hold the same numbers.
        form: one of `FORMS`.
        to: a folder, where each table gets a file; for `duckdb` the file.

    Returns:
        The files written; each is replaced as a whole where it is there already.

    Raises:
        InputError: one is no finished run, or was changed since.
        NotReadyError: what the form needs is not installed.
        OutputError: it cannot be written.
    """
    found = list(tables(_runs(folders)))
    if form == "duckdb":
        files.make_folder(to.parent)
        if to.is_dir():
            raise OutputError(f"cannot write {to}: it is a folder; name the file, as {to / 'runs.duckdb'}")
        return [write_duckdb(found, to)]
    if to.is_file():
        raise OutputError(f"cannot write {to}: it is a file; name a folder for the {len(found)} tables")
    files.make_folder(to)
    return [_EACH[form](table, to) for table in found]


def _runs(folders: Sequence[Path]) -> list[Run]:
    """Read runs, the oldest first, one an id."""
    if not folders:
        raise InputError("no run to export; make one with: toolkit run")
    found = [load_run(folder) for folder in dict.fromkeys(folder.resolve() for folder in folders)]
    found.sort(key=lambda run: (run.rows("runs")[0]["created_at"], run.folder.name))
    newest = {run.run_id: run for run in found}
    for run in found:
        if newest[run.run_id] is not run:
            log.warning("%s is passed over: %s holds the same run", run.folder, newest[run.run_id].folder)
    return [run for run in found if newest[run.run_id] is run]
