"""toolkit translate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from toolkit.cli import _options as options
from toolkit.cli._progress import Bars


@click.command("translate")
@click.argument("article", type=click.Path(path_type=Path))
@options.together(
    options.named_config,
    options.backend,
    options.source,
    options.target,
    options.cache,
    options.older_than,
    options.offline,
    options.max_chars,
    options.max_cost,
    options.resend_unknown,
    options.recordings,
    click.option("-q", "--quiet", is_flag=True, help="No progress."),
)
def command(
    article: Path,
    cache: Any,
    older_than: str,
    offline: bool,
    max_chars: int | None,
    max_cost: float | None,
    resend_unknown: bool,
    quiet: bool,
    **words: Any,
) -> int:
    """Translate one ARTICLE with one backend and print it, block for block.

    What is translated is recorded, as in a run: the next call costs nothing.
    """
    from toolkit import pipeline
    from toolkit.asked import settings
    from toolkit.text import render

    policy = options.policy(
        cache, older_than, offline=offline, max_chars=max_chars, max_cost=max_cost, resend_unknown=resend_unknown
    )
    made = settings(options.asked(articles=[article], **words), pasted=False)
    with Bars(quiet=quiet) as bars:
        translated = pipeline.translate_one(made, policy, progress=bars)
    click.echo(render(translated), nl=False)
    return 0
