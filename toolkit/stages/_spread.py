"""Measure many examples on several processes, where that pays."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from toolkit import plugins
from toolkit.examples import Example
from toolkit.metrics._base import Measurement, Metric, Rows

PIECE = 4096
"""Examples of one system handed to a process at a time: eight chunks of references."""

HEAVY_PIECE = 128
"""The same where one example costs milliseconds: small, because long segments cost much more than short ones."""

WORTH_S = 2.0
"""Work below it is done before a second process has started and imported NumPy (0.3 s, and as much for the machine)."""


def measure(metric: Metric, systems: Sequence[Sequence[Example]], processes: int) -> list[Measurement]:
    """Measure several systems, in pieces that hold the same places of all of them, so that references are cut once.

    Args:
        metric: one without encoder is spread; others run here.
        systems: examples of each.
        processes: how many may work; 1 starts none. The caller's main module must be importable, as for any use of
            `multiprocessing`.

    Returns:
        One measurement a system, the same to the last bit for any number of processes.
    """
    total = sum(map(len, systems))
    if processes == 1 or metric.needs_encoder or total * metric.example_us * 1e-6 < WORTH_S:
        return metric.measure_all(systems)
    size = HEAVY_PIECE if metric.example_us > 1000 else PIECE  # noqa: PLR2004 - a millisecond
    longest = max(map(len, systems))
    pieces = [[examples[start : start + size] for examples in systems] for start in range(0, longest, size)]
    context = multiprocessing.get_context("spawn")  # forking a process that holds threads can hang
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        done = list(pool.map(partial(_rows, metric.name), pieces))
    return [Measurement(np.concatenate(rows)) for rows in zip(*done, strict=True)]


def _rows(name: str, systems: Sequence[Sequence[Example]]) -> list[Rows]:
    """Measure one piece, in a process of its own."""
    metric: Metric = plugins.load("metrics", name)()
    return [metric.measure(examples).rows for examples in systems]
