"""The share of bullets that can be printed."""

from __future__ import annotations

import numpy as np

from toolkit.metrics.checks import Checks

SOUND, BROKEN = (
    "Voss closed the old bridge of Arles.",
    "He also closed the old bridge of Arles for good on a cold Monday.",
)


def test_the_share_is_over_bullets(example) -> None:
    """Two of three bullets of two articles can be printed; the third says why not."""
    measured = Checks().measure([example([SOUND, BROKEN]), example([SOUND])])
    assert Checks().combine(measured.rows.sum(axis=0)) == [2 / 3]
    assert measured.faults == (((), ("pronoun: he", "connective: also")), ((),))


def test_a_bound_counts_where_one_is_given(example) -> None:
    """Seven words are too long for a bound of six, and the signature says which bound there was."""
    assert Checks(max_words=6).measure([example([SOUND])]).rows.tolist() == [[0, 1]]
    assert Checks().measure([example([SOUND])]).rows.tolist() == [[1, 1]]
    assert "max_words:6" in Checks(max_words=6).signature(0)
    assert "max_words:none" in Checks().signature(0)


def test_the_document_is_what_names_are_held_against(example) -> None:
    """The document names another town."""
    faults = Checks().measure([example([SOUND], source=["Voss closed the old bridge of Lyon."])]).faults
    assert faults == ((("name: Arles",),),)


def test_a_summary_without_bullets_has_no_share(example) -> None:
    """Nothing is divided by nothing."""
    assert np.isnan(Checks().example_scores(Checks().measure([example([])]))).all()
