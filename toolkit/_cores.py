"""How many cores this process may use."""

from __future__ import annotations

import os


def cores() -> int:
    """Count them: those it is bound to, where the system tells, else all there are."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(allowed(0)) if allowed else os.cpu_count() or 1
