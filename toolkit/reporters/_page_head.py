"""What stands at the top of the page: the verdict in a sentence, what the run was, and what to be wary of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from toolkit._written import counted, plain
from toolkit.reporters._boards import name
from toolkit.reporters._page_facts import STATES, bullet_facts, facts
from toolkit.reporters._verdicts import side
from toolkit.reporters._where import bill_line, lost_lines, short_lines
from toolkit.tables import Row, Run

_SUBJECTS = {"translation": "Translations", "summary": "Bullets"}


@dataclass(frozen=True, slots=True)
class Saying:
    """What may be said of one family of pairs.

    Attributes:
        subject: `Translations` or `Bullets`.
        sentence: of its only pair, `""` where there are several.
        against: what several were compared with, `""` for a sentence.
        over: on how much material.
        words: each verdict with those it was given.
    """

    subject: str
    sentence: str
    against: str
    over: str
    words: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The top of the page.

    Attributes:
        title: of the page.
        sayings: the verdicts.
        figures: what the run was: what is counted, and how many.
        warnings: what has to be known before any of it is believed, a sentence each.
    """

    title: str
    sayings: tuple[Saying, ...]
    figures: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def head(run: Run) -> Head:
    """Gather the top of the page."""
    row = run.rows("runs")[0]
    return Head(
        title=plain(f"{row['source_language']} → {row['target_language']}, {counted(row['articles'], 'article')}"),
        sayings=tuple(_sayings(run)),
        figures=tuple(_figures(row)),
        warnings=tuple(_warnings(run, row)),
    )


def _sayings(run: Run) -> Iterator[Saying]:
    """Say the verdict of a family's only pair, or sum up those that were compared with one and the same."""
    for (task, _), some in groupby(run.rows("verdicts"), key=lambda row: (row["task"], row["family"])):
        rows = list(some)
        subject = _SUBJECTS[task]
        if len(rows) == 1:
            yield Saying(subject, plain(rows[0]["sentence"]), "", "", ())
            continue
        for against in dict.fromkeys(side(row, "baseline") for row in rows):
            mine = [row for row in rows if side(row, "baseline") == against]
            words = {
                word: tuple(side(row, "candidate") for row in mine if row["verdict"] == word)
                for word in dict.fromkeys(row["verdict"] for row in mine)
            }
            yield Saying(subject, "", against, counted(mine[0]["units"], mine[0]["unit"]), tuple(words.items()))


def _figures(row: Row) -> Iterator[tuple[str, str]]:
    for label in ("articles", "segments", "systems", "summarizers"):
        yield label, f"{row[label]:,}"
    yield "segments translated now", f"{row['translated']:,}"
    yield "from recordings", f"{row['replayed']:,}"
    yield "without a translation", f"{row['failed']:,}"
    if bill := bill_line(row):
        yield "bill", bill


def _warnings(run: Run, row: Row) -> Iterator[str]:
    if row["failures"]:
        yield f"{counted(row['failures'], 'failure')}: see what failed, at the end of this page."
    asked = row["translated"] + row["replayed"] + row["failed"]
    if row["replayed"]:
        yield (
            f"{row['replayed']:,} of {counted(asked, 'translated segment')} were read from recordings, not asked for"
            " again: time and cost are those of when they were made."
        )
    yield from (f"{each} is not ranked: it did not answer everything." for each in _unranked(run))
    yield from (f"{line}." for line in lost_lines(run, len(run.rows("segments"))))
    for fact in facts(run):
        lost, invented = (fact.counts[STATES.index(state)] for state in ("lost", "invented"))
        if not fact.baseline and (lost, invented) != ("0", "0"):
            yield f"{fact.name}: facts of the source lost: {lost}, facts invented: {invented}."
    for fact in bullet_facts(run):
        if not fact.baseline and fact.kinds:
            yield f"{fact.name}: wrong facts in bullets: {fact.kinds}."
    yield from (f"{line}." for line in short_lines(run, len(run.rows("bullets"))))
    few = sum(verdict["verdict"] == "too little material" for verdict in run.rows("verdicts"))
    if few:
        yield f"{few:,} of {counted(len(run.rows('verdicts')), 'verdict')}: too little material."


def _unranked(run: Run) -> list[str]:
    rows = [row for row in run.rows("aggregates") if not row["baseline"] and row["scored"]]
    return list(dict.fromkeys(name(row) for row in rows if row["coverage"] < 1))
