"""toolkit plugins."""

from __future__ import annotations

import click

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
            click.echo(f"  {state.name:<22} {told}")
    return 0
