"""Products of matrices that leave the other cores asleep where there is little to do.

OpenBLAS spreads a product over threads from some 260,000 multiplications on. To wake them, and to have them wait for
more afterwards, costs more than so little work: beside other programs a hundred times as much.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_ALONE = 65536 * 4
"""Multiplications up to which OpenBLAS uses one thread: its SMP_THRESHOLD_MIN x GEMM_MULTITHREAD_THRESHOLD."""

_LITTLE = 2**26
"""Multiplications that one core does in some 10 ms; past it the other cores are worth waking."""

_FEWEST = 4  # rows: what has fewer is no product of matrices to BLAS, and has bounds of its own


def product(left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    """Multiply (n, k) by (k, m), a few rows at a time where that is little work.

    >>> product(np.ones((2, 3)), np.ones((3, 1))).tolist()
    [[3.0], [3.0]]
    """
    step = _ALONE // max(right.size, 1)
    if step >= len(left) or step < _FEWEST or len(left) * right.size > _LITTLE:
        whole: NDArray[Any] = left @ right
        return whole
    return np.concatenate([left[start : start + step] @ right for start in range(0, len(left), step)])
