"""Bullets in the article's language -> the same bullets in the language wanted, translated like any other text."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from toolkit.documents import Answer, Bullet, Summary
from toolkit.exchange import Account, Backend, Pace, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Failure, Outcome, Rendering, Request, System
from toolkit.sentences import words


def requests_of_bullets(summary: Summary, source: str, target: str) -> list[Request]:
    """Make one request a bullet; its id is none of the article's, whose segments are other texts.

    Args:
        summary: bullets in the article's language.
        source: BCP 47 code of that language.
        target: BCP 47 code of the language wanted.
    """
    return [
        Request(bullet.text, source, target, article=summary.article, segment=f"bullet-{place}")
        for place, bullet in enumerate(summary.bullets, 1)
    ]


def carry(
    summary: Summary,
    system: System,
    backend: Backend,
    recordings: Recordings | None,
    policy: Policy,
    languages: tuple[str, str],
    max_words: int | None,
    *,
    progress: Callable[[int], None] = lambda more: None,  # noqa: ARG005 - a callback's shape
    account: Account | None = None,
    pace: Pace | None = None,
) -> Summary:
    """Have one system translate a summary's bullets, or say why it is not there.

    Args:
        summary: bullets in the article's language, or the failure to make them.
        system: for whom they are translated.
        backend: what is asked.
        recordings: what was answered before, None for a backend that is not recorded.
        policy: how recordings and the network may be used.
        languages: BCP 47 codes of the article's language and of the one wanted.
        max_words: upper bound of words a bullet, None without one.
        progress: told how many more bullets are done.
        account: the system's price and pace, and what the run has sent so far; without bounds where None.
        pace: the clocks, the machine's where None.
    """
    named = dataclasses.replace(summary, system=system.name)
    if summary.failure is not None:
        return dataclasses.replace(named, failure=dataclasses.replace(summary.failure, system=system.name))
    requests = requests_of_bullets(summary, *languages)
    outcomes = list(exchange(backend, requests, recordings, policy, progress, pace, account))
    answers = tuple(
        Answer(system.translated_by, summarizer=False, text=request.text, rendering=outcome)
        for request, outcome in zip(requests, outcomes, strict=True)
        if isinstance(outcome, Rendering)
    )
    named = dataclasses.replace(named, answers=(*summary.answers, *answers))
    failed = next((outcome for outcome in outcomes if isinstance(outcome, Failure)), None)
    if failed is not None:
        return dataclasses.replace(named, bullets=(), failure=_failure(failed, named))
    return dataclasses.replace(named, bullets=_translated(summary.bullets, outcomes, languages[0], max_words))


def _failure(failed: Failure, summary: Summary) -> Failure:
    message = f"{failed.segment.replace('-', ' ')} was not translated: {failed.message}"
    return Failure("summarize", failed.kind, message, summary.article, summary.system, summary.summarizer)


def _translated(
    bullets: Sequence[Bullet], outcomes: Sequence[Outcome], source: str, max_words: int | None
) -> tuple[Bullet, ...]:
    return tuple(
        _bullet(bullet, outcome, source, max_words)
        for bullet, outcome in zip(bullets, outcomes, strict=True)
        if isinstance(outcome, Rendering)
    )


def _bullet(bullet: Bullet, rendering: Rendering, source: str, max_words: int | None) -> Bullet:
    """Put the translation in a bullet's place; whether it keeps to the bound is judged anew."""
    before = tuple(edit for edit in bullet.edits if not edit.startswith("longer than"))
    long = max_words is not None and words(rendering.text) > max_words
    after = (f"translated from {source}", *((f"longer than {max_words} words",) if long else ()))
    return dataclasses.replace(
        bullet,
        text=rendering.text,
        original=bullet.text,
        edits=(*before, *after),
        model=rendering.model,
        key=rendering.key,
    )
