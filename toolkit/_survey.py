"""What requests come to before anything is sent: found, withheld, or to be sent in so many calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit._backend import Backend, Policy
from toolkit._batches import batches, too_large
from toolkit._ledger import Ledger
from toolkit.records import Failure, Outcome, Rendering, Request

WITHHELD = (
    "an earlier call got no answer in time, and this text may have been billed; to send it again, use --resend-unknown"
)


@dataclass(frozen=True, slots=True)
class Survey:
    """Requests, sorted.

    Attributes:
        keys: one a request, in order; equal for equal questions.
        settled: what needs no call, by key: found, withheld or too large.
        missing: what only a call could answer, where calls are forbidden, by key.
        waiting: what is to be sent, by key, in order.
        calls: keys of each call, in order.
    """

    keys: tuple[str, ...]
    settled: Mapping[str, Outcome]
    missing: Mapping[str, Request]
    waiting: Mapping[str, Request]
    calls: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an exchange would do; texts = hits + missing + unknown + too_large + local + duplicates + to_send.

    Attributes:
        texts: requests.
        hits: those with a recording.
        missing: those without one, where nothing may be sent.
        unknown: those that may have been billed without an answer, and are not sent again unasked.
        too_large: those longer than the backend takes.
        local: those answered on the spot, by a backend that sends nothing.
        duplicates: those that share the answer of another that is sent.
        to_send: texts to send.
        characters: code points to send.
        calls: calls to make, if none is asked again.
    """

    texts: int
    hits: int
    missing: int
    unknown: int
    too_large: int
    local: int
    duplicates: int
    to_send: int
    characters: int
    calls: int


def survey(backend: Backend, requests: Sequence[Request], ledger: Ledger, policy: Policy) -> Survey:
    """Look up, leave out duplicates, and cut the rest into calls."""
    ledger.refresh()
    keys = ledger.keys(requests)
    asked: dict[str, Request] = {}
    for key, request in zip(keys, requests, strict=True):
        asked.setdefault(key, request)
    if not backend.recorded:
        return Survey(tuple(keys), {}, {}, asked, (tuple(keys),) if keys else ())
    settled = {key: outcome for key, request in asked.items() if (outcome := look(key, request, backend, ledger))}
    left = {key: request for key, request in asked.items() if key not in settled}
    if policy.mode == "replay":
        settled = {key: outcome for key, outcome in settled.items() if isinstance(outcome, Rendering)}
        missing = {key: request for key, request in asked.items() if key not in settled}
        return Survey(tuple(keys), settled, missing, {}, ())
    names = list(left)
    calls = tuple(tuple(names[place] for place in call) for call in batches(list(left.values()), backend.limits))
    return Survey(tuple(keys), settled, {}, left, calls)


def look(key: str, request: Request, backend: Backend, ledger: Ledger) -> Outcome | None:
    """Settle one question without a call, None where that cannot be."""
    found = ledger.found(key)
    if found is not None:
        return found
    if ledger.withheld(key):
        return failure(request, "unknown", WITHHELD)
    large = too_large(request.text, backend.limits)
    return failure(request, "too_large", large) if large else None


def planned(backend: Backend, sorted_requests: Survey) -> Plan:
    """Count what a survey found."""
    first = set(sorted_requests.waiting)
    outcomes = [sorted_requests.settled.get(key) for key in sorted_requests.keys]
    kinds = [outcome.kind if isinstance(outcome, Failure) else "" for outcome in outcomes]
    sending = sum(key in first for key in sorted_requests.keys)
    texts = len(sorted_requests.keys)
    to_send = len(first) if backend.recorded else 0
    return Plan(
        texts=texts,
        hits=sum(isinstance(outcome, Rendering) for outcome in outcomes),
        missing=sum(key in sorted_requests.missing for key in sorted_requests.keys),
        unknown=kinds.count("unknown"),
        too_large=kinds.count("too_large"),
        local=0 if backend.recorded else texts,
        duplicates=sending - to_send if backend.recorded else 0,
        to_send=to_send,
        characters=sum(len(request.text) for request in sorted_requests.waiting.values()) if backend.recorded else 0,
        calls=len(sorted_requests.calls) if backend.recorded else 0,
    )


def failure(request: Request, kind: str, message: str) -> Failure:
    """Say that one request came to nothing."""
    return Failure("translate", kind, message, article=request.article, segment=request.segment)
