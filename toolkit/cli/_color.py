"""Whether what a command prints is colored."""

from __future__ import annotations

import os
import sys


def wants_color() -> bool:
    """Tell whether stdout is a terminal that nobody has asked to stay plain."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
