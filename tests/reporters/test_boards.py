"""Which numbers a leaderboard shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reporters.conftest import aggregate, aggregate_rows, comparison, comparison_rows, verdict
from toolkit.reporters._boards import board, headline
from toolkit.reporters._verdicts import verdicts

WRONG: dict[str, Any] = {
    "metric": "bullet_facts", "output": "bullet_facts_wrong", "title": "wrong facts per 100 bullets",
    "higher_is_better": False,
}  # fmt: skip


@pytest.mark.parametrize(("score", "shown"), [(0.0, []), (33.333333, ["33.3"])])
def test_wrong_facts_are_a_column_where_there_are_any(score: float, shown: list[str], make_run) -> None:
    """A column of zeros would only push the others together."""
    line = {"task": "summary", "system": "apertium-es", "summarizer": "extractive", "ranked": True, "rank": 1}
    found = board(make_run(aggregates=[*aggregate_rows(), aggregate(**line, **WRONG, score=score)]), "summary")
    assert found is not None
    assert ("wrong facts per 100 bullets" in found.heads) is bool(shown)
    cells = [
        cell for entry in found.entries for cell, head in zip(entry.cells, found.heads, strict=True) if "wrong" in head
    ]
    assert [cell for cell in cells if cell != "–"] == shown


def test_wrong_facts_give_the_order_only_where_nothing_else_was_scored(make_run) -> None:
    """Nearly all bullets have none, so they would order nothing."""
    line = {"task": "summary", "system": "apertium-es", "summarizer": "extractive", "score": 0.5}
    alone = aggregate(**line, **WRONG)
    other = aggregate(**line, metric="checks", output="checks", title="publishable")
    assert headline(make_run(aggregates=[alone, other]), "summary") == "checks"
    assert headline(make_run(aggregates=[alone]), "summary") == "bullet_facts_wrong"


@pytest.mark.parametrize(("scores", "shown"), [((0.0, 0.0), False), ((0.0, 50.0), True), ((50.0, 50.0), True)])
def test_a_difference_is_shown_where_a_side_has_wrong_facts(scores: tuple[float, float], shown: bool, make_run) -> None:
    """No difference in faults is worth a line where there are faults."""
    baseline, candidate = scores
    own = {"baseline_score": baseline, "candidate_score": candidate, "difference": candidate - baseline}
    run = make_run(comparisons=[*comparison_rows(), comparison(**WRONG, **own)], verdicts=[verdict()])
    (sure,) = verdicts(run)
    assert ("wrong facts per 100 bullets" in {cells[0] for cells in sure.rows}) is shown
