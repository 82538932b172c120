"""The reviewed lists beside this module, each file read once."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


@functools.cache
def read(name: str) -> Mapping[str, Any]:
    """Read a list, as `words.toml`."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
