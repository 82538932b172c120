from __future__ import annotations

import numpy as np
import pytest

from toolkit.metrics.bullet_f1 import BulletF1

SEA, MINISTER, PRICES = "The sea was calm.", "The minister left Paris.", "Prices rose again in May."


def scores(metric: BulletF1, *examples):
    combined = metric.combine(metric.measure(examples).rows.sum(axis=0)).tolist()
    return dict(zip([output.name for output in metric.outputs], combined, strict=True))


def test_order_does_not_matter(example, encoder) -> None:
    """The same bullets in another order are a full match."""
    found = scores(BulletF1(encoder), example([SEA, MINISTER], [MINISTER, SEA]))
    assert found == pytest.approx(dict.fromkeys(found, 1.0), abs=1e-6)


def test_missing_bullets_cost_recall_and_extra_ones_precision(example, encoder) -> None:
    """F1 is 2 Σ over the bullets of both sides, so what is left over on either side counts."""
    missing = scores(BulletF1(encoder), example([SEA], [SEA, MINISTER]))
    near = float(np.prod(encoder.encode([SEA, MINISTER]), axis=0).sum())
    assert missing == pytest.approx(
        {"bullet_f1": 2 / 3, "bullet_precision": 1, "bullet_recall": 1 / 2, "greedy_recall": (1 + near) / 2}, abs=1e-6
    )
    extra = scores(BulletF1(encoder), example([SEA, MINISTER], [SEA]))
    assert extra["bullet_precision"] == pytest.approx(1 / 2, abs=1e-6)
    assert extra["bullet_recall"] == pytest.approx(1, abs=1e-6)


def test_repeating_a_bullet_gains_nothing(example, encoder) -> None:
    """The alignment is one to one: the second copy of a bullet finds its partner taken."""
    found = scores(BulletF1(encoder), example([SEA, SEA], [SEA]))
    assert found["bullet_precision"] == pytest.approx(1 / 2, abs=1e-6)


def test_articles_are_averaged_by_bullet(example, encoder) -> None:
    """Sums are divided, not scores averaged: an article with more bullets weighs more."""
    full, none = example([SEA, MINISTER, PRICES], [SEA, MINISTER, PRICES]), example([], [SEA])
    assert scores(BulletF1(encoder), full, none)["bullet_recall"] == pytest.approx(3 / 4, abs=1e-6)


def test_of_several_sets_the_best_one_counts(example, encoder) -> None:
    """Each article meets the set of reference bullets it fits best; of equal ones, the first."""
    measured = BulletF1(encoder).measure([example([SEA], [PRICES], [SEA]), example([SEA], [SEA], [SEA])])
    assert [matches[0].reference for matches in measured.matches] == ["b", "a"]
    assert measured.rows[:, 2].tolist() == [1, 1]


def test_a_set_left_out_meets_the_others_as_the_summary_does(example, encoder) -> None:
    """By hand, c the cosine of the two sets, of which the summary is one: 2(1 + c) / 4, and the ceiling is 4c / 4."""
    metric = BulletF1(encoder)
    c = float(np.prod(encoder.encode([SEA, MINISTER]), axis=0).sum())
    own, ceiling = metric.left_out(metric.measure([example([SEA], [SEA], [MINISTER])]).rows.sum(axis=0))
    assert own.tolist() == pytest.approx([(1 + c) / 2], abs=1e-6)
    assert ceiling.tolist() == pytest.approx([c], abs=1e-6)


def test_a_single_set_is_its_own_ceiling(example, encoder) -> None:
    """There is nothing to leave out: the score is the F1, and the ceiling 1."""
    metric = BulletF1(encoder)
    totals = metric.measure([example([SEA], [SEA, MINISTER])]).rows.sum(axis=0)
    own, ceiling = metric.left_out(totals)
    assert (own[0], ceiling[0]) == (metric.combine(totals)[0], 1.0)


def test_matches_tell_partner_and_support(example, encoder) -> None:
    """Each bullet says what it was matched with and which sentence supports it."""
    given = example([PRICES, SEA], [SEA], source=[MINISTER, SEA, PRICES])
    extra, matched = BulletF1(encoder).measure([given]).matches[0]
    assert (extra.bullet, extra.reference, extra.reference_bullet, extra.similarity) == (0, "a", None, None)
    assert (matched.bullet, matched.reference, matched.reference_bullet) == (1, "a", 0)
    assert matched.similarity == pytest.approx(1, abs=1e-6)
    assert (extra.support_sentence, matched.support_sentence) == (PRICES, SEA)
    assert extra.support == pytest.approx(1, abs=1e-6)


def test_without_a_document_support_is_unknown(example, encoder) -> None:
    """No document, no support: None, not 0."""
    match = BulletF1(encoder).measure([example([SEA], [SEA])]).matches[0][0]
    assert (match.support, match.support_sentence) == (None, "")


def test_a_summary_needs_reference_bullets(example, encoder) -> None:
    """Examples without references are a mistake of the caller."""
    with pytest.raises(ValueError, match="without reference bullets"):
        BulletF1(encoder).measure([example([SEA])])
