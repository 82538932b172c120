"""ROUGE beside Google's rouge-score, which is the peer in every number."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.conftest import build
from toolkit.metrics import _rouge
from toolkit.metrics._left_out import left_out
from toolkit.metrics.rouge import Rouge

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # nltk's own, as it is imported
    from rouge_score.rouge_scorer import RougeScorer

KINDS = ["rouge1", "rouge2", "rougeLsum"]
ASCII = st.lists(st.text("aabc D-'9_.\t", max_size=20), max_size=4)
ANY = st.lists(st.text("aéÉß ça-2²\u0301İкᾳ’", max_size=20), max_size=4)
SEA, MINISTER, PRICES = "The sea was calm.", "The minister left Paris.", "Prices rose again in May."


class Words:
    """What rouge-score takes for a tokenizer."""

    def tokenize(self, text: str) -> list[str]:
        return _rouge.tokens(text)


def numbers(scores: dict[str, object]) -> list[float]:
    return [number for kind in KINDS for number in (scores[kind].fmeasure, scores[kind].recall)]  # type: ignore[attr-defined]


def ours(candidate: list[str], *references: list[str]) -> list[float]:
    metric = Rouge()
    found: list[float] = metric.example_scores(metric.measure([build(candidate, *references)]))[0].tolist()
    return found


@settings(deadline=None, max_examples=300)
@given(ASCII, ASCII)
def test_on_ascii_every_number_is_that_of_rouge_scores_default(candidate: list[str], reference: list[str]) -> None:
    """Its own tokenizer, no stemmer, one bullet a line: equal to the last bit."""
    theirs = RougeScorer(KINDS).score("\n".join(reference), "\n".join(candidate))
    assert ours(candidate, reference) == numbers(theirs)


@settings(deadline=None, max_examples=200)
@given(ANY, ANY)
def test_with_our_words_every_number_is_rouge_scores_in_any_script(candidate: list[str], reference: list[str]) -> None:
    """The tokenizer is the only thing that differs: handed in, it gives the same numbers."""
    theirs = RougeScorer(KINDS, tokenizer=Words()).score("\n".join(reference), "\n".join(candidate))
    assert ours(candidate, reference) == numbers(theirs)


@settings(deadline=None, max_examples=100)
@given(ASCII, st.lists(ASCII, min_size=1, max_size=3))
def test_of_several_sets_it_takes_the_one_that_score_multi_takes(candidate: list[str], sets: list[list[str]]) -> None:
    """The best F1, the first of equal ones, for each of the three by itself; recall is that set's."""
    theirs = RougeScorer(KINDS).score_multi(["\n".join(each) for each in sets], "\n".join(candidate))
    assert ours(candidate, *sets) == numbers(theirs)


def test_letters_outside_a_to_z_are_kept() -> None:
    """rouge-score's default makes `élysée` into `lys` and `e`, and `Москва` into nothing."""
    assert _rouge.tokens("L’Élysée, Москва: 2²") == ["l", "élysée", "москва", "2²"]
    assert _rouge.tokens("E\u0301lyse\u0301e") == ["élysée"]
    assert _rouge.tokens("हिन्दी में") == ["हिन्दी", "में"]
    assert ours(["Élysée Москва"], ["Élysée Москва"])[:2] == [1.0, 1.0]
    assert RougeScorer(["rouge1"]).score("Москва", "Москва")["rouge1"].fmeasure == 0


def test_articles_weigh_the_same_however_long() -> None:
    """Scores are averaged, not counts added: a full match of two words and a miss of five are a half."""
    metric = Rouge()
    rows = metric.measure([build(["sea calm"], ["sea calm"]), build([PRICES], [SEA])]).rows
    assert metric.combine(rows.sum(axis=0))[0] == 0.5


def test_a_set_left_out_is_scored_as_the_summary_is() -> None:
    """Two sets: the summary's mean over both, each alone; the ceiling is what one reaches against the other.

    By hand: SEA has 4 words, MINISTER 4 with `the` in common, so F1 is 1/4. The summary is the first set: 1 and 1/4.
    """
    metric = Rouge()
    rows = metric.measure([build([SEA], [SEA], [MINISTER])]).rows
    own, ceiling = metric.left_out(rows.sum(axis=0))
    assert metric.combine(rows.sum(axis=0))[0] == 1.0
    assert own.tolist() == pytest.approx([5 / 8, 1 / 2, 5 / 8])
    assert ceiling.tolist() == pytest.approx([1 / 4, 0, 1 / 4])


def test_of_three_sets_the_best_of_the_two_that_remain_counts() -> None:
    """By hand: the summary is the first set, which is left out once (then MINISTER's 1/4 is best) and remains twice."""
    own, ceiling = Rouge().left_out(Rouge().measure([build([SEA], [SEA], [MINISTER], [PRICES])]).rows.sum(axis=0))
    assert own[0] == pytest.approx((1 / 4 + 1 + 1) / 3)
    assert ceiling[0] == pytest.approx((1 / 4 + 1 / 4 + 0) / 3)


def test_a_single_set_is_its_own_ceiling() -> None:
    """There is nothing to leave out: the score is the score, and the best is 1."""
    metric = Rouge()
    totals = metric.measure([build([SEA, PRICES], [SEA])]).rows.sum(axis=0)
    own, ceiling = metric.left_out(totals)
    assert own.tolist() == metric.combine(totals)[::2].tolist()
    assert ceiling.tolist() == [1.0, 1.0, 1.0]


def test_left_out_has_the_shape_it_says() -> None:
    """Any leading shape; nothing counted gives no number."""
    metric = Rouge()
    rows = metric.measure([build([SEA], [MINISTER])]).rows
    assert metric.left_out(np.broadcast_to(rows[0], (3, 2, rows.shape[1]))).shape == (3, 2, 2, len(metric.losses))
    assert np.isnan(metric.left_out(np.zeros(rows.shape[1]))).all()


def test_a_summary_needs_reference_bullets() -> None:
    """Examples without references are a mistake of the caller."""
    with pytest.raises(ValueError, match="without reference bullets"):
        Rouge().measure([build([SEA])])


def test_sets_are_left_out_one_at_a_time() -> None:
    """Two sets meet each other once each way."""
    assert list(left_out(2)) == [(0, (1,)), (1, (0,))]
