"""Compare translations and bullet summaries of news articles against hand-written references.

>>> from toolkit import score
>>> score(["the cat sat on the mat"], ["the cat sat on the mat"], metrics=["chrf"])
{'chrf': 100.0}
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from toolkit._version import __version__

if TYPE_CHECKING:
    from toolkit.api import load_run, run, score

__all__ = ["__version__", "load_run", "run", "score"]


def __getattr__(name: str) -> Any:
    """Import the functions on use: `toolkit --help` needs none of them."""
    if name in {"load_run", "run", "score"}:
        return getattr(importlib.import_module("toolkit.api"), name)
    raise AttributeError(f"module 'toolkit' has no attribute {name!r}")
