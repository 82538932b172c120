"""What every encoder promises."""

from __future__ import annotations

import random

import numpy as np
import pytest

from toolkit import plugins
from toolkit.encoders._base import Encoder

NAMES = plugins.available("encoders")


@pytest.fixture(scope="module", params=NAMES)
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "sentence_transformers":
        request.getfixturevalue("one_thread")
    made: Encoder = plugins.load("encoders", request.param)()
    return made


def test_rows_are_unit_float32(encoder: Encoder, texts: list[str]) -> None:
    """Every text, the empty one too, becomes a float32 row of length 1."""
    vectors = encoder.encode(texts)
    assert vectors.dtype == np.float32
    assert vectors.ndim == 2
    assert len(vectors) == len(texts)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_vector_depends_on_its_text_alone(encoder: Encoder, texts: list[str]) -> None:
    """Order, company and duplicates change no bit of a text's vector."""
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    shuffled = random.Random(1).sample(range(len(texts)), len(texts))
    assert np.array_equal(together, alone)
    assert np.array_equal(encoder.encode([texts[place] for place in shuffled]), together[shuffled])
    assert np.array_equal(encoder.encode([*texts, *texts]), np.concatenate([together, together]))


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    """An empty list gives an array of no rows and the usual width."""
    assert encoder.encode([]).shape == (0, encoder.encode(["a"]).shape[1])


def test_a_long_text_is_not_cut(encoder: Encoder) -> None:
    """The end of a text far longer than any window still changes its vector."""
    start = "The committee met again to discuss the budget. " * 60
    assert not np.array_equal(*encoder.encode([start + "A ship sank.", start + "Nobody came."]))


def test_tokens_depend_on_their_text_alone(encoder: Encoder, texts: list[str]) -> None:
    """Each token has a vector a layer and a place in its text; order, company and duplicates change no bit."""
    if not encoder.gives_tokens:
        with pytest.raises(NotImplementedError, match=encoder.name):
            encoder.tokens(texts, (0,))
        return
    together = encoder.tokens([*texts, *texts[::-1]], (1, 2))
    dim = encoder.encode(["a"]).shape[1]
    for text, found, again in zip(texts, together, together[::-1], strict=False):
        (alone,) = encoder.tokens([text], (1, 2))
        assert alone.pieces == found.pieces
        assert alone.vectors.shape == (2, len(found.pieces), dim)
        assert alone.vectors.dtype == np.float32
        assert np.array_equal(alone.vectors, found.vectors)
        assert np.array_equal(again.vectors, found.vectors)
        assert all(text[start:end].strip() for start, end in found.spans)
        assert len(found.spans) == len(found.pieces)
    assert encoder.tokens([], (0,)) == []


def test_it_says_what_it_is(encoder: Encoder) -> None:
    """Name, signature and languages are there before anything is encoded."""
    assert encoder.name in NAMES
    assert encoder.signature() == type(encoder)().signature() != ""
    assert encoder.languages is None or all(language.islower() for language in encoder.languages)
