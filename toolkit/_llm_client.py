"""The official OpenAI client, with the traps closed that it leaves open.

The client asks again by itself, follows redirects, waits for ever for an answer that trickles in, and takes a page for
an answer. Here every request is sent once, every answer is read within its time and within bounds, and the key is taken
out of whatever the server sends back before anything can log it.
"""

from __future__ import annotations

import json
import logging
import time
import weakref
from typing import Any

import openai

from toolkit._http import CONNECT_S, LARGEST_ANSWER, SHORTEST_KEY, error_of_status, is_loopback, one_line, retry_after
from toolkit.errors import (
    BackendError,
    BackendTimeoutError,
    BadAnswerError,
    NotReadyError,
    OutageError,
    QuotaError,
    TooLargeError,
    ToolkitError,
    UnsupportedError,
)

_SERVICE = "the LLM server"
_NO_KEY = "unused"  # the client wants one; Ollama's and llama.cpp's documents say that theirs ignore it
_HEADER_LOGS = ("httpcore.http11", "httpcore2.http11")  # of the client's older and newer versions
_NEVER_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol"})
_PARAMETERS = frozenset(
    {"max_completion_tokens", "max_tokens", "model", "reasoning_effort", "response_format", "seed", "temperature"}
)
# OpenAI's code, llama.cpp's type, and the words vLLM writes into a plain 400.
_TOO_LONG = frozenset({"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"})
_TOO_LONG_WORDS = "maximum context length"


class Client:
    """Ask one server, once a call."""

    def __init__(self, key: str, url: str, timeout_s: float) -> None:
        """Open nothing yet.

        Args:
            key: what is sent as bearer token, `""` for a server that wants none.
            url: base of the API, up to and with its version (`…/v1`).
            timeout_s: seconds an answer may take.
        """
        http = _Once(
            trust_env=not is_loopback(url),  # a proxy from the environment would read a loopback call, key and all
            follow_redirects=False,
            timeout=openai.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s)),
        )
        http.guard(key, timeout_s)
        weakref.finalize(self, http.close)  # the library leaves open what nobody closes
        for name in _HEADER_LOGS if len(key) >= SHORTEST_KEY else ():
            log, guard = logging.getLogger(name), _WithoutKey(key)
            log.addFilter(guard)
            weakref.finalize(self, log.removeFilter, guard)
        self._timeout_s = timeout_s
        self._client = openai.OpenAI(api_key=key or _NO_KEY, base_url=url, max_retries=0, http_client=http)

    def complete(self, asked: dict[str, Any], too_long: str = "split the paragraph in two") -> object:
        """Send one chat completion.

        Args:
            asked: body of the request, as the API documents it.
            too_long: what to do where it is longer than the model's window.

        Returns:
            The decoded body of a 2xx answer, without the key; of any shape.

        Raises:
            ToolkitError: of the kind that says whether the request may have been billed.
        """
        try:
            raw = self._client.chat.completions.with_raw_response.create(**asked)
        except openai.APIStatusError as error:
            raise _refusal(error, too_long) from error
        except openai.APIConnectionError as error:
            raise _unreachable(error, self._timeout_s) from error
        except openai.OpenAIError as error:
            raise BadAnswerError(f"the OpenAI client failed ({one_line(str(error))}); run again") from error
        try:
            found: object = json.loads(raw.http_response.text)
        except (ValueError, RecursionError) as error:
            message = "the LLM server's answer is no JSON (a page?); check OPENAI_BASE_URL, it may have been billed"
            raise BadAnswerError(message) from error
        return found


class _WithoutKey(logging.Filter):
    """Take the key out of log lines: the transport writes an answer's headers down before anybody else sees them."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, without the key."""
        line = record.getMessage()
        if self._key in line:
            record.msg, record.args = line.replace(self._key, "***"), ()
        return True


