"""Every summarizer over every article and system, in the orders asked for: read, tell, and translate where that is due.

Summarizers that ask somebody work side by side, each in its own thread; those that share recordings take turns. What is
told of an article itself is asked once, whichever systems then translate it.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from toolkit._methods import Method
from toolkit.build import UNTRANSLATED, Parts, Planned
from toolkit.documents import Summary
from toolkit.exchange import Account, Backend, Pace, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Material, Outcome, Request, System, Translation
from toolkit.settings import Settings
from toolkit.stages.carry import carry
from toolkit.stages.summarize import KEY_POINTS, ask_for_summary, key_points, original, summarize
from toolkit.steps._till import Till, opened
from toolkit.steps._together import Halt, together
from toolkit.steps._turns import Progress, Translations, Turns, in_turns, quiet
from toolkit.summarizers._asking import Bound

_log = logging.getLogger(__name__)

Summaries = dict[tuple[str, str, str], Summary]
"""By article, system and summarizer."""

Tell = Callable[[tuple[str, int, int]], None]
ARTICLE = System("")
"""Stands for the article itself among what is read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text that summarizers read.

    Attributes:
        material: the article.
        system: name of the system whose translation it is, `""` for the article itself.
        translation: the text, block by block.
    """

    material: Material
    system: str
    translation: Translation


def summarize_all(
    materials: Sequence[Material],
    parts: Parts,
    translations: Translations,
    settings: Settings,
    policy: Policy | None = None,
    progress: Progress = quiet,
    till: Till | None = None,
) -> Summaries:
    """Let every summarizer read every system's translation, the untranslated source apart, and the article where asked.

    Args:
        materials: the articles.
        parts: systems and summarizers.
        translations: of every system that translates.
        settings: the orders, how many bullets and how long.
        policy: how recordings and the network may be used.
        progress: told of every text that is done, where somebody is asked.
        till: the accounts of the run, where others share its bounds.

    Raises:
        UsageError: the policy bounds the money, and nothing says what a summarizer costs.
        RecordingsError, OutputError: recordings cannot be read or written.
    """
    policy = dataclasses.replace(policy or Policy(), budget_s=settings.budget_s)
    till = till or opened(materials, parts.systems, parts.summarizers, settings, policy)
    work = _Work(materials, parts, translations, settings, policy, till)
    told = {**work.asked(progress), **work.made()}
    carried = work.carried(told, progress)
    return dict(_in_order(work, {**told, **carried}))


def readings(
    method: Method, materials: Sequence[Material], parts: Parts, translations: Translations, settings: Settings
) -> Iterator[Reading]:
    """Go through what a summarizer reads: each system's translations, then the articles themselves."""
    for planned in parts.translating if "translate-first" in settings.summary.order else ():
        name = planned.system.name
        for material in materials if name != UNTRANSLATED else ():
            yield Reading(material, name, translations[material.article.id, name])
    if len(parts.translating) < len(parts.systems) and method.reads(settings.source):
        for material in materials:
            yield Reading(material, ARTICLE.name, original(material, ARTICLE))


