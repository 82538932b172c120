"""What was scored -> how sure the differences are: comparisons metric by metric, and a verdict a pair.

Two lines are compared on the examples that both have. Their rows are added up by article, and whole articles are
resampled; with a single article its segments are, and then nothing is said about other articles.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit import agreement, resampling, verdicts
from toolkit.metrics._base import Measurement, Metric, Output, Rows
from toolkit.records import Task, Unit
from toolkit.resampling import Difference, Outcomes, Panel, PeerPanel, Plan
from toolkit.stages._entries import Entry, Who
from toolkit.stages._families import Family, everyone

_SEVERAL = 2
"""Articles from which on whole articles are resampled."""

Places = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair under one output.

    Attributes:
        family: what it was corrected with.
        size: comparisons of the family under this output.
        baseline: what it is compared with.
        candidate: what is compared.
        metric: what was counted.
        output: which of the metric's numbers.
        unit: what was resampled.
        examples: rows that both have.
        found: scores, difference (candidate - baseline), interval and p; None where it cannot be compared.
        outcomes: units that the candidate wins, loses or ties.
        tested: whether p means anything; False for bullets on a single article.
        adjusted_p: after Holm's correction, None where nothing is tested.
        detectable: smallest difference these articles show at 80 % power, None where that cannot be said.
        needed: articles it would take to show a difference of this size, None where that cannot be said.
        agreement: how often people agree with a difference of this size, 0.5 to 1, None where nobody studied it.
        bootstrap_p: sacrebleu's own of its paired bootstrap, None where the metric is not sacrebleu's.
        randomization_p: sacrebleu's own of its paired approximate randomization, likewise.
        identical: whether both have the same text on every row.
        signature: of the metric.
        reason: why it cannot be compared, `""` where it can.
    """

    family: Family
    size: int
    baseline: Who
    candidate: Who
    metric: Metric
    output: Output
    unit: Unit
    examples: int
    found: Difference | None
    outcomes: Outcomes
    tested: bool
    adjusted_p: float | None
    detectable: float | None
    needed: int | None
    agreement: float | None
    bootstrap_p: float | None
    randomization_p: float | None
    identical: bool
    signature: str
    reason: str

    @property
    def shown(self) -> verdicts.Comparison:
        """Give what a verdict rests on."""
        found = self.found
        return verdicts.Comparison(
            baseline=str(self.baseline),
            candidate=str(self.candidate),
            metric=self.output.name,
            title=self.output.title,
            higher_is_better=self.output.higher_is_better,
            difference=found.difference if found else math.nan,
            low=_number(found.low) if found else None,
            high=_number(found.high) if found else None,
            p=_number(found.p) if found and self.tested else None,
            adjusted_p=self.adjusted_p,
            smallest_p=found.smallest_p if found else 1.0,
            family=self.size,
            unit=self.unit,
            units=found.units if found else 0,
            wins=self.outcomes.wins,
            losses=self.outcomes.losses,
            ties=self.outcomes.ties,
            detectable=self.detectable,
            identical=self.identical,
        )


def compare(entries: Sequence[Entry], wanted: Iterable[Family], plan: Plan) -> list[Compared]:
    """Compare the pairs of every family under every output of every metric.

    Args:
        entries: every line, metric by metric.
        wanted: what is compared and corrected together.
        plan: how resamples are drawn.

    Returns:
        By family, then by pair, then by output.
    """
    return [each for family in wanted for each in _family(entries, family, plan)]


def ranks(entries: Sequence[Entry], task: Task, plan: Plan) -> dict[tuple[Who, str], int]:
    """Group the ranked lines by output so that each group beats all below it, every two compared, Holm over all.

    Returns:
        By line and output the number of its group, 1 for the best.
    """
    compared = _family(entries, everyone(entries, task), plan)
    groups: dict[tuple[Who, str], int] = {}
    for output in dict.fromkeys(each.output.name for each in compared):
        alike = [each for each in compared if each.output.name == output and each.found is not None]
        whos = list(dict.fromkeys(who for each in alike for who in (each.baseline, each.candidate)))
        beats = np.zeros((len(whos), len(whos)), dtype=np.bool_)
        for each in alike:
            if each.adjusted_p is not None and each.adjusted_p <= plan.level and each.found is not None:
                better = (each.found.difference > 0) == each.output.higher_is_better
                pair = whos.index(each.candidate), whos.index(each.baseline)
                beats[pair if better else pair[::-1]] = True
        groups |= {(who, output): group for who, group in zip(whos, resampling.rank_groups(beats), strict=True)}
    return groups


