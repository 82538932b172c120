"""toolkit score."""

from __future__ import annotations

import json
from pathlib import Path

import click

from toolkit.cli import _options as options


@click.command("score")
@click.argument("references", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.together(
    click.option(
        "-i", "--input", "hypothesis", required=True, type=options.FILE, help="The hypothesis, a line a segment."
    ),
    click.option("-m", "--metric", "metrics", multiple=True, metavar="NAME", help="bleu, chrf, similarity (all)."),
    options.target,
    click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of stdout."),
)
def command(
    references: tuple[Path, ...], hypothesis: Path, metrics: tuple[str, ...], target: str | None, form: str
) -> int:
    """Score a hypothesis file against REFERENCES, a segment a line in each, as sacrebleu takes them."""
    from toolkit import pipeline
    from toolkit.files import read_text

    lines = [read_text(path).splitlines() for path in (hypothesis, *references)]
    names = [name for each in metrics for name in each.replace(",", " ").split()] or ["bleu", "chrf", "similarity"]
    scored = pipeline.score_lines(lines[0], lines[1:], names, target or "en")
    if form == "json":
        rows = [
            {"metric": s.metric, "output": s.output, "score": s.score, "segments": s.segments, "signature": s.signature}
            for s in scored
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for line in scored:
        click.echo(f"{line.title:<24} {line.score:>10.4f}   {line.signature}")
    return 0
