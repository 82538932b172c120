"""Every score, p and interval of sacrebleu's paired tests beside ours, bit for bit: `make parity`.

The data is newstest2013 with its 13 judged systems, in the folder that TOOLKIT_DATA names; the numbers to meet are what
sacrebleu's command prints when it is run on it now. Exits with 1 on any number that is not the same.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from benchmarks import _news, _peer
from toolkit import plugins
from toolkit._cores import cores
from toolkit.examples import Paired
from toolkit.metrics._base import Metric
from toolkit.stages.score import score_all
from toolkit.statistics.resampling import PeerPanel, PeerResult, paired_bootstrap, paired_randomization

METRICS = {"BLEU": "bleu", "chrF2": "chrf", "TER": "ter"}
TESTS = {"--paired-bs": paired_bootstrap, "--paired-ar": paired_randomization}


def main() -> None:
    if not _news.available():
        sys.exit(f"benchmarks.parity: {_news.NAME} is not there; set TOOLKIT_DATA to the folder that holds mt/")
    news = _news.judged()
    metrics: list[Metric] = [plugins.load("metrics", name)() for name in METRICS.values()]
    panels = [panel(metric, news) for metric in metrics]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        reference, systems = news.write(Path(folder))
        for option, test in TESTS.items():
            theirs = _peer.run(
                reference, systems, ["bleu", "chrf", "ter"], option, "--paired-jobs", str(os.cpu_count())
            )
            ours = dict(zip(METRICS, test(panels), strict=True))
            wrong += show(option, list(news.systems), ours, theirs.results)
    sys.exit(1 if wrong else 0)


def panel(metric: Metric, news: _news.News) -> PeerPanel:
    systems = [Paired(tuple(examples), len(examples), ("a",)) for examples in map(news.examples, news.systems)]
    columns = score_all(metric, systems, "en", processes=cores())
    return PeerPanel(tuple(column.measurement.rows for column in columns), metric.peer)


def show(
    option: str,
    names: Sequence[str],
    ours: dict[str, list[PeerResult]],
    theirs: dict[str, list[PeerResult]],
) -> int:
    """Print a table, and every number that differs; give how many do."""
    print(f"\nsacrebleu {option}: score, p, mean ± half of the interval, as printed by it\n")
    print("".join([f"{'':<34}", *(f"{metric:<36}" for metric in theirs)]))
    for place, name in enumerate(names):
        print("".join([f"{name:<34}", *(f"{_cell(results[place]):<36}" for results in theirs.values())]))
    pairs = [
        (f"{name}, {metric}, {field}", own, other)
        for metric, results in theirs.items()
        for name, one, two in zip(names, ours[metric], results, strict=True)
        for field, own, other in zip(("score", "p", "mean", "interval"), astuple(one), astuple(two), strict=True)
        if own is not None or other is not None
    ]
    wrong = [(what, own, other) for what, own, other in pairs if own != other]
    for what, own, other in wrong:
        print(f"DIFFERS: {what}: {own!r} here, {other!r} there")
    print(f"{option}: {len(pairs)} numbers, {len(pairs) - len(wrong)} the same to the last bit")
    return len(wrong)


def _cell(result: PeerResult) -> str:
    p = "baseline" if result.p is None else f"{result.p:.4f}"
    around = "" if result.mean is None else f"  {result.mean:.3f} ± {result.ci:.3f}"
    return f"{result.score:.3f}  {p}{around}"


if __name__ == "__main__":
    main()
