"""How sure the differences within a run, or between two runs, are: from the runs' tables alone."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit import plugins
from toolkit._comparable import obstacles
from toolkit.errors import InputError, UsageError
from toolkit.metrics._base import Metric
from toolkit.settings import CompareSettings
from toolkit.stages._compared import Comparisons
from toolkit.stages._comparison_rows import comparison_rows, verdict_rows
from toolkit.stages._entries import Entry, Who, entries_of_run
from toolkit.stages._families import Family, families
from toolkit.stages.compare import compare
from toolkit.statistics._wording import listed
from toolkit.statistics.resampling import Plan
from toolkit.tables import Run

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared, beyond the runs themselves.

    Attributes:
        baseline: name of what the others are compared with, `""` for what the run was made with.
        candidate: name of the only candidate, `""` for all there are.
        metrics: plug-in names, empty for all that were scored.
    """

    baseline: str = ""
    candidate: str = ""
    metrics: tuple[str, ...] = ()


def settings_of(run: Run) -> CompareSettings:
    """Give the settings with which a run was compared when it was made.

    Raises:
        InputError: it was made by a toolkit that compared nothing yet.
    """
    config = json.loads(run.rows("runs")[0]["config_json"])
    if "compare" not in config:
        raise InputError(f"{run.folder} was made before runs held comparisons; make the run again")
    return CompareSettings(**config["compare"])


def plan_of(settings: CompareSettings) -> Plan:
    """Say how resamples are drawn."""
    return Plan(settings.resamples, settings.trials, settings.seed, settings.level)


def metric_of(name: str) -> Metric:
    """Build a metric that only adds up: it needs no encoder."""
    made: Metric = plugins.load("metrics", name)()
    return made


def compare_within(run: Run, settings: CompareSettings, question: Question) -> Run:
    """Compare what one run scored.

    Args:
        run: as it was read.
        settings: how; `settings_of(run)` gives the run's own verdicts again.
        question: what.

    Returns:
        A run of two tables, `comparisons` and `verdicts`, in the place of those it had.

    Raises:
        UsageError: a name was not scored, or nothing can be compared.
    """
    entries = _scored(run, question)
    against = question.baseline or settings.baseline
    wanted = families(entries, against, all_pairs=settings.all_pairs)
    if question.candidate:
        _require(question.candidate, entries)
        wanted = [_only(family, question.candidate) for family in wanted]
    if not any(family.pairs for family in wanted):
        names = ", ".join(_names(entries))
        cure = f"name what {question.candidate!r} is compared with, by --baseline" if question.candidate else ""
        cure = cure or "it takes two that compete, or a --baseline"
        raise UsageError(f"nothing to compare: {cure}; there are: {names}")
    return _judged(run, entries, [family for family in wanted if family.pairs], settings)


def compare_runs(first: Run, second: Run, settings: CompareSettings, question: Question) -> Run:
    """Compare what two runs scored: the lines of the first are the baselines, those of the second the candidates.

    Args:
        first: the run of the baselines.
        second: the run of the candidates.
        settings: how; its baseline and `all_pairs` mean one run and are not looked at.
        question: what; with a name on one side only, the same name is meant on the other.

    Returns:
        The second run with two tables alone, `comparisons` and `verdicts`.

    Raises:
        UsageError: no line is in both, or nothing that both have is comparable; the message says what differs.
    """
    ours, theirs = _scored(first, question), _scored(second, question)
    refused = obstacles(first, second, ours, theirs)
    if all(entry.metric.name in refused for entry in ours):
        told = "; ".join(f"{name}: {reason}" for name, reason in refused.items())
        raise UsageError(f"{first.run_id} and {second.run_id} cannot be compared: {told}")
    for name, reason in refused.items():
        _log.warning("%s is not compared: %s", name, reason)
    pairs = list(_pairs(_fit(ours, refused), _fit(theirs, refused), question))
    if not pairs:
        raise UsageError("nothing to compare: no line is in both runs; name two with --baseline and --candidate")
    labels = _labels(first, second)
    entries = [*_named(_fit(ours, refused), labels[0]), *_named(_fit(theirs, refused), labels[1])]
    named = [(_label(baseline.who, labels[0]), _label(candidate.who, labels[1])) for baseline, candidate in pairs]
    tasks = {who: pair[0].task for who, pair in zip(named, pairs, strict=True)}
    wanted = [
        Family("translations", "translation", tuple(who for who, task in tasks.items() if task == "translation")),
        Family("bullets", "summary", tuple(who for who, task in tasks.items() if task == "summary")),
    ]
    return _judged(second, entries, [family for family in wanted if family.pairs], settings)


