"""Google's official client for Cloud Translation v3, over REST, with the traps closed that it leaves open.

By itself it asks again with new credentials after a 401, fetches tokens up to four times, writes the form it sends for
a token to the log, and lets a .netrc file replace the credentials. Here every request is sent once, through `Once`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

import google.auth
import requests
from google.api_core.exceptions import GoogleAPIError
from google.auth import transport
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError, TransportError
from google.auth.transport.requests import AuthorizedSession
from google.cloud.translate_v3 import TranslateTextRequest, Translation, TranslationServiceClient
from google.cloud.translate_v3.services.translation_service.transports.base import DEFAULT_CLIENT_INFO
from google.cloud.translate_v3.services.translation_service.transports.rest import TranslationServiceRestTransport
from google.protobuf.json_format import ParseError  # type: ignore[import-untyped]

from toolkit._http import CONNECT_S, error_of_status, is_loopback, misshapen, one_line, retry_after
from toolkit.errors import (
    AuthError,
    BackendError,
    BadAnswerError,
    NotReadyError,
    OutageError,
    QuotaError,
    RateLimitError,
    TooLargeError,
    UnsupportedError,
)
from toolkit.translators._once import Border, guard, hider

URL = "GOOGLE_TRANSLATE_URL"

_SERVICE = "Google"
_SCOPES = TranslationServiceRestTransport.AUTH_SCOPES
_DAILY = re.compile(r"daily limit|per day|perday", re.IGNORECASE)
_RATE = re.compile(r"rate limit|quota exceeded|rate_limit_exceeded", re.IGNORECASE)
_LONG = re.compile(r"too long|too large|too many|codepoints|exceeds", re.IGNORECASE)
_OPTION = re.compile(r"language|model|location|mime|parent", re.IGNORECASE)
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s")  # google.protobuf.Duration as JSON writes it


def translate(client: TranslationServiceClient, asked: Mapping[str, Any], timeout_s: float) -> Sequence[Translation]:
    """Send one request.

    Args:
        client: what is asked.
        asked: the fields of a TranslateTextRequest.
        timeout_s: seconds the answer may take.

    Returns:
        What came back, in order.

    Raises:
        BackendError: Google refused, or its client stumbled over an answer of the wrong shape.
    """
    with border():
        answer = client.translate_text(TranslateTextRequest(asked), retry=None, timeout=timeout_s)
    return list(answer.translations)


def open_client(url: str, timeout_s: float) -> TranslationServiceClient:
    """Build a client with the credentials this machine has; nothing is asked yet.

    Args:
        url: of the service, `""` for Google's own.
        timeout_s: seconds an answer may take.

    Raises:
        NotReadyError: there are no credentials, or they cannot be read.
    """
    with border():
        credentials, _ = google.auth.default(default_scopes=_SCOPES)
    return TranslationServiceClient(transport=_Transport(url, credentials, timeout_s))


class _Transport(TranslationServiceRestTransport):
    """The client's own transport, with a session that sends once."""

    def __init__(self, url: str, credentials: Any, timeout_s: float) -> None:
        host = url.rstrip("/") or self.DEFAULT_HOST
        super().__init__(host=host, credentials=credentials, always_use_jwt_access=True)
        session = AuthorizedSession(  # type: ignore[no-untyped-call]
            self._credentials, max_refresh_attempts=0, auth_request=_Tokens(), default_host=self.DEFAULT_HOST
        )
        guard(session, Border(_SERVICE, URL, timeout_s, refused), proxied=not is_loopback(self.host))
        self._session = session
        # The calls hold the session they were made with.
        self._prep_wrapped_messages(DEFAULT_CLIENT_INFO)  # type: ignore[no-untyped-call]


