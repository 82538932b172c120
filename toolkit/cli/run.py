"""toolkit run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import _options as options
from toolkit.cli._progress import Bars
from toolkit.cli._terminal import columns, wants_color

if TYPE_CHECKING:
    from toolkit.exchange import Policy
    from toolkit.records import Failure
    from toolkit.tables import Run

SHOWN = 5  # failures on the terminal; all of them are in the table


@click.command("run")
@options.articles
@options.together(
    click.option("--config", type=options.FILE, help="Settings (config/demo.toml, where no article is named)."),
    options.backend,
    options.translation,
    options.summarizer,
    click.option("-r", "--reference", "references", multiple=True, metavar="NAME", help="Score against this one only."),
    click.option("-m", "--metric", "metrics", multiple=True, metavar="NAME", help="Only these metrics."),
    click.option("--filter", "pattern", default="", metavar="GLOB", help="Only articles whose id matches."),
    options.source,
    options.target,
    options.bullets,
    options.max_words,
    click.option("--baseline", metavar="NAME", help="What the others are compared with (the first system)."),
    click.option("--all-pairs", is_flag=True, help="Compare every two."),
    click.option("--model", metavar="ID", help="A sentence-transformers model for similarity."),
    *options.ASKING,
    options.recordings,
    click.option("--out", type=options.FOLDER, help="Folder of the runs (outputs/runs)."),
    click.option("--dry-run", is_flag=True, help="Say what would be sent and paid, and send nothing."),
    click.option(
        "--format", "form", type=click.Choice(["text", "md", "json", "jsonl"]), default="text", help="Form of stdout."
    ),
    click.option("-q", "--quiet", is_flag=True, help="No progress."),
)
@options.takes_policy
def command(pattern: str, policy: Policy, dry_run: bool, form: str, quiet: bool, **words: Any) -> int:
    """Translate, summarize and score articles; print where it fails and which system scores highest.

    ARTICLES are folders (article.fr.txt, translation.a.en.txt, bullets.a.en.txt, about.toml), folders of such folders,
    text files, or JSONL files with id, text, references and bullets.
    """
    from toolkit import pipeline
    from toolkit._cores import cores
    from toolkit.asked import settings

    made = settings(options.asked(**words))
    if dry_run:
        from toolkit.cli import _quotes

        _quotes.show(pipeline.dry_run(made, policy, pattern), policy, form)
        return 0
    with Bars(quiet=quiet) as bars:
        finished = pipeline.run(
            made, policy, pattern=pattern, command=_command_line(), progress=bars, processes=cores()
        )
    _show(finished, form)
    return _report_failures(finished, policy)


def _command_line() -> str:
    """Give the line that was typed; it resumes what it began, as everything answered is recorded."""
    return str(click.get_current_context().obj)


def _show(finished: Run, form: str) -> None:

    from toolkit import plugins

    if form == "json":
        tables = {name: list(finished.rows(name)) for name in ("aggregates", "failures")}
        click.echo(
            json.dumps({"run_id": finished.run_id, "folder": str(finished.folder), **tables}, ensure_ascii=False)
        )
    elif form == "jsonl":
        for row in finished.rows("aggregates"):
            click.echo(json.dumps(row, ensure_ascii=False))
    elif form == "md":
        click.echo((finished.folder / "report.md").read_text(encoding="utf-8"), nl=False)
    else:
        reporter = plugins.load("reporters", "console")()
        click.echo(reporter.render(finished, width=columns(), color=wants_color()), nl=False, color=wants_color())


def _report_failures(finished: Run, policy: Policy) -> int:
    """Say on stderr what is missing, failed or was not sent; the exit code tells scripts."""
    from toolkit.records import Failure
    from toolkit.steps._failures import missing_line

    failures = [
        Failure(
            row["stage"],
            row["kind"],
            row["message"],
            row["article_id"],
            row["system"],
            row["summarizer"],
            row["segment_id"],
        )
        for row in finished.rows("failures")
    ]
    missing = [failure for failure in failures if failure.kind == "missing"]
    limited = [failure for failure in failures if failure.kind == "limit"]
    others = [failure for failure in failures if failure.kind not in {"missing", "limit"}]
    if missing:
        click.echo(f"failed: {missing_line(missing)}", err=True)
    for failure in others[:SHOWN]:
        place = " ".join(
            part for part in (failure.article, failure.segment, failure.system, failure.summarizer) if part
        )
        click.echo(f"failed: {place}: {failure.message}", err=True)
    if len(others) > SHOWN:
        click.echo(f"failed: {len(others) - SHOWN} more in {finished.folder / 'failures.jsonl'}", err=True)
    if limited:
        click.echo(_stopped_line(limited, finished, policy), err=True)
    return 1 if failures else 0


def _stopped_line(limited: Sequence[Failure], finished: Run, policy: Policy) -> str:
    """Say that a bound was met, and the line that goes on from there."""
    from toolkit.prices import exact, money

    if policy.max_cost is not None and "--max-cost" in limited[0].message:
        what = f"paying more than {money(exact(policy.max_cost), finished.rows('runs')[0]['currency'])}"
    else:
        what = f"sending more than {policy.max_characters:,} characters"
    names = dict.fromkeys(failure.summarizer or failure.system for failure in limited)
    systems = ", ".join(repr(name) for name in names)
    sort = "segments" if all(failure.segment for failure in limited) else "texts"
    line = f"stopped before {what}: {len(limited):,} {sort} were not sent ({systems}); "
    if any(row["key"] and not row["replayed"] for row in finished.rows("segments")):
        return line + f"to go on: {_command_line()}"
    return line + limited[0].message  # nothing was sent: the same line would stop at the same call
