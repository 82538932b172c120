from __future__ import annotations

import math

import numpy as np

from toolkit.encoders._bert import gelu


def test_gelu_is_exact_to_float32() -> None:
    """The approximation stays within 1e-6 of x Φ(x), with Φ by the C library's erf."""
    x = np.linspace(-12, 12, 96_000, dtype=np.float32).reshape(-1, 100)
    exact = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in x.ravel().tolist()]
    assert np.abs(gelu(x.copy()).ravel() - exact).max() < 1e-6
