"""Losses as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.stages._loss import Loss, Lost
from toolkit.tables.rows import Row, row


def loss_rows(run_id: str, losses: Iterable[Loss]) -> Iterator[Row]:
    """Make one row a system, summarizer and output."""
    for each in losses:
        yield row(
            "losses",
            run_id=run_id,
            system=each.entry.who.system,
            summarizer=each.entry.who.summarizer,
            baseline=each.entry.frame,
            metric=each.entry.metric.name,
            output=each.output.name,
            title=each.output.title,
            reference_system=each.reference_system,
            sets=each.entry.sets,
            articles=each.articles,
            score=each.score,
            reference_score=each.reference_score,
            ceiling=each.ceiling,
            **_lost("translation", each.translation),
            **_lost("summary", each.summary),
            scored=each.score is not None,
            reason=each.reason,
            level=each.plan.level,
            resamples=each.plan.resamples,
            seed=each.plan.seed,
            signature=each.entry.signature,
        )


def _lost(way: str, lost: Lost | None) -> Row:
    if lost is None:
        return {f"{way}_loss": None, f"{way}_low": None, f"{way}_high": None}
    return {f"{way}_loss": lost.points, f"{way}_low": lost.low, f"{way}_high": lost.high}
