"""What became of the facts of each segment: by segment and system for the texts, by system for the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit._written import plain
from toolkit.tables import Row, Run

STATES = ("kept", "lost", "invented", "unsure")

Where = tuple[str, str, str]
"""(article, segment, system)."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """What became of the facts in one system's translations.

    Attributes:
        system: its name.
        baseline: whether it frames the others.
        counts: facts in each of `STATES`, written.
        kinds: of those lost or invented, with their number, the most frequent first.
    """

    system: str
    baseline: bool
    counts: tuple[str, ...]
    kinds: str


def facts(run: Run) -> Iterator[FactRow]:
    """Count the facts of each system, those that compete first; nothing where the run looked for none."""
    by_system: dict[tuple[bool, str], list[Row]] = {}
    for row in run.rows("facts"):
        by_system.setdefault((row["baseline"], row["system"]), []).append(row)
    for (baseline, system), rows in sorted(by_system.items(), key=lambda item: item[0][0]):
        states = Counter(row["state"] for row in rows)
        kinds = Counter(row["kind"] for row in rows if row["state"] in {"lost", "invented"})
        yield FactRow(
            plain(system),
            baseline,
            tuple(f"{states[state]:,}" for state in STATES),
            ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()),
        )


def wrong(run: Run) -> Mapping[Where, Sequence[Row]]:
    """Gather the facts that were lost or invented, by the text they are of."""
    found: dict[Where, list[Row]] = {}
    for row in run.rows("facts"):
        if row["state"] in {"lost", "invented"}:
            found.setdefault((row["article_id"], row["segment_id"], row["system"]), []).append(row)
    return found


def told(row: Row) -> str:
    """Say what was lost or invented, in one line."""
    source, translation = plain(row["source_words"]), plain(row["translation_words"])
    words = " → ".join(filter(None, (source, translation))) or plain(row["value"])
    return f"{row['state']} {row['kind']}: {words}"
