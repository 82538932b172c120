"""Facts as a metric: what is counted, and how counts become scores."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.metrics.facts import Facts

SOURCE = "Cinq ministres ont quitté Pékin lundi."  # three facts: a number, a place, a weekday


@pytest.mark.parametrize(
    ("hypothesis", "row"),
    [
        ("Five ministers left Beijing on Monday.", [3, 0, 0, 0]),
        ("Six ministers left Beijing on Monday.", [2, 1, 0, 0]),
        ("Five ministers left Beijing.", [2, 1, 0, 0]),
        ("Five ministers left Beijing today.", [2, 0, 0, 1]),
        ("Five ministers did not leave Beijing for Rome on Monday.", [3, 0, 2, 0]),
    ],
)
def test_each_fact_is_counted_once(example, hypothesis: str, row: list[int]) -> None:
    """Kept, lost, invented, unsure; what stands in a lost fact's place is not invented besides."""
    assert Facts().measure([example([hypothesis], source=[SOURCE])]).rows.tolist() == [row]


def test_the_share_is_of_what_is_certain() -> None:
    """(8 + 1) kept of 9 + 1 kept or lost; what is unsure counts as neither, what is invented is a number of its own."""
    scores = Facts().combine(np.array([[8.0, 0, 2, 5], [1, 1, 0, 0]]).sum(axis=0))
    assert scores.tolist() == [0.9, 2.0]


def test_a_segment_without_facts_has_no_score(example) -> None:
    measured = Facts().measure([example(["It is cold."], source=["Il fait froid."])])
    assert measured.rows.tolist() == [[0, 0, 0, 0]]
    assert np.isnan(Facts().example_scores(measured)).all()


def test_the_findings_come_with_the_counts(example) -> None:
    """One tuple an example, with the words on both sides."""
    measured = Facts().measure([example(["Six men."], source=["Cinq hommes."]), example(["Yes."], source=["Oui."])])
    assert [[(each.state, each.source, each.target) for each in found] for found in measured.facts] == [
        [("lost", "Cinq", "Six")],
        [],
    ]


def test_the_signature_names_the_rules_and_the_release_of_the_names() -> None:
    signature = Facts().signature(2)
    assert signature == Facts().signature(0)  # no reference is read
    assert "rules:" in signature
    assert "babel:" in signature
