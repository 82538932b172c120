"""One line of a leaderboard, with all that was measured of it."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.metrics._base import Column
from toolkit.records import System


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a leaderboard: a system, or a summarizer on a system's text, with all its metrics.

    Attributes:
        system: the system.
        summarizer: its name, `""` for a translation.
        baseline: whether it frames the others instead of competing.
        columns: one a metric.
    """

    system: System
    summarizer: str
    baseline: bool
    columns: tuple[Column, ...]