def _family(entries: Sequence[Entry], family: Family, plan: Plan) -> list[Compared]:
    lines: dict[Who, dict[str, Entry]] = {}
    for entry in entries:
        if entry.task == family.task:
            lines.setdefault(entry.who, {})[entry.metric.name] = entry
    groups: dict[tuple[Places, tuple[str, ...]], list[tuple[Who, Who]]] = {}
    raw: dict[tuple[Who, Who], list[Compared]] = {pair: [] for pair in family.pairs}
    for pair in family.pairs:
        for places, names in _common(lines[pair[0]], lines[pair[1]]).items():
            groups.setdefault((places, names), []).append(pair)
        raw[pair] += _incomparable(family, pair, lines)
    for (places, names), pairs in groups.items():
        for each in _group(family, pairs, lines, places, names, plan):
            raw[each.baseline, each.candidate].append(each)
    return _corrected([each for pair in family.pairs for each in raw[pair]], plan)


def _common(baseline: Mapping[str, Entry], candidate: Mapping[str, Entry]) -> dict[Places, tuple[str, ...]]:
    """Gather the metrics under which both were counted, by the places that both have."""
    found: dict[Places, tuple[str, ...]] = {}
    for name, entry in baseline.items():
        other = candidate.get(name)
        if other is None or _obstacle(entry, other):
            continue
        known = other.counted()
        places = tuple(place for place in entry.counted() if place in known)
        found[places] = (*found.get(places, ()), name)
    return found


def _obstacle(baseline: Entry, candidate: Entry) -> str:
    """Say what keeps two lines from being compared under a metric, `""` where nothing does."""
    if baseline.signature != candidate.signature:
        return f"the metric differs: {baseline.signature} and {candidate.signature}"
    known = candidate.counted()
    places = [(row, known[place]) for place, row in baseline.counted().items() if place in known]
    if not places:
        return "no example that both have"
    if any(baseline.references[own] != candidate.references[other] for own, other in places):
        return "scored against other references"
    return ""


def _incomparable(
    family: Family, pair: tuple[Who, Who], lines: Mapping[Who, Mapping[str, Entry]]
) -> Iterator[Compared]:
    baseline, candidate = pair
    for name, entry in lines[baseline].items():
        other = lines[candidate].get(name)
        reason = "not scored" if other is None else _obstacle(entry, other)
        for output in entry.metric.outputs if reason else ():
            yield _blank(family, pair, entry, output, reason)


def _blank(family: Family, pair: tuple[Who, Who], entry: Entry, output: Output, reason: str) -> Compared:
    return Compared(
        family=family,
        size=0,
        baseline=pair[0],
        candidate=pair[1],
        metric=entry.metric,
        output=output,
        unit="article",
        examples=0,
        found=None,
        outcomes=Outcomes(0, 0, 0),
        tested=False,
        adjusted_p=None,
        detectable=None,
        needed=None,
        agreement=None,
        bootstrap_p=None,
        randomization_p=None,
        identical=False,
        signature=entry.signature,
        reason=reason,
    )


