"""A backend, requests and recordings -> outcomes: the one place where a service is asked.

    look up → leave out duplicates → cut into calls → lock, look again → journal → call, again → record → bisect

The lock of the backend's recordings is held from the second look to the recording, so that two processes never pay for
one text; it is never held while the caller works with what was yielded. Whatever was answered is on disk before the
next call, so that an exchange may be left at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from toolkit.errors import (
    AuthError,
    BackendError,
    BackendTimeoutError,
    BadAnswerError,
    OutageError,
    QuotaError,
    RateLimitError,
    ToolkitError,
    UnsupportedError,
)
from toolkit.exchange._account import Account, Allowance, Charge
from toolkit.exchange._backend import Backend, Limits, Mode, Pace, Policy, Tokens, identity_of
from toolkit.exchange._calls import HALTED, Answer, Caller, Refusal, kind_of
from toolkit.exchange._ledger import Ledger
from toolkit.exchange._survey import Plan, Survey, failure, look, plan, plans, survey
from toolkit.recordings import Recordings
from toolkit.recordings._nearest import shortened
from toolkit.recordings._recording import fields_of
from toolkit.records import Failure, Outcome, Rendering, Request

__all__ = [
    "ASK",
    "Account",
    "Allowance",
    "Backend",
    "Limits",
    "Mode",
    "Pace",
    "Plan",
    "Policy",
    "Tokens",
    "exchange",
    "identity_of",
    "plan",
    "plans",
]

ASK = "; run once with --cache use"
"""What cures a missing recording, at the end of what is said of each."""

_WHOLE_BACKEND = (AuthError, QuotaError, UnsupportedError, RateLimitError, OutageError)


def exchange(
    backend: Backend,
    requests: Sequence[Request],
    recordings: Recordings | None,
    policy: Policy,
    progress: Callable[[int], None] = lambda more: None,  # noqa: ARG005 - a callback's shape
    pace: Pace | None = None,
    account: Account | None = None,
) -> Iterator[Outcome]:
    """Answer requests from recordings, and send the rest.

    Args:
        backend: what is asked.
        requests: the texts; equal ones are sent once.
        recordings: what was answered before, None where nothing is kept.
        policy: what is allowed.
        progress: told how many more requests are settled.
        pace: the clocks, the system's where None.
        account: the system's price and pace, and what the run has sent so far; without bounds where None.

    Yields:
        One outcome a request, in order, as soon as it and those before it are settled.

    Raises:
        RecordingsError, OutputError: recordings cannot be read or written.
        UsageError: the policy cannot be followed.
    """
    pace = pace or Pace()
    account = account or Account(backend)
    account.require_price(policy, requests)
    ledger = Ledger(backend, recordings, policy, pace)
    found = survey(backend, requests, ledger, policy)
    work = _Work(backend, found, ledger, policy, pace, account)
    work.settled.update(_missing(backend, found, recordings))
    given = 0
    for call in ((), *found.calls):
        work.do(call)
        ready = _ready(found, requests, work, given)
        given += len(ready)
        if ready:
            progress(len(ready))
        yield from ready


class _Work:
    """An exchange under way.

    Attributes:
        settled: outcomes by key.
    """

    def __init__(
        self, backend: Backend, found: Survey, ledger: Ledger, policy: Policy, pace: Pace, account: Account
    ) -> None:
        self.settled: dict[str, Outcome] = dict(found.settled)
        self._backend = backend
        self._waiting = found.waiting
        self._ledger = ledger
        self._policy = policy
        self._pace = pace
        self._caller = Caller(backend, policy.budget_s, pace, account)
        self._account = account
        self._spent = Charge()
        self._stopped: Failure | None = None
        self._unknown: set[str] = set()
        self._unanswered: set[str] = set()

    def do(self, call: Sequence[str]) -> None:
        """Settle the texts of one call: whatever others have not recorded in the meantime is sent."""
        if self._stopped is None and call:
            with self._ledger.session():
                self._send(self._open(call))
        self._give_up(call)

    def _open(self, call: Sequence[str]) -> list[str]:
        for key in call if self._backend.recorded else ():
            outcome = look(key, self._waiting[key], self._backend, self._ledger)
            if outcome is not None:
                self.settled[key] = outcome
        return [key for key in call if key not in self.settled]

    def _send(self, keys: Sequence[str]) -> None:
        if not keys or not self._allowed(keys):
            return
        self._spent = Charge()
        try:
            self._ledger.warn(lambda key: key in self._waiting and key not in self.settled)
            self._ledger.sent({key: self._waiting[key] for key in keys}, self._pace.stamp())
            self._ask(keys)
            done = [key for key in keys if key not in self._unknown | self._unanswered]
            self._ledger.closed(done, [key for key in keys if key in self._unknown])
        finally:
            self._account.settle(self._requests(keys), self._spent)

    def _allowed(self, keys: Sequence[str]) -> bool:
        """See what answers, and set aside what the call may come to; what forbids it stops the exchange."""
        first = self._waiting[keys[0]]
        refusal = self._caller.prepare()
        if refusal is not None:
            self._stopped = failure(first, refusal.kind, refusal.message)
            return False
        over = self._account.reserve(self._requests(keys), self._policy, self._pace)
        if over:
            halted = self._pace.halted()
            self._stopped = failure(first, "interrupted", HALTED) if halted else failure(first, "limit", over)
        return not over

    def _ask(self, keys: Sequence[str]) -> None:
        requests = self._requests(keys)
        answer = self._caller.call(requests)
        if isinstance(answer, Answer):
            billed = map(self._account.billed, requests, answer.items)
            self._spent = sum(billed, self._spent)
            self._keep(keys, answer)
        elif len(keys) > 1 and self._divisible(answer.error):
            middle = len(keys) // 2
            for half in (keys[:middle], keys[middle:]):
                if self._stopped is None:
                    self._ask(half)
        else:
            self._refused(keys, answer)

    def _divisible(self, error: ToolkitError) -> bool:
        if isinstance(error, BadAnswerError):
            return not self._backend.paid
        return isinstance(error, BackendError) and error.bisected and error.billed is False

    def _keep(self, keys: Sequence[str], answer: Answer) -> None:
        good: dict[str, Rendering] = {}
        for key, item in zip(keys, answer.items, strict=True):
            if isinstance(item, Rendering):
                good[key] = item
            else:
                self.settled[key] = failure(self._waiting[key], item.kind, str(item))
                self._leave_open(key)
        self._ledger.record(good, self._waiting, self._caller.observed)
        self.settled.update({key: self._ledger.named(key, rendering) for key, rendering in good.items()})

    def _refused(self, keys: Sequence[str], refusal: Refusal) -> None:
        error = refusal.error
        timed_out = isinstance(error, BackendTimeoutError)
        if isinstance(error, BackendError) and error.billed is None:
            self._spent += self._account.most(self._requests(keys))
        kind = "unknown" if timed_out else kind_of(error)
        message = refusal.message
        if timed_out and self._backend.paid:
            message += "; it may have been billed: to send it again, use --resend-unknown"
            self._unknown.update(keys)
        for key in keys:
            self.settled[key] = failure(self._waiting[key], kind, message)
            if isinstance(error, BackendError) and error.billed is None and not error.retried:
                self._leave_open(key)
        if isinstance(error, _WHOLE_BACKEND) or not isinstance(error, BackendError):
            self._stopped = failure(self._waiting[keys[0]], kind, message)
        elif timed_out and self._backend.paid:
            self._stopped = failure(self._waiting[keys[0]], "timeout", f"not sent, after {refusal.message}; run again")

    def _leave_open(self, key: str) -> None:
        if self._backend.paid and key not in self._unknown:
            self._unanswered.add(key)

    def _give_up(self, call: Sequence[str]) -> None:
        for key in call:
            if key not in self.settled and self._stopped is not None:
                self.settled[key] = self._stopped

    def _requests(self, keys: Sequence[str]) -> list[Request]:
        return [self._waiting[key] for key in keys]


def _ready(found: Survey, requests: Sequence[Request], work: _Work, given: int) -> list[Outcome]:
    """Gather the outcomes that can be given out now, each under its own request's name."""
    ready: list[Outcome] = []
    for place in range(given, len(requests)):
        outcome = work.settled.get(found.keys[place])
        if outcome is None:
            break
        if isinstance(outcome, Failure):
            outcome = replace(outcome, article=requests[place].article, segment=requests[place].segment)
        elif place != found.first[found.keys[place]]:
            outcome = replace(outcome, replayed=True)  # it shares an answer, and is not billed again
        ready.append(outcome)
    return ready


def _missing(backend: Backend, found: Survey, recordings: Recordings | None) -> dict[str, Failure]:
    """Say of every text that was never recorded which recording comes nearest."""
    requests = list(found.missing.values())
    if not requests:
        return {}
    nearest = recordings.nearest(requests) if recordings is not None else [None] * len(requests)
    failures: dict[str, Failure] = {}
    for (key, request), near in zip(found.missing.items(), nearest, strict=True):
        asked = fields_of(backend.identity, request)
        message = f"never recorded for {backend.identity.backend}: {shortened(request.text)}; "
        if near is None:
            message += "no recording resembles it"
        else:
            message += f"the nearest, of {near.created_at}, differs in {near.describe(asked)}"
        failures[key] = failure(request, "missing", message + ASK)
    return failures
