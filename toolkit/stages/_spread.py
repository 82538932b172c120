"""Measure many examples of several systems, on several processes where that pays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, pairwise

import numpy as np

from toolkit.examples import Example
from toolkit.metrics._base import Measurement, Metric

Told = Callable[[int, int], None]
"""Told how many examples of how many are measured."""

Piece = list[Sequence[Example]]
"""Examples of the same places, one list a system."""

PIECE = 4096
"""Examples of one system handed to a process at a time: eight chunks of references."""

HEAVY_PIECE = 128
"""The same where one example costs milliseconds: small, because long segments cost much more than short ones."""

ENCODED_PIECE = 256
"""The same where texts are encoded: as many as make a good batch, few enough to say how far it is."""

WORTH_S = 2.0
"""Work below it is done before a second process has started and imported NumPy (0.3 s, and as much for the machine)."""


def quiet(done: int, total: int) -> None:
    """Say nothing of how far it is."""


def measure(
    metric: Metric, systems: Sequence[Sequence[Example]], processes: int, told: Told = quiet
) -> list[Measurement]:
    """Measure several systems, in pieces that hold the same places of all: references are cut or encoded once.

    Args:
        metric: one that is built with nothing is spread; others run here.
        systems: examples of each.
        processes: how many may work; 1 starts none. The caller's main module must be importable, as for any use of
            `multiprocessing`.
        told: hears how far it is, where that takes long.

    Returns:
        One measurement a system, the same to the last bit for any number of processes.
    """
    total = sum(map(len, systems))
    small = processes == 1 or total * metric.example_us * 1e-6 < WORTH_S
    if not total or metric.needs_bound or (small and not metric.needs_encoder):
        return [metric.measure(examples) for examples in systems]
    if metric.needs_encoder:
        pieces = _pieces(systems, ENCODED_PIECE)
        return _joined(_telling((_beside(metric, piece) for piece in pieces), pieces, told))
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    pieces = _pieces(systems, HEAVY_PIECE if metric.example_us > 1000 else PIECE)  # noqa: PLR2004 - a millisecond
    context = multiprocessing.get_context("spawn")  # forking a process that holds threads can hang
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        try:
            return _joined(_telling(pool.map(partial(_each, metric), pieces), pieces, told))
        except KeyboardInterrupt:  # Ctrl-C reaches the workers, too; SIGTERM only this process
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


def _pieces(systems: Sequence[Sequence[Example]], size: int) -> list[Piece]:
    longest = max(map(len, systems))
    return [[examples[start : start + size] for examples in systems] for start in range(0, longest, size)]


def _each(metric: Metric, piece: Piece) -> list[Measurement]:
    """Measure one piece, in a process of its own."""
    return [metric.measure(examples) for examples in piece]


def _beside(metric: Metric, piece: Piece) -> list[Measurement]:
    """Measure one piece in a single crossing to the encoder: what systems share is encoded once."""
    found = metric.measure([example for examples in piece for example in examples])
    edges = list(pairwise(accumulate((len(examples) for examples in piece), initial=0)))
    return [Measurement(found.rows[start:end], found.matches[start:end]) for start, end in edges]


def _telling(done: Iterable[list[Measurement]], pieces: Sequence[Piece], told: Told) -> Iterator[list[Measurement]]:
    sizes = [sum(map(len, piece)) for piece in pieces]
    for count, found in zip(accumulate(sizes), done, strict=True):
        told(count, sum(sizes))
        yield found


def _joined(pieces: Iterable[list[Measurement]]) -> list[Measurement]:
    """Put the pieces of each system one after another."""
    return [
        Measurement(np.concatenate([each.rows for each in own]), tuple(match for each in own for match in each.matches))
        for own in zip(*pieces, strict=True)
    ]
