"""toolkit recordings."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli import _options as options

_FOLDER = click.option(
    "--recordings",
    "folder",
    type=options.FOLDER,
    default=Path("outputs/recordings"),
    show_default=True,
    help="Folder of the recordings.",
)


@click.group("recordings")
def group() -> None:
    """Look after recorded translations: what offline runs replay, and what was paid for."""


@group.command("list")
@_FOLDER
@click.option("--unknown", is_flag=True, help="Only files with texts that were sent and never answered.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of stdout.")
def list_files(folder: Path, unknown: bool, form: str) -> int:
    """List the recordings files: whose answers, how many, from when."""
    import json
    from dataclasses import asdict

    from toolkit.recordings import listing

    found = [each for each in listing(folder) if not unknown or each.unknown]
    if form == "json":
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
        return 0
    if not found:
        click.echo(f"no {'unanswered text' if unknown else 'recording'} in {folder}")
    for each in found:
        told = ", ".join(f"{key} {value}" for key, value in {**each.engine, **each.options}.items())
        click.echo(f"{each.file}: {each.backend} ({told or 'defaults'}), {', '.join(each.languages)}")
        billed = f", {each.billed_characters} billed" if each.billed_characters is not None else ""
        click.echo(f"  {each.recordings} recordings of {each.keys} texts, {each.characters} characters{billed}")
        click.echo(f"  from {each.first or '-'} to {each.last or '-'}")
        if each.in_flight or each.unknown:
            click.echo(f"  {each.in_flight} texts were in flight when a run was killed, {each.unknown} never answered")
    return 0


@group.command("verify")
@_FOLDER
def verify_files(folder: Path) -> int:
    """Check that every line is whole and every key belongs to its fields; exit 1 where one does not.

    A text whose translation has changed over time is told, but is no error: that is how drift is seen.
    """
    from toolkit.recordings import listing, verify

    problems = verify(folder)
    for problem in problems:
        click.echo(f"{folder / problem.file}:{problem.line}: {problem.kind}: {problem.message}", err=True)
    faults = [problem for problem in problems if problem.kind != "drift"]
    if faults:
        click.echo(f"{len(faults)} lines to mend", err=True)
        return 1
    click.echo(f"{sum(each.recordings for each in listing(folder))} recordings in {folder} hold true")
    return 0
