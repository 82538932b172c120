"""What a command prints on: whether in color, and how wide."""

from __future__ import annotations

import os
import sys


def wants_color() -> bool:
    """Tell whether stdout is a terminal that nobody has asked to stay plain."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Give the width of the terminal in characters, and 100 where there is none."""
    from shutil import get_terminal_size

    return get_terminal_size((100, 24)).columns
