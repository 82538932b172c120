"""Pairs of systems as the comparisons that verdicts rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from toolkit.metrics._base import Metric, Rows
from toolkit.statistics.resampling import Difference, Panel, Plan, compare, holm, outcomes
from toolkit.statistics.verdicts import Comparison

Pair = tuple[int, int]


def comparisons(
    names: Sequence[str],
    rows: Mapping[str, Sequence[Rows]],
    metrics: Mapping[str, Metric],
    pairs: Sequence[Pair],
    plan: Plan,
) -> list[dict[str, Comparison]]:
    """Compare pairs of systems, the first of each as the candidate; Holm runs over the pairs, by metric.

    Args:
        names: of the systems.
        rows: by metric, for each system float64 (articles, k).
        metrics: the same ones.
        pairs: places of the systems.
        plan: how to draw.

    Returns:
        For each pair its comparisons by metric.
    """
    found = compare([Panel(tuple(rows[name]), metric.combine) for name, metric in metrics.items()], pairs, plan)
    by_metric = [
        _family(names, metric, rows[name], pairs, [difference[0] for difference in differences])
        for (name, metric), differences in zip(metrics.items(), found, strict=True)
    ]
    return [dict(zip(metrics, row, strict=True)) for row in zip(*by_metric, strict=True)]


def _family(
    names: Sequence[str], metric: Metric, rows: Sequence[Rows], pairs: Sequence[Pair], found: Sequence[Difference]
) -> list[Comparison]:
    output = metric.outputs[0]
    single = [metric.combine(system)[..., 0] for system in rows]
    made = []
    for (a, b), difference, adjusted in zip(pairs, found, holm([each.p for each in found]), strict=True):
        counted = outcomes(single[a], single[b], higher_is_better=output.higher_is_better)
        made.append(
            Comparison(
                baseline=names[b],
                candidate=names[a],
                metric=output.name,
                title=output.title,
                higher_is_better=output.higher_is_better,
                difference=difference.difference,
                low=difference.low,
                high=difference.high,
                p=difference.p,
                adjusted_p=adjusted,
                smallest_p=difference.smallest_p,
                family=len(pairs),
                unit="article",
                units=difference.units,
                articles=difference.units,
                wins=counted.wins,
                losses=counted.losses,
                ties=counted.ties,
                detectable=None,
                identical=bool(np.array_equal(rows[a], rows[b])),
            )
        )
    return made
