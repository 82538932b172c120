"""Reference sets left out one at a time, so that summaries and the references themselves meet equally many."""

from __future__ import annotations

from collections.abc import Iterator


def left_out(sets: int) -> Iterator[tuple[int | None, tuple[int, ...]]]:
    """Go through the sets: the one that is left out, and those that remain.

    Lin 2004 (ROUGE, section 2.1) compares people and systems so: each set is left out once, and both are scored
    against the others. Of a single set nothing is left out (None), and it remains.

    >>> list(left_out(3))
    [(0, (1, 2)), (1, (0, 2)), (2, (0, 1))]
    >>> list(left_out(1))
    [(None, (0,))]
    """
    if sets == 1:
        yield None, (0,)
        return
    for out in range(sets):
        yield out, tuple(place for place in range(sets) if place != out)
