"""toolkit translate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import _options as options
from toolkit.cli._progress import Bars

if TYPE_CHECKING:
    from toolkit.exchange import Policy


@click.command("translate")
@click.argument("article", type=click.Path(path_type=Path))
@options.together(
    options.named_config,
    options.backend,
    options.source,
    options.target,
    *options.ASKING,
    options.recordings,
    click.option("-q", "--quiet", is_flag=True, help="No progress."),
)
@options.takes_policy
def command(article: Path, policy: Policy, quiet: bool, **words: Any) -> int:
    """Translate one ARTICLE with one backend and print it, block for block.

    What is translated is recorded, as in a run: the next call costs nothing.
    """
    from toolkit import pipeline
    from toolkit.asked import settings
    from toolkit.text import render

    made = settings(options.asked(articles=[article], **words), pasted=False)
    with Bars(quiet=quiet) as bars:
        translated = pipeline.translate_one(made, policy, progress=bars)
    click.echo(render(translated), nl=False)
    return 0
