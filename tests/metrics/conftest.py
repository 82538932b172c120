from __future__ import annotations

from collections.abc import Sequence

import pytest

from toolkit.encoders.hashing import Hashing
from toolkit.examples import Example

NAMES = "abcdef"


def build(
    hypothesis: Sequence[str], *references: Sequence[str], source: Sequence[str] = (), article: str = "art-1"
) -> Example:
    return Example(
        article, "", tuple(source), tuple(hypothesis), tuple(map(tuple, references)), tuple(NAMES[: len(references)])
    )


@pytest.fixture
def example():
    """Give a maker of examples: lines of the hypothesis, then lines of each reference."""
    return build


@pytest.fixture
def encoder() -> Hashing:
    return Hashing()
