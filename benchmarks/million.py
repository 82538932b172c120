"""A million segments scored with BLEU and chrF in one go, and what memory a segment takes: `make bench-million`.

Every size is scored in a process of its own, as `toolkit score` does: all lines at hand, then all counts. The bytes a
segment are the growth of the process's peak from the small size to the large one, the lines themselves included.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks import _news
from benchmarks._clock import ROOT
from toolkit import plugins
from toolkit.examples import Example, Paired
from toolkit.stages.score import score_all

SMALL, LARGE = 100_000, 1_000_000
METRICS = ("bleu", "chrf")
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


@dataclass(frozen=True, slots=True)
class Scored:
    """Seconds by the clock and of all processors, and the peak of the process that holds the lines, in bytes."""

    seconds: float
    work: float
    peak: int


def main() -> None:
    processes = os.cpu_count() or 1
    print(f"{', '.join(METRICS)} of {_news.source()} over and over, {processes} processes", flush=True)
    small, large = (report(size, processes) for size in (SMALL, LARGE))
    print(f"bytes a segment: {(large.peak - small.peak) / (LARGE - SMALL):.0f}; peak {large.peak / 2**20:,.0f} MiB")


def report(size: int, processes: int) -> Scored:
    command = [sys.executable, "-m", "benchmarks.million", str(size), str(processes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    spent, work, peak, scores = done.stdout.split(maxsplit=3)
    found = Scored(float(spent), float(work), int(peak))
    print(
        f"{size:>9,} segments  {found.seconds:6.1f} s, {found.work:6.1f} s of all processors"
        f"  {size / found.work:7,.0f} a second of a processor  {scores.strip()}",
        flush=True,
    )
    return found


def score(size: int, processes: int) -> str:
    """Score and say the seconds, the peaks and the scores."""
    news = _news.judged() if _news.available() else _news.made()
    systems = list(news.systems.values())
    lines = len(news.reference)
    examples = tuple(
        # A line of its own each, as if it had just been read; the space at its end is not counted.
        Example(
            "",
            "",
            (),
            (systems[n // lines % len(systems)][n % lines] + " ",),
            ((news.reference[n % lines] + " ",),),
            ("a",),
        )
        for n in range(size)
    )
    paired = Paired(examples, size, ("a",))
    start, before = time.perf_counter(), _used()
    columns = [score_all(plugins.load("metrics", name)(), [paired], "en", processes)[0] for name in METRICS]
    spent, work = time.perf_counter() - start, _used() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    scores = ", ".join(f"{column.metric.name} {column.corpus[0]:.4f}" for column in columns)
    return f"{spent} {work} {peak} {scores}"


def _used() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, WHO))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(score(int(sys.argv[1]), int(sys.argv[2])))
    else:
        main()
