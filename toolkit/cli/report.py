"""toolkit report."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli import _options as options


@click.command("report")
@click.argument("names", metavar="[RUN]...", nargs=-1)
@options.runs_folder
@click.option("--to", type=options.FILE, help="File to write (report.html in the run's folder).")
@click.option(
    "--format", "form", type=click.Choice(["html", "md"]), default="html", help="A page, or Markdown on stdout."
)
@click.option(
    "--index", type=options.FOLDER, metavar="DIR", help="List all runs of a folder in its index.html instead."
)
def command(names: tuple[str, ...], out: Path, to: Path | None, form: str, index: Path | None) -> int:
    """Write a run as one HTML page that opens anywhere, without network.

    RUN is a run's folder, its id, or `latest` (the default). Of several runs the page shows the newest, and how the
    numbers of all came about.
    """
    from toolkit import reporting
    from toolkit.tables import find_run, load_run

    if index is not None:
        if names or to:
            raise click.UsageError("--index lists a folder of runs; leave RUN and --to out")
        click.echo(reporting.index(index))
        return 0
    folders = [find_run(name, out) for name in names or ("latest",)]
    if form == "html":
        click.echo(reporting.report(folders, to))
        return 0
    if len(folders) > 1 or to:
        raise click.UsageError("--format md prints one run; name one, and redirect it into a file")
    from toolkit import plugins

    click.echo(plugins.load("reporters", "markdown")().render(load_run(folders[0])), nl=False)
    return 0
