"""Pages about finished runs: one run, the same lines over several, and a list of all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit import files, jsonl, plugins
from toolkit.errors import InputError
from toolkit.tables import Listed, Run, load_run, runs

PAGE, INDEX = "report.html", "index.html"


def report(folders: Sequence[Path], to: Path | None = None) -> Path:
    """Write the page of the newest of some runs, with the trend over all of them.

    Args:
        folders: of the runs, at least one; a run that is named twice counts once.
        to: the page's file; by default `report.html` in the newest run's folder.

    Returns:
        The page's file.

    Raises:
        InputError: one is no finished run, or was changed since.
        OutputError: the page cannot be written.
    """
    found = [load_run(folder) for folder in dict.fromkeys(folder.resolve() for folder in folders)]
    found.sort(key=lambda run: (run.rows("runs")[0]["created_at"], run.folder.name))
    page = plugins.load("reporters", "html")().render_runs(found)
    path = to or found[-1].folder / PAGE
    files.make_folder(path.parent)
    files.replace(path, page.encode())
    return path


def index(out: Path) -> Path:
    """Write the page that lists a folder's finished runs, each with a link to its own page where there is one.

    Args:
        out: folder of the runs; the page is its `index.html`.

    Raises:
        InputError: there is no such folder, or a run's table is damaged.
        OutputError: the page cannot be written.
    """
    if not out.is_dir():
        raise InputError(f"{out} is no folder; give the folder that holds the runs")
    found = [(_boards_of(listed), (listed.folder / PAGE).is_file()) for listed in runs(out)]
    page = plugins.load("reporters", "html")().render_index(found)
    files.replace(out / INDEX, page.encode())
    return out / INDEX


def _boards_of(listed: Listed) -> Run:
    """Read of a run what a list shows, and nothing more: of a hundred runs the rest would take minutes."""
    rows = tuple(row for _, row in jsonl.read_lines(listed.folder / "aggregates.jsonl"))
    tables = {"runs": (listed.row,), "aggregates": rows}
    return Run(listed.folder, listed.row["run_id"], {}, tables, {})
