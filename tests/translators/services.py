"""What the fault table needs to know of a service: how to run it here, and how its API words each refusal.

A `<name>_server.py` of this folder with a `SERVICE` of this kind is found by `services()`; nothing else is registered.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.translators.loopback import Seen, Server

NOT_READY = "not ready here: "
"""How the reason of a case begins that this machine cannot try: then it is no `n/a`, and no pass either."""

Refusal = Literal[
    "forbidden",  # the key is refused: 401 or 403, as the service does
    "rate_limit",  # too many calls, with no word of when to come back
    "rate_limit_wait",  # too many calls, come back after one second
    "quota",  # the paid allowance is used up, in the service's own way (456, 402, 403 with a reason, …)
    "error",  # 500
    "unavailable",  # 503
    "too_large",  # 413, or the service's own way to say it
]


@dataclass(frozen=True)
class Answer:
    """One answer as the service's API words it."""

    status: int
    body: Any = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"


@dataclass(frozen=True)
class Absent:
    """Why a refusal cannot come from this service; printed, never counted as passed."""

    reason: str


@dataclass(frozen=True)
class Service:
    """A service that can be run on this machine.

    Attributes:
        name: the backend's plug-in name.
        start: run the server for the length of a block.
        settle: set the environment so that the backend asks this server with its key, and give the options to do so.
        asks: tell whether a request asks for translations (a look-up of a token or a glossary does not).
        texts: what a request asks to be translated.
        body: the body of a good answer that holds these translations; one fewer, one more or an empty one makes the
            short list, the wrong count and the empty text.
        refusals: how each refusal is worded, or why it cannot occur.
        one_text: why a call holds one text only, so that no list can be short or long; `""` where it holds several.
        bills: what the service charges by.
        loud: environment variables that make the vendor's client log all it can.
    """

    name: str
    start: Callable[[], AbstractContextManager[Server]]
    settle: Callable[[pytest.MonkeyPatch, Server], Mapping[str, Any]]
    asks: Callable[[Seen], bool]
    texts: Callable[[Seen], list[str]]
    body: Callable[[Sequence[str]], Any]
    refusals: Mapping[Refusal, Answer | Absent]
    one_text: str = ""
    bills: Literal["characters", "tokens", ""] = "characters"
    loud: Mapping[str, str] = field(default_factory=dict)


def services() -> dict[str, Service]:
    """Find every service that can be run here, by plug-in name."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*_server.py")):
        module = importlib.import_module(f"tests.translators.{path.stem}")
        if hasattr(module, "SERVICE"):
            found[module.SERVICE.name] = module.SERVICE
    return found
