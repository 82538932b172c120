"""One short function a command: plug-ins built, stages in order, files written. The table of contents."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from time import perf_counter

from toolkit import build, plugins
from toolkit.build import Planned
from toolkit.documents import Bullet, Document
from toolkit.errors import InputError, UsageError
from toolkit.exchange import Policy
from toolkit.provenance import identify, run_row
from toolkit.records import Failure, Material, Rendering, Segment, System
from toolkit.settings import Settings
from toolkit.stages._body import body
from toolkit.stages.assemble import Work, assemble, statistics
from toolkit.stages.check import losses
from toolkit.stages.summarize import OF_THE_TEXT, original
from toolkit.steps import (
    Progress,
    Translations,
    attribute_all,
    compare_all,
    gather,
    quiet,
    require_baseline,
    score_all,
    summarize_all,
    translate_all,
)
from toolkit.steps._failures import failure_error, gathered, require_some
from toolkit.steps._till import opened
from toolkit.steps.quotes import Quote, quotes
from toolkit.tables import Run, require_writable, write_run

_log = logging.getLogger(__name__)


def run(
    settings: Settings,
    policy: Policy | None = None,
    *,
    pattern: str = "",
    command: str = "",
    progress: Progress = quiet,
    processes: int = 1,
) -> Run:
    """Translate, summarize, score and write one run.

    Args:
        settings: what is compared, on what.
        policy: how recordings and the network may be used; by default recordings first, then the backend.
        pattern: glob that article ids must match, `""` for all.
        command: how the run was called, for its `runs` row.
        progress: told of every answered batch.
        processes: how many may share the scoring where it is long. More than one only from a program whose main module
            can be imported without doing anything: each process imports it, and a script would translate again.

    Returns:
        The run as it stands on disk.

    Raises:
        ToolkitError: nothing could be read, nothing could be translated, or a setting is wrong. One bad article or
            backend among others is a row of the run's failures instead.
    """
    started, clock = datetime.now(UTC), perf_counter()
    policy = policy or Policy()
    materials, failures = gather(settings, pattern)
    parts = build.parts(settings, materials, offline=policy.mode == "replay")
    require_baseline(settings.compare, parts)  # before anything is paid for
    require_writable(settings.out)
    till = opened(materials, parts.systems, parts.summarizers, settings, policy)
    translations = translate_all(materials, parts.translating, settings, policy, progress, till)
    require_some(parts.translating, translations)
    _warn(materials, parts.systems, translations)
    # Before the summaries: scoring reads tokens, and the vectors of whole texts that come with them are kept.
    scored = score_all(materials, parts, translations, {}, settings, processes)
    summaries = summarize_all(materials, parts, translations, settings, policy, progress, till)
    lines = score_all(materials, parts, translations, summaries, settings, processes, scored)
    failures += gathered(parts.systems, translations, summaries)
    work = Work(
        run_id=identify(settings, parts, materials, translations, summaries),
        target=settings.target,
        materials=tuple(materials),
        failures=tuple(failures),
        systems=tuple(planned.system for planned in parts.systems),
        translations=translations,
        summaries=summaries,
        lines=tuple(lines),
        comparisons=compare_all(lines, settings.compare),
        losses=attribute_all(lines, parts, settings.compare),
        references=parts.references,
        bullet_references=parts.bullet_references,
        terms={each.system.name: each.terms for each in parts.systems if each.backend is not None},
        paid=frozenset(each.system.name for each in parts.systems if each.backend is not None and each.backend.paid),
        methods={each.name: each.terms for each in parts.summarizers},
        paid_methods=frozenset(each.name for each in parts.summarizers if each.paid),
    )
    tables = assemble(work)
    duration = perf_counter() - clock
    tables["runs"] = [run_row(work, settings, parts, policy, command, started, duration)]
    name = f"{started:%Y%m%dT%H%M%SZ}-{work.run_id.removeprefix('run-')}"
    finished = write_run(settings.out, name, tables, statistics(work), _files)
    _log.info("wrote %s", finished.folder)
    return finished


def dry_run(settings: Settings, policy: Policy, pattern: str = "") -> list[Quote]:
    """Say what a run would send, system by system; nothing is sent and nothing is written."""
    materials, failures = gather(settings, pattern)
    for failure in failures:
        _log.warning("%s", failure.message)
    return quotes(materials, build.parts(settings, materials), settings, policy)


def translate_one(settings: Settings, policy: Policy, progress: Progress = quiet) -> list[Segment]:
    """Translate the only article with the only system: its segments, in the language wanted.

    Raises:
        ToolkitError: more than one system or article is named, or a segment could not be translated.
    """
    if len(settings.systems) != 1:
        names = ", ".join(system.name for system in settings.systems)
        raise UsageError(f"one article, one system: choose with --backend one of {names}")
    materials, unread = gather(settings)
    if len(materials) + len(unread) > 1:
        raise UsageError(f"{settings.articles[0]} holds {len(materials) + len(unread)} articles: name one of them")
    planned = build.systems(dataclasses.replace(settings, baselines=False), materials)
    translations = translate_all(materials, planned, settings, policy, progress)
    _warn(materials, planned, translations)
    outcomes = next(iter(translations.values())).outcomes
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    if failures:
        raise failure_error(failures)
    texts = [outcome.text for outcome in outcomes if isinstance(outcome, Rendering)]
    segments = materials[0].article.segments
    return [dataclasses.replace(segment, text=text) for segment, text in zip(segments, texts, strict=True)]


def _warn(materials: Sequence[Material], planned: Sequence[Planned], translations: Translations) -> None:
    """Say what new translations have lost, a line a system."""
    for line in losses(materials, [each.system for each in planned], translations):
        _log.warning("%s", line)


def summarize_one(settings: Settings, policy: Policy | None = None) -> tuple[Document, tuple[Bullet, ...]]:
    """Make bullets of the only text with the only summarizer, in the text's own language.

    Args:
        settings: names the text, its language as source, and the summarizer.
        policy: how recordings and the network may be used, where the summarizer asks somebody.

    Raises:
        ToolkitError: it cannot be read, or no bullets can be made of it.
    """
    language, path = settings.source, settings.articles[0]
    plain = dataclasses.replace(settings, systems=(), target=language, baselines=False)
    plain = dataclasses.replace(plain, summary=dataclasses.replace(plain.summary, order=("translate-first",)))
    materials, _ = gather(plain)
    read = original(materials[0], System(path.name))
    parts = build.parts(plain, materials, offline=policy is not None and policy.mode == "replay")
    parts = dataclasses.replace(parts, systems=(Planned(System(path.name)),))
    summaries = summarize_all(materials[:1], parts, {(read.article, path.name): read}, plain, policy)
    result = next(iter(summaries.values()))
    if result.failure is not None and result.failure.kind in OF_THE_TEXT:
        raise InputError(f"{path}: {result.failure.message}")
    if result.failure is not None:
        raise failure_error([result.failure])
    return body(materials[0], read), result.bullets


def _files(finished: Run) -> dict[str, str]:
    """Render what stands beside the tables in a run's folder."""
    return {"report.md": plugins.load("reporters", "markdown")().render(finished)}
