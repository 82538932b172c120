"""LibreTranslate's HTTP API, as its server publishes it under /spec."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from toolkit._http import error_of_status, is_loopback, one_line, retry_after
from toolkit.errors import AuthError, BackendError, BadAnswerError, TooLargeError, UnsupportedError
from toolkit.translators._once import Border, guarded, hider

SERVICE = "LibreTranslate"
SETTING = "LIBRETRANSLATE_URL"

_VERSION_S = 5.0  # seconds the server's version is waited for: it is nice to know, no more
_ENGLISH = {"Accept-Language": "en"}  # the server words its errors in the language asked for, and they are told apart
_REFUSALS: tuple[tuple[str, type[BackendError], str], ...] = (
    ("exceeds text limit", TooLargeError, "shorten the text"),
    ("is not supported", UnsupportedError, "change the languages, or install the model on the server"),
    ("not available as a target language", UnsupportedError, "change the languages, or install the model"),
    ("API key", AuthError, "set LIBRETRANSLATE_API_KEY to a key of this server"),
    ("limits violations", AuthError, "the server has shut you out for a while: wait, and use a key of this server"),
)
"""Words of the server's own messages (libretranslate/app.py, 1.9), of the statuses 400, 403 and 500."""


class Client:
    """Ask one server, once a call."""

    def __init__(self, key: str, url: str, timeout_s: float) -> None:
        """Open nothing yet.

        Args:
            key: `""` where the server wants none.
            url: https, or on this machine.
            timeout_s: seconds an answer may take.
        """
        self._url = url.rstrip("/")
        self._key = key
        self._hide = hider([key])
        self._session = self._guarded(timeout_s)
        self._patient = timeout_s

    def translate(self, texts: Sequence[str], source: str, target: str, form: str) -> list[Any]:
        """Translate texts, each for itself.

        Args:
            texts: at least one.
            source: the server's code.
            target: the server's code.
            form: `text` or `html`.

        Returns:
            What the server gave for each, in order.

        Raises:
            BackendError: of the kind that says whether it may have been billed.
        """
        asked = {"q": list(texts), "source": source, "target": target, "format": form}
        if self._key:
            asked["api_key"] = self._key
        answer = self._session.post(f"{self._url}/translate", json=asked, headers=_ENGLISH)
        found = _member(self._hide(answer.text), "translatedText")
        if not isinstance(found, list):
            raise BadAnswerError(f"{SERVICE}'s answer has not the documented shape; check {SETTING}")
        if len(found) != len(texts):
            raise BadAnswerError(f"{SERVICE} gave {len(found)} translations for {len(texts)} texts; check {SETTING}")
        return found

    def version(self) -> str:
        """Ask what version the server is, `""` where it does not say.

        Raises:
            BackendError: it does not answer well.
        """
        session = self._guarded(min(_VERSION_S, self._patient))
        with session:
            about = _member(self._hide(session.get(f"{self._url}/spec", headers=_ENGLISH).text), "info")
        version = about.get("version") if isinstance(about, dict) else None
        return one_line(version) if isinstance(version, str) else ""

    def _guarded(self, timeout_s: float) -> Any:
        border = Border(SERVICE, SETTING, timeout_s, self._refused)
        return guarded(border, proxied=not is_loopback(self._url))

    def _refused(self, status: int, body: str, headers: Mapping[str, str]) -> BackendError:
        """Judge a status by the server's own words, and by its number where they say nothing."""
        error = _member(self._hide(body), "error")
        detail = error if isinstance(error, str) else ""
        for words, kind, advice in _REFUSALS if status in {400, 403, 500} else ():
            if words in detail:
                return kind(f"{SERVICE} refuses ({one_line(detail)}); {advice}")
        return error_of_status(SERVICE, status, detail, retry_after(headers.get("Retry-After")))


def _member(body: str, name: str) -> Any:
    """Take one member out of a JSON object, None where there is none."""
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer.get(name) if isinstance(answer, dict) else None
