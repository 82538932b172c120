"""What of a segment should have survived its translation, and did not."""

from __future__ import annotations

from toolkit.protected import lost
from toolkit.records import Outcome, Rendering, Segment


def lost_of(segment: Segment, outcome: Outcome) -> tuple[str, ...]:
    """Hold a translation against its segment; what failed has lost nothing."""
    return lost(segment.text, outcome.text) if isinstance(outcome, Rendering) else ()