def _group(
    family: Family,
    pairs: Sequence[tuple[Who, Who]],
    lines: Mapping[Who, Mapping[str, Entry]],
    places: Places,
    names: Sequence[str],
    plan: Plan,
) -> Iterator[Compared]:
    """Compare pairs that have the same places under the same metrics, on the same draws."""
    whos = list(dict.fromkeys(who for pair in pairs for who in pair))
    articles = list(dict.fromkeys(article for article, _ in places))
    several = len(articles) >= _SEVERAL
    numbers = np.array([articles.index(article) for article, _ in places], dtype=np.int64)
    taken = {(who, name): _take(lines[who][name], places) for who in whos for name in names}
    rows = {key: resampling.sum_by_unit(own, numbers) if several else own for key, own in taken.items()}
    metrics = [lines[whos[0]][name].metric for name in names]
    panels = [Panel(tuple(rows[who, metric.name] for who in whos), metric.combine) for metric in metrics]
    asked = [(whos.index(candidate), whos.index(baseline)) for baseline, candidate in pairs]
    results = resampling.compare(panels, asked, plan)
    for metric, by_pair in zip(metrics, results, strict=True):
        peers = _peers(metric, pairs, taken, plan)
        for pair, differences in zip(pairs, by_pair, strict=True):
            single = [_single(metric, rows[who, metric.name], several=several) for who in pair]
            for place, (output, found) in enumerate(zip(metric.outputs, differences, strict=True)):
                entry = lines[pair[0]][metric.name]
                blank = _blank(family, pair, entry, output, "" if math.isfinite(found.difference) else "no score")
                yield dataclasses.replace(
                    blank,
                    unit="article" if several else metric.unit,
                    examples=len(places),
                    found=found if math.isfinite(found.difference) else None,
                    outcomes=resampling.outcomes(
                        single[1][:, place], single[0][:, place], higher_is_better=output.higher_is_better
                    ),
                    tested=several or metric.unit == "segment",
                    agreement=agreement.share(output.name, found.difference),
                    bootstrap_p=peers[pair][0] if peers else None,
                    randomization_p=peers[pair][1] if peers else None,
                    identical=_same(*(lines[who][metric.name] for who in pair), places),
                )


def _take(entry: Entry, places: Places) -> Rows:
    counted = entry.counted()
    taken: Rows = entry.rows[[counted[place] for place in places]]
    return taken


def _same(one: Entry, other: Entry, places: Places) -> bool:
    mine, its = one.counted(), other.counted()
    return all(one.hypotheses[mine[place]] == other.hypotheses[its[place]] for place in places)


def _single(metric: Metric, rows: Rows, *, several: bool) -> Rows:
    """Score each unit by itself: an article by the corpus formula, a segment by the sentence's."""
    return metric.combine(rows) if several else metric.example_scores(Measurement(rows))


def _peers(
    metric: Metric, pairs: Sequence[tuple[Who, Who]], taken: Mapping[tuple[Who, str], Rows], plan: Plan
) -> dict[tuple[Who, Who], tuple[float | None, float | None]]:
    """Give sacrebleu's own two p of each pair, over segments as there; nothing for a metric that is not sacrebleu's."""
    found: dict[tuple[Who, Who], tuple[float | None, float | None]] = {}
    if metric.peer is None or metric.unit != "segment":
        return found
    for baseline in dict.fromkeys(pair[0] for pair in pairs):
        candidates = [candidate for first, candidate in pairs if first == baseline]
        panel = PeerPanel(tuple(taken[who, metric.name] for who in (baseline, *candidates)), metric.peer)
        drawn = resampling.paired_bootstrap([panel], plan.resamples, plan.seed)[0][1:]
        swapped = resampling.paired_randomization([panel], plan.trials, plan.seed)[0][1:]
        for candidate, one, other in zip(candidates, drawn, swapped, strict=True):
            found[baseline, candidate] = one.p, other.p
    return found


def _corrected(compared: Sequence[Compared], plan: Plan) -> list[Compared]:
    """Adjust the p of each output over the family, and say what the material can show at that level."""
    adjusted: dict[int, float] = {}
    sizes: dict[str, int] = {}
    for output in dict.fromkeys(each.output.name for each in compared):
        tested = [
            (place, each.found.p)
            for place, each in enumerate(compared)
            if each.output.name == output and each.found and each.tested and math.isfinite(each.found.p)
        ]
        sizes[output] = len(tested)
        adjusted |= dict(zip((place for place, _ in tested), resampling.holm([p for _, p in tested]), strict=True))
    return [
        dataclasses.replace(
            each,
            size=sizes[each.output.name],
            adjusted_p=adjusted.get(place),
            **_power(each, plan.level / max(sizes[each.output.name], 1)),
        )
        for place, each in enumerate(compared)
    ]


def _power(each: Compared, level: float) -> dict[str, float | int | None]:
    """Say which difference these articles can show, and how many would show this one; nothing for a single article."""
    found = each.found
    if found is None or each.unit != "article" or found.units < _SEVERAL or not math.isfinite(found.error):
        return {"detectable": None, "needed": None}
    needed = (
        resampling.units_needed(found.difference, found.error, found.units, level)
        if found.difference and found.error
        else None
    )
    return {"detectable": resampling.detectable(found.error, found.units, level), "needed": needed}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
