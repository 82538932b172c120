"""A product is the same however many rows at a time it is made."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit import _products
from toolkit._products import product


@pytest.mark.parametrize("rows", [0, 1, 3, 4, 9, 16, 17])
def test_whole_numbers_give_the_same_product_in_pieces(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of eight rows, the last one shorter, against NumPy's own product."""
    monkeypatch.setattr(_products, "_ALONE", 8 * 6)
    generator = np.random.default_rng(3)
    left, right = generator.integers(9, size=(rows, 3)), generator.integers(9, size=(3, 2))
    assert product(left.astype(float), right.astype(float)).tolist() == (left @ right).tolist()


def test_much_work_is_left_to_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """One product, past the bound; many, below it."""
    monkeypatch.setattr(_products, "_ALONE", 8)
    made: list[int] = []

    class Counting(np.ndarray):
        def __matmul__(self, other: object) -> object:
            made.append(len(self))
            return np.asarray(self) @ np.asarray(other)

    left = np.ones((12, 1)).view(Counting)
    product(left, np.ones((1, 2)))
    monkeypatch.setattr(_products, "_LITTLE", 23)
    product(left, np.ones((1, 2)))
    assert made == [4, 4, 4, 12]
