"""What one exchange reads and writes: recordings, the journal beside them, and the lock that covers both."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from toolkit.errors import UsageError
from toolkit.exchange._backend import Backend, Pace, Policy, utc
from toolkit.recordings import Recordings, key_for
from toolkit.recordings._journal import Entry, Journal, open_entries
from toolkit.records import JSON, Rendering, Request

_log = logging.getLogger(__name__)


class Ledger:
    """Look up, note and record for one exchange; without recordings it finds nothing and keeps nothing.

    Raises:
        UsageError: the policy's `older_than` is not a time.
    """

    def __init__(self, backend: Backend, recordings: Recordings | None, policy: Policy, pace: Pace) -> None:
        self._backend = backend
        self._recordings = recordings if backend.recorded else None
        self._policy = policy
        self._stale_before = _stale_before(policy, pace)
        self._entries: Mapping[str, Entry] = {}
        self._told: set[str] = set()
        self._journal: Journal | None = None
        if self._recordings is not None and policy.mode != "replay":
            self._journal = Journal(self._recordings.path.with_suffix(".journal"))
            self._entries = open_entries(self._journal.path, self._recorded_at)

    def keys(self, requests: Sequence[Request]) -> list[str]:
        """Name each request by what is asked; where nothing is recorded each is a question of its own."""
        if not self._backend.recorded:
            return [f"#{place}" for place in range(len(requests))]
        return [key_for(self._backend.identity, request) for request in requests]

    def found(self, key: str) -> Rendering | None:
        """Give the recorded answer that the policy lets pass."""
        if self._recordings is None or (self._policy.mode == "write-only" and not self._recordings.added(key)):
            return None
        found = self._recordings.find(key)
        if found is None or self._recordings.added(key):  # what this run has paid for serves it, whatever the policy
            return found
        return None if found.created_at < self._stale_before else found

    def withheld(self, key: str) -> bool:
        """Tell whether a text may have been billed without an answer, and is not to be sent again unasked."""
        entry = self._entries.get(key)
        unknown = entry is not None and entry.state == "unknown"
        return unknown and self._backend.paid and not self._policy.resend_unknown

    def refresh(self) -> None:
        """See what other processes have recorded."""
        if self._recordings is not None and self._policy.mode != "write-only":
            self._recordings.refresh()

    @contextmanager
    def session(self) -> Iterator[None]:
        """Hold the lock, and know what other processes have recorded and left open until now."""
        if self._recordings is None or self._journal is None:
            yield
            return
        with self._recordings.locked():
            self.refresh()
            self._entries = self._journal.load(self._recorded_at)
            yield

    def warn(self, sending: Callable[[str], bool]) -> None:
        """Say once how much may be billed a second time, because it was sent before.

        Args:
            sending: whether the text of a key is still to be sent by this exchange.
        """
        again = {key: entry for key, entry in self._entries.items() if key not in self._told and sending(key)}
        self._told.update(again)
        if again:
            level = logging.WARNING if self._backend.paid else logging.DEBUG
            _log.log(
                level,
                "%s: texts sent before without a recorded answer: %d (%d characters); "
                "they are sent again and may be billed twice",
                self._backend.identity.backend,
                len(again),
                sum(entry.characters for entry in again.values()),
            )

    def sent(self, texts: Mapping[str, Request], at: str) -> None:
        """Note what is about to be sent."""
        if self._journal is not None:
            self._journal.sent({key: request.text for key, request in texts.items()}, at)

    def closed(self, done: Sequence[str], unknown: Sequence[str]) -> None:
        """Note how a call ended; what is in neither list stays open."""
        if self._journal is not None:
            self._journal.close(done, unknown)

    def named(self, key: str, rendering: Rendering) -> Rendering:
        """Give a fresh answer the key it is recorded under, `""` where it is not."""
        return rendering if self._recordings is None else replace(rendering, key=key)

    def record(
        self, answers: Mapping[str, Rendering], requests: Mapping[str, Request], observed: Mapping[str, JSON]
    ) -> None:
        """Keep answers, on disk before returning."""
        if self._recordings is not None and answers:
            self._recordings.add(((requests[key], answer) for key, answer in answers.items()), observed)

    def _recorded_at(self, key: str) -> str | None:
        found = self._recordings.find(key) if self._recordings is not None else None
        return None if found is None else found.created_at


def _stale_before(policy: Policy, pace: Pace) -> str:
    """Say from when on a recording is fresh; `""` where every one is."""
    if policy.mode != "refresh":
        return ""
    if not policy.older_than:
        return pace.stamp()
    try:
        moment = datetime.fromisoformat(policy.older_than)
    except ValueError as error:
        raise UsageError(f"{policy.older_than!r} is not a time; write it as 2026-01-31T12:00:00Z") from error
    if moment.tzinfo is None:
        raise UsageError(f"{policy.older_than!r} lacks its offset from UTC; write it as 2026-01-31T12:00:00Z")
    return utc(moment)
