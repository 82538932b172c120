"""A server on this machine that speaks LibreTranslate's API: /translate and /spec.

    with LibreTranslateServer() as server:
        os.environ["LIBRETRANSLATE_URL"] = server.url
        os.environ["LIBRETRANSLATE_API_KEY"] = server.key

The shapes, and the words of its errors, are those of the real server (libretranslate/app.py, 1.9), which
test_libretranslate_peer.py runs where it is installed. A translation is the text with the target's code before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.translators import loopback
from tests.translators.services import Absent, Answer, Service

LANGUAGES = ("en", "fr", "nb", "pb", "zt")
CHARACTERS = 2_000
VERSION = "1.9.6"


class Handler(loopback.Handler):
    """Answer as LibreTranslate does."""

    def route(self, seen: loopback.Seen) -> None:
        if (seen.method, self.path) == ("GET", "/spec"):
            self.answer(200, {"info": {"title": "LibreTranslate", "version": VERSION}})
        elif (seen.method, self.path) == ("POST", "/translate"):
            self._translate(seen.json)
        else:
            self.answer(404, "<!doctype html><title>404 Not Found</title>", "text/html")

    def _translate(self, asked: dict[str, Any]) -> None:
        unknown = [code for code in (asked["source"], asked["target"]) if code not in LANGUAGES]
        longest = max(len(text) for text in asked["q"])
        if asked.get("api_key") != self.server.key:
            self.answer(403, {"error": "Invalid API key"})
        elif longest > CHARACTERS:
            limit = f"Invalid request: request ({longest}) exceeds text limit ({CHARACTERS})"
            self.answer(400, {"error": limit})
        elif unknown:
            self.answer(400, {"error": f"{unknown[0]} is not supported"})
        else:
            self.answer(200, {"translatedText": [f"[{asked['target']}] {text}" for text in asked["q"]]})


def LibreTranslateServer() -> AbstractContextManager[Any]:  # noqa: N802 - used as a class is
    """Run a server for the length of a block."""
    return loopback.serve(Handler)


def settle(patch: pytest.MonkeyPatch, server: loopback.Server) -> Mapping[str, Any]:
    """Point the backend at the server."""
    patch.setenv("LIBRETRANSLATE_URL", server.url)
    patch.setenv("LIBRETRANSLATE_API_KEY", server.key)
    return {}


SERVICE = Service(
    name="libretranslate",
    start=LibreTranslateServer,
    settle=settle,
    asks=lambda seen: seen.path == "/translate",
    texts=lambda seen: list(seen.json["q"]),
    body=lambda translations: {"translatedText": list(translations)},
    refusals={  # libretranslate/app.py, 1.9
        "forbidden": Answer(403, {"error": "Invalid API key"}),
        "rate_limit": Answer(429, {"error": "Slowdown: 30 per 1 minute"}),
        "rate_limit_wait": Answer(429, {"error": "Slowdown: 30 per 1 minute"}, {"Retry-After": "1"}),
        "quota": Absent("LibreTranslate limits requests a minute and a day (429), and knows no paid allowance"),
        "error": Answer(500, {"error": "The server encountered an internal error."}),
        "unavailable": Answer(503, "<html>Service Unavailable</html>", kind="text/html"),
        "too_large": Answer(400, {"error": "Invalid request: request (2001) exceeds text limit (2000)"}),
    },
    bills="",
)
