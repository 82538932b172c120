"""Whether the facts of a run are those that its texts state: they are read again from the segments."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.examples import Example
from toolkit.metrics._base import Metric
from toolkit.stages._fact_rows import fact_cells
from toolkit.tables import Run
from toolkit.tables.rows import Row
from toolkit.verifying._found_rows import Key, Mismatch, differences, key


def facts(run: Run, metric: Metric) -> Iterator[Mismatch]:
    """Derive the table `facts` and what its metric counted from the texts of the segments.

    Args:
        run: its rows have the columns of their tables, and every line of statistics has its segment.
        metric: what found the facts.
    """
    segments = {key("segments", row): row for row in run.rows("segments")}
    counted = run.statistics[metric.name]
    texts = [segments[row["article_id"], row["segment_id"], row["system"]] for row in counted]
    measured = metric.measure([_example(row) for row in texts])
    expected: dict[Key, Row] = {}
    for row, found in zip(texts, measured.facts, strict=True):
        for place, finding in enumerate(found):
            own = (row["article_id"], row["segment_id"], row["system"], str(place + 1))
            expected[own] = {"position": place + 1, "baseline": row["baseline"], **fact_cells(finding)}
    yield from differences("facts", run.rows("facts"), expected)
    totals = {
        key("statistics", row): dict(zip(metric.columns, counts, strict=True))
        for row, counts in zip(counted, measured.rows.tolist(), strict=True)
    }
    for mismatch in differences("statistics", counted, totals):
        yield Mismatch(f"statistics/{metric.name}.jsonl", *_rest(mismatch))


def _example(row: Row) -> Example:
    return Example(row["article_id"], row["segment_id"], (row["source_text"],), (row["translation"],), (), ())


def _rest(mismatch: Mismatch) -> tuple[str, str, str, str]:
    return mismatch.row, mismatch.column, mismatch.expected, mismatch.found
