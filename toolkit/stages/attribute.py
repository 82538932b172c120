"""What was scored -> what bullets lost to the translation, and what to the summarizer.

Bullets that the same summarizer made from a reference translation have lost nothing to a translator. What they score
above the bullets from a system's translation is the translation's loss; what the reference bullets score above them is
the summarizer's. For the last to be fair, all are scored against equally many sets: each is left out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from toolkit.metrics._base import Metric, Output, Rows
from toolkit.stages._compared import finite
from toolkit.stages._entries import Entry
from toolkit.stages._loss import Loss, Lost
from toolkit.statistics import resampling
from toolkit.statistics.resampling import Band, Plan

Pair = tuple[Entry, Entry]
"""Bullets from a system's translation, and those of the same summarizer from the reference translation."""

Articles = tuple[str, ...]


def reference_system(systems: Mapping[str, str], references: Sequence[str]) -> str:
    """Name the system that is the first of the references scored against, `""` where none is.

    Args:
        systems: by name, the reference each is, `""` for a backend.
        references: names of the translations scored against.

    >>> reference_system({"deepl": "", "reference b": "b", "reference a": "a"}, ["a"])
    'reference a'
    """
    return next((name for name, reference in systems.items() if references and reference == references[0]), "")


def attribute(entries: Sequence[Entry], reference: str, plan: Plan) -> Iterator[Loss]:
    """Split the losses of all bullets that were not made from the reference translation itself.

    Args:
        entries: of all bullets, metric by metric.
        reference: name of the system that is a reference translation, `""` for none: then nothing can be split.
        plan: how resamples are drawn.
    """
    known = {(entry.metric.name, entry.who.summarizer): entry for entry in entries if entry.who.system == reference}
    groups: dict[tuple[str, Articles], list[Pair]] = {}
    for entry in entries if known else ():
        if not entry.metric.losses or entry.who.system == reference:
            continue
        other = known.get((entry.metric.name, entry.who.summarizer))
        articles = _common(entry, other) if other else ()
        if other is None or not articles:
            yield from _unsplit(entry, reference, plan)
        else:
            groups.setdefault((entry.metric.name, articles), []).append((entry, other))
    for (_, articles), pairs in groups.items():
        yield from _split(pairs, articles, reference, plan)


def _common(entry: Entry, other: Entry) -> Articles:
    counted = other.counted()
    return tuple(article for article, segment in entry.counted() if (article, segment) in counted)


def _unsplit(entry: Entry, reference: str, plan: Plan) -> Iterator[Loss]:
    reason = f"no article has bullets by {entry.who.summarizer} both from it and from {reference}"
    for output in _outputs(entry.metric):
        yield Loss(entry, output, reference, 0, None, None, None, None, None, plan, reason)


def _split(pairs: Sequence[Pair], articles: Articles, reference: str, plan: Plan) -> Iterator[Loss]:
    """Split the losses of pairs that have the same articles, on the same draws."""
    metric = pairs[0][0].metric
    rows = {entry.who: _rows(entry, articles) for pair in pairs for entry in pair}
    places = {who: place for place, who in enumerate(rows)}
    wanted = [(places[own.who], places[other.who]) for own, other in pairs]
    found = resampling.band([*rows.values()], lambda *totals: _parts(metric, totals, wanted), plan)
    for number, (entry, _) in enumerate(pairs):
        for place, output in enumerate(_outputs(metric)):
            score, of_reference, ceiling = found.value[number, :3, place].tolist()
            translation, summary = (_lost(found, (number, part, place)) for part in (3, 4))
            numbers = (score, of_reference, ceiling, translation, summary)
            yield Loss(entry, output, reference, len(articles), *numbers, plan, "")


def _rows(entry: Entry, articles: Articles) -> Rows:
    counted = entry.counted()
    rows: Rows = entry.rows[[counted[article, ""] for article in articles]]
    return rows


def _parts(metric: Metric, totals: Sequence[Rows], pairs: Sequence[tuple[int, int]]) -> Rows:
    """Give the numbers of each pair: float64 (…, pairs, 5, outputs), in the order of the fields of `Loss`."""
    scores = [metric.left_out(each) for each in totals]
    found = []
    for own, other in pairs:
        score, of_reference, ceiling = scores[own][..., 0, :], scores[other][..., 0, :], scores[other][..., 1, :]
        found.append(np.stack([score, of_reference, ceiling, of_reference - score, ceiling - of_reference], axis=-2))
    return np.stack(found, axis=-3)


def _lost(found: Band, place: tuple[int, int, int]) -> Lost:
    return Lost(float(found.value[place]), finite(float(found.low[place])), finite(float(found.high[place])))


def _outputs(metric: Metric) -> list[Output]:
    return [output for name in metric.losses for output in metric.outputs if output.name == name]
