"""toolkit summarize."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from toolkit.cli import _options as options


@click.command("summarize")
@click.argument("text", type=click.Path(path_type=Path))
@options.together(
    click.option("-s", "--summarizer", default="extractive", show_default=True, help="How bullets are made."),
    options.bullets,
    options.max_words,
    click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the text."),
    click.option("--sources", is_flag=True, help="Show the sentence each bullet was drawn from, and the edits."),
)
def command(text: Path, summarizer: str, language: str, sources: bool, **words: Any) -> int:
    """Print the bullets of one TEXT, a file in the layout of an article."""
    from toolkit import pipeline
    from toolkit.settings import SummarySettings

    given = {key: value for key, value in words.items() if value is not None}
    document, bullets = pipeline.summarize_one(text, summarizer, language, SummarySettings(**given))
    texts = {paragraph.segment: paragraph.text for paragraph in document.paragraphs}
    for bullet in bullets:
        click.echo(f"• {bullet.text}")
        if sources and bullet.segment:
            click.echo(f"    {bullet.segment}: {texts[bullet.segment][bullet.start : bullet.end]}")
            for edit in bullet.edits:
                click.echo(f"    edit: {edit}")
    return 0
