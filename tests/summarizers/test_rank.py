"""Ranking, on vectors that can be followed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from toolkit.summarizers._rank import Weights, choose, scores

SILENT = {"document": 0.0, "nearest": 0.0, "position": 0.0, "specific": 0.0, "vague": 0.0, "coverage": 0.0}
SAME = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], np.float32)
TEXTS = ["A b.", "A b.", "C d."]


def takes_all(place: int, chosen: object) -> bool:
    return True


def test_the_document_is_the_sum_of_its_sentences_fading() -> None:
    """Sentence n weighs exp(-n/12): the whole points to (1 + f, f²) with f = exp(-1/12)."""
    fade = math.exp(-1 / 12)
    whole = np.array([1 + fade, fade**2]) / math.hypot(1 + fade, fade**2)
    worth = scores(SAME, TEXTS, Weights(**{**SILENT, "document": 1.0}))
    np.testing.assert_allclose(worth, [whole[0], whole[0], whole[1]])


def test_the_nearest_three_count_and_the_sentence_itself_does_not() -> None:
    """Of three sentences there are two others: (1 + 0) / 2, twice, and 0."""
    worth = scores(SAME, TEXTS, Weights(**{**SILENT, "nearest": 1.0}))
    np.testing.assert_allclose(worth, [0.5, 0.5, 0.0])
    assert scores(SAME[:1], TEXTS[:1], Weights(**{**SILENT, "nearest": 1.0})).tolist() == [0.0]


def test_position_falls_off_as_one_over_the_place() -> None:
    """1, 1/2, 1/3."""
    worth = scores(SAME, TEXTS, Weights(**{**SILENT, "position": 1.0}))
    np.testing.assert_allclose(worth, [1, 1 / 2, 1 / 3])


def test_numbers_and_names_count_up_to_six() -> None:
    """The capital that opens a sentence is no name."""
    texts = ["Prices fell.", "Prices fell by 3 in Rome.", "A 1 2 3 4 5 6 7."]
    worth = scores(SAME, texts, Weights(**{**SILENT, "specific": 1.0}))
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
    [worth] = scores(SAME[:1], [text], Weights(**{**SILENT, "vague": 1.0}))
    assert worth == (-1.0 if vague else 0.0)


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
    share = np.exp(-np.arange(100) / 12)
    whole = share @ rows
    worth = scores(rows, ["A b."] * 100, Weights(**{**SILENT, "document": 1.0}))
    np.testing.assert_allclose(worth, rows @ whole / np.linalg.norm(whole), rtol=0, atol=1e-12)
