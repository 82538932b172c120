"""Places on a leaderboard, by score alone."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.metrics._base import Output
from toolkit.stages._entries import Who


@dataclass(frozen=True, slots=True)
class Standing:
    """What one line that competes has reached.

    Attributes:
        who: the line.
        output: of which number.
        score: the number; NaN where nothing was counted.
    """

    who: Who
    output: Output
    score: float


def ranks(standings: Iterable[Standing]) -> dict[tuple[Who, str], int]:
    """Rank lines by each output, 1 for the best; equal scores share a rank, lines without a score have none.

    >>> bleu = Output("bleu", 0.0, 100.0, higher_is_better=True, title="BLEU")
    >>> found = ranks(Standing(Who(name), bleu, score) for name, score in (("a", 20.0), ("b", 30.0), ("c", 20.0)))
    >>> list(found.values())
    [2, 1, 2]
    """
    boards: dict[str, dict[Who, float]] = {}
    for one in standings:
        if math.isfinite(one.score):
            better = one.score if one.output.higher_is_better else -one.score
            boards.setdefault(one.output.name, {})[one.who] = better
    return {
        (who, output): 1 + sum(other > own for other in board.values())
        for output, board in boards.items()
        for who, own in board.items()
    }
