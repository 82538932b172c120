from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from toolkit.encoders import _tokens
from toolkit.encoders._tokens import TokenVectors
from toolkit.encoders.hashing import Hashing


def unit(layers: int, tokens: int, seed: int) -> _tokens.Vectors:
    drawn = np.random.default_rng(seed).normal(size=(layers, tokens, 8)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=2, keepdims=True)


@pytest.mark.parametrize("block", [1, 3, 512])
def test_blocks_change_nothing(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fits into memory at a time, the numbers are those of the whole table of cosines, written out here."""
    monkeypatch.setattr(_tokens, "_BLOCK", block)
    one, other = unit(2, 7, 1), unit(2, 5, 2)
    matched = list(_tokens.match(one, other))
    assert len(matched) == 2
    for layer, found in enumerate(matched):
        table = one[layer].astype(np.float64) @ other[layer].T
        follow = [table[place + 1].argmax() == table[place].argmax() + 1 for place in range(6)]
        error = (((1 - table.max(axis=1)) ** 2).sum() / 7) ** 0.5
        assert found.tolist() == pytest.approx([table.max(axis=0).sum() / 5, error, 1 - sum(follow) / 6], abs=1e-6)


def test_equal_texts_are_not_read_and_others_once_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs that share a text come to lie in one chunk, whatever their order; rows stay in the order of the pairs."""
    monkeypatch.setattr(_tokens, "CHUNK", 12)  # characters: two of the pairs
    asked: list[list[str]] = []

    def read(texts: Sequence[str]) -> list[TokenVectors]:
        asked.append(list(texts))
        return Hashing().tokens(texts, (0,))

    pairs = [("a x", "a b"), ("same", "same"), ("c y", "c d"), ("a z", "a b")]
    rows = _tokens.matches(read, pairs, 1)
    assert asked == [["a x", "a b", "a z"], ["c y", "c d"]]
    assert rows[1].tolist() == [[1.0, 0.0, 0.0]]
    for pair, row in zip(pairs, rows, strict=True):
        assert np.array_equal(_tokens.matches(read, [pair], 1)[0], row)


def test_no_pair_gives_no_row() -> None:
    """Nothing is read for nothing."""
    assert Hashing().matches([], (0, 1)).shape == (0, 2, 3)
