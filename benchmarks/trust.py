"""The place of each metric: how it agrees with people, and which errors it sees. Run as `python -m benchmarks.trust`.

Every table is Markdown, and holds every metric of translations there is. Pairs of systems are right where the metric
orders them as people do. A verdict is the metric's own: it decides a pair where its p, uncorrected, is at most 0.05.
Segment tau over preferences is sum n sign(better - worse) / sum n, ties counting 0; in MQM it is Kendall's tau-b of all
segments of all systems with the experts' scores. A minimal pair is told apart where the unspoilt side scores higher.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks._data import paths
from benchmarks._demetr import FILE as DEMETR
from benchmarks._demetr import PLACES, Spoilt, spoilt
from benchmarks._mqm import FILE as MQM
from benchmarks._mqm import Marked, marked
from benchmarks._newstest import FILES, Judged, Year, judged, scorers
from benchmarks.agreement import sheet, tally, uncorrected
from toolkit import plugins
from toolkit.metrics._base import Measurement, Metric, Rows

SEVERITIES = ("critical", "major", "minor", "base")

Scores = NDArray[np.float64]
Table = Iterator[str]


def placed() -> list[str]:
    """Name the metrics of translations."""
    names = plugins.available("metrics")
    return [name for name in names if plugins.load("metrics", name).task == "translation"]


def single(metric: Metric, systems: Sequence[Rows]) -> Scores:
    """Score each segment of each system by itself, the higher the better: float64 (systems, segments)."""
    way = 1 if metric.outputs[0].higher_is_better else -1
    return way * np.stack([metric.example_scores(Measurement(rows))[:, 0] for rows in systems])


def preferred(given: Judged, metric: Metric) -> float:
    """Give the segment tau over people's preferences."""
    scores, people = single(metric, given.segments[metric.name]), given.preferences
    better, worse = (scores[systems, people.segment] for systems in (people.better, people.worse))
    signs = np.nan_to_num(np.sign(np.round(better - worse, PLACES)))
    return float((people.n * signs).sum() / people.n.sum())


def rated(given: Marked, metric: Metric) -> float:
    """Give Kendall's tau-b with the experts' scores."""
    from scipy.stats import kendalltau

    scores = single(metric, given.segments[metric.name])
    return float(kendalltau(scores.ravel(), given.scores.ravel(), nan_policy="omit").statistic)


def ordered(year: Year, metric: Metric) -> int:
    """Count the pairs of systems that the metric orders as people do."""
    output = metric.outputs[0]
    whole = np.array([metric.combine(rows.sum(axis=0))[0] for rows in year.rows[metric.name]])
    whole = whole if output.higher_is_better else -whole
    ratio = year.people.ratio
    return sum(bool(np.sign(whole[a] - whole[b]) == np.sign(ratio[a] - ratio[b])) for a, b in year.pairs)


def systems(years: Sequence[Year], metrics: Mapping[str, Metric]) -> Table:
    """Write how each metric orders pairs of systems, and what its own verdicts are worth."""
    heads = [f"{year.name}: pairs right | verdicts right, % | undecided, %" for year in years]
    yield f"| metric | {' | '.join(heads)} |"
    yield "|---" * (1 + 3 * len(years)) + "|"
    for name, metric in metrics.items():
        cells = []
        for year in years:
            verdicts = tally([sheet(year, [name])], [name], uncorrected, separated=False)
            cells.append(f"{ordered(year, metric)} of {len(year.pairs)} | {verdicts}")
        yield f"| {name} | {' | '.join(cells)} |"


def segments(news: Sequence[Judged], mqm: Marked, metrics: Mapping[str, Metric]) -> Table:
    """Write how each metric orders single segments."""
    yield f"| metric | {' | '.join(f'{each.year.name}: tau' for each in news)} | {mqm.year.name}: tau-b |"
    yield "|---" * (2 + len(news)) + "|"
    for name, metric in metrics.items():
        taus = [preferred(each, metric) for each in news] + [rated(mqm, metric)]
        yield f"| {name} | {' | '.join(f'{tau:.3f}' for tau in taus)} |"


def errors(pairs: Spoilt, metrics: Sequence[str]) -> Table:
    """Write which minimal pairs each metric tells apart: all, by severity, by kind."""
    groups = {"all": np.ones(len(pairs.kinds), dtype=np.bool_)}
    for severity in sorted(set(pairs.severities), key=SEVERITIES.index):
        of_it = np.array([each == severity for each in pairs.severities])
        kinds = sorted({kind for kind, here in zip(pairs.kinds, of_it, strict=True) if here})
        groups[f"**{severity}**"] = of_it
        groups |= {kind: of_it & np.array([each == kind for each in pairs.kinds]) for kind in kinds}
    yield f"| what is wrong | pairs | {' | '.join(metrics)} |"
    yield "|---" * (2 + len(metrics)) + "|"
    for title, some in groups.items():
        shares = " | ".join(f"{100 * pairs.told[name][some].mean():.1f}" for name in metrics)
        yield f"| {title} | {some.sum()} | {shares} |"


def main() -> None:
    paths(*FILES, MQM, DEMETR)  # what is missing is told before anything is counted
    names = placed()
    metrics = scorers(names)
    news, mqm, pairs = judged(names), marked(names), spoilt(names)
    parts = (
        ("Pairs of systems ordered as people order them", systems([*(each.year for each in news), mqm.year], metrics)),
        ("Segments ordered as people order them", segments(news, mqm, metrics)),
        ("Minimal pairs told apart, in percent", errors(pairs, names)),
    )
    for title, table in parts:
        print(f"{title}.\n", *table, "", sep="\n", flush=True)


if __name__ == "__main__":
    main()
