"""toolkit runs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from toolkit.cli import _options as options


@click.command("runs")
@options.runs_folder
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of stdout.")
def command(out: Path, form: str) -> int:
    """List the finished runs, the latest last."""
    from toolkit.tables import runs

    found = runs(out)
    if form == "json":
        click.echo(
            json.dumps([{"folder": str(each.folder), **each.row} for each in found], ensure_ascii=False, indent=1)
        )
        return 0
    if not found:
        click.echo(f"no finished run in {out}; make one with: toolkit run")
    for each in found:
        row = each.row
        counts = f"articles: {row['articles']}, systems: {row['systems']}"
        click.echo(f"{row['created_at']}  {row['run_id']}  {row['status']:<8} {counts:<24} {each.folder}")
    return 0
