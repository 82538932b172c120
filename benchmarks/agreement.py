"""Verdicts beside people: how often they order two systems as people do. Run as `python -m benchmarks.agreement`.

Every table is Markdown. "Separated" are the pairs that people separate: at least 97.5 % of 1,000 resamples of the
judged segments keep the order of the win ratios. Holm runs over all pairs of a year, by metric.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

from benchmarks._newstest import SEED, Pair, Year, load, scorers
from benchmarks._pairs import comparisons
from toolkit.statistics.resampling import Plan
from toolkit.statistics.verdicts import LEVEL, Comparison, Word, decide, majority

METRICS = ("bleu", "chrf", "ter", "meaning", "similarity")  # meaning first: it brings the vectors of similarity
JOINT = ("bleu", "chrf", "similarity")  # what the verdict of a run rests on
SIZES = (10, 15, 20, 30, 40, 50)
SUBSETS = 5  # random choices of so many articles, a year
PLAN = Plan(resamples=2)  # no interval is looked at

Compared = Mapping[str, Comparison]
Rule = Callable[[Sequence[Comparison]], int]
"""Says 1 for the candidate, -1 for the baseline, 0 for undecided."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All pairs of a year, compared; in each the candidate is the one that people prefer.

    Attributes:
        year: the test set.
        pairs: places of the systems, the preferred one first.
        compared: one a pair, by metric.
    """

    year: Year
    pairs: Sequence[Pair]
    compared: Sequence[Compared]

    @property
    def separated(self) -> list[bool]:
        """Tell for each pair whether people separate it."""
        return [tuple(sorted(pair)) in self.year.people.separated for pair in self.pairs]


@dataclass(frozen=True, slots=True)
class Tally:
    """How a rule's decisions fared.

    Attributes:
        pairs: how many there were.
        decided: on how many of them the rule decided.
        right: how many of these decisions people share.
    """

    pairs: int
    decided: int
    right: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.pairs + other.pairs, self.decided + other.decided, self.right + other.right)

    @property
    def undecided(self) -> float:
        """Give the share of pairs left undecided, in percent."""
        return 100 * (1 - self.decided / self.pairs)

    def __str__(self) -> str:
        share = f"{100 * self.right / self.decided:.1f}" if self.decided else "–"
        return f"{self.right} of {self.decided} = {share} | {self.undecided:.1f}"


def sheet(year: Year, names: Sequence[str], articles: Sequence[int] | None = None) -> Sheet:
    """Compare all pairs of a year on some of its articles, or on all."""
    ratio = year.people.ratio
    pairs = [(a, b) if ratio[a] > ratio[b] else (b, a) for a, b in year.pairs]
    kept = slice(None) if articles is None else list(articles)
    rows = {name: [system[kept] for system in year.rows[name]] for name in names}
    return Sheet(year, pairs, comparisons(year.systems, rows, scorers(names), pairs, PLAN))


def tally(sheets: Sequence[Sheet], names: Sequence[str], rule: Rule, *, separated: bool) -> Tally:
    """Count a rule's decisions on the pairs that people separate, or on all."""
    made = [
        rule([compared[name] for name in names])
        for each in sheets
        for compared, apart in zip(each.compared, each.separated, strict=True)
        if apart or not separated
    ]
    return Tally(len(made), sum(way != 0 for way in made), sum(way > 0 for way in made))


def verdict(found: Sequence[Comparison]) -> int:
    """Follow the toolkit's own rule."""
    ways: dict[Word, int] = {"better": 1, "worse": -1}
    return ways.get(decide(found), 0)


def uncorrected(found: Sequence[Comparison]) -> int:
    """Take a single metric's p as it is."""
    return verdict([alone(each) for each in found])


def alone(comparison: Comparison) -> Comparison:
    """Leave out the correction, as where two systems are all there is."""
    return dataclasses.replace(comparison, adjusted_p=comparison.p, family=1)


def voting(needed: Callable[[int], int], *, strict: bool) -> Rule:
    """Make a rule that asks for a number of metrics that show a difference.

    Args:
        needed: of so many metrics, how many must show it.
        strict: whether no other may point the other way; else none may show the opposite.
    """

    def rule(found: Sequence[Comparison]) -> int:
        shown = [each.direction for each in found if each.shows(LEVEL)]
        against = {each.direction for each in found} if strict else set(shown)
        return shown[0] if len(shown) >= needed(len(found)) and -shown[0] not in against else 0

    return rule


