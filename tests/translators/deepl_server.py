"""A server on this machine that speaks DeepL's API: text translation and version 2 glossaries.

    with DeepLServer() as server:
        os.environ["DEEPL_SERVER_URL"] = server.url
        os.environ["DEEPL_AUTH_KEY"] = server.key

The shapes are those of developers.deepl.com. A translation is the text with the target's code before it, and with the
glossary's terms replaced. The server ends with the block.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.translators import loopback
from tests.translators.services import Answer, Service

LARGEST_REQUEST = 128 * 1024
MOST_TEXTS = 50
GLOSSARIES = "/v2/glossaries"


class Handler(loopback.Handler):
    """Answer as DeepL does."""

    server: Server

    def route(self, seen: loopback.Seen) -> None:
        if self.headers.get("Authorization") != f"DeepL-Auth-Key {self.server.key}":
            self.answer(403, {"message": "Forbidden"})
        elif len(seen.body) > LARGEST_REQUEST:
            self.answer(413, {"message": "Request Entity Too Large"})
        elif (seen.method, self.path) == ("POST", "/v2/translate"):
            self._translate(seen.json)
        elif (seen.method, self.path) == ("POST", GLOSSARIES):
            self._create(seen.json)
        elif (seen.method, self.path) == ("GET", GLOSSARIES):
            self.answer(200, {"glossaries": [glossary.info for glossary in self.server.glossaries]})
        elif seen.method == "GET" and self.path.endswith("/entries"):
            wanted = self.path.split("/")[-2]
            entries = next(each.entries for each in self.server.glossaries if each.info["glossary_id"] == wanted)
            self.answer(200, entries, "text/tab-separated-values")
        else:
            self.answer(404, {"message": "Not found"})

    def _translate(self, asked: dict[str, Any]) -> None:
        if not 1 <= len(asked["text"]) <= MOST_TEXTS:
            self.answer(400, {"message": "Bad request. Reason: too many texts."})
            return
        if asked["target_lang"] in {"EN", "PT", "TLH"}:
            self.answer(400, {"message": "Value for 'target_lang' not supported."})
            return
        known = {each.info["glossary_id"]: each.entries for each in self.server.glossaries}
        pairs = [line.split("\t") for line in known.get(asked.get("glossary_id", ""), "").splitlines()]
        self.answer(200, {"translations": [_translation(text, pairs, asked) for text in asked["text"]]})

    def _create(self, asked: dict[str, Any]) -> None:
        info = {
            "glossary_id": f"glossary-{next(self.server.numbers)}",
            "name": asked["name"],
            "ready": True,
            "source_lang": asked["source_lang"].lower(),
            "target_lang": asked["target_lang"].lower(),
            "creation_time": "2026-01-02T03:04:05.678901Z",
            "entry_count": len(asked["entries"].splitlines()),
        }
        self.server.glossaries.append(Glossary(info, asked["entries"]))
        self.answer(201, info)


@dataclass
class Glossary:
    """A glossary of the account."""

    info: dict[str, Any]
    entries: str


class Server(loopback.Server):
    """What the handlers share."""

    def __init__(self, handler: type[loopback.Handler], key: str) -> None:
        super().__init__(handler, key)
        self.glossaries: list[Glossary] = []
        self.numbers = itertools.count(1)


def DeepLServer() -> AbstractContextManager[Any]:  # noqa: N802 - used as a class is
    """Run a server for the length of a block."""
    return loopback.serve(Handler, server=Server)


def _translation(text: str, pairs: list[list[str]], asked: dict[str, Any]) -> dict[str, Any]:
    for source, target in pairs:
        text = text.replace(source, target)
    answer = {
        "detected_source_language": "FR",
        "text": f"[{asked['target_lang']}] {text}",
        "billed_characters": len(text),
    }
    return answer | ({"model_type_used": asked["model_type"]} if "model_type" in asked else {})


def _settle(patch: pytest.MonkeyPatch, server: loopback.Server) -> Mapping[str, Any]:
    patch.setenv("DEEPL_AUTH_KEY", server.key)
    patch.setenv("DEEPL_SERVER_URL", server.url)
    return {}


def _body(translations: Sequence[str]) -> dict[str, Any]:
    each = [{"detected_source_language": "FR", "text": text, "billed_characters": len(text)} for text in translations]
    return {"translations": each}


SERVICE = Service(
    name="deepl",
    start=DeepLServer,
    settle=_settle,
    asks=lambda seen: seen.path == "/v2/translate",
    texts=lambda seen: list(seen.json["text"]),
    body=_body,
    refusals={  # developers.deepl.com, "Error handling"
        "forbidden": Answer(403, {"message": "Forbidden"}),
        "rate_limit": Answer(429, {"message": "Too many requests"}),
        "rate_limit_wait": Answer(429, {"message": "Too many requests"}, {"Retry-After": "1"}),
        "quota": Answer(456, {"message": "Quota Exceeded"}),
        "error": Answer(500, {"message": "Internal server error"}),
        "unavailable": Answer(503, {"message": "Service unavailable"}),
        "too_large": Answer(413, {"message": "Request Entity Too Large"}),
    },
)
