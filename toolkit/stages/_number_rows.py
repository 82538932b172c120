"""Scores, aggregates and statistics as rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from toolkit.metrics._base import Column
from toolkit.stages._entries import Who, hypothesis_digest, references_digest
from toolkit.stages._intervals import NOWHERE
from toolkit.stages._line import Line
from toolkit.stages._ranks import Standing, ranks
from toolkit.stages._work import Work
from toolkit.tables.rows import Row, row


def score_rows(work: Work) -> Iterator[Row]:
    """Make one row an example and output."""
    for line, column in work.columns():
        signature = column.metric.example_signature(len(column.references))
        for example, numbers in zip(column.examples, column.single.tolist(), strict=True):
            for output, number in zip(column.metric.outputs, numbers, strict=True):
                yield row(
                    "scores",
                    article_id=example.article,
                    segment_id=example.segment,
                    unit=column.metric.unit,
                    signature=signature,
                    **_head(work, line, column),
                    **_number(output.name, number, column.reason),
                )


def aggregate_rows(work: Work) -> Iterator[Row]:
    """Make one row a line of a leaderboard and output."""
    places, groups, intervals = ranks(_standings(work)), work.comparisons.ranks, work.comparisons.intervals
    for line, column in work.columns():
        who = Who(line.system.name, line.summarizer)
        for place, output in enumerate(column.metric.outputs):
            rank = places.get((who, output.name))
            bounds = intervals.get((who, output.name), NOWHERE)
            yield row(
                "aggregates",
                low=bounds.low,
                high=bounds.high,
                title=output.title,
                order=line.system.order if line.summarizer else "",
                translator=line.system.translated_by,
                scored_examples=len(column.examples),
                examples=column.asked,
                coverage=len(column.examples) / column.asked if column.asked else 0.0,
                ranked=rank is not None,
                rank=rank,
                rank_group=groups.get((who, output.name)) if rank else None,
                higher_is_better=output.higher_is_better,
                references=len(column.references),
                reference_names=" ".join(column.references),
                signature=column.metric.signature(len(column.references)),
                **_head(work, line, column),
                **_number(output.name, float(column.corpus[place]), column.reason),
            )


def _head(work: Work, line: Line, column: Column) -> Row:
    return {
        "run_id": work.run_id,
        "task": column.metric.task,
        "system": line.system.name,
        "summarizer": line.summarizer,
        "baseline": line.baseline,
        "metric": column.metric.name,
    }


def _number(output: str, number: float, reason: str) -> Row:
    scored = bool(np.isfinite(number))
    return {
        "output": output,
        "score": number if scored else None,
        "scored": scored,
        "reason": "" if scored else reason or "nothing was counted",
    }


def _standings(work: Work) -> Iterator[Standing]:
    """Go through what competes and is complete."""
    for line, column in work.columns():
        if not line.baseline and len(column.examples) == column.asked:
            for output, number in zip(column.metric.outputs, column.corpus.tolist(), strict=True):
                yield Standing(Who(line.system.name, line.summarizer), output, number)


def statistic_rows(work: Work) -> dict[str, list[Row]]:
    """Make the rows of statistics/<metric>.jsonl: what the metric counted, one row an example."""
    tables: dict[str, list[Row]] = {}
    for line, column in work.columns():
        if column.measurement is None:
            continue
        table = tables.setdefault(column.metric.name, [])
        for example, counts in zip(column.examples, column.measurement.rows.tolist(), strict=True):
            values = dict(zip(column.metric.columns, counts, strict=True))
            table.append(
                row(
                    "statistics",
                    run_id=work.run_id,
                    article_id=example.article,
                    segment_id=example.segment,
                    system=line.system.name,
                    summarizer=line.summarizer,
                    metric=column.metric.name,
                    hypothesis_digest=hypothesis_digest(example),
                    references_digest=references_digest(example),
                    **values,
                )
            )
    return tables
