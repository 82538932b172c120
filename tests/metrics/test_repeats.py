from __future__ import annotations

import pytest

from toolkit.metrics._repeats import ALIKE, SHARED, overlap
from toolkit.metrics._support import LEAST
from toolkit.metrics.bullet_f1 import BulletF1
from toolkit.metrics.support import Support

SEA, MINISTER = "The sea was calm.", "The minister left Paris."


def test_a_bullet_that_says_an_earlier_one_again_names_it(example, encoder) -> None:
    """The nearest earlier bullet counts, wherever it stands; the first bullet has none."""
    given = example([SEA, MINISTER, "The sea was very calm."], [SEA])
    first, second, third = BulletF1(encoder).measure([given]).matches[0]
    assert (first.repeats, first.repeat_similarity, first.repeat_overlap) == (None, None, None)
    assert (second.repeats, second.repeat_overlap) == (None, 1 / 4)  # `the`, of four words
    assert (third.repeats, third.repeat_overlap) == (0, 1.0)
    one, other = encoder.encode([SEA, given.hypothesis[2]])
    assert third.repeat_similarity == pytest.approx(float(one @ other), abs=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("The sea.", "the SEA was calm", 1.0),
        ("a b c d", "c d e f g", 0.5),
        ("c d e f g", "a b c d", 0.5),
        ("…", "a", 0.0),
        ("été", "ete", 0.0),
    ],
)
def test_the_overlap_is_that_of_different_words_of_the_shorter_text(one: str, other: str, share: float) -> None:
    assert overlap(one, other) == share


def test_both_likeness_and_words_are_asked_for(example, encoder) -> None:
    """Near in letters (the hashing encoder's cosine) without a word in common is no repetition."""
    given = example(["Seas calmed.", "Sea calmer."], [SEA])
    (_, second) = BulletF1(encoder).measure([given]).matches[0]
    assert second.repeat_similarity >= 0.5
    assert second.repeat_overlap == 0.0 < SHARED
    assert second.repeats is None
    assert ALIKE > SHARED


def test_what_no_sentence_is_near_to_is_unsupported(example, encoder) -> None:
    """Below the bound of the support; without a document nothing can be said."""
    given = example([SEA, "Quizzes"], [SEA], source=[SEA])
    held, loose = BulletF1(encoder).measure([given]).matches[0]
    assert (held.unsupported, loose.unsupported) == (False, True)
    assert loose.support < LEAST < held.support
    assert BulletF1(encoder).measure([example([SEA], [SEA])]).matches[0][0].unsupported is None


def test_without_references_the_same_is_said(example, encoder) -> None:
    """Support tells what needs no reference: sentence, support, repetition."""
    given = example([SEA, SEA], source=[MINISTER, SEA])
    first, second = Support(encoder).measure([given]).matches[0]
    assert (first.reference, first.reference_bullet, first.similarity) == ("", None, None)
    assert (second.repeats, second.repeat_overlap, second.unsupported) == (0, 1.0, False)
    assert second.support_sentence == SEA
