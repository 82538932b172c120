"""What was scored -> how sure the differences are: comparisons metric by metric, and a verdict a pair.

Two lines are compared on the examples that both have. Their rows are added up by article, and whole articles are
resampled; with a single article its segments are, and then nothing is said about other articles.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.metrics._base import Measurement, Metric, Rows
from toolkit.records import Task, Unit
from toolkit.stages._compared import Compared, Comparisons, Judged, blank
from toolkit.stages._entries import Entry, Who
from toolkit.stages._families import Family, everyone
from toolkit.stages._intervals import SEVERAL, intervals
from toolkit.stages._pairs import Lines, Places, common, incomparable
from toolkit.statistics import agreement, resampling, verdicts
from toolkit.statistics.resampling import Difference, Panel, PeerPanel, Plan

Pair = tuple[Who, Who]


def compare(
    entries: Sequence[Entry], wanted: Iterable[Family], plan: Plan, *, unit: Unit = "article", peers: bool = True
) -> Comparisons:
    """Compare the pairs of every family under every output of every metric, and judge them.

    Args:
        entries: every line, metric by metric.
        wanted: what is compared and corrected together.
        plan: how resamples are drawn.
        unit: what the entries' articles are: `segment` where every segment is known to stand for itself.
        peers: whether sacrebleu's own two p stand beside ours.
    """
    families = list(wanted)
    compared: list[Compared] = []
    judged: list[Judged] = []
    groups: dict[tuple[Who, str], int] = {}
    for task in dict.fromkeys(entry.task for entry in entries):
        mine = [family for family in families if family.task == task]
        asked = dict.fromkeys(pair for family in mine for pair in family.pairs)
        ranked = everyone(entries, task, asked)
        pairs = [*asked, *(pair for pair in ranked.pairs if pair not in asked)]
        raw = _raw(_lines(entries, task), pairs, asked if peers else (), plan, unit)
        for family in mine:
            found = _corrected(family, raw, plan)
            compared += found
            judged += _judged(family, found, plan.level)
        groups |= _groups(_corrected(ranked, raw, plan), plan.level)
    return Comparisons(plan, tuple(compared), tuple(judged), groups, intervals(entries, plan))


def _judged(family: Family, compared: Sequence[Compared], level: float) -> Iterator[Judged]:
    """Judge each pair by the metrics that are made to judge; where none of them was counted, by what reads a reference.

    What needs no reference (facts, support, checks) tells where to look, and not which system is better.
    """
    for baseline, candidate in family.pairs:
        pair = [c for c in compared if (c.baseline, c.candidate) == (baseline, candidate)]
        heads = [each for each in pair if each.found is not None and each.output == each.metric.outputs[0]]
        rests = [each.shown for each in heads if each.metric.judges] or [
            each.shown for each in heads if each.metric.needs_reference
        ]
        if rests:
            yield Judged(family, len(family.pairs), baseline, candidate, verdicts.judge(family.task, rests, level))


def _groups(compared: Sequence[Compared], level: float) -> dict[tuple[Who, str], int]:
    """Group lines by output so that each group is shown to be better than all below it."""
    groups: dict[tuple[Who, str], int] = {}
    for output in dict.fromkeys(each.output.name for each in compared):
        alike = [each for each in compared if each.output.name == output and each.found is not None]
        whos = list(dict.fromkeys(who for each in alike for who in (each.baseline, each.candidate)))
        beats = np.zeros((len(whos), len(whos)), dtype=np.bool_)
        for each in alike:
            if each.adjusted_p is not None and each.adjusted_p <= level:
                winner, loser = (each.candidate, each.baseline) if each.better else (each.baseline, each.candidate)
                beats[whos.index(winner), whos.index(loser)] = True
        groups |= {(who, output): group for who, group in zip(whos, resampling.rank_groups(beats), strict=True)}
    return groups


def _lines(entries: Iterable[Entry], task: Task) -> dict[Who, dict[str, Entry]]:
    lines: dict[Who, dict[str, Entry]] = {}
    for entry in entries:
        if entry.task == task:
            lines.setdefault(entry.who, {})[entry.metric.name] = entry
    return lines


def _raw(
    lines: Lines, pairs: Iterable[Pair], peers: Container[Pair], plan: Plan, unit: Unit
) -> dict[Pair, list[Compared]]:
    """Compare pairs, each for itself: those with the same places share their draws."""
    groups: dict[tuple[Places, tuple[str, ...]], list[Pair]] = {}
    found: dict[Pair, list[Compared]] = {}
    for pair in pairs:
        found[pair] = list(incomparable(pair, lines))
        for places, names in common(pair, lines).items():
            groups.setdefault((places, names), []).append(pair)
    for (places, names), alike in groups.items():
        for each in _Group(alike, lines, places, names, unit).compared(plan, peers):
            found[each.baseline, each.candidate].append(each)
    return found


@dataclass(frozen=True, slots=True)
class _Group:
    """Pairs that have the same places under the same metrics, compared on the same draws."""

    pairs: Sequence[Pair]
    lines: Lines
    places: Places
    names: Sequence[str]
    unit: Unit

    @property
    def whos(self) -> list[Who]:
        return list(dict.fromkeys(who for pair in self.pairs for who in pair))

    @property
    def articles(self) -> list[str]:
        return list(dict.fromkeys(article for article, _ in self.places))

    @property
    def several(self) -> bool:
        return len(self.articles) >= SEVERAL

    def compared(self, plan: Plan, wanted: Container[Pair]) -> Iterator[Compared]:
        whos = self.whos
        asked = [(whos.index(candidate), whos.index(baseline)) for baseline, candidate in self.pairs]
        units = {name: self._units(name) for name in self.names}
        panels = [Panel(tuple(units[name].values()), self.lines[whos[0]][name].metric.combine) for name in self.names]
        peers = self._peers([pair for pair in self.pairs if pair in wanted], plan)
        for name, by_pair in zip(self.names, resampling.compare(panels, asked, plan), strict=True):
            metric = self.lines[whos[0]][name].metric
            single = {who: _single(metric, rows, several=self.several) for who, rows in units[name].items()}
            for pair, differences in zip(self.pairs, by_pair, strict=True):
                yield from self._outputs(name, pair, single, differences, peers.get((name, pair), (None, None)))

    def _rows(self, who: Who, name: str) -> Rows:
        entry = self.lines[who][name]
        counted = entry.counted()
        rows: Rows = entry.rows[[counted[place] for place in self.places]]
        return rows

    def _units(self, name: str) -> dict[Who, Rows]:
        """Add up the rows of each article, where there are several."""
        rows = {who: self._rows(who, name) for who in self.whos}
        if not self.several:
            return rows
        articles = {article: place for place, article in enumerate(self.articles)}
        numbers = np.array([articles[article] for article, _ in self.places], dtype=np.int64)
        return {who: resampling.sum_by_unit(own, numbers) for who, own in rows.items()}

    def _outputs(
        self,
        name: str,
        pair: Pair,
        single: Mapping[Who, Rows],
        differences: Sequence[Difference],
        peers: tuple[float | None, float | None],
    ) -> Iterator[Compared]:
        baseline, candidate = (self.lines[who][name] for who in pair)
        metric = baseline.metric
        theirs, own = (single[who] for who in pair)
        identical = _same(baseline, candidate, self.places)
        for place, (output, found) in enumerate(zip(metric.outputs, differences, strict=True)):
            scored = math.isfinite(found.difference)
            yield dataclasses.replace(
                blank(pair, baseline, output, "" if scored else "nothing was counted"),
                unit=self.unit if self.several else metric.unit,
                examples=len(self.places),
                articles=len(self.articles),
                found=found if scored else None,
                outcomes=resampling.outcomes(own[:, place], theirs[:, place], higher_is_better=output.higher_is_better),
                tested=scored and (self.several or metric.unit == "segment"),
                agreement=agreement.share(output.name, found.difference) if scored else None,
                bootstrap_p=peers[0],
                randomization_p=peers[1],
                identical=identical,
            )

    def _peers(self, pairs: Sequence[Pair], plan: Plan) -> dict[tuple[str, Pair], tuple[float | None, float | None]]:
        """Give sacrebleu's own two p of each pair, over segments as there, under the metrics that are its own."""
        metrics = [self.lines[self.pairs[0][0]][name].metric for name in self.names]
        scores = {each.name: each.peer for each in metrics if each.peer is not None and each.unit == "segment"}
        found: dict[tuple[str, Pair], tuple[float | None, float | None]] = {}
        for baseline in dict.fromkeys(first for first, _ in pairs if scores):
            candidates = [candidate for first, candidate in pairs if first == baseline]
            whos = (baseline, *candidates)
            panels = [PeerPanel(tuple(self._rows(who, name) for who in whos), own) for name, own in scores.items()]
            drawn = resampling.paired_bootstrap(panels, plan.resamples, plan.seed)
            swapped = resampling.paired_randomization(panels, plan.trials, plan.seed)
            for name, some, others in zip(scores, drawn, swapped, strict=True):
                for candidate, one, other in zip(candidates, some[1:], others[1:], strict=True):
                    found[name, (baseline, candidate)] = one.p, other.p
        return found


