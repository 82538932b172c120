"""toolkit score."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import _score_options as options
from toolkit.cli._progress import Bars
from toolkit.cli._sacrebleu_style import SacrebleuStyle
from toolkit.cli._terminal import columns, wants_color

if TYPE_CHECKING:
    from toolkit.parallel import Parallel
    from toolkit.scoring._scores import Scores, Wanted


@click.command("score", cls=SacrebleuStyle)
@click.argument("references", nargs=-1, type=options.PATH, metavar="REFERENCE...")
@options.files
@options.metrics
@options.tests
@options.bleu
@options.chrf
@options.ter
@options.output
def command(references: tuple[Path, ...], form: str, digits: int, **words: Any) -> int:
    """Score hypothesis files against REFERENCE files, a segment a line in each, as the sacrebleu command takes them.

    `toolkit score ref.txt -i base.txt new.txt -m bleu chrf --paired-bs` gives sacrebleu's numbers. Two systems or more
    are compared and judged beside them: every one with the first, corrected over the pairs; --all-pairs widens it.
    """
    from toolkit import scoring
    from toolkit._cores import cores

    asked = _asked(form, words)
    lines = _read(references, words)
    with Bars(quiet=words["quiet"]) as progress:
        made = scoring.score(lines, asked, progress, words["paired_jobs"] or cores())
    _show(made, form, digits, words)
    return 0


def _read(references: tuple[Path, ...], words: dict[str, Any]) -> Parallel:
    from toolkit.parallel import Files, read

    if not references:
        raise click.UsageError("no reference: name the reference files first, then -i and the systems")
    if not words["hypotheses"] and sys.stdin.isatty():
        raise click.UsageError("no hypothesis: name the systems' files after -i, or pipe one in")
    wanted = Files(
        references=references,
        hypotheses=words["hypotheses"],
        split=words["split"],
        documents=words["documents"],
        paired=words["paired_bs"] or words["paired_ar"],
    )
    return read(wanted, sys.stdin.buffer)


def _asked(form: str, words: dict[str, Any]) -> Wanted:
    """Gather what is wanted of the lines.

    Raises:
        click.UsageError: two options exclude each other.
    """
    from toolkit.metrics._options import BleuOptions, ChrfOptions, TerOptions
    from toolkit.scoring._scores import USUAL, Wanted
    from toolkit.statistics.resampling import Plan

    test, alone = options.one_test(words), words["sentence_level"] or words["score_only"]
    if alone and (test or words["all_pairs"]):
        raise click.UsageError("--sentence-level and --score-only print scores alone; leave the tests out")
    if (words["score_only"] and form != "text") or (words["sentence_level"] and form == "md"):
        what = "--score-only" if words["score_only"] else "--sentence-level"
        raise click.UsageError(f"{what} has no --format {form}; leave one out")
    if not words["char_order"] and not words["word_order"]:
        raise click.UsageError("chrF needs --chrf-char-order or --chrf-word-order above 0")
    if words["smooth_value"] is not None and words["smooth_method"] not in {"floor", "add-k"}:
        raise click.UsageError("--smooth-value goes with --smooth-method floor or add-k")
    names = tuple(name for each in words["metrics"] for name in each.replace(",", " ").split()) or USUAL
    chrf = ("char_order", "word_order", "beta", "whitespace", "eps_smoothing")
    bleu = ("lowercase", "tokenize", "smooth_method", "smooth_value")
    ter = ("normalized", "no_punct", "asian_support", "case_sensitive")
    return Wanted(
        metrics=names,
        bleu=BleuOptions(**{name: words[name] for name in bleu}),
        chrf=ChrfOptions(**{name: words[name] for name in chrf}, lowercase=words["chrf_lowercase"]),
        ter=TerOptions(**{name: words[name] for name in ter}),
        test=test,
        confidence=words["confidence_n"],
        plan=Plan(words["paired_bs_n"], words["paired_ar_n"], words["seed"], words["level"]),
        judged=not alone,
        by_line=words["sentence_level"],
        all_pairs=words["all_pairs"],
        target=words["target"],
        detokenized=words["force"],
    )


def _show(made: Scores, form: str, digits: int, words: dict[str, Any]) -> None:
    """Print what was found; numbers stay numbers in JSON."""
    from toolkit import plugins
    from toolkit.reporters._scores import bare, bare_lines
    from toolkit.scoring._document import by_line, document, run_of

    found = by_line(made) if words["sentence_level"] else document(made)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    elif words["sentence_level"]:
        click.echo(bare_lines(found, digits))
    elif words["score_only"]:
        click.echo(bare(found, digits))
    elif form == "md":
        click.echo(plugins.load("reporters", "markdown")().render_scores(found, run_of(made), digits), nl=False)
    else:
        color, width = wants_color() and not words["no_color"], columns()
        reporter = plugins.load("reporters", "console")()
        text = reporter.render_scores(found, run_of(made), width, digits=digits, color=color)
        click.echo(text, nl=False, color=color)
