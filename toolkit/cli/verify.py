"""toolkit verify."""

from __future__ import annotations

import json
from pathlib import Path

import click

from toolkit.cli import _options as options


@click.command("verify")
@click.argument("name", metavar="[RUN]", default="latest")
@options.runs_folder
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of stdout.")
def command(name: str, out: Path, form: str) -> int:
    """Derive every number of a run again, from its own tables.

    RUN is a run's folder, its id, or `latest` (the default). Scores, coverage, ranks, losses, differences, intervals,
    p and verdicts follow from the statistics; each text is checked against the digest of what was scored, and what is
    said of each bullet against both. The first thing that does not agree is named, with exit code 1.
    """
    from toolkit.tables import find_run
    from toolkit.verifying import verify

    found = verify(find_run(name, out))
    if form == "json":
        told = {"run_id": found.run.run_id, "folder": str(found.run.folder), "ok": not found.problems}
        counts = {} if found.problems else {"derived": dict(found.counts)}
        click.echo(json.dumps({**told, "problems": list(found.problems), **counts}, ensure_ascii=False, indent=1))
    elif found.problems:
        for problem in found.problems:
            click.echo(f"mismatch: {problem}")
    else:
        amounts = ", ".join(f"{table} {count:,}" for table, count in found.counts.items())
        click.echo(f"ok: {found.run.folder}: derived again and found the same: {amounts}")
    return 1 if found.problems else 0
