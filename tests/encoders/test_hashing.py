from __future__ import annotations

import numpy as np
import pytest

from toolkit.encoders.hashing import Hashing
from toolkit.errors import UsageError


def test_it_knows_spelling_and_nothing_else() -> None:
    """A misspelling is near, a synonym is not, capitals do not count."""
    word, misspelled, synonym, capitals = Hashing().encode(["physician", "phisician", "doctor", "Physician"])
    assert word @ misspelled > 0.5 > word @ synonym
    assert np.array_equal(word, capitals)
    assert "lexical" in Hashing().signature()


def test_it_has_no_models() -> None:
    """A model that is named all the same is refused."""
    with pytest.raises(UsageError, match="leave `model` out"):
        Hashing("large")
