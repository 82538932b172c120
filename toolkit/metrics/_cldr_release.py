"""Which names the checks of facts rest on."""

from __future__ import annotations

import functools
from importlib.metadata import version


@functools.cache
def release() -> str:
    """Name the release of babel, which names that of CLDR; looking it up takes longer than checking a segment."""
    return f"babel:{version('babel')}"