def _unjudged(made: Comparisons) -> str:
    """Say why there is no verdict: nothing to compare, or nothing that tells which is better."""
    counted = dict.fromkeys(each.metric.name for each in made.compared if each.found is not None)
    if counted:
        read, show = ("reads", "it shows") if len(counted) == 1 else ("read", "they show")
        what = f"{listed(counted)} {read} no reference"
        return f"no verdict: {what}, so {show} where to look, not which is better; score against references"
    reasons = dict.fromkeys(f"{each.output.title}: {each.reason}" for each in made.compared)
    return f"nothing can be compared: {'; '.join(reasons)}"


def _judged(run: Run, entries: Sequence[Entry], wanted: Iterable[Family], settings: CompareSettings) -> Run:
    made = compare(entries, wanted, plan_of(settings))
    if not made.judged:
        raise UsageError(_unjudged(made))
    tables = {
        "comparisons": tuple(comparison_rows(run.run_id, made)),
        "verdicts": tuple(verdict_rows(run.run_id, made)),
    }
    return dataclasses.replace(run, tables=tables, statistics={}, counts={})


def _scored(run: Run, question: Question) -> list[Entry]:
    """Give what a run has scored by the metrics asked for.

    Raises:
        UsageError: that is nothing.
    """
    entries, metrics = list(entries_of_run(run, metric_of)), question.metrics
    if not entries:
        raise UsageError(f"{run.run_id} has no scores to compare; most metrics need references: run it again with some")
    known = sorted({entry.metric.name for entry in entries})
    for name in metrics:
        if name not in known:
            raise UsageError(f"metric {name!r} was not scored; there are: {', '.join(known)}")
    return [entry for entry in entries if not metrics or entry.metric.name in metrics]


def _require(name: str, entries: Iterable[Entry]) -> None:
    known = _names(entries)
    if name not in known:
        raise UsageError(f"nothing named {name!r} was scored; there are: {', '.join(known)}")


def _names(entries: Iterable[Entry]) -> list[str]:
    return sorted({each for entry in entries for each in (entry.who.system, entry.who.summarizer) if each})


def _only(family: Family, candidate: str) -> Family:
    pairs = tuple(pair for pair in family.pairs if candidate in {pair[1].system, pair[1].summarizer})
    return dataclasses.replace(family, pairs=pairs)


def _fit(entries: Iterable[Entry], refused: Iterable[str]) -> list[Entry]:
    return [entry for entry in entries if entry.metric.name not in refused]


def _pairs(ours: Sequence[Entry], theirs: Sequence[Entry], question: Question) -> Iterator[tuple[Entry, Entry]]:
    """Pair lines of one task: those of one name that compete in both, or those of the systems asked for."""
    baseline = question.baseline or question.candidate
    candidate = question.candidate or question.baseline
    if baseline:
        _require(baseline, ours)
        _require(candidate, theirs)
    for own in {(entry.task, entry.who): entry for entry in ours}.values():
        for other in {(entry.task, entry.who): entry for entry in theirs}.values():
            if own.task != other.task:
                continue
            asked = _renamed(own.who, baseline) == _renamed(other.who, candidate) if baseline else own.who == other.who
            fits = _is(own.who, baseline) and _is(other.who, candidate) if baseline else not own.frame | other.frame
            if asked and fits:
                yield own, other


def _is(who: Who, name: str) -> bool:
    return name in {who.system, who.summarizer}


def _renamed(who: Who, name: str) -> Who:
    """Blank the name asked for, so that what is left has to be alike: another system, but the same summarizer."""
    return Who("" if who.system == name else who.system, "" if who.summarizer == name else who.summarizer)


def _labels(first: Run, second: Run) -> tuple[str, str]:
    if first.run_id != second.run_id:
        return first.run_id, second.run_id
    return f"{first.run_id}, first", f"{second.run_id}, second"


def _label(who: Who, label: str) -> Who:
    return Who(f"{who.system} ({label})", who.summarizer)


def _named(entries: Iterable[Entry], label: str) -> Iterator[Entry]:
    """Name lines after their run; none of them is ranked, which would compare every two of both runs."""
    return (dataclasses.replace(entry, who=_label(entry.who, label), frame=True) for entry in entries)
