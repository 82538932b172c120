"""How vendors' clients that speak HTTP through requests are made to send once, and to bring nothing home but an answer.

Mounted under a client's session, `Once` sends each request a single time, reads the answer within its time and within
bounds, follows no redirect, takes the credentials out of whatever the service repeats before anything can log it, and
turns every failure into ours, told apart by whether the texts may have been billed.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import NewConnectionError

from toolkit._http import CONNECT_S, LARGEST_ANSWER
from toolkit.errors import BackendTimeoutError, BadAnswerError, NotReadyError, OutageError, ToolkitError

_CHUNK = 1024  # bytes between two looks at the clock
_SECRET = ("Authorization", "Ocp-Apim-Subscription-Key", "X-Goog-Api-Key")
_KEPT = ("Content-Type", "Retry-After", "X-Metered-Usage", "X-MT-System")


@dataclass(frozen=True, slots=True)
class Border:
    """What is said of one service.

    Attributes:
        service: its name, as people know it.
        setting: the environment variable that names its server.
        timeout_s: seconds one answer may take.
        refusal: turns a status that is not 2xx, the body and the headers into the error that says what to do.
    """

    service: str
    setting: str
    timeout_s: float
    refusal: Callable[[int, str, Mapping[str, str]], ToolkitError]


def guard(session: requests.Session, border: Border, *, proxied: bool) -> None:
    """Let a client's session send everything through `Once`.

    Args:
        session: the client's.
        border: what is said of its service.
        proxied: whether the environment's proxy may be used; it would read a loopback call, key and all.
    """
    adapter = Once(border)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.trust_env = proxied
    session.auth = _as_it_is


def guarded(border: Border, *, proxied: bool) -> requests.Session:
    """Make a session for a client that takes one; as in `guard`."""
    session = requests.Session()
    guard(session, border, proxied=proxied)
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep the credentials the client put there; without an `auth`, requests would put those of a .netrc over them."""
    return request


class Once(HTTPAdapter):
    """Send each request once, and turn every failure into ours."""

    def __init__(self, border: Border) -> None:
        """Open nothing yet."""
        super().__init__(max_retries=0)
        self._border = border

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002 - the library's own signature
        timeout: Any = None,  # noqa: ARG002 - the border's holds
        verify: bool | str = True,  # noqa: FBT001, FBT002
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Send one request.

        Returns:
            A 2xx answer, whole and without the credentials.

        Raises:
            ToolkitError: of the kind that says whether the request may have been billed.
        """
        deadline = time.monotonic() + self._border.timeout_s
        limits = CONNECT_S, self._border.timeout_s
        try:
            with super().send(request, True, limits, verify, cert, proxies) as answer:  # noqa: FBT003
                body = self._read(answer, deadline)
        except requests.RequestException as error:
            raise self._unreachable(error) from error
        hide = hider(_credentials(request))
        headers = {name: hide(answer.headers[name]) for name in _KEPT if name in answer.headers}
        text = hide(body.decode("utf-8", errors="replace"))
        if not 200 <= answer.status_code < 300:  # noqa: PLR2004 - RFC 9110, 15.3
            raise self._border.refusal(answer.status_code, text, headers)
        data = io.BytesIO(text.encode())
        whole = HTTPResponse(data, headers, answer.status_code, preload_content=False)
        return self.build_response(request, whole)

    def _read(self, answer: requests.Response, deadline: float) -> bytes:
        """Read an answer within its time and within bounds; what trickles in for ever must end too."""
        body = bytearray()
        service, setting = self._border.service, self._border.setting
        for chunk in answer.iter_content(_CHUNK):
            body += chunk
            if time.monotonic() > deadline:
                message = f"{service}'s answer did not end in time; check the network or raise timeout_s"
                raise BackendTimeoutError(message)
            if len(body) > LARGEST_ANSWER:
                raise BadAnswerError(f"{service}'s answer is larger than any translation; check {setting}")
        return bytes(body)

    def _unreachable(self, error: requests.RequestException) -> ToolkitError:
        """Tell what surely never arrived from what may have been translated and billed."""
        service, setting = self._border.service, self._border.setting
        reason = getattr(error.args[0], "reason", None) if error.args else None
        if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            return NotReadyError(
                f"{service}'s certificate cannot be verified; check the clock, the proxy and {setting}"
            )
        never_sent = (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)
        if isinstance(error, never_sent) or isinstance(reason, NewConnectionError):
            return OutageError(f"{service} cannot be reached; check the network and {setting}")
        if isinstance(error, requests.Timeout):
            limit = f"{self._border.timeout_s:g} s"
            return BackendTimeoutError(f"{service} gave no answer within {limit}; check the network or raise timeout_s")
        if isinstance(error, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            return BackendTimeoutError(f"the connection to {service} broke before the answer; check the network")
        return BadAnswerError(f"{service}'s answer cannot be read ({type(error).__name__}); check {setting}")


def hider(secrets: Iterable[str]) -> Callable[[str], str]:
    """Make what takes secrets out of a text.

    >>> hider(["hunter2"])("you sent hunter2")
    'you sent ***'
    """
    known = [secret for secret in secrets if secret]

    def hide(text: str) -> str:
        for secret in known:
            text = text.replace(secret, "***")
        return text

    return hide


def _credentials(request: requests.PreparedRequest) -> list[str]:
    """Give what a request proves its right with; of `Bearer …` only the token."""
    return [str(request.headers[name]).rpartition(" ")[2] for name in _SECRET if name in request.headers]
