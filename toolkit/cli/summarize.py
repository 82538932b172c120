"""toolkit summarize."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import _options as options

if TYPE_CHECKING:
    from toolkit.exchange import Policy


@click.command("summarize")
@click.argument("text", type=click.Path(path_type=Path))
@options.together(
    click.option("-s", "--summarizer", default="extractive", show_default=True, help="How bullets are made."),
    options.named_config,
    options.bullets,
    options.max_words,
    click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the text."),
    click.option("--sources", is_flag=True, help="Show the sentence each bullet was drawn from, and the edits."),
    *options.BOUNDS,
    options.recordings,
)
@options.takes_policy
def command(text: Path, summarizer: str, language: str, sources: bool, policy: Policy, **words: Any) -> int:
    """Print the bullets of one TEXT, a file in the layout of an article.

    A summarizer that takes options, or costs something, stands in a config under [[summarizers]]: name the file.
    """
    from toolkit import pipeline
    from toolkit.asked import for_text

    made = for_text(options.asked(**words, articles=(text,), summarizers=(summarizer,), source=language))
    document, bullets = pipeline.summarize_one(made, policy)
    texts = {paragraph.segment: paragraph.text for paragraph in document.paragraphs}
    for bullet in bullets:
        click.echo(f"• {bullet.text}")
        if sources and bullet.segment:
            click.echo(f"    {bullet.segment}: {texts[bullet.segment][bullet.start : bullet.end]}")
            for edit in bullet.edits:
                click.echo(f"    edit: {edit}")
    return 0
