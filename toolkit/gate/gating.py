"""Whether one run is as good as another, by what a gate asks: comparability, coverage, floors, then drops."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit._written import counted
from toolkit.comparing import plan_of, settings_of
from toolkit.errors import UsageError
from toolkit.gate import _wording as wording
from toolkit.gate._drops import drops
from toolkit.gate._floors import floors
from toolkit.gate._sides import Side, gated, named, require_comparable, side_of, task_of
from toolkit.gate_settings import GateSettings
from toolkit.records import Task, Unit
from toolkit.stages._entries import Who
from toolkit.statistics.gates import Check, Status, judge_coverage, worst
from toolkit.tables import Run

_UNITS: Mapping[Task, Unit] = {"translation": "segment", "summary": "article"}


@dataclass(frozen=True, slots=True)
class Gated:
    """What a gate found.

    Attributes:
        candidate: id of the run in question.
        baseline: id of the run it is held to.
        level: of the gate.
        corrected: how many drops were tested, and corrected together.
        checks: comparability first, then systems, coverage, floors and drops.
    """

    candidate: str
    baseline: str
    level: float
    corrected: int
    checks: tuple[Check, ...]

    @property
    def status(self) -> Status:
        """Give the worst of all checks."""
        return worst(check.status for check in self.checks)


def gate(candidate: Run, baseline: Run, settings: GateSettings) -> Gated:
    """Hold a run to another.

    Args:
        candidate: the run in question.
        baseline: what it must be as good as; how resamples are drawn is as it was made.
        settings: what is asked.

    Raises:
        UsageError: the two cannot be compared, and the message names what differs; or a system is named that is in
            neither; or nothing that is asked was scored.
    """
    mine, its = side_of(candidate, "candidate", settings), side_of(baseline, "baseline", settings)
    require_comparable(mine, its)
    whos = gated(mine, its, settings)
    plan = dataclasses.replace(plan_of(settings_of(baseline)), level=settings.level)
    here = [who for who in whos if who in mine.lines]
    lost = drops(mine, its, [who for who in here if who in its.lines], settings, plan)
    checks = (
        _comparability(mine, its),
        *_systems(whos, mine, its),
        *_coverage(here, mine, settings),
        *floors(mine, its, here, settings, plan),
        *lost.checks,
    )
    if all(check.status == "skipped" or check.kind == "comparability" for check in checks):
        raise UsageError(
            "nothing was checked: no line competes in both runs, or nothing the gate asks about was scored"
        )
    return Gated(candidate.run_id, baseline.run_id, settings.level, lost.corrected, checks)


def _comparability(mine: Side, its: Side) -> Check:
    """Say what was found to be the same; what differs has been refused before."""
    names = dict.fromkeys(entry.metric.name for entry in mine.entries)
    metrics = f", the same references and signatures of {', '.join(names)}" if names else ""
    articles = counted(len(its.articles), "article")
    same = " Both runs have one id: nothing has changed." if mine.run.run_id == its.run.run_id else ""
    return Check("comparability", "", "", "pass", f"The same text of {articles}{metrics}.{same}")


def _systems(whos: Sequence[Who], mine: Side, its: Side) -> Iterator[Check]:
    for who in whos:
        if who not in mine.lines:
            yield Check("system", named(who), "", "fail", f"It is in {its.name} and not in {mine.name}.")
        elif who not in its.lines:
            yield Check("system", named(who), "", "skipped", f"It is not in {its.name}: nothing to hold it to.")


def _coverage(whos: Sequence[Who], mine: Side, settings: GateSettings) -> Iterator[Check]:
    for who in whos:
        least, line = settings.asked_of(who.system).coverage[task_of(who)], mine.lines[who]
        if not least:
            continue
        status = judge_coverage(line.answered, line.asked, least)
        sentence = wording.coverage(line.answered, line.asked, least, _UNITS[task_of(who)])
        numbers = {"answered": line.answered, "asked": line.asked, "least": least}
        yield Check("coverage", named(who), "", status, sentence, numbers)
