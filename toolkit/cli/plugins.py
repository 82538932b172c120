"""toolkit plugins."""

from __future__ import annotations

import sys
from textwrap import fill

import click

from toolkit.cli._terminal import columns

FAMILIES = ("translators", "summarizers", "metrics", "encoders", "reporters")


@click.command("plugins")
@click.argument("family", required=False)
def command(family: str | None) -> int:
    """List what can be chosen, and what is not ready and why.

    FAMILY is translators, summarizers, metrics, encoders or reporters; without one, all are listed.
    """
    from toolkit.errors import UsageError
    from toolkit.plugins import states

    if family is not None and family not in FAMILIES:
        raise UsageError(f"no family {family!r}; there are: {', '.join(FAMILIES)}")
    for each in (family,) if family else FAMILIES:
        click.echo(each)
        for state in states(each):
            told = f"not ready: {state.obstacle}" if state.obstacle else f"ready   {state.summary}"
            click.echo(_line(state.name, told, columns() if sys.stdout.isatty() else None))
    return 0


def _line(name: str, told: str, width: int | None) -> str:
    """Write a plug-in and what is told of it; on a terminal no word is parted, in a pipe every plug-in is one line."""
    line = f"  {name:<22} {told}"
    if width is None:
        return line
    return fill(line, width, subsequent_indent=" " * 25, break_long_words=False, break_on_hyphens=False)