class _Once(openai.DefaultHttpxClient):
    """Read each answer whole, within its time and bounds, before the client sees any of it."""

    def guard(self, key: str, timeout_s: float) -> None:
        """Say what is to be taken out of answers, and how long one may take."""
        self._key = key.encode() if len(key) >= SHORTEST_KEY else b""
        self._timeout_s = timeout_s

    def send(self, request: Any, **kwargs: Any) -> Any:
        """Send in place of the library's own method, which reads an answer for as long as it trickles."""
        deadline = time.monotonic() + self._timeout_s
        response = super().send(request, **{**kwargs, "stream": True})
        try:
            body = self._read(response, deadline)
        finally:
            response.close()
        headers = [
            (name.encode(), self._without_key(value.encode()))
            for name, value in response.headers.multi_items()
            if name.lower() not in {"content-encoding", "content-length", "transfer-encoding"}
        ]
        return type(response)(response.status_code, headers=headers, content=body, request=request)

    def _read(self, response: Any, deadline: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if time.monotonic() > deadline:
                raise BackendTimeoutError(f"{_SERVICE}'s answer did not end in time; raise the option timeout_s")
            if len(body) > LARGEST_ANSWER:
                raise BadAnswerError(f"{_SERVICE}'s answer is larger than any translation; check OPENAI_BASE_URL")
        return self._without_key(bytes(body))

    def _without_key(self, data: bytes) -> bytes:
        return data.replace(self._key, b"***") if self._key else data


def _unreachable(error: openai.APIConnectionError, timeout_s: float) -> ToolkitError:
    """Tell what surely never arrived from what may have been translated and billed.

    The cause is one of the HTTP library's own exceptions, httpx's or httpx2's as the client's version has it: they
    share their names.
    """
    cause = error.__cause__
    name = type(cause).__name__
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return NotReadyError(
            "the LLM server's certificate cannot be verified; check the clock, the proxy and OPENAI_BASE_URL"
        )
    if name in _NEVER_SENT:
        return OutageError(f"{_SERVICE} cannot be reached; check that it runs, the network and OPENAI_BASE_URL")
    if isinstance(error, openai.APITimeoutError):
        return BackendTimeoutError(f"{_SERVICE} gave no answer within {timeout_s:g} s; raise the option timeout_s")
    if name == "DecodingError":
        return BadAnswerError(f"{_SERVICE}'s answer cannot be decoded; check OPENAI_BASE_URL, it may have been billed")
    return BackendTimeoutError(
        f"the connection to {_SERVICE} broke before the answer; check the server and the network"
    )


def _refusal(error: openai.APIStatusError, too_long: str) -> BackendError:
    """Judge a status, with the codes that tell more than it does."""
    status, detail = error.status_code, _detail(error.body)
    said = f" ({one_line(detail)})" if detail else ""
    codes = {str(error.code), str(error.type)}
    if status == 402 or "insufficient_quota" in codes:  # noqa: PLR2004 - RFC 9110, 15.5.3
        return QuotaError(f"{_SERVICE} says that the account's allowance is used up{said}; raise it, or top it up")
    if codes & _TOO_LONG or (status == 400 and _TOO_LONG_WORDS in detail):  # noqa: PLR2004 - RFC 9110, 15.5.1
        return TooLargeError(f"the text is longer than the model's window{said}; {too_long}")
    if status == 404:  # noqa: PLR2004 - RFC 9110, 15.5.5
        return UnsupportedError(f"{_SERVICE} knows no such model or path{said}; check model and OPENAI_BASE_URL")
    if status == 422 or (status == 400 and error.param in _PARAMETERS):  # noqa: PLR2004 - RFC 9110, 15.5.21
        return UnsupportedError(f"{_SERVICE} refuses an option{said}; change that option of the system")
    return error_of_status("The LLM server", status, detail, retry_after(error.response.headers.get("Retry-After")))


def _detail(body: object) -> str:
    """Take the server's own words out of an error's body, `""` where it is a page or something else."""
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) else ""
