"""The stages over all articles and systems: the loops between the pipeline and the stages."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.build import Parts
from toolkit.comparing import plan_of
from toolkit.errors import InputError, UsageError
from toolkit.examples import Paired
from toolkit.metrics._base import Column
from toolkit.records import Failure, Material, System, Task
from toolkit.settings import CompareSettings, Settings
from toolkit.stages._compared import Comparisons
from toolkit.stages._entries import entries_of_lines
from toolkit.stages._families import families
from toolkit.stages._loss import Loss
from toolkit.stages.assemble import Line
from toolkit.stages.attribute import attribute, reference_system
from toolkit.stages.compare import compare
from toolkit.stages.pair import pair_summary, pair_translation
from toolkit.stages.read import read
from toolkit.stages.score import score_all as score_systems
from toolkit.steps._summaries import Summaries, summarize_all
from toolkit.steps._turns import Progress, Translations, quiet, translate_all

__all__ = [
    "Progress",
    "Summaries",
    "Translations",
    "attribute_all",
    "compare_all",
    "gather",
    "quiet",
    "require_baseline",
    "score_all",
    "summarize_all",
    "translate_all",
]

_log = logging.getLogger(__name__)


def gather(settings: Settings, pattern: str = "") -> tuple[list[Material], list[Failure]]:
    """Read the articles.

    Raises:
        InputError: none could be read; the message is the first one's.
    """
    materials, failures = read(settings.articles, settings.source, settings.target, pattern)
    if not materials:
        more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        nothing = f"no article matches {pattern!r}" if pattern else "no article given"
        raise InputError(failures[0].message + more if failures else nothing)
    _log.info("read %d articles, %d failures", len(materials), len(failures))
    return materials, failures


def score_all(
    materials: Sequence[Material],
    parts: Parts,
    translations: Translations,
    summaries: Summaries,
    settings: Settings,
    processes: int = 1,
    scored: Sequence[Line] = (),
) -> list[Line]:
    """Score every system's translation, then every summarizer's bullets on every system's text.

    Args:
        materials: the articles.
        parts: systems, references and metrics.
        translations: of every system.
        summaries: of every summarizer on every system's text; none scores the translations alone.
        settings: for the language.
        processes: how many may share the work where it is long.
        scored: lines of the same translations and summaries that are scored already, and are not again.
    """
    planned = _planned(materials, parts, translations, summaries)
    known = {(line.system.name, line.summarizer): line for line in scored}
    left = {one.key: one for one in planned if one.key not in known}
    columns: dict[tuple[str, str], dict[str, Column]] = {key: {} for key in left}
    # What reads tokens comes first: it has the vectors of whole texts kept besides, which others then need not compute.
    for metric in sorted(parts.metrics, key=lambda metric: not metric.needs_tokens):
        keys = [key for key, one in left.items() if one.task == metric.task]
        if not keys:
            continue
        _log.debug("scoring by %s", metric.name)
        pairs = [left[key].paired for key in keys]
        found = score_systems(metric, pairs, settings.target, processes, source=settings.source)
        for key, column in zip(keys, found, strict=True):
            columns[key][metric.name] = column
    for key, one in left.items():
        own = tuple(columns[key][metric.name] for metric in parts.metrics if metric.name in columns[key])
        known[key] = Line(one.system, one.summarizer, one.baseline, own)
    return [known[one.key] for one in planned]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A line of a leaderboard before it is scored."""

    system: System
    summarizer: str
    baseline: bool
    paired: Paired

    @property
    def key(self) -> tuple[str, str]:
        return self.system.name, self.summarizer

    @property
    def task(self) -> Task:
        return "summary" if self.summarizer else "translation"


def _planned(
    materials: Sequence[Material], parts: Parts, translations: Translations, summaries: Summaries
) -> list[_Planned]:
    lines = []
    for system in (each.system for each in parts.systems):
        mine = {article: t for (article, name), t in translations.items() if name == system.translated_by}
        if system.scored:
            paired = pair_translation(materials, mine, parts.references)
            lines.append(_Planned(system, "", system.baseline, paired))
        for summarizer in dict.fromkeys(name for (_, which, name) in summaries if which == system.name):
            made = {a: s for (a, which, name), s in summaries.items() if (which, name) == (system.name, summarizer)}
            paired = pair_summary(materials, made, mine, parts.bullet_references)
            lines.append(_Planned(system, summarizer, system.baseline or summarizer in parts.baselines, paired))
    return lines


def require_baseline(settings: CompareSettings, parts: Parts) -> None:
    """See that what the others are to be compared with takes part in the run.

    Raises:
        UsageError: it does not.
    """
    systems = [planned.system.name for planned in parts.systems]
    known = dict.fromkeys([*systems, *(each.name for each in parts.summarizers), *sorted(parts.baselines)])
    if settings.baseline and settings.baseline not in known:
        raise UsageError(f"nothing is named {settings.baseline!r} to compare with; there are: {', '.join(known)}")


def compare_all(lines: Sequence[Line], settings: CompareSettings) -> Comparisons:
    """Say how sure the differences between the lines are; of none where the baseline asked for could not be scored."""
    entries = list(entries_of_lines(lines))
    try:
        wanted = families(entries, settings.baseline, all_pairs=settings.all_pairs)
    except UsageError as error:  # it failed: the others' scores are kept, as after any failure
        _log.warning("nothing is compared: %s", error)
        wanted = []
    return compare(entries, wanted, plan_of(settings))


def attribute_all(lines: Sequence[Line], parts: Parts, settings: CompareSettings) -> tuple[Loss, ...]:
    """Say what bullets lost to the translation, and to the summarizer; nothing where no reference was summarized.

    Bullets that were summarized first were made from no translation: neither loss would be theirs.
    """
    read = [line for line in lines if line.summarizer and line.system.order == "translate-first"]
    entries = list(entries_of_lines(read))
    named = {planned.system.name: planned.system.reference for planned in parts.systems}
    return tuple(attribute(entries, reference_system(named, parts.references), plan_of(settings)))
