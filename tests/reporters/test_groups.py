"""What is shown of the order of a leaderboard."""

from __future__ import annotations

import pytest

from tests.reporters.conftest import aggregate, article_row
from toolkit.reporters.console import Console
from toolkit.reporters.markdown import Markdown

REPORTERS = pytest.mark.parametrize("reporter", [Console(), Markdown()], ids=["console", "markdown"])


def ranked(**groups: int | None) -> list[dict[str, object]]:
    """Make a board of lines, each 0.01 better than the next."""
    return [
        aggregate(
            system=name, metric="similarity", output="similarity", title="similarity", score=0.9 - place / 100,
            ranked=group is not None, rank=None if group is None else place + 1, rank_group=group,
        )
        for place, (name, group) in enumerate(groups.items())
    ]  # fmt: skip


def shown(reporter, found) -> str:
    """Give a report as one line."""
    return " ".join(reporter.render(found, 100).split())


@REPORTERS
def test_bars_stand_where_everything_above_is_shown_to_beat_everything_below(reporter, make_run) -> None:
    """Lines without a group are left out; a single article lets nothing be said of others."""
    board = ranked(a=1, b=1, partial=None, c=2, d=3)
    bars = "every two compared (Holm): a, b | c | d.".replace("|", r"\|" if isinstance(reporter, Markdown) else "|")
    one = shown(reporter, make_run(aggregates=board))
    assert f"similarity: each before a bar is shown to beat each behind it on this article, {bars}" in one
    articles = [article_row(), article_row(article_id="art-2")]
    two = shown(reporter, make_run(aggregates=board, articles=articles))
    assert f"similarity: each before a bar is shown to beat each behind it, {bars}" in two


@REPORTERS
def test_an_order_without_a_bar_is_said_not_to_be_shown(reporter, make_run) -> None:
    text = shown(reporter, make_run(aggregates=ranked(c=1, b=1, a=1)))
    assert "similarity: the order is not shown as a whole" in text


@REPORTERS
def test_of_two_lines_the_verdict_says_all(reporter, make_run) -> None:
    text = shown(reporter, make_run(aggregates=ranked(a=1, b=2, partial=None)))
    assert "before a bar" not in text
    assert "as a whole" not in text
