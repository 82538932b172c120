"""Whether the texts of a run are still those that were scored, and whether every scored text has its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from toolkit.records import Task
from toolkit.stages._entries import lines_digest
from toolkit.tables import Run
from toolkit.tables.rows import Row
from toolkit.verifying._found_rows import Key, Mismatch, key, missing, named, shown, surplus, twice

Head = tuple[str, str, str]
"""(metric, system, summarizer)."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a run's tables hold of texts and lines.

    Attributes:
        articles: rows of the articles that could be read, by id.
        segments: rows by (article, segment, system).
        sources: texts of each article's segments, in order, by its id.
        bullets: texts by (article, system, summarizer), in order; those of references have no system.
        heads: the first aggregates row of each metric and line.
        statistics: rows of each metric.
        tasks: what each metric scores.
    """

    articles: Mapping[str, Row]
    segments: Mapping[Key, Row]
    sources: Mapping[str, tuple[str, ...]]
    bullets: Mapping[tuple[str, str, str], tuple[str, ...]]
    heads: Mapping[Head, Row]
    statistics: Mapping[str, tuple[Row, ...]]
    tasks: Mapping[str, Task]


def held(run: Run, tasks: Mapping[str, Task]) -> Held:
    """Look up what a run's tables hold.

    Args:
        run: its rows have the columns of their tables.
        tasks: what each metric with statistics scores, by its name.
    """
    bullets: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for row in sorted(run.rows("bullets"), key=lambda row: row["position"]):
        place = (row["article_id"], row["system"], row["summarizer"])
        bullets[place] = (*bullets.get(place, ()), row["text"])
    sources: dict[str, dict[str, str]] = {}
    for row in sorted(run.rows("segments"), key=lambda row: row["position"]):
        sources.setdefault(row["article_id"], {}).setdefault(row["segment_id"], row["source_text"])
    heads: dict[Head, Row] = {}
    for row in run.rows("aggregates"):
        heads.setdefault((row["metric"], row["system"], row["summarizer"]), row)
    return Held(
        articles={row["article_id"]: row for row in run.rows("articles") if row["status"] == "ok"},
        segments={key("segments", row): row for row in run.rows("segments")},
        sources={article: tuple(texts.values()) for article, texts in sources.items()},
        bullets=bullets,
        heads=heads,
        statistics=run.statistics,
        tasks=tasks,
    )


def lines(run: Run, known: Held) -> Iterator[Mismatch]:
    """Find segments, statistics and leaderboard lines that are missing, or are there with nothing to stand on."""
    yield from twice("segments", "segments.jsonl", run.rows("segments"))
    yield from _segments(known)
    for name, rows in known.statistics.items():
        file = f"statistics/{name}.jsonl"
        yield from twice("statistics", file, rows)
        yield from _heads(name, rows, known)
        yield from _answered(name, file, rows, known)


def _segments(known: Held) -> Iterator[Mismatch]:
    """Find segments that one system lacks and another has."""
    systems: dict[str, dict[str, None]] = {}
    segments: dict[str, dict[str, None]] = {}
    for article, segment, system in known.segments:
        systems.setdefault(article, {})[system] = None
        segments.setdefault(article, {})[segment] = None
    for article, answering in systems.items():
        for place in ((article, segment, system) for system in answering for segment in segments[article]):
            if place not in known.segments:
                yield missing("segments.jsonl", place)


def _heads(name: str, rows: Iterable[Row], known: Held) -> Iterator[Mismatch]:
    for system, summarizer in dict.fromkeys((row["system"], row["summarizer"]) for row in rows):
        if (name, system, summarizer) not in known.heads:
            yield missing("aggregates.jsonl", (system, summarizer, name))


def _answered(name: str, file: str, rows: Iterable[Row], known: Held) -> Iterator[Mismatch]:
    """Find texts without their statistics, and statistics without their text."""
    present = dict.fromkeys(key("statistics", row) for row in rows)
    wanted: dict[Key, None] = {
        (*place, name): None
        for (metric, system, summarizer), head in known.heads.items()
        if metric == name and head["scored_examples"]
        for place in _places(system, summarizer, head, known)
    }
    for own in wanted:
        if own not in present:
            yield missing(file, own)
    for own in present:
        article, segment, system, summarizer, _ = own
        if own in wanted:
            continue
        if not summarizer and (article, segment, system) not in known.segments:
            yield missing("segments.jsonl", (article, segment, system))
        elif summarizer and (article, system, summarizer) not in known.bullets:
            yield missing("bullets.jsonl", (article, system, summarizer))
        else:
            yield surplus(file, own)


def _places(system: str, summarizer: str, head: Row, known: Held) -> Iterator[tuple[str, str, str, str]]:
    """Go through what a line has answered of the articles that have its references."""
    if summarizer:
        for article, its, by in known.bullets:
            if (its, by) == (system, summarizer) and referenced(known.articles.get(article), head):
                yield article, "", system, summarizer
        return
    for (article, segment, its), row in known.segments.items():
        if its == system and row["status"] == "ok" and referenced(known.articles.get(article), head):
            yield article, segment, system, ""


def referenced(article: Row | None, head: Row) -> bool:
    """Tell whether an article has all the references that a line is scored against."""
    column = "reference_bullet_names" if head["summarizer"] else "reference_names"
    return article is not None and set(head["reference_names"].split()) <= set(article[column].split())


def texts(known: Held) -> Iterator[Mismatch]:
    """Find texts that are not what was scored, and references that are not what they were scored against."""
    for name, rows in known.statistics.items():
        for row in rows:
            head = known.heads[name, row["system"], row["summarizer"]]
            check = _bullets if known.tasks[name] == "summary" else _segment
            yield from check(name, row, head, known)


def _segment(name: str, row: Row, head: Row, known: Held) -> Iterator[Mismatch]:
    place = (row["article_id"], row["segment_id"], row["system"])
    segment = known.segments[place]
    checks = [("translation", row["hypothesis_digest"], lines_digest([segment["translation"]]))]
    if head["references"] == 1:
        checks.append(("reference_text", row["references_digest"], lines_digest([[segment["reference_text"]]])))
    if not head["references"]:
        checks.append(("source_text", row["references_digest"], lines_digest([segment["source_text"]])))
    for column, wanted, found in checks:
        if wanted != found:
            what = f"the text that {name} scored ({wanted})"
            yield Mismatch("segments.jsonl", named(place), column, what, shown(segment[column]))


def _bullets(name: str, row: Row, head: Row, known: Held) -> Iterator[Mismatch]:
    article, system, summarizer = place = (row["article_id"], row["system"], row["summarizer"])
    own = known.bullets.get(place, ())
    if lines_digest(own) != row["hypothesis_digest"]:
        what = f"the bullets that {name} scored ({row['hypothesis_digest']})"
        yield Mismatch("bullets.jsonl", named((article, system, summarizer)), "text", what, shown(" / ".join(own)))
    names = head["reference_names"].split()
    if len(names) != head["references"]:
        return  # a name of several words cannot be told from two
    sets = [known.bullets.get((article, "", f"reference {each}"), ()) for each in names]
    against = sets or known.sources.get(article, ())
    if lines_digest(against) == row["references_digest"]:
        return
    if not names:
        what = f"the texts that {name} scored against ({row['references_digest']})"
        yield Mismatch(
            "segments.jsonl", article, "source_text", what, shown(" / ".join(known.sources.get(article, ())))
        )
        return
    what = f"the bullets that {name} scored against ({row['references_digest']})"
    found = shown(" / ".join(bullet for each in sets for bullet in each))
    yield Mismatch("bullets.jsonl", named((article, *(f"reference {each}" for each in names))), "text", what, found)
