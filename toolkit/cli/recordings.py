"""toolkit recordings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import _drift, _transfer
from toolkit.cli import _options as options

if TYPE_CHECKING:
    from toolkit.recordings import Listing, Pruned, Unanswered


@click.group("recordings")
def group() -> None:
    """Look after recorded translations: what offline runs replay, and what was paid for."""


@group.command("list")
@options.recordings_folder
@click.option("--unknown", is_flag=True, help="Only texts that were sent and never answered, one by one.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of stdout.")
def list_files(folder: Path, unknown: bool, form: str) -> int:
    """List the recordings files: whose answers, how many, from when."""
    from toolkit.recordings import listing, unanswered

    found = unanswered(folder) if unknown else listing(folder)
    if form == "json":
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
    elif not found:
        click.echo(f"no {'unanswered text' if unknown else 'recording'} in {folder}")
    elif unknown:
        _show_unanswered(unanswered(folder))
    else:
        for each in listing(folder):
            _show_listing(each)
    return 0


def _show_listing(each: Listing) -> None:
    told = ", ".join(f"{key} {value}" for key, value in {**each.engine, **each.options}.items())
    click.echo(f"{each.file}: {each.backend} ({told or 'defaults'}), {', '.join(each.languages)}")
    billed = f", {each.billed_characters} billed" if each.billed_characters is not None else ""
    click.echo(f"  {each.recordings} recordings of {each.keys} texts, {each.characters} characters{billed}")
    click.echo(f"  from {each.first or '-'} to {each.last or '-'}")
    if each.in_flight or each.unknown:
        click.echo(
            f"  {each.in_flight} texts were in flight when a run was killed, {each.unknown} never answered "
            "(each of them: toolkit recordings list --unknown)"
        )


def _show_unanswered(found: Sequence[Unanswered]) -> None:
    from toolkit.recordings._journal import OPENING
    from toolkit.recordings._nearest import shortened

    states = {"sent": "in flight", "unknown": "unknown"}
    for file in dict.fromkeys(each.file for each in found):
        mine = [each for each in found if each.file == file]
        click.echo(f"{file}: {len(mine)} texts, {sum(each.characters for each in mine)} characters")
        for each in mine:
            more = "…" if each.characters > len(each.opening) else ""
            text = shortened(each.opening + more, OPENING + 1) if each.opening else "(its beginning was not noted)"
            click.echo(f"  {each.sent_at}  {states[each.state]:<9} {each.characters:>6} characters  {text}")
            click.echo(f"    {each.key}")
    if any(each.state == "unknown" for each in found):
        click.echo("unknown: no answer came in time; a paid backend gets them again, and may bill them twice, with:")
        click.echo("  toolkit run … --resend-unknown")
    if any(each.state == "sent" for each in found):
        click.echo(
            "in flight: their run was killed, or could not read the answer; sent again, without being asked, by:"
        )
        click.echo("  toolkit run …")


@group.command("verify")
@options.recordings_folder
def verify_files(folder: Path) -> int:
    """Check that every line is whole and every key belongs to its fields; exit 1 where one does not.

    A text whose translation has changed over time is told, but is no error: that is how drift is seen.
    """
    from toolkit.errors import InputError
    from toolkit.recordings import listing, verify

    if not folder.is_dir():
        raise InputError(f"no such folder: {folder}; name the one that holds the recordings with --recordings")
    problems = verify(folder)
    for problem in problems:
        click.echo(f"{folder / problem.file}:{problem.line}: {problem.kind}: {problem.message}", err=True)
    faults = [problem for problem in problems if problem.kind != "drift"]
    if faults:
        click.echo(f"{len(faults)} lines to mend", err=True)
        return 1
    click.echo(f"{sum(each.recordings for each in listing(folder))} recordings in {folder} hold true")
    return 0


@group.command("prune")
@options.recordings_folder
@click.option("-b", "--backend", default="", metavar="NAME", help="Only of this backend, or this recordings file.")
@click.option("--older-than", default="", metavar="TIME", help="Also latest answers recorded before that.")
@click.option("--all", "everything", is_flag=True, help="All recordings of --backend.")
@click.option("--yes", is_flag=True, help="Do it; without, it is only said.")
def prune_files(folder: Path, backend: str, older_than: str, everything: bool, yes: bool) -> int:
    """Move superseded answers into an archive; remove journals and locks that have nothing left to tell.

    Of each text the latest answer stays, unless --older-than or --all says otherwise. Nothing recorded is deleted: the
    archive is beside the recordings, and `toolkit recordings import` brings it back.
    """
    from datetime import UTC, datetime

    from toolkit.recordings import Choice, prune

    if everything and not backend:
        raise click.UsageError("--all goes with --backend NAME")
    before = options.time(older_than, "--older-than") if older_than else ""
    found = prune(folder, Choice(backend, before, everything), f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", write=yes)
    for each in found:
        click.echo(_pruned(each, done=yes))
    if not found:
        click.echo(f"nothing to prune in {folder}")
    elif not yes:
        click.echo("nothing was done; to do it, add --yes")
    return 0


def _pruned(each: Pruned, *, done: bool) -> str:
    """Tell in one line what went, or would go, out of a file."""
    parts = []
    if each.archive is not None:
        counts = [f"{each.superseded} superseded"] if each.superseded else []
        counts += [f"{each.old} other"] if each.old else []
        parts.append(f"{' and '.join(counts)} recordings {'moved' if done else 'would move'} to {each.archive}")
        parts.append(f"{each.kept} {'stay' if done else 'would stay'}")
    gone = [name for name, goes in (("journal", each.journal), ("lock", each.lock)) if goes]
    if gone:
        parts.append(f"{' and '.join(gone)} {'removed' if done else 'would be removed'}")
    return f"{each.file}: {', '.join(parts)}"


for _command in (_transfer.export_recordings, _transfer.import_recordings, _drift.command):
    group.add_command(_command)
