"""Facts as rows: what each translation kept, lost or made up."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.facts import Finding
from toolkit.stages._work import Work
from toolkit.tables.rows import Row, row


def fact_rows(work: Work) -> Iterator[Row]:
    """Make one row a fact of a segment and system, in the order in which they were found."""
    for line, column in work.columns():
        if column.measurement is None:
            continue
        for example, found in zip(column.examples, column.measurement.facts, strict=False):
            for place, finding in enumerate(found):
                yield row(
                    "facts",
                    run_id=work.run_id,
                    article_id=example.article,
                    segment_id=example.segment,
                    system=line.system.name,
                    baseline=line.baseline,
                    position=place + 1,
                    **fact_cells(finding),
                )


def fact_cells(finding: Finding) -> Row:
    """Give the cells that a finding makes."""
    return {
        "kind": finding.kind,
        "state": finding.state,
        "value": finding.value,
        "source_words": finding.source,
        "source_start": finding.source_start,
        "translation_words": finding.target,
        "translation_start": finding.target_start,
    }
