"""What translations cost, in both reporters."""

from __future__ import annotations

from tests.reporters.conftest import made, runs_row, segment_rows
from toolkit.reporters._costs import costs, paid_notes
from toolkit.reporters.console import Console
from toolkit.reporters.markdown import Markdown
from toolkit.tables import Run


def priced() -> Run:
    """Give a run in which apertium-es has a price: 0.5, 0.25 and again the text of 0.25, which was paid once."""
    rows = segment_rows()
    told = [(0.5, "sha256:1"), (0.25, "sha256:2"), (0.25, "sha256:2")]
    for (cost, key), row in zip(told, [row for row in rows if row["system"] == "apertium-es"], strict=True):
        row |= {"cost": cost, "key": key, "bill_estimated": key == "sha256:2"}
    return made(segments=rows, runs=[runs_row(cost=0.25, currency="EUR", billed_characters=9, bill_estimated=True)])


def test_a_text_that_stands_twice_was_paid_once_and_an_estimate_is_marked() -> None:
    """0.5 + 0.25, of which the latter is an estimate; this run paid 0.25 of it."""
    assert costs(priced()) == {"apertium-es": "~0.75"}
    assert "this run paid 0.25 EUR" in paid_notes(priced())[0]
    assert "~ is an estimate" in paid_notes(priced())[1]


def test_both_reports_show_the_cost_beside_the_scores_and_what_was_paid_now() -> None:
    """One column more, and a dash for what has no price."""
    page = Markdown().render(priced())
    assert "| scored | cost (EUR) |" in page
    assert "| 3/3 | ~0.75 |" in page
    assert "| 3/3 | – |" in page
    assert "about 9 characters billed, about 0.25 EUR paid" in page
    shown = Console().render(priced(), width=100)
    assert "cost EUR" in shown
    assert "~0.75" in shown
    assert all(len(line) <= 100 for line in shown.splitlines())


def test_without_a_price_there_is_no_column() -> None:
    """Reports of free systems are as they were."""
    assert "| scored |\n" in Markdown().render(made())
    assert any(line.endswith("scored") for line in Console().render(made()).splitlines())
