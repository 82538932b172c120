"""Where a run fails, drawn from its tables: failures, and the segments with the lowest scores."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit._written import counted, number, plain
from toolkit.prices import exact, money
from toolkit.reporters import _facts as facts
from toolkit.tables import Row, Run

FAILED = "What failed"
"""Title of what did not come about at all."""
OUTPUTS = ("similarity", "chrf")  # what says which segments are worst, the first that was scored


@dataclass(frozen=True, slots=True)
class Worst:
    """A segment a system did badly on.

    Attributes:
        score: written as its output is.
        system: its name.
        where: article, segment and kind of the segment.
        source: the segment.
        reference: a translation by hand.
        reference_name: its name.
        translation: the system's.
    """

    score: str
    system: str
    where: str
    source: str
    reference: str
    reference_name: str
    translation: str


def summary_line(run: Run) -> str:
    """Say in one line what the run was."""
    row = run.rows("runs")[0]
    parts = [
        f"{row['source_language']} → {row['target_language']}",
        counted(row["articles"], "article"),
        counted(row["segments"], "segment"),
        counted(row["systems"], "system"),
        counted(row["summarizers"], "summarizer"),
    ]
    bill = bill_line(row)
    made = f"{row['translated']:,} made now" + (f" ({bill})" if bill else "")
    came = f"{made}, {row['replayed']:,} from recordings, {row['failed']:,} failed"
    return plain(f"{', '.join(parts)}; translated segments: {came}")


def bill_line(row: Row) -> str:
    """Say what a run was billed, `""` where nothing."""
    about = "about " if row["bill_estimated"] else ""
    parts = []
    if row["billed_characters"] is not None:
        parts.append(f"{about}{row['billed_characters']:,} characters billed")
    if row["cost"] is not None:
        parts.append(f"{about}{money(exact(row['cost']), row['currency'])} paid")
    return ", ".join(parts)


def troubles(run: Run, most: int, most_facts: int) -> Mapping[str, tuple[str, ...]]:
    """Say in lines what went wrong, title by title in the order in which it is read; what has no line is left out.

    Args:
        run: what was made.
        most: lines under a title; what is more is counted.
        most_facts: the same of segments, and of bullets, with wrong facts.
    """
    found = {
        FAILED: failure_lines(run, most),
        "What was lost on the way": lost_lines(run, most),
        facts.TITLE: facts.fact_lines(run, most_facts),
        "Where it fails: fewer bullets than asked for": short_lines(run, most),
    }
    return {title: lines for title, lines in found.items() if lines}


def failure_lines(run: Run, most: int) -> tuple[str, ...]:
    """Say what did not come about: one line a message, with what it happened to."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in run.rows("failures"):
        who = (row["article_id"], row["system"], row["summarizer"], row["stage"], row["message"])
        groups.setdefault(who, []).append(row["segment_id"])
    lines = []
    for (*subject, stage, message), segments in groups.items():
        named = [segment for segment in segments if segment]
        more = f" and {len(named) - 3} more" if len(named) > 3 else ""  # noqa: PLR2004 - three ids fit a line
        where = [part for part in subject if part] + ([", ".join(named[:3]) + more] if named else [])
        lines.append(plain(f"{' · '.join([*where, stage])}: {message}"))
    left = len(lines) - most
    return (*lines[:most], f"and {left:,} more in failures.jsonl") if left > 0 else tuple(lines)


def lost_lines(run: Run, most: int) -> tuple[str, ...]:
    """Say which systems lost what must survive a translation: one line a system, with the first segment."""
    groups: dict[str, list[Row]] = {}
    for row in run.rows("segments"):
        if row["lost_protected"]:
            groups.setdefault(row["system"], []).append(row)
    lines = [
        plain(
            f"{system} lost what must survive in {counted(len(rows), 'segment')}, first "
            f"{rows[0]['article_id']} {rows[0]['segment_id']}: {rows[0]['lost_protected']}"
        )
        for system, rows in groups.items()
    ]
    left = len(lines) - most
    return (*lines[:most], f"and {left:,} more systems; lost_protected in segments.jsonl") if left > 0 else tuple(lines)


def short_lines(run: Run, most: int) -> tuple[str, ...]:
    """Say which summarizers gave fewer bullets than they were asked for: one line each, baselines left out."""
    config = json.loads(run.rows("runs")[0]["config_json"])
    wanted, reasons = config.get("summary", {}).get("bullets", 0), config.get("why_fewer", {})
    made = Counter(
        (row["summarizer"], row["system"], row["article_id"])
        for row in run.rows("bullets")
        if row["role"] == "candidate" and not row["baseline"]
    )
    groups: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for (summarizer, system, article), count in made.items():
        if count < wanted:
            groups.setdefault((summarizer, system), []).append((article, count))
    lines = []
    for (summarizer, system), found in groups.items():
        article, count = found[0]
        where = article if len(found) == 1 else f"{article}, first of {len(found):,} articles"
        why = f"; {reasons[summarizer]}" if summarizer in reasons else ""
        lines.append(plain(f"{summarizer} on {system}: {count} of {counted(wanted, 'bullet')} for {where}{why}"))
    left = len(lines) - most
    return (*lines[:most], f"and {left:,} more summaries; bullets.jsonl") if left > 0 else tuple(lines)


def worst_output(run: Run) -> str:
    """Choose the output that says which segments are worst, `""` where no segment has a score."""
    scored = {row["output"] for row in run.rows("scores") if row["unit"] == "segment" and row["scored"]}
    return next((output for output in OUTPUTS if output in scored), "")


def worst(run: Run, most: int) -> tuple[Worst, ...]:
    """Give the segments with the lowest scores among the ranked systems, or all real ones where none is ranked."""
    output = worst_output(run)
    rows = [row for row in run.rows("scores") if row["output"] == output and row["scored"] and not row["baseline"]]
    systems = [row for row in run.rows("aggregates") if row["output"] == output]
    ranked = {row["system"] for row in systems if row["ranked"]}
    names = {row["system"]: row["reference_names"].split() for row in systems}
    lowest = sorted((row for row in rows if not ranked or row["system"] in ranked), key=_low)[:most]
    texts = {_key(row): row for row in run.rows("segments")}
    return tuple(_worst(row, texts[_key(row)], names.get(row["system"], [])) for row in lowest if _key(row) in texts)


def _low(row: Row) -> float:
    return float(row["score"])


def _key(row: Row) -> tuple[str, str, str]:
    return row["article_id"], row["segment_id"], row["system"]


def _worst(score: Row, segment: Row, references: Sequence[str]) -> Worst:
    return Worst(
        score=number(score["output"], score["score"]),
        system=plain(segment["system"]),
        where=plain(f"{segment['article_id']} {segment['segment_id']} ({segment['kind'].replace('_', ' ')})"),
        source=plain(segment["source_text"]),
        reference=plain(segment["reference_text"]),
        reference_name=plain(f"reference {references[0]}" if references else "reference"),
        translation=plain(segment["translation"]),
    )
