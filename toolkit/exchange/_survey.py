"""What requests come to before anything is sent: found, withheld, or to be sent in so many calls."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

from toolkit.exchange._backend import Backend, Pace, Policy, Tokens
from toolkit.exchange._batches import batches, too_large
from toolkit.exchange._ledger import Ledger
from toolkit.recordings import Recordings
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
        first: place of the first request that has a key.
    """

    keys: tuple[str, ...]
    settled: Mapping[str, Outcome]
    missing: Mapping[str, Request]
    waiting: Mapping[str, Request]
    calls: tuple[tuple[str, ...], ...]
    first: Mapping[str, int]


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
        tokens: what is sent is billed for so many at most; None where no tokens are billed.
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
    tokens: Tokens | None = None


def survey(
    backend: Backend, requests: Sequence[Request], ledger: Ledger, policy: Policy, elsewhere: Collection[str] = ()
) -> Survey:
    """Look up, leave out duplicates, and cut the rest into calls.

    Args:
        backend: what is asked.
        requests: the texts.
        ledger: what is recorded.
        policy: what is allowed.
        elsewhere: keys that are sent before these requests come to be, for a plan of several exchanges.
    """
    ledger.refresh()
    keys = tuple(ledger.keys(requests))
    asked: dict[str, Request] = {}
    first: dict[str, int] = {}
    for place, (key, request) in enumerate(zip(keys, requests, strict=True)):
        asked.setdefault(key, request)
        first.setdefault(key, place)
    if not backend.recorded:
        return Survey(keys, {}, {}, asked, (keys,) if keys else (), first)
    settled = {key: outcome for key, request in asked.items() if (outcome := look(key, request, backend, ledger))}
    if policy.mode == "replay":
        settled = {key: outcome for key, outcome in settled.items() if isinstance(outcome, Rendering)}
        missing = {key: request for key, request in asked.items() if key not in settled}
        return Survey(keys, settled, missing, {}, (), first)
    left = {key: request for key, request in asked.items() if key not in settled and key not in elsewhere}
    names = list(left)
    calls = tuple(tuple(names[place] for place in call) for call in batches(list(left.values()), backend.limits))
    return Survey(keys, settled, {}, left, calls, first)


def look(key: str, request: Request, backend: Backend, ledger: Ledger) -> Outcome | None:
    """Settle one question without a call, None where that cannot be."""
    found = ledger.found(key)
    if found is not None:
        return found
    if ledger.withheld(key):
        return failure(request, "unknown", WITHHELD)
    large = too_large(request.text, backend.limits)
    return failure(request, "too_large", large) if large else None


def plan(backend: Backend, requests: Sequence[Request], recordings: Recordings | None, policy: Policy) -> Plan:
    """Say what `exchange` would do; nothing is sent and nothing is written.

    Raises:
        RecordingsError: a recordings file is damaged.
        UsageError: the policy cannot be followed.
    """
    return plans([(backend, requests)], recordings, policy)[0]


def plans(
    asked: Sequence[tuple[Backend, Sequence[Request]]], recordings: Recordings | None, policy: Policy
) -> list[Plan]:
    """Say what exchanges, one after the other, would do: what one sends, the later ones find recorded.

    Args:
        asked: backends of one identity, each with what it is asked.
        recordings: theirs.
        policy: what is allowed.

    Raises:
        RecordingsError: a recordings file is damaged.
        UsageError: the policy cannot be followed.
    """
    sent: set[str] = set()
    found = []
    for backend, requests in asked:
        sorted_requests = survey(backend, requests, Ledger(backend, recordings, policy, Pace()), policy, sent)
        found.append(_planned(backend, sorted_requests))
        if backend.recorded:
            sent.update(sorted_requests.waiting)
    return found


def added_up(several: Sequence[Plan]) -> Plan:
    """Add plans up."""
    counts = {
        each.name: sum(getattr(one, each.name) for one in several) for each in fields(Plan) if each.name != "tokens"
    }
    bounds = [one.tokens for one in several if one.tokens is not None]
    return Plan(**counts, tokens=_sum(bounds) if bounds else None)


def _planned(backend: Backend, found: Survey) -> Plan:
    """Count what a survey found."""
    outcomes = [found.settled.get(key) for key in found.keys]
    kinds = [outcome.kind if isinstance(outcome, Failure) else "" for outcome in outcomes]
    sending = found.waiting if backend.recorded else {}
    open_texts = sum(key not in found.settled and key not in found.missing for key in found.keys)
    bounds = [tokens for request in sending.values() if (tokens := backend.most_tokens(request)) is not None]
    return Plan(
        texts=len(found.keys),
        hits=sum(isinstance(outcome, Rendering) for outcome in outcomes),
        missing=sum(key in found.missing for key in found.keys),
        unknown=kinds.count("unknown"),
        too_large=kinds.count("too_large"),
        local=0 if backend.recorded else len(found.keys),
        duplicates=open_texts - len(sending) if backend.recorded else 0,
        to_send=len(sending),
        characters=sum(len(request.text) for request in sending.values()),
        calls=len(found.calls) if backend.recorded else 0,
        tokens=_sum(bounds) if bounds else None,
    )


def _sum(bounds: Sequence[Tokens]) -> Tokens:
    return Tokens(sum(bound.input for bound in bounds), sum(bound.output for bound in bounds))


def failure(request: Request, kind: str, message: str) -> Failure:
    """Say that one request came to nothing."""
    return Failure("translate", kind, message, article=request.article, segment=request.segment)