def _same(one: Entry, other: Entry, places: Places) -> bool:
    mine, its = one.counted(), other.counted()
    return all(one.hypotheses[mine[place]] == other.hypotheses[its[place]] for place in places)


def _single(metric: Metric, rows: Rows, *, several: bool) -> Rows:
    """Score each unit by itself: an article by the corpus formula, a segment by the sentence's."""
    return metric.combine(rows) if several else metric.example_scores(Measurement(rows))


def _corrected(family: Family, raw: Mapping[Pair, Sequence[Compared]], plan: Plan) -> list[Compared]:
    """Adjust the p of each output over the family, and say what the material can show at that level."""
    compared = [dataclasses.replace(each, family=family) for pair in family.pairs for each in raw[pair]]
    adjusted: dict[int, float] = {}
    sizes: dict[str, int] = {}
    for output in dict.fromkeys(each.output.name for each in compared):
        tested = {
            place: each.found.p
            for place, each in enumerate(compared)
            if each.output.name == output and each.found is not None and each.tested
        }
        sizes[output] = len(tested)
        adjusted |= dict(zip(tested, resampling.holm(list(tested.values())), strict=True))
    return [
        _power(dataclasses.replace(each, size=sizes[each.output.name], adjusted_p=adjusted.get(place)), plan.level)
        for place, each in enumerate(compared)
    ]


def _power(each: Compared, level: float) -> Compared:
    """Say which difference these articles can show, and how many would show this one.

    Nothing is said of a single article, nor of units that all differ by as much: no spread is known from which to tell.
    """
    found = each.found
    if (
        found is None
        or not each.tested
        or each.articles < SEVERAL
        or not (found.error > 0 and math.isfinite(found.error))
    ):
        return each
    level /= each.size
    visible = resampling.detectable(found.error, found.units, level)
    needed = resampling.units_needed(found.difference, found.error, found.units, level) if found.difference else None
    return dataclasses.replace(each, detectable=visible, needed=needed)
