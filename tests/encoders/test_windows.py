from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.encoders._base import TokenVectors, Vectors
from toolkit.encoders._windows import encode_pieces, pieces, read_pieces


def letters(text: str) -> int:
    return len(text)


@settings(deadline=None)
@given(st.text(alphabet="ab .!?\n", max_size=80), st.integers(1, 12))
def test_every_piece_fits_and_nothing_is_lost(text: str, window: int) -> None:
    """Pieces fit the window, and together they hold every character that is not space."""
    found = pieces(text, letters, window)
    assert all(letters(piece) <= window for piece in found if text.strip())
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_long_text_is_the_mean_of_its_sentences_by_tokens() -> None:
    """Two sentences of 3 and 1 tokens weigh 3 and 1."""
    axes = {"One two three.": 0, "Four.": 1, "Short.": 2}

    def encode(texts: Sequence[str]) -> Vectors:
        return np.eye(3, dtype=np.float32)[[axes[text] for text in texts]]

    def count(texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    long, short = encode_pieces(["One two three. Four.", "Short."], count, 3, encode)
    assert long == pytest.approx([3 / 10**0.5, 1 / 10**0.5, 0])
    assert short.tolist() == [0, 0, 1]


@settings(deadline=None)
@given(st.text(alphabet="ab .!?\n", max_size=80), st.integers(1, 12))
def test_tokens_of_pieces_have_their_places_in_the_whole(text: str, window: int) -> None:
    """Read letter by letter, whatever the window, each token's span holds that letter, and none is missing."""

    def read(texts: Sequence[str]) -> list[TokenVectors]:
        return [_letters(each) for each in texts]

    def count(texts: Sequence[str]) -> list[int]:
        return [len(each) for each in texts]

    (found,) = read_pieces([text], count, window, read)
    assert [text[start:end] for start, end in found.spans] == list(found.pieces)
    assert "".join(found.pieces) == "".join(text.split())
    assert found.vectors[0, :, 0].tolist() == [ord(piece) for piece in found.pieces]


def _letters(text: str) -> TokenVectors:
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    codes = np.array([ord(text[place]) for place in places], dtype=np.float32)
    return TokenVectors(
        tuple(text[place] for place in places), tuple((place, place + 1) for place in places), codes[None, :, None]
    )
