"""Scoring, or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tests.builders import ENGLISH, material, translation
from toolkit.encoders._base import Encoder, Vectors
from toolkit.examples import Example
from toolkit.metrics._base import Measurement, Metric, Output, Rows
from toolkit.metrics.meaning import Meaning
from toolkit.stages.pair import pair_translation
from toolkit.stages.score import score


class Words(Metric):
    """Share of hypothesis words that stand in the first reference."""

    name = "words"
    task = "translation"
    unit = "segment"
    columns = ("shared", "words")
    outputs = (Output("words", 0.0, 1.0, higher_is_better=True, title="words"),)

    def measure(self, examples: Sequence[Example]) -> Measurement:
        rows = []
        for example in examples:
            words = example.hypothesis[0].split()
            rows.append([sum(word in example.references[0][0].split() for word in words), len(words)])
        return Measurement(np.array(rows, dtype=np.float64))

    def combine(self, totals: Rows) -> Rows:
        return (totals[..., :1] / totals[..., 1:]).astype(np.float64)

    def signature(self, references: int) -> str:
        return f"words|{references}"


class English(Encoder):
    """An encoder that knows English and is never asked."""

    name = "english"
    languages = frozenset({"en"})

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError("asked for a language it does not know")

    def signature(self) -> str:
        return "english"


PAIRED = pair_translation([material()], {"art-deal": translation(["A deal is off", None, *ENGLISH[2:]])}, ("a",))


def test_the_corpus_score_is_that_of_the_summed_rows() -> None:
    """11 of 12 words, not the mean of the segments' shares."""
    column = score(Words(), PAIRED, "en")
    assert column.corpus.tolist() == [11 / 12]
    assert column.single[:, 0].tolist() == [0.75, 1.0, 1.0]
    assert (len(column.examples), column.asked) == (3, 4)


def test_a_language_the_encoder_does_not_know_is_not_scored() -> None:
    """The reason names the encoder and the languages; the encoder is not asked."""
    column = score(Words(English()), PAIRED, "de-AT")
    assert column.reason == "english knows en, not de-AT"
    assert np.isnan(column.corpus).all()
    assert column.asked == 4


def test_an_encoder_without_tokens_is_named() -> None:
    """A metric that matches tokens is not scored with an encoder that gives none, and the encoder is not asked."""
    column = score(Meaning(English()), PAIRED, "en")
    assert column.reason == "english gives no vectors of tokens"
    assert np.isnan(column.corpus).all()


def test_without_references_there_is_no_score() -> None:
    """What needs a reference says so."""
    bare = pair_translation([material()], {"art-deal": translation()}, ())
    assert score(Words(), bare, "en").reason == "no reference"


def test_without_answers_there_is_nothing_to_score() -> None:
    """A system that failed everywhere has no score, and its coverage is nought of four."""
    nothing = pair_translation([material()], {"art-deal": translation([None] * 4)}, ("a",))
    column = score(Words(), nothing, "en")
    assert (column.reason, column.asked) == ("nothing to score", 4)
