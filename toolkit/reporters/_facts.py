"""Facts that translations lost or made up, drawn from a run's table of facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit._written import clipped, counted, plain
from toolkit.tables import Row, Run

TITLE = "Where it fails: facts lost or invented"
FLAGGED = ("lost", "invented")
_WORDS = 80  # code points of a fact's words: a quotation may be long


def fact_lines(run: Run, most: int) -> tuple[str, ...]:
    """Say what each system lost or made up: a line a segment, those with most of it first, then how many there are.

    Args:
        run: baselines are left out.
        most: lines of segments; what is more is counted.
    """
    rows = [row for row in run.rows("facts") if not row["baseline"]]
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row["state"] in FLAGGED:
            groups.setdefault((row["article_id"], row["segment_id"], row["system"]), []).append(row)
    worst = sorted(groups.items(), key=lambda group: -len(group[1]))
    lines = [plain(f"{article} {segment} · {system}: {_told(own)}") for (article, segment, system), own in worst[:most]]
    if len(worst) > most:
        lines.append(f"and {counted(len(worst) - most, 'more segment')} in facts.jsonl")
    return (*lines, *_totals(rows))


def _told(rows: Sequence[Row]) -> str:
    return "; ".join(_one(row) for row in rows)


def _one(row: Row) -> str:
    """Write a fact as `lost number: cinq ans → six years`."""
    words = [clipped(plain(row[side]), _WORDS) for side in ("source_words", "translation_words")]
    return f"{row['state']} {row['kind']}: {' → '.join(filter(None, words))}"


def _totals(rows: Sequence[Row]) -> Iterator[str]:
    """Count the facts of each system by what became of them."""
    systems: dict[str, Counter[str]] = {}
    for row in rows:
        systems.setdefault(row["system"], Counter())[row["state"]] += 1
    for system, count in systems.items():
        yield plain(
            f"{system}: {count['lost']} of {counted(count['kept'] + count['lost'], 'fact')} lost, "
            f"{count['invented']} invented; {count['unsure']} unsure, which count as neither"
        )
