"""Systems side by side: each asks for its articles in order, and those that share recordings take turns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from toolkit.build import Planned
from toolkit.exchange import Account, Pace, Policy
from toolkit.recordings import Recordings
from toolkit.records import Material, Translation
from toolkit.settings import Settings
from toolkit.stages.translate import from_reference, translate
from toolkit.steps._till import Till, opened
from toolkit.steps._together import Halt, together

_log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Told the system's name, the segments done and the segments in all; always from the thread that runs the pipeline."""

Translations = dict[tuple[str, str], Translation]


def quiet(system: str, done: int, total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Systems that share recordings: what one has paid for serves the next.

    Attributes:
        recordings: theirs, None for one that records nothing.
        systems: in the order of the run.
    """

    recordings: Recordings | None
    systems: tuple[Planned, ...]


def in_turns(systems: Sequence[Planned], settings: Settings) -> list[Turns]:
    """Gather systems by the recordings they share, in order."""
    found: dict[object, Turns] = {}
    for place, planned in enumerate(systems):
        recordings: Recordings | None = None
        if planned.backend is not None and planned.backend.recorded:
            recordings = Recordings(settings.recordings, planned.backend.identity)
        key = recordings.path if recordings else place
        before = found.get(key, Turns(recordings, ()))
        found[key] = replace(before, systems=(*before.systems, planned))
    return list(found.values())


def translate_all(
    materials: Sequence[Material],
    systems: Sequence[Planned],
    settings: Settings,
    policy: Policy,
    progress: Progress = quiet,
    till: Till | None = None,
) -> Translations:
    """Ask every system for every article; what fails is a Failure among the outcomes.

    Args:
        materials: the articles.
        systems: what is asked.
        settings: the language wanted, where recordings are, and how long to go on.
        policy: how recordings and the network may be used.
        progress: told of every answered batch.
        till: the accounts of the run, where others share its bounds.

    Raises:
        UsageError: the policy bounds the money, and nothing says what a system costs.
        RecordingsError, OutputError: recordings cannot be read or written.
    """
    halt, policy = Halt(), replace(policy, budget_s=settings.budget_s)
    till = till or opened(materials, systems, (), settings, policy)
    work = _Work(materials, settings, policy, Pace(sleep=halt.sleep, halted=halt.halted), till.systems)
    jobs = [partial(work.take, turns) for turns in in_turns(systems, settings)]
    made = {key: each for turn in together(jobs, halt, lambda told: progress(*told)) for key, each in turn.items()}
    order = [(material.article.id, planned.system.name) for planned in systems for material in materials]
    return {key: made[key] for key in order}


@dataclass(frozen=True, slots=True)
class _Work:
    """What all systems of a run have in common."""

    materials: Sequence[Material]
    settings: Settings
    policy: Policy
    pace: Pace
    accounts: Mapping[str, Account]

    def take(self, turns: Turns, tell: Callable[[tuple[str, int, int]], None]) -> Translations:
        """Ask the systems of one thread, one after the other."""
        return {
            (material.article.id, planned.system.name): translation
            for planned in turns.systems
            for material, translation in zip(self.materials, self._one(planned, turns, tell), strict=True)
        }

    def _one(self, planned: Planned, turns: Turns, tell: Callable[[tuple[str, int, int]], None]) -> list[Translation]:
        name, target, done = planned.system.name, self.settings.target, 0
        total = sum(len(material.article.segments) for material in self.materials)

        def advance(more: int) -> None:
            nonlocal done
            done += more
            if turns.recordings is not None:  # what is not recorded is there at once
                tell((name, done, total))

        made = []
        if self.policy.mode != "replay":  # the first answer may take a while
            advance(0)
        for material in self.materials:
            _log.debug("translating %s by %s", material.article.id, name)
            if planned.backend is None:
                made.append(from_reference(material, planned.system, target))
                continue
            made.append(
                translate(
                    material,
                    planned.system,
                    planned.backend,
                    turns.recordings,
                    self.policy,
                    target,
                    progress=advance,
                    account=self.accounts[name],
                    pace=self.pace,
                )
            )
        return made
