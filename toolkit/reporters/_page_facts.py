"""What became of the facts of each segment and bullet: by segment and system for the texts, by line for the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.reporters._boards import name
from toolkit.reporters._facts import FLAGGED, of_bullets, of_segments
from toolkit.tables import Row, Run

STATES = ("kept", "lost", "invented", "unsure")

Where = tuple[str, str, str]
"""(article, segment, system)."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """What became of the facts in one system's translations, or in one summarizer's bullets.

    Attributes:
        name: system, or summarizer and system.
        baseline: whether it frames the others.
        counts: facts in each of `STATES`, written.
        kinds: of those lost or invented, with their number, the most frequent first.
    """

    name: str
    baseline: bool
    counts: tuple[str, ...]
    kinds: str


def facts(run: Run) -> Iterator[FactRow]:
    """Count the facts of each system, those that compete first; nothing where the run looked for none."""
    yield from _counted(of_segments(run))


def bullet_facts(run: Run) -> Iterator[FactRow]:
    """Count the same of each summarizer's bullets."""
    yield from _counted(of_bullets(run))


def _counted(found: Iterable[Row]) -> Iterator[FactRow]:
    by_line: dict[tuple[bool, str], list[Row]] = {}
    for row in found:
        by_line.setdefault((row["baseline"], name(row)), []).append(row)
    for (baseline, line), rows in sorted(by_line.items(), key=lambda item: item[0][0]):
        states = Counter(row["state"] for row in rows)
        kinds = Counter(row["kind"] for row in rows if row["state"] in FLAGGED)
        yield FactRow(
            line,
            baseline,
            tuple(f"{states[state]:,}" for state in STATES),
            ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()),
        )


def wrong(run: Run) -> Mapping[Where, Sequence[Row]]:
    """Gather the facts that were lost or invented, by the text they are of."""
    found: dict[Where, list[Row]] = {}
    for row in of_segments(run):
        if row["state"] in FLAGGED:
            found.setdefault((row["article_id"], row["segment_id"], row["system"]), []).append(row)
    return found
