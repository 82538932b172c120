"""Apertium behind a URL: apertium-apy, one request a text."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from typing import IO, Any

from toolkit._http import LARGEST_ANSWER, error_of_status, is_loopback, one_line, require_url, retry_after
from toolkit.errors import BackendTimeoutError, BadAnswerError, OutageError, ToolkitError, UnsupportedError
from toolkit.translators._apertium_routes import alpha3


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follow nobody: a redirect could leave https, or this machine."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """Leave the redirect to be an error."""


def ask(url: str, pair: tuple[str, str], text: str, *, mark_unknown: bool, timeout_s: float) -> str:
    """Ask an apertium-apy server for one text.

    Args:
        url: of the server, https or on this machine.
        pair: BCP 47 codes.
        text: what is sent.
        mark_unknown: whether unknown words carry a star.
        timeout_s: seconds an answer may take.

    Raises:
        NotReadyError: the URL may not be asked.
        BackendError: the server refuses, fails, or answers in another shape.
    """
    form = {
        "langpair": "|".join(alpha3(language) for language in pair),
        "q": text,
        "markUnknown": "yes" if mark_unknown else "no",
        "format": "txt",
    }
    address = require_url(url, "the option url").rstrip("/") + "/translate"
    body = _post(address, urllib.parse.urlencode(form).encode(), timeout_s)
    try:
        answer: Any = json.loads(body)
        translation = answer["responseData"]["translatedText"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadAnswerError("the apertium-apy server's answer has not the documented shape; check its URL") from error
    if not isinstance(translation, str):
        raise BadAnswerError("the apertium-apy server gave no text; check its URL")
    return translation


def _post(address: str, form: bytes, timeout_s: float) -> bytes:
    proxies = urllib.request.ProxyHandler({} if is_loopback(address) else None)
    opener = urllib.request.build_opener(_NoRedirect, proxies)
    try:
        with opener.open(address, form, timeout_s) as response:
            body: bytes = response.read(LARGEST_ANSWER + 1)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error) from error
    except TimeoutError as error:
        raise BackendTimeoutError(
            f"the apertium-apy server did not answer within {timeout_s:g} s; run again"
        ) from error
    except (OSError, http.client.HTTPException) as error:  # refused, unknown host, broken off: nobody is billed
        raise OutageError("the apertium-apy server cannot be reached; check its URL and the network") from error
    if len(body) > LARGEST_ANSWER:
        raise BadAnswerError("the apertium-apy server's answer is larger than any translation; check its URL")
    return body


def _refusal(error: urllib.error.HTTPError) -> ToolkitError:
    try:
        detail = str(json.loads(error.read(LARGEST_ANSWER))["explanation"])
    except (ValueError, KeyError, TypeError, OSError):
        detail = ""
    if error.code == 400 and "pair" in detail.lower():  # noqa: PLR2004 - RFC 9110, 15.5.1
        said = one_line(detail)
        return UnsupportedError(f"the apertium-apy server has not this pair ({said}); choose another pivot")
    return error_of_status("the apertium-apy server", error.code, detail, retry_after(error.headers.get("Retry-After")))