class _Tokens(transport.Request):
    """Fetch tokens once and without a log: the form holds what a token is given for."""

    def __init__(self) -> None:
        self._session = requests.Session()

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **told: Any,
    ) -> _Answer:
        limits = CONNECT_S, timeout or CONNECT_S
        told.setdefault("allow_redirects", False)  # what is sent is for this server and no other
        try:
            answer = self._session.request(method, url, data=body, headers=headers, timeout=limits, **told)
        except requests.RequestException as error:
            raise TransportError(type(error).__name__) from error  # type: ignore[no-untyped-call]
        form = body.decode() if isinstance(body, bytes) else body or ""
        return _Answer(answer, hider(value for _, value in parse_qsl(form)))


class _Answer(transport.Response):
    """What Google's credentials want to see of an answer."""

    def __init__(self, answer: requests.Response, hide: Callable[[str], str]) -> None:
        self._answer = answer
        self._hide = hide

    @property
    def status(self) -> int:
        return self._answer.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self._answer.headers

    @property
    def data(self) -> bytes:
        return self._hide(self._answer.text).encode()


@contextmanager
def border() -> Iterator[None]:
    """Turn what Google's client raises into our errors.

    Raises:
        NotReadyError: there are no credentials, or they cannot be read.
        BackendError: the client refused, or stumbled over an answer of the wrong shape.
    """
    try:
        yield
    except DefaultCredentialsError as error:
        raise NotReadyError(f"Google's credentials cannot be read ({one_line(str(error))})") from error
    except TransportError as error:
        raise OutageError(f"Google's tokens cannot be fetched ({one_line(str(error))}); check the network") from error
    except GoogleAuthError as error:
        message = f"Google gives no token for the credentials ({one_line(str(error))}); make new ones, or log in again"
        raise AuthError(message) from error
    except GoogleAPIError as error:
        raise BadAnswerError(f"Google's client failed ({one_line(str(error))}); run again") from error
    except (ParseError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise misshapen("Google", URL) from error


def refused(status: int, body: str, headers: Mapping[str, str]) -> BackendError:
    """Judge a status by the words of google.rpc.Status that come with it."""
    told = _Told(body)
    wait = retry_after(headers.get("Retry-After"))
    wait = told.wait if wait is None else wait
    said = f" ({one_line(told.message)})" if told.message else ""
    if status in {403, 429} and _DAILY.search(told.all):
        return QuotaError(f"Google's daily quota is used up{said}; raise it, or run again tomorrow")
    if status == 403 and _RATE.search(told.all):  # noqa: PLR2004 - cloud.google.com/translate/quotas: "a 403 error"
        return RateLimitError(f"Google asks for fewer calls{said}; wait, or run again later", wait)
    if status == 403 and "BILLING_DISABLED" in told.all:  # noqa: PLR2004 - google.api.ErrorReason
        return QuotaError(f"the project has no billing account{said}; enable billing for it")
    if status == 400 and _LONG.search(told.message):  # noqa: PLR2004 - RFC 9110, 15.5.1
        return TooLargeError(f"Google takes no text of this size{said}; shorten the text")
    if status == 400 and _OPTION.search(told.message):  # noqa: PLR2004 - RFC 9110, 15.5.1
        return UnsupportedError(f"Google refuses an option{said}; change the languages or the options")
    return error_of_status(_SERVICE, status, told.message, wait)


class _Told:
    """What an error's body says, empty where it is a page or something else.

    Attributes:
        message: Google's words.
        all: the words, the status and the details in one text to be searched.
        wait: seconds to wait (google.rpc.RetryInfo), None where it does not say.
    """

    def __init__(self, body: str) -> None:
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        error = answer.get("error") if isinstance(answer, dict) else None
        error = error if isinstance(error, dict) else {}
        self.message = str(error.get("message") or "")
        self.all = json.dumps(error)
        details = error.get("details")
        found = [_SECONDS.fullmatch(str(each.get("retryDelay"))) for each in details or () if isinstance(each, dict)]
        self.wait = next((float(each[1]) for each in found if each), None)
