from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.conftest import build
from toolkit.encoders._base import Encoder, TokenVectors, Vectors
from toolkit.encoders.hashing import Hashing
from toolkit.encoders.minilm import MiniLM
from toolkit.metrics.meaning import Meaning

# Unit vectors of words, and those of c at another layer.
EAST, NORTH, BETWEEN, NEARER = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8), (0.8, 0.6)
WORDS = ["the", "The", "sea", "was", "not", "calm", "ministers", "5", "points", "Paris", "Monday", ",", ".", "café"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


class Compass(Encoder):
    """Give the words a, b and c vectors in the plane, twice as long as unit ones; at layer 6, c lies nearer to a."""

    name = "compass"
    gives_tokens = True

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise NotImplementedError

    def tokens(self, texts: Sequence[str], layers: Sequence[int]) -> list[TokenVectors]:
        self.read += texts
        return [self._words(text.split(), layers) for text in texts]

    def signature(self) -> str:
        return "compass"

    def _words(self, words: list[str], layers: Sequence[int]) -> TokenVectors:
        places = {4: {"a": EAST, "b": NORTH, "c": BETWEEN}, 6: {"a": EAST, "b": NORTH, "c": NEARER}}
        rows = [[places[layer][word] for word in words] for layer in layers]
        vectors = 2 * np.array(rows, dtype=np.float32).reshape(len(layers), len(words), 2)
        return TokenVectors(tuple(words), tuple((0, 0) for _ in words), vectors)


def scored(encoder: Encoder, *examples) -> list[float]:
    metric = Meaning(encoder)
    return metric.example_scores(metric.measure(examples))[:, 0].tolist()


def test_the_formula_by_hand(example) -> None:
    """Recall and breaks of layer 4, the error of layer 6, and sacrebleu's chrF, each with its weight.

    "c a" for "a b": at layer 4 a is found whole (1) and b as c (0.8): recall 0.9. c is nearest to b, a to a: the second
    after the first, breaks 1. At layer 6 c is 0.8 from a, a is itself: error sqrt((0.2² + 0²) / 2) = 0.141421.
    """
    metric = Meaning(Compass())
    rows = metric.measure([example(["c a"], ["a b"])]).rows
    chrf = sacrebleu.sentence_chrf("c a", ["a b"]).score / 100
    assert rows[0].tolist() == pytest.approx([0.9, chrf, 0.141421, 1.0, 1.0], abs=1e-6)
    expected = 0.8 * 0.9 + 0.2 * chrf - 0.4 * 0.141421 - 0.1
    assert metric.combine(rows[0]).tolist() == pytest.approx([expected], abs=1e-6)


def test_the_ends_of_the_scale(example) -> None:
    """A copy has 1, the empty one of nothing too; nothing for something has 0, and something for nothing -0.4."""
    examples = [example([one], [other]) for one, other in (("a b", "a b"), ("", ""), ("", "a b"), ("a b", ""))]
    assert scored(Compass(), *examples) == [1.0, 1.0, 0.0, pytest.approx(-0.4)]


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_copy_is_the_maximum(reference: str, other: str) -> None:
    """No text scores higher than the reference itself, which has 1 exactly."""
    copy, score = scored(Hashing(), build([reference], [reference]), build([other], [reference]))
    assert score <= copy == 1.0


SHARED = MiniLM()


@settings(deadline=None, max_examples=15)
@given(st.lists(TEXTS, min_size=1, max_size=8), TEXTS)
def test_a_copy_is_the_maximum_with_the_bundled_encoder(others: list[str], reference: str) -> None:
    """So it is with contextual vectors; and a text in other company has the same score to the last bit."""
    examples = [build([other], [reference]) for other in [reference, *others]]
    copy, *scores = scored(SHARED, *examples)
    assert max(scores) <= copy == 1.0
    assert scored(SHARED, examples[-1]) == scores[-1:]


def test_the_best_reference_counts(example) -> None:
    """Of several references the one with the highest score gives all the columns."""
    metric = Meaning(Compass())
    far, near, both = metric.measure(
        [example(["a c"], ["b b"]), example(["a c"], ["a b"]), example(["a c"], ["b b"], ["a b"])]
    ).rows
    assert both.tolist() == near.tolist() != far.tolist()


def test_segments_weigh_the_same(example) -> None:
    """The corpus score is the mean of the segments' own."""
    metric = Meaning(Compass())
    measured = metric.measure([example(["a"], ["a b c"]), example(["c b a"], ["a b c"])])
    assert metric.combine(measured.rows.sum(axis=0))[0] == pytest.approx(metric.example_scores(measured).mean())


def test_a_reference_is_read_once_for_all_systems(example) -> None:
    """Systems that share their references are measured together: every text is read once, and no row depends on it."""
    examples = [example([f"{word} {other}"], ["a b c"]) for other in ("a", "b c", "c a") for word in "abc"]
    compass = Compass()
    together = Meaning(compass).measure(examples).rows
    assert sorted(compass.read) == sorted(set(compass.read))
    assert np.array_equal(np.concatenate([Meaning(Compass()).measure([each]).rows for each in examples]), together)


def test_a_segment_needs_a_reference(example) -> None:
    """Examples without references are a mistake of the caller."""
    with pytest.raises(ValueError, match="no reference"):
        Meaning(Compass()).measure([example(["a"])])


def test_the_formula_stands_in_the_signature() -> None:
    """Layers, weights, matching, chrF and encoder: all that can change the number."""
    assert Meaning(Compass()).signature(2) == (
        "meaning|nrefs:2|best of references|0.8*R4+0.2*chrF-0.4*E6-0.1*frag4|cosine-matching-1|chrF:(nrefs:1|case:mixed"
        f"|eff:yes|nc:6|nw:0|space:no|version:{sacrebleu.__version__})|mean over segments|compass"
    )
