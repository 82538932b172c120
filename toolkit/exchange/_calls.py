"""One call to a backend, the only place where anything is asked again, and what is made of the answer."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.errors import BackendError, BadAnswerError, OutageError, RateLimitError, ToolkitError
from toolkit.exchange._account import Account
from toolkit.exchange._backend import Backend, Pace
from toolkit.jsonl import clean
from toolkit.records import JSON, Rendering, Request

if TYPE_CHECKING:
    import tenacity

_log = logging.getLogger(__name__)
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 60.0
_JITTER_S = 1.0

HALTED = "the run was stopped before this was sent; run again"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from a call that was answered.

    Attributes:
        items: one a request, in order: a translation, or why that one cannot be used.
    """

    items: tuple[Rendering | BadAnswerError, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call brought nothing.

    Attributes:
        error: the last error, after whatever asking again could do.
        message: one line: what happened and what to do.
    """

    error: ToolkitError
    message: str

    @property
    def kind(self) -> str:
        """Name the kind of failure."""
        return kind_of(self.error)


class HaltedError(BackendError):
    """Say that the run was stopped before a call was sent: the exchange's own, as no backend raises it."""

    kind = "interrupted"
    billed = False


class Caller:
    """Ask one backend, again where that may help, within one budget of time for all calls together.

    Attributes:
        observed: what was seen of the engine; empty before `prepare`.
    """

    def __init__(self, backend: Backend, budget_s: float, pace: Pace, account: Account) -> None:
        self.observed: Mapping[str, JSON] = {}
        self._backend = backend
        self._account = account
        self._budget_s = budget_s
        self._pace = pace
        self._spent_s = 0.0
        self._prepared = False

    def prepare(self) -> Refusal | None:
        """See once what answers, before anything is sent."""
        if not self._prepared:
            try:
                self.observed = self._backend.observed()
            except ToolkitError as error:
                return Refusal(error, str(error))
            self._prepared = True
        return None

    def call(self, requests: Sequence[Request]) -> Answer | Refusal:
        """Send one batch, and check the length and shape of the answer."""
        from tenacity import Retrying, retry_if_exception

        attempt = _Attempt(0.0 if self._account.exhausted else self._budget_s - self._spent_s, self._pace)
        retrying = Retrying(
            sleep=self._pace.sleep,
            retry=retry_if_exception(lambda error: isinstance(error, BackendError) and error.retried),
            wait=attempt.wait,
            stop=attempt.stop,
            before_sleep=self._say,
            reraise=True,
        )
        try:
            answer: Answer = retrying(self._once, requests)
            self._account.exhausted = False
            return answer
        except ToolkitError as error:
            self._account.exhausted = isinstance(error, BackendError) and error.retried
            return Refusal(error, str(error) + attempt.note)
        finally:
            self._spent_s += attempt.spent_s()

    def _say(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        name = self._backend.identity.backend
        _log.info("%s: %s; asking again in %.1f s", name, error, state.upcoming_sleep)

    def _once(self, requests: Sequence[Request]) -> Answer:
        self._account.wait(requests, self._pace)
        if self._pace.halted():
            raise HaltedError(HALTED)
        begun = self._pace.clock()
        renderings = self._backend.send(requests)
        latency = round((self._pace.clock() - begun) * 1000, 3)
        name = self._backend.identity.backend
        if len(renderings) != len(requests):
            message = f"{name} gave {len(renderings)} translations for {len(requests)} texts; run again, or report it"
            raise BadAnswerError(message)
        return Answer(
            tuple(
                self._checked(rendering, request, latency)
                for rendering, request in zip(renderings, requests, strict=True)
            )
        )

    def _checked(self, rendering: object, request: Request, latency: float) -> Rendering | BadAnswerError:
        name = self._backend.identity.backend
        if not isinstance(rendering, Rendering) or not isinstance(rendering.text, str):
            return BadAnswerError(f"{name} gave something that is no translation; run again, or report it")
        if request.text.strip() and not rendering.text.strip():
            return BadAnswerError(f"{name} gave an empty translation; run again, or translate this text by hand")
        if not self._backend.recorded:
            return rendering
        known = latency if rendering.latency_ms is None else rendering.latency_ms
        return replace(rendering, text=clean(rendering.text), latency_ms=known, created_at=self._pace.stamp())


class _Attempt:
    """The retries of one call: how long to wait, and when to give up."""

    def __init__(self, budget_s: float, pace: Pace) -> None:
        self.note = ""
        self._budget_s = budget_s
        self._pace = pace
        self._first_failed: float | None = None

    def spent_s(self) -> float:
        """Tell how long this call has been failing."""
        return 0.0 if self._first_failed is None else self._pace.clock() - self._first_failed

    def wait(self, state: tenacity.RetryCallState) -> float:
        """Back off exponentially, with jitter, and never for less than the service asks."""
        from tenacity import wait_exponential, wait_random

        backoff = wait_exponential(multiplier=_FIRST_WAIT_S, max=_LONGEST_WAIT_S)(state) + wait_random(0, _JITTER_S)(
            state
        )
        return max(backoff, _retry_after(state) or 0.0)

    def stop(self, state: tenacity.RetryCallState) -> bool:
        """Give up where the next wait would outlast the budget, and note why."""
        if self._first_failed is None:
            self._first_failed = self._pace.clock()
        left = self._budget_s - self.spent_s()
        if state.upcoming_sleep <= left:
            return False
        asked = _retry_after(state)
        if asked is not None and asked > left:
            self.note = f" (it asks to wait {asked:.0f} s, and {max(left, 0):.0f} s are left for asking again)"
        else:
            self.note = f" (gave up after {state.attempt_number} attempts)" if state.attempt_number > 1 else ""
        return True


def kind_of(error: ToolkitError) -> str:
    """Name the kind of failure in one word.

    >>> from toolkit.errors import NotReadyError
    >>> kind_of(NotReadyError("")), kind_of(OutageError(""))
    ('not_ready', 'outage')
    """
    if isinstance(error, BackendError):
        return error.kind
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__.removesuffix("Error")).lower()


def _retry_after(state: tenacity.RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, RateLimitError | OutageError) else None
