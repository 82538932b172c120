"""toolkit export."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli import _options as options

FORMS = ("parquet", "duckdb", "csv", "json")


@click.command("export")
@click.argument("names", metavar="[RUN]...", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMS), required=True, help="Form of the tables.")
@click.option(
    "--to", type=click.Path(path_type=Path), required=True, help="Folder of the files; with duckdb, the one file."
)
@click.option("--all", "every", is_flag=True, help="All finished runs, for dashboards over time.")
@options.runs_folder
def command(names: tuple[str, ...], form: str, to: Path, every: bool, out: Path) -> int:
    """Write the tables of runs in a form that other programs read.

    RUN is a run's folder, its id, or `latest` (the default). Rows of several runs stand in one table, told apart by
    run_id; the table `trend` puts each score beside the time of its run. docs/dashboards.md shows what to do with them.
    """
    from toolkit.exporting import export
    from toolkit.tables import find_run, runs

    if every and names:
        raise click.UsageError("--all exports every run; leave RUN out")
    folders = [each.folder for each in runs(out)] if every else [find_run(name, out) for name in names or ("latest",)]
    for path in export(folders, form, to):
        click.echo(path)
    return 0