RULES: Mapping[str, Rule] = {
    "one shows it, none shows the opposite": voting(lambda _: 1, strict=False),
    "one shows it, none points the other way": voting(lambda _: 1, strict=True),
    "most show it, none shows the opposite": voting(majority, strict=False),
    "**most show it, none points the other way**": verdict,
    "all show it": voting(lambda metrics: metrics, strict=True),
}


def lines(sheets: Sequence[Sheet], tried: Sequence[tuple[str, Sequence[str], Rule]]) -> Iterator[str]:
    """Write what was tried: pairs that people separate, then all, year by year and together."""
    parts = [(f"{each.year.name[-4:]}", [each]) for each in sheets] + [("both", list(sheets))]
    for title, separated in (("separated", True), ("all", False)):
        yield f"| {title} | " + " | ".join(f"{part}: right, % | undecided, %" for part, _ in parts) + " |"
        yield "|---" * (1 + 2 * len(parts)) + "|"
        for name, names, rule in tried:
            cells = [str(tally(some, names, rule, separated=separated)) for _, some in parts]
            yield f"| {name} | {' | '.join(cells)} |"
        yield ""


def wrong(sheets: Sequence[Sheet]) -> Iterator[str]:
    """List every pair that the joint verdict orders otherwise than people."""
    yield "| year | people prefer | win ratio | to | win ratio | separated | " + " | ".join(JOINT) + " |"
    yield "|---" * (6 + len(JOINT)) + "|"
    for each in sheets:
        for (a, b), compared, apart in zip(each.pairs, each.compared, each.separated, strict=True):
            if verdict([compared[name] for name in JOINT]) < 0:
                people = " | ".join(
                    f"{each.year.systems[place]} | {each.year.people.ratio[place]:.3f}" for place in (a, b)
                )
                gaps = " | ".join(f"{compared[name].difference:+.4g}" for name in JOINT)
                yield f"| {each.year.name[-4:]} | {people} | {'yes' if apart else 'no'} | {gaps} |"
    yield ""


def curve(years: Sequence[Year], full: Sequence[Sheet]) -> Iterator[str]:
    """Write how the joint verdict fares on fewer articles, in the family of a year and on pairs alone."""
    jobs = [
        (year, JOINT, np.random.default_rng([SEED, size, subset]).choice(year.articles, size, replace=False))
        for size, year, subset in itertools.product(SIZES, years, range(SUBSETS))
    ]
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        sheets = list(pool.map(sheet, *zip(*jobs, strict=True)))
    by_size = {str(size): sheets[2 * SUBSETS * place :][: 2 * SUBSETS] for place, size in enumerate(SIZES)}
    for title, rule in (("Holm over all pairs", verdict), ("each pair alone", uncorrected)):
        yield f"| articles, {title} | separated: right, % | undecided, % | all: right, % | undecided, % |"
        yield "|---|---|---|---|---|"
        for size, some in {**by_size, "all": full}.items():
            yield f"| {size} | {' | '.join(str(tally(some, JOINT, rule, separated=way)) for way in (True, False))} |"
        yield ""


def main() -> None:
    years = load(METRICS)
    sheets = [sheet(year, METRICS) for year in years]
    counts = ", ".join(f"{each.year.name} {sum(each.separated)} of {len(each.pairs)}" for each in sheets)
    single = [(name, (name,), verdict) for name in METRICS]
    single += [(f"{name}, uncorrected", (name,), uncorrected) for name in METRICS]
    sets = [names for count in (2, 3, 4) for names in itertools.combinations(METRICS, count)]
    parts = (
        (f"Pairs that people separate: {counts}", ()),
        ("One metric alone", lines(sheets, single)),
        (f"Rules over {', '.join(JOINT)}", lines(sheets, [(name, JOINT, rule) for name, rule in RULES.items()])),
        ("The verdict's rule over other metrics", lines(sheets, [(", ".join(some), some, verdict) for some in sets])),
        ("Where the joint verdict is not people's, with the scores of theirs less the other's", wrong(sheets)),
        (f"The joint verdict on fewer articles, {SUBSETS} random choices a year", curve(years, sheets)),
    )
    for title, written in parts:
        print(f"{title}.\n", *written, sep="\n", flush=True)


if __name__ == "__main__":
    main()
