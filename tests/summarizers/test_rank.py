"""Ranking, on vectors that can be followed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from toolkit.summarizers._rank import Weights, choose, likeness, scores

SILENT = Weights()
SAME = likeness(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], np.float32))
ALONE = np.ones((1, 1))
TEXTS = ["A b.", "A b.", "C d."]


def takes_all(place: int, chosen: object) -> bool:
    return True


def test_the_nearest_five_count_and_the_sentence_itself_does_not() -> None:
    """Of three there are two others: (1 + 0) / 2, twice, and 0. Of seven alike and one apart the nearest five: 1, 0."""
    worth = scores(SAME, TEXTS, replace(SILENT, nearest=1.0))
    np.testing.assert_allclose(worth, [0.5, 0.5, 0.0])
    assert scores(ALONE, TEXTS[:1], replace(SILENT, nearest=1.0)).tolist() == [0.0]
    many = likeness(np.array([[1.0, 0.0]] * 7 + [[0.0, 1.0]], np.float32))
    assert scores(many, ["A b."] * 8, replace(SILENT, nearest=1.0)).tolist() == [1.0] * 7 + [0.0]


def test_position_falls_off_as_one_over_the_place() -> None:
    """1, 1/2, 1/3."""
    worth = scores(SAME, TEXTS, replace(SILENT, position=1.0))
    np.testing.assert_allclose(worth, [1, 1 / 2, 1 / 3])


def test_numbers_and_names_count_up_to_six() -> None:
    """The capital that opens a sentence is no name."""
    texts = ["Prices fell.", "Prices fell by 3 in Rome.", "A 1 2 3 4 5 6 7."]
    worth = scores(SAME, texts, replace(SILENT, specific=1.0))
    np.testing.assert_allclose(worth, [0, 2 / 6, 1])


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("The tall glacier was shrinking faster than Voss said.", True),
        ("“The glacier shrinks,” said Renata Voss.", True),
        ("In the letter, Renata Voss said no.", True),
        ("Prices fell and wages rose.", True),
        ("The mayor of Arles closed a bridge.", False),
        ("Prices fell by 3 points.", False),
    ],
)
def test_what_hardly_says_who_or_what_costs(text: str, *, vague: bool) -> None:
    """A bare "the", an opening quotation, nobody named."""
    [worth] = scores(ALONE, [text], replace(SILENT, vague=1.0))
    assert worth == (-1.0 if vague else 0.0)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Voss closed the bridge.", 0.0),
        ("Voss said the bridge was closed.", 0.5),
        ("The “old” bridge of Arles was closed.", 0.5),
        ('"The bridge is closed," Voss told reporters.', 1.0),
    ],
)
def test_what_was_said_costs(text: str, share: float) -> None:
    """Half for a quotation, half for a verb of saying: what happened comes before what somebody said of it."""
    assert scores(ALONE, [text], replace(SILENT, spoken=1.0)).tolist() == [-share]


@pytest.mark.parametrize(("words", "share"), [(3, 1.0), (5, 1.0), (8, 0.4), (10, 0.0), (20, 0.0)])
def test_a_line_of_few_words_costs(words: int, share: float) -> None:
    """Below ten each word is a fifth: (10 - 8) / 5 = 0.4."""
    assert scores(ALONE, [" ".join(["word"] * words)], replace(SILENT, short=1.0)).tolist() == [-share]


def test_the_document_is_covered_by_what_is_like_it_the_beginning_counting_more() -> None:
    """Sentence n weighs exp(-n/12): 1, f = .9200 and f² = .8465, together 2.7665.

    The second is like the others by half: it covers (.5 + f + .5 f²) / 2.7665 = .6663, the first
    (1 + .5 f) / 2.7665 = .5277, the third (.5 f + f²) / 2.7665 = .4723.
    """
    half = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]])
    assert choose(np.array([0.138, 0.0, 0.0]), half, 1.0, 1, takes_all) == [1]
    assert choose(np.array([0.139, 0.0, 0.0]), half, 1.0, 1, takes_all) == [0]
    assert choose(np.array([0.0, -1.0, 0.055]), half, 1.0, 1, takes_all) == [0]
    assert choose(np.array([0.0, -1.0, 0.056]), half, 1.0, 1, takes_all) == [2]


def test_a_repetition_is_left_for_something_new() -> None:
    """The second sentence says what the first said, so the weaker third is picked before it."""
    worth = np.array([1.0, 0.9, 0.8])
    assert choose(worth, SAME, 2.0, 2, takes_all) == [0, 2]
    assert choose(worth, SAME, 0.0, 2, takes_all) == [0, 1]


def test_ties_go_to_the_earlier_sentence() -> None:
    """A difference in the last bits decides nothing."""
    assert choose(np.array([0.5, 0.5 + 1e-12, 0.5]), SAME, 0.0, 3, takes_all) == [0, 1, 2]


def test_what_is_not_taken_is_never_picked() -> None:
    """Each is asked for once, with those picked before it; fewer come where too few are taken."""
    asked = []

    def takes(place: int, chosen: list[int]) -> bool:
        asked.append((place, tuple(chosen)))
        return place != 0

    assert choose(np.array([1.0, 0.5, 0.2]), SAME, 0.0, 2, takes) == [1, 2]
    assert asked == [(0, ()), (1, ()), (2, (1,))]


def test_a_long_document_is_told_by_the_same_cosines() -> None:
    """100 sentences of 384 numbers, held against each other some rows at a time, as if all at once."""
    rows = np.random.default_rng(5).normal(size=(100, 384))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    np.testing.assert_allclose(likeness(rows), rows @ rows.T, rtol=0, atol=1e-12)


def test_a_place_that_may_not_be_picked_yet_is_asked_again() -> None:
    """The best waits for the second best; what was refused is not asked of again."""
    asked: list[int] = []

    def takes(place: int, chosen: Sequence[int]) -> bool | None:
        asked.append(place)
        return {0: 1 in chosen or None, 1: True, 2: False}[place]

    worth = np.array([3.0, 1.0, 2.0])
    assert choose(worth, np.eye(3), 0.0, 3, takes) == [1, 0]
    assert asked == [0, 2, 1, 0]
