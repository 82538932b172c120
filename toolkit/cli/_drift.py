"""toolkit recordings drift."""

from __future__ import annotations

import json
import math
import shlex
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import _options as options
from toolkit.cli._progress import Bars

if TYPE_CHECKING:
    from toolkit.drift import Again, Drift
    from toolkit.exchange import Plan, Policy
    from toolkit.metrics._base import Column

SHOWN = 3
"""Changed texts shown side by side; all of them are in the JSON."""


@click.command("drift")
@click.argument("backend")
@options.articles
@options.together(
    options.config,
    options.recordings,
    click.option("--refresh", is_flag=True, help="Ask again now, and record the answers; a paid service bills them."),
    click.option("--older-than", default="", metavar="TIME", help="With --refresh: only what is older (now)."),
    options.max_chars,
    click.option("--dry-run", is_flag=True, help="With --refresh: say what would be sent, and send nothing."),
    click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of stdout."),
    click.option("-q", "--quiet", is_flag=True, help="No progress."),
)
def command(
    backend: str,
    articles: tuple[Path, ...],
    config: Path | None,
    recordings: Path | None,
    refresh: bool,
    older_than: str,
    max_chars: int | None,
    dry_run: bool,
    form: str,
    quiet: bool,
) -> int:
    """Compare what BACKEND translated then with what it translates now: how many texts changed, and for the better?

    BACKEND is a system of the config, or a translator. The earliest and the latest recorded answer of each text are
    compared, and scored where ARTICLES, or those of the config, have references.
    """
    from toolkit.asked import Call, recorded
    from toolkit.drift import again, drift
    from toolkit.exchange import Policy

    if not refresh and (older_than or max_chars or dry_run):
        raise click.UsageError("--older-than, --max-chars and --dry-run go with --refresh")
    settings = recorded(Call(articles, config, [backend], recordings=recordings))
    failed = False
    if refresh:
        since = options.time(older_than, "--older-than") if older_than else f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        policy = Policy("refresh", since, settings.budget_s, max_chars)
        asking = again(settings, within=bool(articles))
        planned = asking.plan(policy)
        _tell(backend, asking, planned, _resume(backend, articles, config, recordings, since))
        if dry_run:
            return 0
        failed = _ask(backend, asking, policy, planned.texts, quiet=quiet)
    found = drift(settings)
    if form == "json":
        click.echo(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=1))
        return int(failed)
    for each in found:
        _show(each)
    return int(failed)


def _resume(backend: str, articles: tuple[Path, ...], config: Path | None, recordings: Path | None, since: str) -> str:
    words = [backend, *map(str, articles)]
    words += [f"--config={config}"] if config else []
    words += [f"--recordings={recordings}"] if recordings else []
    return shlex.join(["toolkit", "recordings", "drift", *words, "--refresh", f"--older-than={since}"])


def _tell(name: str, asking: Again, planned: Plan, resume: str) -> None:
    """Tell what asking again sends, and how to go on where it stops."""
    counts = f"{planned.to_send} texts, {planned.characters} characters, {planned.calls} calls"
    click.echo(f"{name} is asked again: {counts}", err=True)
    if asking.left_out:
        click.echo(f"{asking.left_out} texts were sent with their context; name their ARTICLES to ask again", err=True)
    if planned.to_send:
        click.echo(f"if it stops, this goes on: {resume}", err=True)


def _ask(name: str, asking: Again, policy: Policy, total: int, *, quiet: bool) -> bool:
    """Ask again, and tell whether anything failed."""
    done = 0
    with Bars(quiet=quiet) as bars:

        def advance(more: int) -> None:
            nonlocal done
            done += more
            bars(name, done, total)

        failures = asking.ask(policy, advance)
    for message in dict.fromkeys(failure.message for failure in failures):
        click.echo(f"failed: {message}", err=True)
    return bool(failures)


def _show(found: Drift) -> None:
    about = ", ".join(f"{key} {value}" for key, value in found.about.items())
    first, last = min(pair.then_at for pair in found.pairs), max(pair.now_at for pair in found.pairs)
    click.echo(f"{found.system} ({about or 'defaults'}), {found.source} → {found.target}, {found.file}")
    click.echo(f"  {len(found.pairs)} of {found.texts} texts were answered more than once, from {first} to {last}")
    if not found.changed:
        click.echo("  no drift: every answer is what it was")
        return
    click.echo(f"  {found.changed} of them changed")
    _show_scores(found)
    against = ", ".join(f"{_title(column)} {_number(column)}" for column in found.against_then)
    click.echo(f"\n  now against then: {against}")
    _show_changes(found)


def _show_scores(found: Drift) -> None:
    scored = [(then, now) for then, now in zip(found.then, found.now, strict=True) if not then.reason]
    if not scored:
        click.echo("  none of them has a reference: name ARTICLES that have, to see whether it is for the better")
        return
    counted = scored[0][0]
    names = ", ".join(counted.references)
    click.echo(f"\n  against reference {names} ({len(counted.examples)} of {counted.asked} texts have it)")
    click.echo(f"  {'':<12} {'then':>8} {'now':>8} {'change':>8}")
    for then, now in scored:
        places = _places(then)
        change = float(now.corpus[0]) - float(then.corpus[0])
        click.echo(f"  {_title(then):<12} {_number(then):>8} {_number(now):>8} {change:>+8.{places}f}")


def _show_changes(found: Drift) -> None:
    from toolkit.recordings._nearest import shortened

    chrf = [_finite(number) or 0.0 for number in found.against_then[0].single[:, 0].tolist()]
    ranked = sorted((number, place) for place, number in enumerate(chrf) if found.pairs[place].changed)
    for number, place in ranked[:SHOWN]:
        pair = found.pairs[place]
        click.echo(f"\n  chrF {number:.1f}  {' '.join(filter(None, (pair.article, pair.segment)))}")
        for label, text in (("source", pair.text), ("then", pair.then), ("now", pair.now)):
            click.echo(f"    {label:<7} {shortened(text, 300)}")
    if len(ranked) > SHOWN:
        click.echo(f"\n  {len(ranked) - SHOWN} more changed: --format json has them all")


def _title(column: Column) -> str:
    return column.metric.outputs[0].title


def _places(column: Column) -> int:
    """Give one decimal to what goes to 100, three to what goes to 1."""
    return 3 if column.metric.outputs[0].high == 1.0 else 1


def _number(column: Column) -> str:
    return "–" if column.reason else f"{float(column.corpus[0]):.{_places(column)}f}"


def _finite(number: float | None) -> float | None:
    """Give a number that JSON can hold, None for one that was not counted."""
    return number if number is not None and math.isfinite(number) else None


def _plain(found: Drift) -> dict[str, Any]:
    """Make a drift's JSON: scores by name, and one row a text."""
    rows = [asdict(pair) | {"changed": pair.changed} for pair in found.pairs]
    for column in found.against_then:
        for row, numbers in zip(rows, column.single.tolist() or [[None]] * len(rows), strict=True):
            row[column.metric.name] = _finite(numbers[0])
    return {
        **{name: getattr(found, name) for name in ("system", "about", "file", "source", "target", "texts", "changed")},
        "references": list(found.then[0].references),
        "then": _scores(found.then),
        "now": _scores(found.now),
        "now_against_then": _scores(found.against_then),
        "rows": rows,
    }


def _scores(columns: tuple[Column, ...]) -> dict[str, float | None]:
    return {column.metric.name: _finite(float(column.corpus[0])) for column in columns}
