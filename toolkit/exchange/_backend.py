"""What the exchange is handed: a backend, its limits, and what is allowed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from toolkit.errors import UsageError
from toolkit.records import JSON, Glossary, Identity, Rendering, Request

Mode = Literal["use", "replay", "refresh", "write-only"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one call takes.

    Attributes:
        texts: texts a call, at least 1.
        size: bytes a call as the service counts them (see `encoded`), None without bound.
        characters: code points a text, None without bound.
        total: code points a call of several texts, None without bound.
        encoded: bytes one text takes in the encoded request.
    """

    texts: int = 50
    size: int | None = None
    characters: int | None = None
    total: int | None = None
    encoded: Callable[[str], int] = lambda text: len(text.encode())


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens a service counts for one call.

    Attributes:
        input: of all that is sent.
        output: of the answer.
    """

    input: int
    output: int


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
        context: whether requests should carry the text around theirs.
        most_tokens: bounds the tokens a call with one text can be billed for; None where no tokens are billed.
    """

    identity: Identity
    limits: Limits
    paid: bool
    recorded: bool
    send: Callable[[Sequence[Request]], list[Rendering]]
    observed: Callable[[], Mapping[str, JSON]]
    context: bool = False
    most_tokens: Callable[[Request], Tokens | None] = lambda request: None  # noqa: ARG005 - a callback's shape


def identity_of(backend: str, options: Any) -> Identity:
    """Say what is asked for, from configuration alone: no probe, no network, no secret.

    Every keyed option that differs from its default is put, and the glossary by its digest, so that a new option with a
    default leaves the keys of older recordings as they were.

    Args:
        backend: what the identity is called.
        options: a frozen dataclass; a field with `metadata={"keyed": False}` is left out.
    """
    told: dict[str, JSON] = {}
    glossary = ""
    for option in fields(options):
        value = getattr(options, option.name)
        if isinstance(value, Glossary):
            glossary = value.digest
        elif option.metadata.get("keyed", True) and value != option.default:
            told[option.name] = str(value) if not isinstance(value, (str, int, float, bool)) else value
    return Identity(backend=backend, options=told, glossary=glossary)


@dataclass(frozen=True, slots=True)
class Policy:
    """How recordings and the network may be used.

    Attributes:
        mode: `use` looks up, then asks; `replay` never asks; `refresh` asks again what is older than `older_than`;
            `write-only` looks nothing up, but still records.
        older_than: RFC 3339, with its offset from UTC; only for `refresh`, where `""` means everything.
        budget_s: seconds all retries of one exchange may take together.
        max_characters: stop before a call that would bring the characters sent above this; None without bound.
        max_cost: stop before a call that could bring the money paid above this, in the currency of the prices; None
            without bound.
        resend_unknown: send again to a paid backend what an earlier call left without an answer.

    Raises:
        UsageError: there is no such mode: taken for another, a mistyped `replay` would be sent and paid for.
    """

    mode: Mode = "use"
    older_than: str = ""
    budget_s: float = 300.0
    max_characters: int | None = None
    max_cost: float | None = None
    resend_unknown: bool = False

    def __post_init__(self) -> None:
        """See that the mode is one."""
        if self.mode not in get_args(Mode):
            raise UsageError(f"no mode {self.mode!r}; there are: {', '.join(get_args(Mode))}")


@dataclass(frozen=True, slots=True)
class Pace:
    """The clocks an exchange goes by.

    Attributes:
        sleep: wait so many seconds.
        clock: seconds from a point that does not matter, never running backwards.
        now: the time of day, with its offset from UTC.
        halted: whether the run is to end: then nothing more is sent, and sleeping ends early.
    """

    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    halted: Callable[[], bool] = lambda: False

    def stamp(self) -> str:
        """Write the time as recordings hold it, in whole seconds of UTC.

        >>> Pace(now=lambda: datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)).stamp()
        '2026-01-02T03:04:05Z'
        """
        return utc(self.now())


def utc(moment: datetime) -> str:
    """Write a time as RFC 3339 in whole seconds of UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
