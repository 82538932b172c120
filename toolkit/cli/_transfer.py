"""toolkit recordings export and import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import _options as options

if TYPE_CHECKING:
    from toolkit.recordings.transfer import Imported


@click.command("export")
@click.argument("file")
@options.recordings_folder
@click.option("--format", "form", type=click.Choice(["jsonl", "tmx"]), help="Form of FILE (by its ending).")
@click.option("-b", "--backend", default="", metavar="NAME", help="Only of this backend, or this recordings file.")
@click.option("--source", default="", metavar="CODE", help="Only from this language.")
@click.option("--target", default="", metavar="CODE", help="Only into this language.")
def export_recordings(file: str, folder: Path, form: Any, **wanted: str) -> int:
    """Write recordings to FILE: every line as JSONL (`-`: to stdout), or each text's latest answer as TMX 1.4.

    TMX is what translation memory tools read. It carries every field of a recording, so that `toolkit recordings
    import` makes the same recording of it again.
    """
    from toolkit.recordings.transfer import Wanted, export, export_file, form_of

    chosen = form or form_of(file)
    if file == "-":
        export(folder, sys.stdout.buffer, chosen, Wanted(**wanted))
        return 0
    count = export_file(folder, Path(file), chosen, Wanted(**wanted))
    click.echo(f"{count} recordings written to {file}")
    return 0


@click.command("import")
@click.argument("file", type=options.FILE)
@options.recordings_folder
@click.option("--as", "name", metavar="NAME", help="What another tool's TMX is called here.")
@click.option("--source", default="fr", show_default=True, metavar="CODE", help="With --as: language of the articles.")
@click.option("--target", default="en", show_default=True, metavar="CODE", help="With --as: language wanted.")
def import_recordings(file: Path, folder: Path, name: str | None, source: str, target: str) -> int:
    """Bring recordings in: FILE is one of `export`, an archive of `prune`, or any TMX, which needs --as NAME.

    Ours go back to where they belong, and what is there already is passed over. All lines are checked before the first
    is written. Another tool's TMX becomes a translation memory, which the backend `memory` replays.
    """
    from toolkit.recordings.transfer import Memory, import_file

    if name is not None and not (name.strip() and name.isprintable()):
        raise click.UsageError("--as takes a name of one line")
    done = import_file(folder, file, None if name is None else Memory(name, source, target))
    for each in done.files:
        click.echo(f"{folder / each.file}: {each.new} new, {each.known} known")
    if name is not None:
        _show_memory(done, name, f"{source} → {target}")
    return 0


def _show_memory(done: Imported, name: str, pair: str) -> None:
    told = done.told
    left_out = "".join(f", {count} units {why}" for why, count in sorted(told.left_out.items()))
    click.echo(f"{told.units} units: {len(told.texts)} texts {pair}{left_out}")
    if told.coded:
        click.echo(f"{told.coded} had codes of another format in them, which are left out")
    if told.sentences:
        click.echo(
            'the file is by sentence: add by = "sentence" to the options, as articles are asked for by paragraph'
        )
    click.echo("to replay it, add to the config:")
    click.echo(f'  [[systems]]\n  name = {_toml(name)}\n  backend = "memory"\n  options = {{ name = {_toml(name)} }}')


def _toml(text: str) -> str:
    """Quote a printable text for TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
