"""One article and one system -> one translation: all of its segments in one crossing outwards."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from toolkit.exchange import Account, Backend, Pace, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Failure, Material, Outcome, Rendering, Request, System, Translation

NO_REFERENCE = "no_reference"
"""Kind of failure of a reference that an article does not have."""


def requests_of(material: Material, target: str, *, context: bool = False) -> list[Request]:
    """Make one request a segment, in order.

    Args:
        material: the article.
        target: BCP 47 code of the language wanted.
        context: whether each request carries the segments around it.
    """
    article = material.article
    texts = [segment.text for segment in article.segments]
    return [
        Request(
            text=segment.text,
            source=article.language,
            target=target,
            context="\n".join(texts[max(place - 1, 0) : place] + texts[place + 1 : place + 2]) if context else "",
            article=article.id,
            segment=segment.id,
            kind=segment.kind,
        )
        for place, segment in enumerate(article.segments)
    ]


def translate(
    material: Material,
    system: System,
    backend: Backend,
    recordings: Recordings | None,
    policy: Policy,
    target: str,
    *,
    progress: Callable[[int], None] = lambda more: None,  # noqa: ARG005 - a callback's shape
    account: Account | None = None,
    pace: Pace | None = None,
) -> Translation:
    """Ask one backend for one article.

    Args:
        material: the article.
        system: what the backend is called in this run.
        backend: what is asked.
        recordings: what was answered before, None for a backend that is not recorded.
        policy: how recordings and the network may be used.
        target: BCP 47 code of the language wanted.
        progress: told how many more segments are done.
        account: the system's price and pace, and what the run has sent so far; without bounds where None.
        pace: the clocks, the machine's where None.
    """
    requests = requests_of(material, target, context=backend.context)
    answers = exchange(backend, requests, recordings, policy, progress, pace, account)
    outcomes = tuple(_named(outcome, system) for outcome in answers)
    return Translation(material.article.id, system.name, target, outcomes)


def from_reference(material: Material, system: System, target: str) -> Translation:
    """Read a reference as a translation, so that it is scored and summarized like any other."""
    texts = next((reference.texts for reference in material.references if reference.name == system.reference), None)
    if texts is None:
        message = f"the article has no reference {system.reference!r}"
        missing: tuple[Outcome, ...] = tuple(
            Failure("translate", NO_REFERENCE, message, material.article.id, system.name, segment=segment.id)
            for segment in material.article.segments
        )
        return Translation(material.article.id, system.name, target, missing)
    return Translation(material.article.id, system.name, target, tuple(Rendering(text) for text in texts))


def _named(outcome: Outcome, system: System) -> Outcome:
    return dataclasses.replace(outcome, system=system.name) if isinstance(outcome, Failure) else outcome
