"""toolkit compare."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import _options as options
from toolkit.cli._terminal import columns, wants_color

if TYPE_CHECKING:
    from toolkit.tables import Run


@click.command("compare")
@click.argument("named", metavar="RUN [RUN]", nargs=-1, required=True)
@options.together(
    click.option("--baseline", default="", metavar="NAME", help="What the others are compared with."),
    click.option("--candidate", default="", metavar="NAME", help="The only one that is compared with it."),
    click.option("--all-pairs", is_flag=True, help="Compare every two; within one run."),
    click.option("-m", "--metric", "metrics", multiple=True, metavar="NAME", help="Only these metrics."),
    click.option("--resamples", type=click.IntRange(min=1), help="Draws of the bootstrap (1000)."),
    click.option("--trials", type=click.IntRange(min=1), help="Shuffles of approximate randomization (10000)."),
    click.option("--seed", type=click.IntRange(min=1), help="Of both (12345)."),
    click.option(
        "--level",
        type=options.LEVEL,
        callback=options.finite,
        help="What an adjusted p may be at most to be more than chance (0.05).",
    ),
    options.runs_folder,
    click.option(
        "--format", "form", type=click.Choice(["text", "md", "json", "jsonl"]), default="text", help="Form of stdout."
    ),
)
def command(
    named: tuple[str, ...],
    baseline: str,
    candidate: str,
    metrics: tuple[str, ...],
    all_pairs: bool,
    out: Path,
    form: str,
    **words: Any,
) -> int:
    """Say how sure the differences within a run, or between two runs, are.

    RUN is a run's folder, its id, or `latest`. Of two runs the first holds the baselines: each line is compared with
    the line of the same name in the second, on the articles that both have. A metric whose signature, references or
    segments differ is refused. What is not given is as the (first) run was made.
    """
    from toolkit.comparing import Question, compare_runs, compare_within, settings_of
    from toolkit.tables import find_run, load_run

    if len(named) > 2:  # noqa: PLR2004 - two sides
        raise click.UsageError(f"compare takes one run or two, not {len(named)}")
    if len(named) > 1 and all_pairs:
        raise click.UsageError("--all-pairs compares within one run; name one")
    found = [load_run(find_run(name, out)) for name in named]
    changed = {name: value for name, value in words.items() if value is not None}
    if all_pairs:
        changed["all_pairs"] = True
    settings = dataclasses.replace(settings_of(found[0]), **changed)
    question = Question(baseline, candidate, metrics)
    if len(found) == 1:
        made = compare_within(found[0], settings, question)
    else:
        made = compare_runs(found[0], found[1], settings, question)
    _show(made, form)
    return 0


def _show(made: Run, form: str) -> None:
    """Print what was found; numbers stay numbers in JSON."""
    from toolkit import plugins

    tables = {name: list(made.rows(name)) for name in ("comparisons", "verdicts")}
    if form == "json":
        click.echo(json.dumps(tables, ensure_ascii=False, indent=1))
    elif form == "jsonl":
        for row in (row for rows in tables.values() for row in rows):
            click.echo(json.dumps(row, ensure_ascii=False))
    elif form == "md":
        click.echo(plugins.load("reporters", "markdown")().render_verdicts(made), nl=False)
    else:
        reporter, width = plugins.load("reporters", "console")(), columns()
        click.echo(reporter.render_verdicts(made, width=width, color=wants_color()), nl=False, color=wants_color())
