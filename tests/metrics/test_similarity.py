from __future__ import annotations

import pytest

from toolkit.metrics.similarity import Similarity


def test_the_best_reference_counts(example, encoder) -> None:
    """Of several references the nearest one gives the cosine."""
    metric = Similarity(encoder)
    one, two, other = encoder.encode(["the sea", "the sea was calm", "ministers"])
    rows = metric.measure([example(["the sea"], ["ministers"], ["the sea was calm"])]).rows
    assert rows.tolist() == [[pytest.approx(float(one @ two), abs=1e-6), 1]]
    assert one @ two > one @ other


def test_segments_weigh_the_same(example, encoder) -> None:
    """The corpus score is the mean of the segments' own."""
    metric = Similarity(encoder)
    measured = metric.measure([example(["a sea"], ["the sea"]), example(["x" * 50], ["prices " * 20])])
    assert metric.combine(measured.rows.sum(axis=0))[0] == pytest.approx(metric.example_scores(measured).mean())


def test_languages_are_the_encoders(encoder) -> None:
    """What the encoder does not know is not scored with it."""
    assert Similarity(encoder).languages is None


def test_a_segment_needs_a_reference(example, encoder) -> None:
    """Examples without references are a mistake of the caller."""
    with pytest.raises(ValueError, match="no reference"):
        Similarity(encoder).measure([example(["a"])])
