"""toolkit schema."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.argument("table", required=False)
def command(table: str | None) -> int:
    """Print the JSON Schema of a report TABLE; without one, the names of all."""
    from toolkit.errors import UsageError
    from toolkit.tables.rows import STATISTICS, TABLES, schema

    names = (*TABLES, STATISTICS)
    if table is None:
        click.echo("\n".join(names))
        return 0
    if table not in names:
        raise UsageError(f"no table {table!r}; there are: {', '.join(names)}")
    click.echo(json.dumps(schema(table), ensure_ascii=False, indent=2))
    return 0
