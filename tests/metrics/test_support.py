from __future__ import annotations

import numpy as np
import pytest

from toolkit.metrics.support import Support

SEA, MINISTER = "The sea was calm.", "The minister left Paris."


def test_copied_sentences_are_fully_supported(example, encoder) -> None:
    """A sentence of the document as a bullet has support 1, whichever sentence it is."""
    metric = Support(encoder)
    measured = metric.measure([example([SEA, MINISTER], source=[MINISTER, SEA])])
    assert metric.combine(measured.rows.sum(axis=0)) == pytest.approx([1], abs=1e-6)
    assert [match.support_sentence for match in measured.matches[0]] == [SEA, MINISTER]


def test_bullets_weigh_the_same_over_articles(example, encoder) -> None:
    """The mean is over bullets: two supported ones and one that is not."""
    metric = Support(encoder)
    rows = metric.measure([example([SEA, SEA], source=[SEA]), example(["Quizzes"], source=[SEA])]).rows
    (quiz, sea) = encoder.encode(["Quizzes", SEA])
    assert metric.combine(rows.sum(axis=0)) == pytest.approx([(2 + float(quiz @ sea)) / 3], abs=1e-6)


def test_without_a_document_nothing_is_counted(example, encoder) -> None:
    """No document gives no number for that summary, and takes nothing from the others."""
    metric = Support(encoder)
    measured = metric.measure([example([SEA], source=[SEA]), example([SEA])])
    assert metric.combine(measured.rows.sum(axis=0)) == pytest.approx([1], abs=1e-6)
    assert np.isnan(metric.example_scores(measured)[1, 0])


def test_matches_are_left_to_the_alignment_where_there_is_one(example, encoder) -> None:
    """With references bullet_f1 tells the support of each bullet, and this metric only the mean."""
    assert Support(encoder).measure([example([SEA], [SEA], source=[SEA])]).matches == ()
