"""A server on this machine that speaks Azure Text Translation, API version 2026-06-06: the method translate.

    with MicrosoftServer() as server:
        os.environ["AZURE_TEXT_TRANSLATION_APIKEY"] = server.key
        os.environ["AZURE_TEXT_TRANSLATION_ENDPOINT"] = server.url

The shapes are those of learn.microsoft.com, "Translate (2026-06-06)" and "Azure Translator response codes and
messages". A translation is the text with the target's code before it. The server ends with the block.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.translators import loopback
from tests.translators.services import Answer, Service

MOST_TEXTS = 1_000
MOST_CHARACTERS = 50_000
LANGUAGES = {"fr", "en", "de", "pt-pt", "zh-Hant"}


def refusal(code: int, message: str) -> dict[str, Any]:
    """Word an error as the API does."""
    return {"error": {"code": str(code), "message": message}}


class Handler(loopback.Handler):
    """Answer as Azure does."""

    def route(self, seen: loopback.Seen) -> None:
        url = urlsplit(self.path)
        if self.headers.get("Ocp-Apim-Subscription-Key") != self.server.key:
            message = "The request is not authorized because credentials are missing or invalid."
            self.answer(401, refusal(401000, message))
        elif (seen.method, url.path) != ("POST", "/translate"):
            self.answer(404, refusal(404000, "The requested resource is not found."))
        elif parse_qs(url.query).get("api-version") != ["2026-06-06"]:
            self.answer(400, refusal(400021, "The API version parameter is missing or invalid."))
        else:
            self._translate(seen.json["inputs"])

    def _translate(self, inputs: list[dict[str, Any]]) -> None:
        characters = sum(len(each["text"]) for each in inputs)
        if len(inputs) > MOST_TEXTS:
            self.answer(400, refusal(400072, "The array of input text has too many elements."))
        elif characters > MOST_CHARACTERS:
            self.answer(400, refusal(400077, "The maximum request size has been exceeded."))
        elif any(each["language"] not in LANGUAGES for each in inputs):
            self.answer(400, refusal(400035, "The source language is not valid."))
        elif any(target["language"] not in LANGUAGES for each in inputs for target in each["targets"]):
            self.answer(400, refusal(400036, "The target language is not valid."))
        else:
            headers = {"X_Metered_Usage": str(characters), "X_MT_System": "Microsoft"}
            self.answer(200, {"value": [_item(each) for each in inputs]}, **headers)


def _item(each: dict[str, Any]) -> dict[str, Any]:
    code = each["targets"][0]["language"]
    translation = {"language": code, "sourceCharacters": len(each["text"]), "text": f"[{code}] {each['text']}"}
    return {"translations": [translation]}


def MicrosoftServer() -> AbstractContextManager[Any]:  # noqa: N802 - used as a class is
    """Run a server for the length of a block."""
    return loopback.serve(Handler)


def _settle(patch: pytest.MonkeyPatch, server: loopback.Server) -> Mapping[str, Any]:
    patch.setenv("AZURE_TEXT_TRANSLATION_APIKEY", server.key)
    patch.setenv("AZURE_TEXT_TRANSLATION_REGION", "westeurope")
    patch.setenv("AZURE_TEXT_TRANSLATION_ENDPOINT", server.url)
    return {}


def _body(translations: Sequence[str]) -> dict[str, Any]:
    return {"value": [{"translations": [{"language": "en", "text": text}]} for text in translations]}


_LIMIT = refusal(429001, "The server rejected the request because the client has exceeded request limits.")

SERVICE = Service(
    name="microsoft",
    start=MicrosoftServer,
    settle=_settle,
    asks=lambda seen: seen.path.startswith("/translate"),
    texts=lambda seen: [each["text"] for each in seen.json["inputs"]],
    body=_body,
    refusals={  # learn.microsoft.com, "Azure Translator response codes and messages"
        "forbidden": Answer(
            401, refusal(401000, "The request is not authorized because credentials are missing or invalid.")
        ),
        "rate_limit": Answer(429, _LIMIT),
        "rate_limit_wait": Answer(429, _LIMIT, {"Retry-After": "1"}),
        "quota": Answer(
            403,
            refusal(403001, "The operation is not allowed because the subscription has exceeded its free quota."),
        ),
        "error": Answer(500, refusal(500000, "An unexpected error occurred.")),
        "unavailable": Answer(503, refusal(503000, "Service is temporarily unavailable.")),
        "too_large": Answer(400, refusal(400077, "The maximum request size has been exceeded.")),
    },
    loud={"AZURE_SDK_LOGGING_MULTIRECORD": "true"},
)
