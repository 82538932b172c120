"""Ranking, on vectors that can be followed by hand."""

from __future__ import annotations

import numpy as np

from toolkit.summarizers._rank import Weights, choose, scores

SILENT = {"forward": 0.0, "document": 0.0, "lead": 0.0, "position": 0.0, "specific": 0.0, "coverage": 0.0}
SAME = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], np.float32)


def test_forward_centrality_counts_what_follows() -> None:
    """The first sentence is like one of the two behind it: 1 of 3 sentences; the second is like none."""
    worth = scores(SAME, ["A b.", "A b.", "C d."], Weights(**{**SILENT, "forward": 1.0}))
    np.testing.assert_allclose(worth, [1 / 3, 0, 0])


def test_position_falls_off_as_one_over_the_place() -> None:
    """1, 1/2, 1/3."""
    worth = scores(SAME, ["A b.", "A b.", "C d."], Weights(**{**SILENT, "position": 1.0}))
    np.testing.assert_allclose(worth, [1, 1 / 2, 1 / 3])


def test_numbers_and_names_count_up_to_six() -> None:
    """The capital that opens a sentence is no name."""
    texts = ["Prices fell.", "Prices fell by 3 in Rome.", "A 1 2 3 4 5 6 7."]
    worth = scores(SAME, texts, Weights(**{**SILENT, "specific": 1.0}))
    np.testing.assert_allclose(worth, [0, 2 / 6, 1])


def test_a_repetition_is_left_for_something_new() -> None:
    """The second sentence says what the first said, so the weaker third is picked before it."""
    worth = np.array([1.0, 0.9, 0.8])
    assert choose(worth, SAME, 2.0, 2, np.ones(3, bool)) == [0, 2]
    assert choose(worth, SAME, 0.0, 2, np.ones(3, bool)) == [0, 1]


def test_ties_go_to_the_earlier_sentence() -> None:
    """A difference in the last bits decides nothing."""
    assert choose(np.array([0.5, 0.5 + 1e-12, 0.5]), SAME, 0.0, 3, np.ones(3, bool)) == [0, 1, 2]


def test_what_is_not_allowed_is_never_picked() -> None:
    """Fewer are picked than wanted where too few are allowed."""
    assert choose(np.array([1.0, 0.5, 0.2]), SAME, 0.0, 3, np.array([False, True, False])) == [1]
