"""Requests -> calls: as many texts a call as the backend's limits allow, in order, none lost and none cut."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.exchange._backend import Limits
from toolkit.records import Request


def too_large(text: str, limits: Limits) -> str:
    """Say why a text fits into no call at all, `""` where it does.

    >>> too_large("trois mots ici", Limits(characters=10))
    'the text has 14 characters and the backend takes 10 at most; split the paragraph in two'
    """
    advice = "split the paragraph in two"
    if limits.characters is not None and len(text) > limits.characters:
        return f"the text has {len(text):,} characters and the backend takes {limits.characters:,} at most; {advice}"
    if limits.size is not None and limits.encoded(text) > limits.size:
        size = limits.encoded(text)
        return f"the text takes {size:,} bytes and the backend takes {limits.size:,} a call at most; {advice}"
    return ""


def batches(requests: Sequence[Request], limits: Limits) -> list[list[int]]:
    """Cut requests into calls.

    Args:
        requests: none of them too large by itself.
        limits: how much one call takes.

    Returns:
        The places of each call's requests, in order; each call has one language pair.

    >>> ask = [Request(text, "fr", "en") for text in ("un", "deux", "trois")]
    >>> batches(ask, Limits(size=6))
    [[0, 1], [2]]
    """
    calls: list[list[int]] = []
    size = total = 0
    for place, request in enumerate(requests):
        encoded = limits.encoded(request.text) if limits.size is not None else 0
        size, total = size + encoded, total + len(request.text)
        if calls and _fits([requests[each] for each in (calls[-1][0], place)], len(calls[-1]), size, total, limits):
            calls[-1].append(place)
        else:
            calls.append([place])
            size, total = encoded, len(request.text)
    return calls


def _fits(pair: Sequence[Request], texts: int, size: int, total: int, limits: Limits) -> bool:
    """Tell whether a request goes into the call of another, given what both then come to."""
    alike = len({(request.source, request.target) for request in pair}) == 1
    small = (limits.size is None or size <= limits.size) and (limits.total is None or total <= limits.total)
    return alike and small and texts < limits.texts
