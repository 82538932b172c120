"""Write the generated pages of docs/ anew: `make docs`. A test fails when one is stale."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.main import cli

PAGE = Path(__file__).parent / "cli.md"
HEAD = """# The command line

Written by `make docs` from the commands' own help; do not edit by hand.

Exit codes: 0 ok · 1 something failed, is missing or does not agree (what was done is kept) · 2 usage or config, or
what cannot be compared · 3 the gate failed · 4 the gate is inconclusive, under `--strict` · 130 interrupted
· 143 ended by SIGTERM.
Results go to stdout, progress and warnings to stderr.

Completion in the shell: put one of these lines into its start-up file.

| shell | line |
|---|---|
| bash | `eval "$(_TOOLKIT_COMPLETE=bash_source toolkit)"` |
| zsh | `eval "$(_TOOLKIT_COMPLETE=zsh_source toolkit)"` |
| fish | `_TOOLKIT_COMPLETE=fish_source toolkit \\| source` |
"""


def page() -> str:
    """Give the page of all commands."""
    parts = [HEAD, *_help("toolkit", cli, None)]
    return "\n".join(parts)


def _help(name: str, command: click.Command, parent: click.Context | None) -> list[str]:
    settings = {**command.context_settings, "max_content_width": 100, "terminal_width": 100}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    parts = [f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            child = command.get_command(context, each)
            assert child is not None
            parts += _help(each, child, context)
    return parts


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
