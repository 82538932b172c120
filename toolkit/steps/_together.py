"""Jobs side by side, each in a thread; what they tell is heard in the caller's thread, and an interrupt ends them all.

The threads are daemons: a call that a service leaves hanging must not keep an interrupted program from ending. What it
was sent stands in the journal of its recordings, as after a kill.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from typing import Generic, TypeVar

Told = TypeVar("Told")
Result = TypeVar("Result")

GRACE_S = 3.0  # what calls under way get to end in, after an interrupt
_LOOK_S = 0.1  # a wait without end cannot be interrupted on Windows

_log = logging.getLogger(__name__)


class Halt:
    """Tell every thread of a run that it is to end."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> None:
        """Have it end."""
        self._event.set()

    def halted(self) -> bool:
        """Tell whether it is to end."""
        return self._event.is_set()

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until it is to end."""
        self._event.wait(seconds)


@dataclass(frozen=True, slots=True)
class _End(Generic[Result]):
    """How a job ended: `error` where it raised one, else `results` of one element."""

    place: int
    results: tuple[Result, ...] = ()
    error: BaseException | None = None


def together(
    jobs: Sequence[Callable[[Callable[[Told], None]], Result]], halt: Halt, hear: Callable[[Told], None]
) -> list[Result]:
    """Run jobs side by side, and give their results in the jobs' order.

    Args:
        jobs: each is given a function by which it tells how far it is, from its own thread.
        halt: set where one of them raises, or the caller is interrupted; jobs look at it and end early.
        hear: takes what they tell, in the caller's thread.

    Raises:
        BaseException: what the first of the jobs, in their order, raised.
    """
    news: Queue[Told | _End[Result]] = Queue()
    threads = [
        threading.Thread(target=_work, args=(place, job, news), name=f"job-{place}", daemon=True)
        for place, job in enumerate(jobs)
    ]
    ends: dict[int, _End[Result]] = {}
    try:
        for thread in threads:
            thread.start()
        while len(ends) < len(jobs):
            _hear(news, ends, halt, hear)
    except BaseException:
        halt()
        _let_end(threads)
        raise
    errors = [end.error for _, end in sorted(ends.items()) if end.error is not None]
    if errors:
        raise errors[0]
    return [result for _, end in sorted(ends.items()) for result in end.results]


def _work(place: int, job: Callable[[Callable[[Told], None]], Result], news: Queue[Told | _End[Result]]) -> None:
    try:
        news.put(_End(place, results=(job(news.put),)))
    except BaseException as error:  # raised again in the caller's thread
        news.put(_End(place, error=error))


def _hear(
    news: Queue[Told | _End[Result]], ends: dict[int, _End[Result]], halt: Halt, hear: Callable[[Told], None]
) -> None:
    try:
        told = news.get(timeout=_LOOK_S)
    except Empty:
        return
    if not isinstance(told, _End):
        hear(told)
        return
    ends[told.place] = told
    if told.error is not None:
        halt()


def _let_end(threads: Sequence[threading.Thread]) -> None:
    """Give calls under way a moment to be answered: what is answered is recorded, and not paid for again."""
    deadline = time.monotonic() + GRACE_S
    if any(thread.is_alive() for thread in threads):
        _log.info("waiting up to %.0f s for the calls under way; interrupt again to leave at once", GRACE_S)
    for thread in threads:
        while thread.is_alive() and time.monotonic() < deadline:
            thread.join(_LOOK_S)
