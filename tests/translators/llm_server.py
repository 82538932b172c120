"""A server on this machine that speaks the chat completions of OpenAI's API.

    with LLMServer() as server:
        os.environ["OPENAI_BASE_URL"] = server.url + "/v1"
        os.environ["OPENAI_API_KEY"] = server.key

The shapes are those of OpenAI's API reference ("Create chat completion") and of its guide to error codes. A translation
is an English sentence about the text, with the glossary's terms replaced. The server ends with the block.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.translators import loopback
from tests.translators.services import Answer, Service

MODEL = "tiny-model"
ANSWERED_BY = "tiny-model-2026-01-02"
PATH = "/v1/chat/completions"
KNOWN = {"model", "messages", "temperature", "seed", "reasoning_effort", "response_format"}
KNOWN |= {"max_tokens", "max_completion_tokens"}


def error(message: str, kind: str, param: str | None = None, code: str | None = None) -> dict[str, Any]:
    """Write an error as the API does."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


class Handler(loopback.Handler):
    """Answer as the API does."""

    def route(self, seen: loopback.Seen) -> None:
        if self.server.key and self.headers.get("Authorization") != f"Bearer {self.server.key}":
            self.answer(401, error("Incorrect API key provided.", "invalid_request_error", code="invalid_api_key"))
        elif (seen.method, self.path) != ("POST", PATH):
            self.answer(404, error(f"Invalid URL ({seen.method} {self.path})", "invalid_request_error"))
        else:
            self._complete(seen.json)

    def _complete(self, asked: dict[str, Any]) -> None:
        if asked["model"] != MODEL:
            message = f"The model `{asked['model']}` does not exist or you do not have access to it."
            self.answer(404, error(message, "invalid_request_error", code="model_not_found"))
            return
        for name in set(asked) - KNOWN:
            self.answer(400, error(f"Unrecognized request argument: {name}", "invalid_request_error", name))
            return
        if not 0 <= asked["temperature"] <= 2:
            message = f"Invalid 'temperature': {asked['temperature']} is not between 0 and 2."
            self.answer(400, error(message, "invalid_request_error", "temperature", "decimal_above_max_value"))
            return
        data = json.loads(asked["messages"][-1]["content"])
        text = data["text"]
        for source, target in data.get("glossary", {}).items():
            text = text.replace(source, target)
        content = json.dumps({"translation": translated(text)}, ensure_ascii=False)
        most = asked.get("max_tokens", asked.get("max_completion_tokens", 16))
        whole = len(content) <= most
        self.answer(200, completion(content[:most], "stop" if whole else "length", json.dumps(asked)))


def translated(text: str) -> str:
    """Give what stands for the translation of a text."""
    return f"In English, this is the text of it: {text}"


def completion(content: str | None, ending: str = "stop", asked: str = "", **message: Any) -> dict[str, Any]:
    """Write an answer of the API; a token is a character here, so that counts are easy to check."""
    usage = {"prompt_tokens": len(asked), "completion_tokens": len(content or "")}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1767322800,
        "model": ANSWERED_BY,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": None, **message},
                "logprobs": None,
                "finish_reason": ending,
            }
        ],
        "usage": {**usage, "total_tokens": sum(usage.values())},
    }


def LLMServer(key: str = loopback.KEY) -> AbstractContextManager[Any]:  # noqa: N802 - used as a class is
    """Run a server for the length of a block; with an empty key it asks for none, as Ollama does."""
    return loopback.serve(Handler, key)


def _settle(monkeypatch: pytest.MonkeyPatch, server: loopback.Server) -> Mapping[str, Any]:
    monkeypatch.setenv("OPENAI_API_KEY", server.key)
    monkeypatch.setenv("OPENAI_BASE_URL", server.url + "/v1")
    return {"model": MODEL}


def _body(translations: Sequence[str]) -> Any:
    return completion(json.dumps({"translation": translations[0]}, ensure_ascii=False))


_FAST = error("Rate limit reached for requests", "requests", code="rate_limit_exceeded")
_LONG = "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens."

SERVICE = Service(
    name="llm",
    start=LLMServer,
    settle=_settle,
    asks=lambda seen: (seen.method, seen.path) == ("POST", PATH),
    texts=lambda seen: [json.loads(seen.json["messages"][-1]["content"])["text"]],
    body=_body,
    refusals={
        "forbidden": Answer(401, error("Incorrect API key provided.", "invalid_request_error", code="invalid_api_key")),
        "rate_limit": Answer(429, _FAST),
        "rate_limit_wait": Answer(429, _FAST, {"Retry-After": "1"}),
        "quota": Answer(
            429,
            error("You exceeded your current quota.", "insufficient_quota", code="insufficient_quota"),
        ),
        "error": Answer(500, error("The server had an error while processing your request.", "server_error")),
        "unavailable": Answer(503, error("The engine is currently overloaded.", "service_unavailable")),
        "too_large": Answer(400, error(_LONG, "invalid_request_error", "messages", "context_length_exceeded")),
    },
    one_text="a call holds one text, and the answer one translation",
    bills="tokens",
)
