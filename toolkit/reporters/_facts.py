"""Facts that translations lost or made up, and what is wrong in bullets, drawn from a run's table of facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from toolkit._written import clipped, counted, plain
from toolkit.reporters._boards import name
from toolkit.tables import Row, Run

TITLE = "Where it fails: facts lost or invented"
FLAGGED = ("lost", "invented")
_AGAINST = {
    "article": "the article",
    "translation": "the translation",
    "original": "the bullet before it was translated",
}
_WORDS = 80  # code points of a fact's words: a quotation may be long

Place = tuple[str, str, str, int]
"""(article, system, summarizer, place of the bullet from 1)."""


def fact_lines(run: Run, most: int) -> tuple[str, ...]:
    """Say what each system lost or made up, and what is wrong in bullets: those with most of it first, then how many.

    Args:
        run: baselines are left out.
        most: lines of segments, and lines of bullets; what is more is counted.
    """
    segments = [row for row in of_segments(run) if not row["baseline"]]
    bullets = [row for row in of_bullets(run) if not row["baseline"]]
    return (
        *_worst(segments, most, "segment"),
        *_worst(bullets, most, "bullet"),
        *_totals(segments),
        *_total_of_bullets(bullets),
    )


def of_segments(run: Run) -> list[Row]:
    """Give the facts of translations; an older toolkit knew no others."""
    return [row for row in run.rows("facts") if row.get("unit", "segment") == "segment"]


def of_bullets(run: Run) -> list[Row]:
    """Give the facts of bullets."""
    return [row for row in run.rows("facts") if row.get("unit") == "bullet"]


def wrong_in_bullets(run: Run) -> Mapping[Place, Sequence[Row]]:
    """Gather the wrong facts of each bullet that has any."""
    found: dict[Place, list[Row]] = {}
    for row in of_bullets(run):
        if row["state"] in FLAGGED:
            found.setdefault((row["article_id"], row["system"], row["summarizer"], row["bullet"]), []).append(row)
    return found


def told(row: Row) -> str:
    """Write a fact as `lost number: cinq ans → six years`, of a bullet with the text it was held against."""
    words = [clipped(plain(row[side]), _WORDS) for side in ("source_words", "translation_words")]
    against = f" (against {_AGAINST[row['against']]})" if row.get("unit") == "bullet" else ""
    return f"{row['state']} {row['kind']}: {' → '.join(filter(None, words)) or plain(row['value'])}{against}"


def _worst(rows: Sequence[Row], most: int, noun: str) -> Iterator[str]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row["state"] in FLAGGED:
            groups.setdefault(_where(row), []).append(row)
    worst = sorted(groups.items(), key=lambda group: -len(group[1]))
    for where, own in worst[:most]:
        yield f"{where}: {'; '.join(map(told, own))}"
    if len(worst) > most:
        yield f"and {counted(len(worst) - most, f'more {noun}')} in facts.jsonl"


def _where(row: Row) -> str:
    if row.get("unit") == "bullet":
        return plain(f"{row['article_id']} · {name(row)}, bullet {row['bullet']}")
    return plain(f"{row['article_id']} {row['segment_id']} · {row['system']}")


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


def _total_of_bullets(rows: Sequence[Row]) -> Iterator[str]:
    """Count the facts of all bullets: most are sound, and one line says so."""
    count = Counter(row["state"] for row in rows)
    if rows:
        wrong, sure = count["lost"] + count["invented"], sum(count.values()) - count["unsure"]
        yield f"bullets: {wrong} of {counted(sure, 'fact')} wrong; {count['unsure']} unsure"
