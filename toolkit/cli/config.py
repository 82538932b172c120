"""toolkit config."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli import _options as options


@click.group("config")
def group() -> None:
    """Look at config files."""


@group.command("check")
@click.argument("file", type=options.FILE)
def check(file: Path) -> int:
    """Name everything that is wrong with a config FILE, with its line."""
    from toolkit.asked import examine
    from toolkit.config import line_of

    settings, problems = examine(file)
    for problem in problems:
        click.echo(line_of(file, problem), err=True)
    if problems:
        click.echo(f"{len(problems)} to mend", err=True)
        return 2
    systems = ", ".join(system.name for system in settings.systems) or "none"
    click.echo(f"{file}: ok; systems: {systems}; summarizers: {', '.join(settings.summary.summarizers)}")
    return 0
