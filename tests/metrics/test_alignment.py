from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linear_sum_assignment

from toolkit.metrics._alignment import align


@settings(deadline=None)
@given(
    st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
        lambda shape: arrays(np.float64, shape, elements=st.floats(-1, 1, width=32))
    )
)
def test_the_sum_is_scipys(cosines: np.ndarray) -> None:
    """No matching has a greater sum: scipy's assignment over the cosines, negative ones left out, has the same."""
    positive = np.maximum(cosines, 0)
    expected = positive[linear_sum_assignment(positive, maximize=True)].sum()
    found = align(cosines)
    assert found.total == pytest.approx(expected, abs=1e-12)
    taken = [partner for partner in found.partners if partner is not None]
    assert len(set(taken)) == len(taken)
    for row, (partner, similarity) in enumerate(zip(found.partners, found.similarities, strict=True)):
        assert similarity == (0 if partner is None else cosines[row, partner])
        assert partner is None or cosines[row, partner] > 0


def test_greedy_counts_each_reference_by_its_best_bullet() -> None:
    """One bullet may serve several reference bullets; none serves below 0."""
    assert align(np.array([[0.9, 0.8, -0.5], [0.1, 0.2, -0.1]])).greedy == pytest.approx(1.7)


@pytest.mark.parametrize("shape", [(0, 2), (2, 0), (0, 0)])
def test_an_empty_side_leaves_all_over(shape: tuple[int, int]) -> None:
    """Without bullets on one side nothing is aligned."""
    found = align(np.empty(shape))
    assert (found.partners, found.total, found.f1) == ((None,) * shape[0], 0, 0)