@dataclass(frozen=True, slots=True)
class _Work:
    """What all summaries of a run have in common."""

    materials: Sequence[Material]
    parts: Parts
    translations: Translations
    settings: Settings
    policy: Policy
    till: Till

    @property
    def max_words(self) -> int | None:
        return self.settings.summary.max_words or None

    def readings(self, method: Method) -> list[Reading]:
        return list(readings(method, self.materials, self.parts, self.translations, self.settings))

    def made(self) -> Summaries:
        """Make on the spot what needs nobody."""
        found: Summaries = {}
        for method in self.parts.summarizers:
            if isinstance(method.how, Bound):
                continue
            for read in self.readings(method):
                _log.debug("summarizing %s by %s", read.material.article.id, method.name)
                wanted = self.settings.summary.bullets
                summary = summarize(read.material, read.translation, method.how, wanted, self.max_words, method.name)
                found[read.material.article.id, read.system, method.name] = summary
        return found

    def asked(self, progress: Progress) -> Summaries:
        """Ask for what needs somebody."""
        halt = Halt()
        pace = Pace(sleep=halt.sleep, halted=halt.halted)
        jobs = [partial(self._ask, turns, pace) for turns in _sharing(self.parts.summarizers, self.settings)]
        return _joined(together(jobs, halt, lambda told: progress(*told)))

    def _ask(self, turns: _Sharing, pace: Pace, tell: Tell) -> Summaries:
        found: Summaries = {}
        for method in turns.methods:
            if not isinstance(method.how, Bound):
                continue
            reads = self.readings(method)
            ask = partial(self._answered, method.how.backend, self.till.methods[method.name], turns.recordings, pace)
            for done, read in enumerate(reads):
                tell((f"bullets by {method.name}", done, len(reads)))
                key = (read.material.article.id, read.system, method.name)
                wanted = self.settings.summary.bullets
                found[key] = ask_for_summary(
                    read.material, read.translation, method.how, wanted, self.max_words, method.name, ask
                )
            tell((f"bullets by {method.name}", len(reads), len(reads)))
        return found

    def _answered(
        self, backend: Backend, account: Account, recordings: Recordings, pace: Pace, request: Request
    ) -> Outcome:
        return next(exchange(backend, [request], recordings, self.policy, pace=pace, account=account))

    def carried(self, told: Summaries, progress: Progress) -> Summaries:
        """Translate the bullets of the articles themselves, system by system."""
        halt = Halt()
        pace = Pace(sleep=halt.sleep, halted=halt.halted)
        turned = [planned for planned in self.parts.systems if planned.system.order == "summarize-first"]
        jobs = [partial(self._carry, turns, told, pace) for turns in in_turns(turned, self.settings)]
        return _joined(together(jobs, halt, lambda told: progress(*told)))

    def _carry(self, turns: Turns, told: Summaries, pace: Pace, tell: Tell) -> Summaries:
        found: Summaries = {}
        for planned in turns.systems:
            mine = {key: summary for key, summary in told.items() if key[1] == ARTICLE.name}
            for done, ((article, _, method), summary) in enumerate(mine.items()):
                if turns.recordings is not None:
                    tell((planned.system.name, done, len(mine)))
                found[article, planned.system.name, method] = self._carried(planned, summary, turns.recordings, pace)
            if turns.recordings is not None and mine:
                tell((planned.system.name, len(mine), len(mine)))
        return found

    def _carried(self, planned: Planned, summary: Summary, recordings: Recordings | None, pace: Pace) -> Summary:
        if planned.backend is None:
            raise TypeError(f"{planned.system.name} translates nothing")
        return carry(
            summary,
            planned.system,
            planned.backend,
            recordings,
            self.policy,
            (self.settings.source, self.settings.target),
            self.max_words,
            account=self.till.systems[planned.system.name],
            pace=pace,
        )


@dataclass(frozen=True, slots=True)
class _Sharing:
    """Summarizers that share recordings."""

    recordings: Recordings
    methods: tuple[Method, ...]


def _sharing(methods: Sequence[Method], settings: Settings) -> list[_Sharing]:
    found: dict[object, _Sharing] = {}
    for method in methods:
        if isinstance(method.how, Bound):
            recordings = Recordings(settings.recordings, method.how.backend.identity)
            before = found.get(recordings.path, _Sharing(recordings, ()))
            found[recordings.path] = _Sharing(before.recordings, (*before.methods, method))
    return list(found.values())


def _joined(parts: Sequence[Summaries]) -> Summaries:
    return {key: summary for part in parts for key, summary in part.items()}


def _in_order(work: _Work, found: Summaries) -> Iterator[tuple[tuple[str, str, str], Summary]]:
    """Lay summaries out by system, article and summarizer, with the article's own key points last."""
    for planned in work.parts.systems:
        name, order = planned.system.name, planned.system.order
        if name == UNTRANSLATED or order not in work.settings.summary.order:
            continue
        for material in work.materials:
            article = material.article.id
            for method in work.parts.summarizers:
                if (article, name, method.name) in found:
                    yield (article, name, method.name), found[article, name, method.name]
            translation = work.translations[article, planned.system.translated_by]
            points = key_points(material, translation) if work.settings.baselines else None
            if points is not None:
                yield (article, name, KEY_POINTS), _of(points, name)


def _of(summary: Summary, system: str) -> Summary:
    failure = summary.failure and dataclasses.replace(summary.failure, system=system)
    return dataclasses.replace(summary, system=system, failure=failure)
