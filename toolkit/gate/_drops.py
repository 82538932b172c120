"""Whether the candidate has lost against the baseline, line by line and output by output, all judged together."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.gate import _wording as wording
from toolkit.gate._sides import Side, named, task_of, unscored
from toolkit.gate.config import outputs
from toolkit.gate_settings import GateSettings
from toolkit.records import Task
from toolkit.stages._compared import Compared, finite
from toolkit.stages._entries import Who
from toolkit.stages._families import Family
from toolkit.stages.compare import compare
from toolkit.statistics import resampling
from toolkit.statistics.gates import Change, Check, Judgment, judge
from toolkit.statistics.resampling import Difference, Plan

Limits = Mapping[Who, Mapping[str, float]]
"""By line and output the largest loss that does not matter."""

_TASKS: tuple[Task, ...] = ("translation", "summary")


@dataclass(frozen=True, slots=True)
class Drops:
    """What was found.

    Attributes:
        checks: one a line and output.
        corrected: how many of them were tested, and corrected together.
    """

    checks: tuple[Check, ...]
    corrected: int


def drops(mine: Side, its: Side, whos: Sequence[Who], settings: GateSettings, plan: Plan) -> Drops:
    """Look at every loss that may matter.

    Args:
        mine: the candidate.
        its: the baseline.
        whos: lines of both that are held to the gate.
        settings: what is asked.
        plan: how resamples are drawn.
    """
    limits = {who: settings.asked_of(who.system).drops for who in whos}
    found = [each for each in _compared(mine, its, whos, plan) if each.output.name in limits[each.candidate]]
    scored = [(each, each.found) for each in found if each.found is not None]
    most = [limits[each.candidate][each.output.name] for each, _ in scored]
    made = judge([_change(each, difference, plan) for each, difference in scored], most, plan.level)
    checks = [
        *(_check(*each, judgment, limit, plan.level) for each, judgment, limit in zip(scored, made, most, strict=True)),
        *_unscored(whos, found, limits, mine, its),
    ]
    return Drops(tuple(checks), sum(judgment.adjusted_p is not None for judgment in made))


def _compared(mine: Side, its: Side, whos: Sequence[Who], plan: Plan) -> list[Compared]:
    """Compare each line with that of the same name; the baseline's are told apart by a mark."""
    both = {entry.metric.name for entry in mine.entries} & {entry.metric.name for entry in its.entries}
    renamed = [(entry, entry.who) for entry in mine.entries] + [(entry, _marked(entry.who)) for entry in its.entries]
    # As frames none of them is ranked, which would compare every two of both runs.
    entries = [dataclasses.replace(each, who=who, frame=True) for each, who in renamed if each.metric.name in both]
    known = {entry.who for entry in entries}
    pairs = [(_marked(who), who) for who in whos if {who, _marked(who)} <= known]
    families = [Family("gate", task, tuple(pair for pair in pairs if task_of(pair[1]) == task)) for task in _TASKS]
    return list(compare(entries, [family for family in families if family.pairs], plan, peers=False).compared)


def _marked(who: Who) -> Who:
    return dataclasses.replace(who, system=f"{who.system}\0")  # no system is named so: a shell cannot even pass a NUL


def _change(each: Compared, found: Difference, plan: Plan) -> Change:
    return Change(
        gain=found.difference if each.output.higher_is_better else -found.difference,
        error=found.error,
        units=found.units,
        articles=each.articles,
        p=found.p if each.tested and math.isfinite(found.p) else None,
        reachable=resampling.smallest_p(found.units, plan.trials),
        identical=each.identical,
    )


def _check(each: Compared, found: Difference, made: Judgment, limit: float, level: float) -> Check:
    numbers = {
        "score": found.first,
        "baseline_score": found.second,
        "gain": found.difference if each.output.higher_is_better else -found.difference,
        "low": finite(made.bounds.low),
        "high": finite(made.bounds.high),
        "p": found.p if each.tested else None,
        "adjusted_p": made.adjusted_p,
        "smallest_p": made.reachable,
        "limit": limit,
        "detectable": made.detectable,
        "articles": each.articles,
        "examples": each.examples,
        "more_articles": made.more,
    }
    sentence = wording.drop(each, found, made, limit, level)
    return Check("drop", named(each.candidate), each.output.name, made.status, sentence, numbers)


def _unscored(whos: Sequence[Who], found: Iterable[Compared], limits: Limits, mine: Side, its: Side) -> Iterator[Check]:
    """Name what cannot be compared: whatever kept a line from that has not shown it to be as good."""
    known, both = outputs(), mine.outputs & its.outputs
    tasks = {output.name: entry.task for entry in its.entries for output in entry.metric.outputs if output.name in both}
    reasons = {(each.candidate, each.output.name): each.reason for each in found}
    for who in whos:
        for name in limits[who]:
            if tasks.get(name) == task_of(who) and reasons.get((who, name), "not scored"):
                reason = reasons.get((who, name), "not scored")
                yield Check(
                    "drop", named(who), name, "inconclusive", f"{known[name].title} cannot be compared: {reason}."
                )
    yield from unscored("drop", dict.fromkeys(name for who in whos for name in limits[who]), mine, its)
