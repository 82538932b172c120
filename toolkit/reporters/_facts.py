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
_ELSEWHERE = "listed in facts.jsonl"
_WORDS = 80  # code points of a fact's words: a quotation may be long

Place = tuple[str, str, str, int]
"""(article, system, summarizer, place of the bullet from 1)."""


def fact_lines(run: Run, most: int) -> tuple[str, ...]:
    """Say what each system lost or made up, and what is wrong in bullets: those with most of it first, then how many.

    Baselines frame the others, and what is wrong in them would stand before what a person came for: it is only counted.

    Args:
        run: what was made.
        most: lines of segments, and lines of bullets; what is more is counted.
    """
    segments, frame = _parted(of_segments(run))
    bullets, frame_of_bullets = _parted(of_bullets(run))
    return (
        *_worst(segments, most, "segment"),
        *_worst(bullets, most, "bullet"),
        *(_total(system, own) for system, own in _by_system(segments).items()),
        *([_total_of_bullets("bullets", bullets)] if bullets else []),
        *([_total(f"baselines, {_ELSEWHERE}", frame)] if frame else []),
        *([_total_of_bullets(f"bullets of baselines, {_ELSEWHERE}", frame_of_bullets)] if frame_of_bullets else []),
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


def _parted(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Part the facts of those that compete from the facts of baselines."""
    return [row for row in rows if not row["baseline"]], [row for row in rows if row["baseline"]]


def _by_system(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    systems: dict[str, list[Row]] = {}
    for row in rows:
        systems.setdefault(row["system"], []).append(row)
    return systems


def _total(label: str, rows: Sequence[Row]) -> str:
    """Count the facts of translations by what became of them."""
    count = Counter(row["state"] for row in rows)
    return plain(
        f"{label}: {count['lost']} of {counted(count['kept'] + count['lost'], 'fact')} lost, "
        f"{count['invented']} invented; {count['unsure']} unsure, which count as neither"
    )


def _total_of_bullets(label: str, rows: Sequence[Row]) -> str:
    """Count the facts of many bullets together: most are sound, and one line says so."""
    count = Counter(row["state"] for row in rows)
    wrong, sure = count["lost"] + count["invented"], sum(count.values()) - count["unsure"]
    return f"{label}: {wrong} of {counted(sure, 'fact')} wrong; {count['unsure']} unsure"
