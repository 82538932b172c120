"""Everything a run made -> the rows of its tables."""

from __future__ import annotations

from toolkit.stages._bullet_rows import bullet_rows, reference_bullet_rows
from toolkit.stages._comparison_rows import comparison_rows, verdict_rows
from toolkit.stages._fact_rows import fact_rows
from toolkit.stages._line import Line
from toolkit.stages._loss_rows import loss_rows
from toolkit.stages._number_rows import aggregate_rows, score_rows, statistic_rows
from toolkit.stages._text_rows import article_rows, failure_rows, segment_rows
from toolkit.stages._work import Work
from toolkit.tables.rows import Row

__all__ = ["Line", "Work", "assemble", "statistics"]


def assemble(work: Work) -> dict[str, list[Row]]:
    """Make the rows of every table but `runs`, in an order that depends on content alone."""
    return {
        "articles": list(article_rows(work)),
        "segments": list(segment_rows(work)),
        "bullets": [*reference_bullet_rows(work), *bullet_rows(work)],
        "facts": list(fact_rows(work)),
        "scores": list(score_rows(work)),
        "aggregates": list(aggregate_rows(work)),
        "losses": list(loss_rows(work.run_id, work.losses)),
        "comparisons": list(comparison_rows(work.run_id, work.comparisons)),
        "verdicts": list(verdict_rows(work.run_id, work.comparisons)),
        "failures": list(failure_rows(work)),
    }


def statistics(work: Work) -> dict[str, list[Row]]:
    """Make the rows of statistics/<metric>.jsonl: what each metric counted, one row an example."""
    return statistic_rows(work)
