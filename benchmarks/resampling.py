"""Paired bootstrap of 10 systems x 3,000 segments x (BLEU, chrF) x 1,000 resamples beside sacrebleu's command.

The lines are newstest2013's, where TOOLKIT_DATA names the folder that holds it; else they are made from the shipped
references. "Whole" is from files to printed numbers, each in a process of its own; sacrebleu's resampling is its whole
time less that of a run with one resample. From a run's statistics is from its folder on disk: every file is checked
against the manifest, the counts are read as `toolkit compare` reads them, and resampled; once more without the arrays,
as a run has them that an older toolkit wrote.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks import _news, _peer, _stored
from benchmarks._clock import seconds
from toolkit import plugins
from toolkit.comparing import metric_of
from toolkit.metrics._base import Metric
from toolkit.stages._entries import entries_of_run
from toolkit.statistics.resampling import PeerPanel, PeerResult, paired_bootstrap
from toolkit.tables import Run, load_run

SYSTEMS, SEGMENTS, ROUNDS = 10, 3000, 5
METRICS = ("bleu", "chrf")


def run() -> list[str]:
    news = _news.judged() if _news.available() else _news.made()
    news = _news.News(news.reference, dict(list(news.systems.items())[:SYSTEMS]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reference, systems = news.write(folder)
        theirs = _peer.run(reference, systems, METRICS, "--paired-bs")
        scored = _peer.run(reference, systems, METRICS, "--paired-bs", "--paired-bs-n", "1")
        whole = statistics.median(
            seconds(["-m", "benchmarks.resampling", str(reference), *map(str, systems)]) for _ in range(ROUNDS)
        )
        rows = measured(news)
        kept = _stored.write(news, METRICS, folder)
        size = sum(path.stat().st_size for path in kept.rglob("*") if path.is_file())
        stored = _median(lambda: paired_bootstrap(panels(read(load_run(kept)))))
        parsed = _median(lambda: paired_bootstrap(panels(read(replace(load_run(kept), counts={})))))
        same = paired_bootstrap(panels(read(load_run(kept))))
        given = panels(rows)
        resampling = _median(lambda: paired_bootstrap(given))
    equal = paired_bootstrap(given) == same == list(theirs.results.values())
    there = theirs.seconds - scored.seconds
    return [
        f"paired bootstrap, {SYSTEMS} systems x {SEGMENTS} segments x (BLEU, chrF) x 1,000, {_news.source()}:",
        f"  all numbers equal, bit for bit: {'yes' if equal else 'NO'}",
        f"  resampling                 {resampling:6.2f} s    sacrebleu {there:6.2f} s, ratio {there / resampling:5.1f}"
        " (budget 0.3 s, 30)",
        f"  whole, from text           {whole:6.2f} s    sacrebleu {theirs.seconds:6.2f} s,"
        f" ratio {theirs.seconds / whole:5.1f} (budget 3)",
        f"  from a run's statistics    {stored:6.2f} s    sacrebleu {theirs.seconds:6.2f} s,"
        f" ratio {theirs.seconds / stored:5.1f} (budget 40)",
        f"  the same without arrays    {parsed:6.2f} s    sacrebleu {theirs.seconds:6.2f} s,"
        f" ratio {theirs.seconds / parsed:5.1f}",
        f"  (the run's folder: {size / 2**20:.0f} MiB)",
    ]


def measured(news: _news.News) -> list[list[np.ndarray]]:
    """Count, by metric and system."""
    metrics: list[Metric] = [plugins.load("metrics", name)() for name in METRICS]
    return [[metric.measure(news.examples(system)).rows for system in news.systems] for metric in metrics]


def panels(rows: list[list[np.ndarray]]) -> list[PeerPanel]:
    made = []
    for name, systems in zip(METRICS, rows, strict=True):
        peer = plugins.load("metrics", name)().peer
        made.append(PeerPanel(tuple(systems), peer))
    return made


def read(run: Run) -> list[list[np.ndarray]]:
    """Read the counts of a run, by metric and system, in the order in which they were made."""
    entries = list(entries_of_run(run, metric_of))
    return [[entry.rows for entry in entries if entry.metric.name == name] for name in METRICS]


def _median(call: Callable[[], list[list[PeerResult]]]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main(paths: list[Path]) -> None:
    """Do what the command does: read the files, count, resample, print."""
    reference, *systems = [tuple(path.read_text(encoding="utf-8").split("\n")[:-1]) for path in paths]
    news = _news.News(reference, {path.name: lines for path, lines in zip(paths[1:], systems, strict=True)})
    for name, results in zip(METRICS, paired_bootstrap(panels(measured(news))), strict=True):
        for system, result in zip(news.systems, results, strict=True):
            print(name, system, result)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main([Path(name) for name in sys.argv[1:]])
    else:
        print("\n".join(run()))
