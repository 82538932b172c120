"""toolkit checks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import _options as options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.checks import Judgment


@click.command("checks")
@click.argument("bullets", required=False, type=options.FILE)
@options.together(
    click.option("--article", type=options.FILE, help="The English text the bullets tell."),
    click.option(
        "--max-words",
        type=click.IntRange(min=0),
        default=20,
        show_default=True,
        help="Words a bullet at most; 0: any number.",
    ),
    click.option("--rules", is_flag=True, help="List the rules instead, and what each needs."),
    click.option("--format", "form", type=click.Choice(["text", "json", "md"]), default="text", help="Form of stdout."),
)
def command(bullets: Path | None, article: Path | None, max_words: int, rules: bool, form: str) -> int:
    """Say of each bullet in a file, one a line, whether it can be printed, and why not.

    Bullets are English, from anyone; "-" reads them from a pipe. Without --article, what has to be compared with it is
    not judged. The exit code is 1 where some bullet cannot be printed.
    """
    if rules:
        click.echo("\n".join(_rules(form)))
        return 0
    if bullets is None:
        raise click.UsageError("give a file of bullets, one a line")
    from toolkit.checking import check_file

    piped = str(bullets) == "-"
    if piped and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError("no bullets: pipe them in, or give a file")
    judged = check_file(sys.stdin.buffer if piped else bullets, article, max_words or None)
    click.echo("\n".join({"text": _text, "json": _json, "md": _markdown}[form](judged)))
    return 0 if all(one.publishable for one in judged) else 1


def _rules(form: str) -> Iterator[str]:
    from toolkit.checks import RULES

    if form == "json":
        found = [{"rule": rule.name, "reason": rule.reason, "needs": rule.needs} for rule in RULES]
        yield json.dumps(found, ensure_ascii=False, indent=1)
    elif form == "md":
        yield from ("| rule | what is wrong | needs |", "|---|---|---|")
        yield from (f"| {rule.name} | {rule.reason} | {rule.needs} |" for rule in RULES)
    else:
        yield from (f"{rule.name:<14}{rule.reason} [{rule.needs}]" for rule in RULES)


def _text(judged: Sequence[Judgment]) -> Iterator[str]:
    for one in judged:
        yield f"{'✓' if one.publishable else '✗'} {one.bullet}"
        yield from (f"    {rule}: {reason} ({shown})" for rule, reason, shown in _told(one))
    yield _count(judged)


def _markdown(judged: Sequence[Judgment]) -> Iterator[str]:
    yield from ("| bullet | publishable | why not |", "|---|---|---|")
    for one in judged:
        why = "; ".join(f"{rule}: {reason} ({shown})" for rule, reason, shown in _told(one))
        cells = (one.bullet, "yes" if one.publishable else "no", why)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield from ("", _count(judged))


def _json(judged: Sequence[Judgment]) -> Iterator[str]:
    rows = [
        {
            "bullet": one.bullet,
            "publishable": one.publishable,
            "faults": [{"rule": rule, "reason": reason, "shown": shown} for rule, reason, shown in _told(one)],
            "not_judged": list(one.unjudged),
            "sentence": one.sentence,
        }
        for one in judged
    ]
    yield json.dumps(rows, ensure_ascii=False, indent=1)


def _told(one: Judgment) -> Iterator[tuple[str, str, str]]:
    from toolkit.checks import RULES

    reasons = {rule.name: rule.reason for rule in RULES}
    yield from ((fault.rule, reasons[fault.rule], fault.shown) for fault in one.faults)


def _count(judged: Sequence[Judgment]) -> str:
    """Say how many can be printed, and what was not judged of how many."""
    printable = sum(one.publishable for one in judged)
    names = dict.fromkeys(name for one in judged for name in one.unjudged)
    counts = {name: sum(name in one.unjudged for one in judged) for name in names}
    missing = ", ".join(name if count == len(judged) else f"{name} (of {count})" for name, count in counts.items())
    return f"{printable} of {len(judged)} can be printed" + (f"; not judged: {missing}" if missing else "")
