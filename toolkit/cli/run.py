"""toolkit run."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import _options as options
from toolkit.cli._progress import Bars

if TYPE_CHECKING:
    from toolkit.exchange import Policy
    from toolkit.settings import Settings
    from toolkit.tables import Run

SHOWN = 5  # failures on the terminal; all of them are in the table


@click.command("run")
@options.articles
@options.together(
    options.config,
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
    click.option("--model", metavar="ID", help="A sentence-transformers model for similarity."),
    options.cache,
    options.older_than,
    options.offline,
    options.max_chars,
    options.resend_unknown,
    options.recordings,
    click.option("--out", type=options.FOLDER, help="Folder of the runs (outputs/runs)."),
    click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing."),
    click.option(
        "--format", "form", type=click.Choice(["text", "md", "json", "jsonl"]), default="text", help="Form of stdout."
    ),
    click.option("-q", "--quiet", is_flag=True, help="No progress."),
)
def command(
    pattern: str,
    cache: Any,
    older_than: str,
    offline: bool,
    max_chars: int | None,
    resend_unknown: bool,
    dry_run: bool,
    form: str,
    quiet: bool,
    **words: Any,
) -> int:
    """Translate, summarize and score articles; print where it fails and which system scores highest.

    ARTICLES are folders (article.fr.txt, translation.a.en.txt, bullets.a.en.txt, about.toml), folders of such folders,
    text files, or JSONL files with id, text, references and bullets.
    """
    from toolkit import pipeline
    from toolkit.asked import settings

    policy = options.policy(cache, older_than, offline=offline, max_chars=max_chars, resend_unknown=resend_unknown)
    made = settings(options.asked(**words))
    if dry_run:
        _show_plans(made, policy, pattern)
        return 0
    with Bars(quiet=quiet) as bars:
        finished = pipeline.run(made, policy, pattern=pattern, command=_command_line(), progress=bars)
    _show(finished, form)
    return _report_failures(finished)


def _command_line() -> str:
    return shlex.join(["toolkit", *sys.argv[1:]])


def _show(finished: Run, form: str) -> None:
    from shutil import get_terminal_size

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
        width = get_terminal_size((100, 24)).columns
        click.echo(reporter.render(finished, width=width, color=_wants_color()), nl=False, color=_wants_color())


def _wants_color() -> bool:
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _report_failures(finished: Run) -> int:
    """Say on stderr what is missing or failed; the exit code tells scripts."""
    from toolkit._failures import missing_line
    from toolkit.records import Failure

    failures = [
        Failure(row["stage"], row["kind"], row["message"], row["article_id"], row["system"], segment=row["segment_id"])
        for row in finished.rows("failures")
    ]
    missing = [failure for failure in failures if failure.kind == "missing"]
    others = [failure for failure in failures if failure.kind != "missing"]
    if missing:
        click.echo(f"failed: {missing_line(missing)}", err=True)
    for failure in others[:SHOWN]:
        place = " ".join(part for part in (failure.article, failure.segment, failure.system) if part)
        click.echo(f"failed: {place}: {failure.message}", err=True)
    if len(others) > SHOWN:
        click.echo(f"failed: {len(others) - SHOWN} more in {finished.folder / 'failures.jsonl'}", err=True)
    return 1 if failures else 0


def _show_plans(made: Settings, policy: Policy, pattern: str) -> None:
    from toolkit import pipeline

    plans = pipeline.dry_run(made, policy, pattern)
    click.echo(
        f"{'system':<28} {'article':<24} {'segments':>8} {'recorded':>8} {'to send':>8} {'characters':>10} {'calls':>6}"
    )
    for (article, system), planned in plans.items():
        click.echo(
            f"{system[:28]:<28} {article[:24]:<24} {planned.texts:>8} {planned.hits:>8} {planned.to_send:>8} "
            f"{planned.characters:>10} {planned.calls:>6}"
        )
    click.echo("nothing was sent")
