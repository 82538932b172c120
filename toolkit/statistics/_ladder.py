"""Many comparisons at once: p corrected for their number, and the groups that the verdicts make of the systems."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def holm(p: Sequence[float]) -> list[float]:
    """Adjust the p of a family so that comparing each with the level keeps the family's error at the level.

    Holm 1979: the smallest of m is multiplied by m, the next by m - 1 …, none is made smaller than the one before.

    Args:
        p: of every comparison of the family, 0 to 1.

    Returns:
        Adjusted p in the same order, at most 1.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p)
    running = 0.0
    for place, index in enumerate(sorted(range(len(p)), key=lambda index: p[index])):
        running = max(running, min((len(p) - place) * p[index], 1.0))
        adjusted[index] = running
    return adjusted


def rank_groups(beats: NDArray[np.bool_]) -> list[int]:
    """Group systems so that every one of a group beats every one of the groups below it, in as many groups as can be.

    These are the clusters of the WMT news task (Bojar et al. 2013, section 3).

    Args:
        beats: bool (systems, systems), whether the row's system is shown to be better than the column's.

    Returns:
        For each system its group, 1 for the best.

    >>> rank_groups(np.array([[0, 0, 1], [0, 0, 1], [0, 0, 0]], dtype=bool))
    [1, 1, 2]
    """
    # A system of an upper group beats all below, and no system below beats as many: wins alone give the order.
    order = np.argsort(-beats.sum(axis=1), kind="stable")
    sorted_beats = beats[np.ix_(order, order)]
    groups = [0] * len(beats)
    group = 1
    for place, system in enumerate(order.tolist()):
        if place and sorted_beats[:place, place:].all():
            group += 1
        groups[system] = group
    return groups
