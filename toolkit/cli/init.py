"""toolkit init."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli import _options as options


@click.command("init")
@click.argument("name")
@click.option("--article", type=options.FILE, help="The article's text; without it, the folder's own is checked again.")
@click.option("-r", "--reference", "references", multiple=True, type=options.FILE, help="A hand-written translation.")
@click.option("--bullets", "bullets", multiple=True, type=options.FILE, help="Hand-written bullets, one a line.")
@click.option("--source", default="fr", show_default=True, metavar="CODE", help="Language of the article.")
@click.option("--target", default="en", show_default=True, metavar="CODE", help="Language wanted.")
@click.option("--root", type=options.FOLDER, default=Path(), show_default=True, help="Folder of the project.")
def command(
    name: str,
    article: Path | None,
    references: tuple[Path, ...],
    bullets: tuple[Path, ...],
    source: str,
    target: str,
    root: Path,
) -> int:
    """Make the folder references/NAME of an article, and show how its blocks are read.

    Translations and bullets are copied beside it as a, b …; blocks that do not match are shown side by side.
    """
    from toolkit import scaffold

    made = scaffold.scaffold(root, name, article, references, bullets, source, target)
    for line in made.outline:
        click.echo(line)
    click.echo(f"\nwritten: {', '.join(path.as_posix() for path in made.written) or 'nothing new'}")
    if made.mismatch:
        for line in made.mismatch:
            click.echo(line, err=True)
        return 2
    click.echo(f"next: toolkit run {made.folder.as_posix()} --translation NAME=FILE")
    return 0
