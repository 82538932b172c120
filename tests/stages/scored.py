"""Lines of a leaderboard, made of texts: what comparisons are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.encoders.hashing import Hashing
from toolkit.examples import Example, Paired
from toolkit.metrics._base import Metric
from toolkit.metrics.bleu import Bleu
from toolkit.metrics.bullet_f1 import BulletF1
from toolkit.metrics.chrf import Chrf
from toolkit.records import System
from toolkit.stages._entries import Entry, entries_of_lines
from toolkit.stages._line import Line
from toolkit.stages.score import score

GOOD = (
    "The town will open its new bridge in May",
    "Repairs took two years in all.",
    "The mayor said on Monday that the bridge would open on May 12.",
    "The work cost 3.4 million euros, more than was planned.",
    "Nobody was hurt when the old bridge was closed.",
    "Two shops near the river had to close for good.",
    "Buses will cross it from the first day on.",
    "A second bridge is to follow in four years.",
)
"""What everything is scored against."""

POOR = (
    "The city opens the bridge of May",
    "Two years of repair in all.",
    "Monday the mayor has told the bridge opens the 12.",
    "Works have cost 3.4 million, over the plan.",
    "No hurt person at the closing of old bridge.",
    "Two shops of the river were to close well.",
    "The buses are crossing it the first day on.",
    "Second bridge follows it in four years.",
)
"""Worse than `GOOD` in every line."""

Texts = Mapping[str, Sequence[str | None]]
"""By article the text of each segment, None where it failed."""


def articles(lines: Sequence[str | None], count: int) -> Texts:
    """Give so many articles, each with its own cut of the lines."""
    return {f"art-{n}": [*lines[n % len(lines) :], *lines[: n % len(lines)]] for n in range(count)}


def line(
    name: str, texts: Texts, *metrics: Metric, frame: bool = False, references: Sequence[Sequence[str]] = (GOOD,)
) -> Line:
    """Score a system's translations against the articles' cuts of the references, by default with BLEU and chrF."""
    names = ("a", "b")[: len(references)]
    wanted = [articles(reference, len(texts)) for reference in references]
    examples = tuple(
        Example(article, f"seg-{n:03}", (), (text,), tuple((str(each[article][n]),) for each in wanted), names)
        for article, lines in texts.items()
        for n, text in enumerate(lines)
        if text is not None
    )
    paired = Paired(examples, sum(map(len, texts.values())), names)
    columns = tuple(score(metric, paired, "en") for metric in metrics or (Bleu(), Chrf()))
    return Line(System(name, baseline=frame), "", frame, columns)


def bullets(summarizer: str, system: str, *made: Sequence[str], frame: bool = False) -> Line:
    """Score a summarizer's bullets, one set an article, against the first three of `GOOD`."""
    examples = tuple(Example(f"art-{n}", "", GOOD, tuple(lines), (GOOD[:3],), ("a",)) for n, lines in enumerate(made))
    column = score(BulletF1(Hashing()), Paired(examples, len(made), ("a",)), "en")
    return Line(System(system), summarizer, frame, (column,))


def entries(*lines: Line) -> list[Entry]:
    """Gather the lines' entries."""
    return list(entries_of_lines(lines))
