"""Facts as rows: what each translation kept, lost or made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.examples import Example
from toolkit.facts import Finding
from toolkit.metrics._base import Column
from toolkit.metrics._bullet_facts import BulletFact
from toolkit.stages._line import Line
from toolkit.stages._work import Work
from toolkit.tables.rows import Row, row


def fact_rows(work: Work) -> Iterator[Row]:
    """Make one row a fact of a segment and system, then one a fact of a bullet, in the order of their finding."""
    columns = list(work.columns())
    for of in (_of_segments, _of_bullets):
        for line, column in columns:
            for example, cells in of(column):
                yield row("facts", run_id=work.run_id, **_place(line, example), **cells)


def _of_segments(column: Column) -> Iterator[tuple[Example, Row]]:
    for example, found in zip(column.examples, column.measurement.facts if column.measurement else (), strict=False):
        for cells in segment_cells(example.segment, found):
            yield example, cells


def _of_bullets(column: Column) -> Iterator[tuple[Example, Row]]:
    found = column.measurement.bullet_facts if column.measurement else ()
    for example, facts in zip(column.examples, found, strict=False):
        for cells in bullet_cells(facts):
            yield example, cells


def _place(line: Line, example: Example) -> Row:
    return {
        "article_id": example.article,
        "system": line.system.name,
        "summarizer": line.summarizer,
        "baseline": line.baseline,
    }


def segment_cells(segment: str, found: Sequence[Finding]) -> Iterator[Row]:
    """Give the cells of each fact of a segment: all but those that name the run, the article and the line."""
    for place, finding in enumerate(found, 1):
        yield {
            "unit": "segment",
            "segment_id": segment,
            "bullet": None,
            "position": place,
            "against": "article",
            **_cells(finding),
        }


def bullet_cells(found: Sequence[BulletFact]) -> Iterator[Row]:
    """Give the same of each fact of a summary; facts are counted bullet by bullet."""
    last, place = -1, 0
    for fact in found:
        place = place + 1 if fact.bullet == last else 1
        last = fact.bullet
        yield {
            "unit": "bullet",
            "segment_id": fact.segment,
            "bullet": fact.bullet + 1,
            "position": place,
            "against": fact.against,
            **_cells(fact.finding),
        }


def _cells(finding: Finding) -> Row:
    return {
        "kind": finding.kind,
        "state": finding.state,
        "value": finding.value,
        "source_words": finding.source,
        "source_start": finding.source_start,
        "translation_words": finding.target,
        "translation_start": finding.target_start,
    }
