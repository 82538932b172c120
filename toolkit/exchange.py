"""A backend, requests and recordings -> outcomes: the one place where a service is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.records import JSON, Identity, Rendering, Request

Mode = Literal["use", "replay", "refresh", "write-only"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one call takes.

    Attributes:
        texts: texts a call, at least 1.
        size: bytes a call as the service counts them (see `encoded`), None without bound.
        characters: code points a text, None without bound.
        encoded: bytes one text takes in the encoded request.
    """

    texts: int = 50
    size: int | None = None
    characters: int | None = None
    encoded: Callable[[str], int] = lambda text: len(text.encode())


@dataclass(frozen=True, slots=True)
class Backend:
    """A translator with its options, as the exchange sees it.

    Attributes:
        identity: what is asked for.
        limits: how much one call takes.
        paid: whether somebody is billed.
        recorded: whether answers are recorded and replayed.
        send: one call; raises BackendError or NotReadyError.
        observed: what stands in each new recording beside the answer; asked once, before the first call.
    """

    identity: Identity
    limits: Limits
    paid: bool
    recorded: bool
    send: Callable[[Sequence[Request]], list[Rendering]]
    observed: Callable[[], Mapping[str, JSON]]


@dataclass(frozen=True, slots=True)
class Policy:
    """How recordings and the network may be used.

    Attributes:
        mode: `use` looks up, then asks; `replay` never asks; `refresh` asks again what is older than `older_than`;
            `write-only` looks nothing up, but still records.
        older_than: RFC 3339 UTC; only for `refresh`.
        budget_s: seconds all retries of one call may take together.
        max_characters: stop before a call that would bring the characters sent above this; None without bound.
        resend_unknown: send again to a paid backend what an earlier call left without an answer.
    """

    mode: Mode = "use"
    older_than: str = ""
    budget_s: float = 300.0
    max_characters: int | None = None
    resend_unknown: bool = False
