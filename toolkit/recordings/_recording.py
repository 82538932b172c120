"""One recording: its key, the fields behind the key, and the line it is written as.

    key = sha256(canonical JSON of the fields): keys sorted, no spaces, UTF-8, floats as Python prints them

The fields are what was asked, and nothing else: no secret, no host, no batch, no segment's id, and nothing that must be
asked of a program or a service. A recording holds them beside the answer, so that anybody can compute its key again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from toolkit._version import __version__
from toolkit.jsonl import clean
from toolkit.records import JSON, Identity, Rendering, Request, digest

VERSION = 1
"""Raised when a field is added or read differently; older recordings are then no longer found."""

FIELDS = (
    "version",
    "backend",
    "engine",
    "source",
    "target",
    "format",
    "options",
    "glossary",
    "context",
    "prompt",
    "text",
)
"""What the key is made of, in the order of a line."""


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _time(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value))


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _duration(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and value >= 0)


def _version(value: Any) -> bool:
    return bool(value == VERSION) and isinstance(value, int) and not isinstance(value, bool)


def _filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


SHAPE: Mapping[str, Callable[[Any], bool]] = {
    "key": lambda value: isinstance(value, str) and bool(re.fullmatch("sha256:[0-9a-f]{64}", value)),
    "version": _version,
    "backend": _filled,
    "engine": _object,
    "source": _filled,
    "target": _filled,
    "format": _filled,
    "options": _object,
    "glossary": _text,
    "context": _text,
    "prompt": _text,
    "text": _text,
    "translation": _text,
    "billed_characters": _count,
    "tokens": _count,
    "input_tokens": _count,
    "model": _text,
    "created_at": _time,
    "toolkit_version": _text,
    "latency_ms": _duration,
    "observed": _object,
}
"""The fields of a line, in order, and what each may hold."""

_LATER = frozenset({"input_tokens"})
"""Fields that lines of earlier versions lack; they are no part of the key."""


def fields_of(identity: Identity, request: Request) -> dict[str, JSON]:
    """Gather what the key is made of.

    >>> request = Request(text="Bonjour.", source="fr", target="en")
    >>> list(fields_of(Identity(backend="echo"), request)) == list(FIELDS)
    True
    """
    return {
        "version": VERSION,
        "backend": identity.backend,
        "engine": dict(identity.engine),
        "source": request.source,
        "target": request.target,
        "format": identity.format,
        "options": dict(identity.options),
        "glossary": identity.glossary,
        "context": digest(clean(request.context).encode()) if request.context else "",
        "prompt": identity.prompt,
        "text": clean(request.text),
    }


def canonical(value: JSON) -> bytes:
    """Encode a value in the one way that everybody who knows JSON arrives at.

    >>> canonical({"b": [1, 2.0], "a": "é"}).decode()
    '{"a":"é","b":[1,2.0]}'
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return clean(text).encode()


def key_of(fields: Mapping[str, JSON]) -> str:
    """Compute a recording's key from its fields; what else stands in the mapping is left out."""
    return digest(canonical({name: fields[name] for name in FIELDS}))


def stem(fields: Mapping[str, JSON]) -> str:
    """Name the file of a backend identity, without its ending.

    >>> stem(fields_of(Identity(backend="echo"), Request(text="", source="fr", target="en")))
    'echo-708177c9f4ec'
    """
    names = ("backend", "engine", "format", "options", "glossary", "prompt")
    hexadecimal = digest(canonical({name: fields[name] for name in names})).removeprefix("sha256:")
    safe = re.sub(r"[^A-Za-z0-9_]+", "-", str(fields["backend"]))
    return f"{safe}-{hexadecimal[:12]}"


def row_of(identity: Identity, request: Request, rendering: Rendering, observed: Mapping[str, JSON]) -> dict[str, JSON]:
    """Lay out one line: the key, the fields behind it, the answer and how it came about."""
    fields = fields_of(identity, request)
    return {
        "key": key_of(fields),
        **fields,
        "translation": rendering.text,
        "billed_characters": rendering.billed_characters,
        "tokens": rendering.tokens,
        "input_tokens": rendering.input_tokens,
        "model": rendering.model,
        "created_at": rendering.created_at,
        "toolkit_version": __version__,
        "latency_ms": rendering.latency_ms,
        "observed": dict(observed),
    }


def rendering_of(row: Mapping[str, Any]) -> Rendering:
    """Read the answer back from a line, marked as replayed, with the bill and latency of its own time."""
    return Rendering(
        text=row["translation"],
        billed_characters=row["billed_characters"],
        tokens=row["tokens"],
        input_tokens=row.get("input_tokens"),
        model=row["model"],
        key=row["key"],
        replayed=True,
        latency_ms=row["latency_ms"],
        created_at=row["created_at"],
    )


def fault(row: Mapping[str, Any]) -> str:
    """Say what keeps a line from being a recording, `""` where nothing does.

    >>> fault({"key": "x"})
    "'key' is not what a recording holds there"
    """
    for name, fits in SHAPE.items():
        if name not in row and name not in _LATER:
            return f"{name!r} is missing"
        if not fits(row.get(name)):
            return f"{name!r} is not what a recording holds there"
    if row["text"].strip() and not row["translation"].strip():
        return "the translation is empty"
    return ""
