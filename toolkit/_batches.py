"""Requests -> calls: as many texts a call as the backend's limits allow, in order, none lost and none cut."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit._backend import Limits
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
    size = 0
    for place, request in enumerate(requests):
        encoded = limits.encoded(request.text) if limits.size is not None else 0
        if calls and _fits(requests[calls[-1][0]], request, len(calls[-1]), size + encoded, limits):
            calls[-1].append(place)
            size += encoded
        else:
            calls.append([place])
            size = encoded
    return calls


def _fits(first: Request, request: Request, texts: int, size: int, limits: Limits) -> bool:
    alike = (first.source, first.target) == (request.source, request.target)
    return alike and texts < limits.texts and (limits.size is None or size <= limits.size)
