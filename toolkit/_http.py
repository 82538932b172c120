"""What every backend behind a URL shares: which URLs may be asked, and what an HTTP status means for us."""

from __future__ import annotations

import email.utils
import ipaddress
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from toolkit.errors import (
    AuthError,
    BackendError,
    BackendTimeoutError,
    BadAnswerError,
    NotReadyError,
    OutageError,
    QuotaError,
    RateLimitError,
    RejectedError,
    TooLargeError,
    UnsupportedError,
)

CONNECT_S = 10.0
"""Seconds a connection may take to come about: nothing was sent before."""

LARGEST_ANSWER = 8_000_000
"""Bytes of an answer; more is no answer to what is asked here."""

SHORTEST_KEY = 8
"""Characters; anything shorter cannot be kept out of messages by its spelling."""

_LONGEST_DETAIL = 300
_SECONDS = re.compile(r"\d+(\.\d+)?")


def is_loopback(url: str) -> bool:
    """Tell whether a URL leads to this very machine.

    >>> is_loopback("http://127.0.0.1:8080"), is_loopback("http://[::1]/"), is_loopback("http://10.0.0.1")
    (True, True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_key(text: str, shortest: int = SHORTEST_KEY) -> bool:
    """Tell whether a text can be a key: one word that a header can carry.

    Args:
        text: as it was given.
        shortest: characters it has at least.

    >>> is_key("0a1b2c3d"), is_key("0a1b"), is_key("0a1b 2c3d"), is_key("clé-secrète")
    (True, False, False, False)
    """
    return len(text) >= shortest and text.isascii() and text.isprintable() and " " not in text


def url_obstacle(url: str, setting: str) -> str:
    """Say why a URL may not be asked, `""` where it may: https anywhere, plain http on this machine only.

    The URL itself is not repeated: it may hold a password.

    >>> url_obstacle("https://api.deepl.com", "DEEPL_SERVER_URL")
    ''
    >>> url_obstacle("http://api.deepl.com", "DEEPL_SERVER_URL")
    'DEEPL_SERVER_URL is not an https URL; begin it with https:// (http:// is for 127.0.0.1 and localhost only)'
    """
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port or True)
        secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url))
    except ValueError:
        usable = secure = False
    if not usable or not secure:
        return f"{setting} is not an https URL; begin it with https:// (http:// is for 127.0.0.1 and localhost only)"
    if parts.username is not None or parts.password is not None:
        return f"{setting} holds a user name or password; take it out of the URL"
    return ""


def require_url(url: str, setting: str) -> str:
    """Give the URL back.

    Raises:
        NotReadyError: it may not be asked.
    """
    obstacle = url_obstacle(url, setting)
    if obstacle:
        raise NotReadyError(obstacle)
    return url


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Read a Retry-After header: seconds, or the date to come back at (RFC 9110, 10.2.3).

    Args:
        header: as it came, None where there was none.
        now: what a date is counted from, by default this moment.

    Returns:
        Seconds to wait, None where the header says nothing that can be read.

    >>> retry_after("120"), retry_after("soon"), retry_after(None)
    (120.0, None, None)
    >>> retry_after("Wed, 21 Oct 2015 07:28:00 GMT", datetime(2015, 10, 21, 7, 27, 30, tzinfo=UTC))
    30.0
    """
    text = (header or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        then = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max((then - (now or datetime.now(UTC))).total_seconds(), 0.0)


def one_line(text: str) -> str:
    r"""Squeeze a foreign message into one short line.

    >>> one_line("  Bad request,\n message: no  ")
    'Bad request, message: no'
    """
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_DETAIL else line[: _LONGEST_DETAIL - 1] + "…"


def error_of_status(service: str, status: int, detail: str = "", wait: float | None = None) -> BackendError:
    """Turn an HTTP status other than 200 into the error that says what to do about it.

    Args:
        service: its name, as people know it.
        status: the HTTP status.
        detail: the service's own words, without secrets.
        wait: seconds the service asks to wait, None where it does not say.
    """
    said = f" ({one_line(detail)})" if detail.strip() else ""
    if status in {429, 529}:
        return RateLimitError(f"{service} asks for fewer calls{said}; wait, or run again later", wait)
    if status in {408, 504}:
        return BackendTimeoutError(f"{service} did not finish in time (HTTP {status}){said}; send less at once")
    if status >= 500:  # noqa: PLR2004 - RFC 9110, 15.6
        return OutageError(f"{service} is out of order (HTTP {status}){said}; run again later", wait)
    kind, advice = _REFUSALS.get(status, (BadAnswerError, "check the service's URL"))
    return kind(f"{service} answered HTTP {status}{said}; {advice}")


def misshapen(service: str, place: str) -> BadAnswerError:
    """Say that a paid service's answer is not the one its documents promise.

    Args:
        service: its name, as people know it.
        place: the setting that says where it is, which may lead elsewhere.

    >>> print(misshapen("DeepL", "DEEPL_SERVER_URL"))
    DeepL's answer has not the documented shape; check DEEPL_SERVER_URL, it may have been billed
    """
    return BadAnswerError(f"{service}'s answer has not the documented shape; check {place}, it may have been billed")


_REFUSALS: dict[int, tuple[type[BackendError], str]] = {
    400: (RejectedError, "it does not take this text; look at it, or leave it out"),
    401: (AuthError, "check the key"),
    403: (AuthError, "check the key"),
    404: (UnsupportedError, "check the service's URL"),
    413: (TooLargeError, "shorten the text"),
    414: (TooLargeError, "shorten the text"),
    456: (QuotaError, "the account's allowance is used up: raise it, or wait for the next period"),
}
