"""toolkit config."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import _options as options

if TYPE_CHECKING:
    from toolkit._problems import Problem


@click.group("config")
def group() -> None:
    """Look at config files."""


@group.command("check")
@click.argument("file", type=options.FILE)
def check(file: Path) -> int:
    """Name everything that is wrong with a config FILE, of a run or of a gate, with its line."""
    from toolkit.config import line_of
    from toolkit.gate.config import is_gate

    told, problems = _gate(file) if is_gate(file) else _run(file)
    for problem in problems:
        click.echo(line_of(file, problem), err=True)
    if problems:
        click.echo(f"{len(problems)} to mend", err=True)
        return 2
    click.echo(f"{file}: ok; {told}")
    return 0


def _run(file: Path) -> tuple[str, list[Problem]]:
    from toolkit.asked import examine

    settings, problems = examine(file)
    systems = ", ".join(system.name for system in settings.systems) or "none"
    return f"systems: {systems}; summarizers: {', '.join(settings.summary.summarizers)}", problems


def _gate(file: Path) -> tuple[str, list[Problem]]:
    from toolkit.gate.config import examine

    settings, problems = examine(file)
    return f"a gate of {', '.join(settings.outputs) or 'coverage alone'}", problems
