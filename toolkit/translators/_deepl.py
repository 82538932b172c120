"""DeepL's official client, with the traps closed that it leaves open.

The client asks again by itself (five times, deaf to Retry-After), tells a refused connection and a broken answer apart
only in prose, and takes a 200 with an HTML page for an empty list. Here every request is sent once, through `Once`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import deepl
from deepl.http_client import HttpClient

from toolkit._http import error_of_status, is_loopback, misshapen, one_line, retry_after
from toolkit._version import __version__
from toolkit.errors import (
    BackendError,
    BackendTimeoutError,
    BadAnswerError,
    OutageError,
    UnsupportedError,
)
from toolkit.plugins import DISTRIBUTION
from toolkit.translators._once import Border, guard

_PARAMETER = re.compile(
    r"\b(source_lang|target_lang|formality|glossary(_id)?|model_type|split_sentences|preserve_formatting|context)\b",
    re.IGNORECASE,
)


class Client(deepl.DeepLClient):
    """Ask DeepL once a call."""

    def __init__(self, key: str, url: str, timeout_s: float) -> None:
        """Open nothing yet.

        Args:
            key: authentication key; its ending tells free from paid accounts.
            url: of the service, `""` for the one the key belongs to.
            timeout_s: seconds an answer may take.
        """
        super().__init__(key, server_url=url or None)
        self._client = _Once(timeout_s, proxied=not is_loopback(self.server_url))
        self.set_app_info(DISTRIBUTION, __version__)


class _Once(HttpClient):
    """Send through `Once`, in place of the client's own loop."""

    def __init__(self, timeout_s: float, *, proxied: bool) -> None:
        super().__init__(send_platform_info=False)
        guard(self._session, Border("DeepL", "DEEPL_SERVER_URL", timeout_s, _refusal), proxied=proxied)

    def request_with_backoff(
        self,
        method: str,
        url: str,
        data: dict[str, Any] | None,
        json: dict[str, Any] | None,
        headers: dict[str, str],
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002 - the client's own signature
        **kwargs: Any,
    ) -> tuple[int, str]:
        """Send once.

        Returns:
            Status (2xx) and body, without the key.

        Raises:
            ToolkitError: of the kind that says whether the request may have been billed.
        """
        response = self._session.send(self._prepare_request(method, url, data, json, headers, **kwargs))
        return response.status_code, response.text


def _refusal(status: int, body: str, headers: Mapping[str, str]) -> BackendError:
    """Judge a status; a 400 that names one of our parameters is about the options, not about a text."""
    detail = _detail(body)
    if status == 400 and _PARAMETER.search(detail):  # noqa: PLR2004 - RFC 9110, 15.5.1
        return UnsupportedError(f"DeepL refuses an option ({one_line(detail)}); change the languages or the options")
    return error_of_status("DeepL", status, detail, retry_after(headers.get("Retry-After")))


def _detail(body: str) -> str:
    """Take DeepL's own words out of an error's body, `""` where it is a page or something else."""
    try:
        answer = json.loads(body)
    except ValueError:
        return ""
    if not isinstance(answer, dict):
        return ""
    return ", ".join(str(answer[name]) for name in ("message", "detail") if answer.get(name))


@contextmanager
def border() -> Iterator[None]:
    """Turn what DeepL's client raises into our errors.

    Raises:
        BackendError: the client refused, or stumbled over an answer of the wrong shape.
    """
    try:
        yield
    except deepl.DeepLException as error:
        if error.http_status_code is not None:
            raise error_of_status("DeepL", error.http_status_code, str(error)) from error
        raise BadAnswerError(f"DeepL's client failed ({one_line(str(error))}); run again") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise misshapen("DeepL", "DEEPL_SERVER_URL") from error


def glossary_id(client: Client, name: str, entries: dict[str, str], source: str, target: str) -> str:
    """Find the glossary of this name on the account, or create it; nothing here is billed.

    Args:
        client: what is asked.
        name: says the content; the entries are compared all the same.
        entries: target term by source term.
        source: DeepL's code of the source language, without region.
        target: DeepL's code of the target language, without region.

    Returns:
        The id translations refer to it by.

    Raises:
        BackendError: the account takes no more glossaries, or not this one.
    """
    try:
        with border():
            found = _known_glossary(client, name, entries, source, target)
            found = found or _new_glossary(client, name, entries, source, target)
    except BackendTimeoutError as error:
        raise OutageError(f"while the glossary was looked up: {error}") from error
    if not found.ready:
        raise OutageError("DeepL is still preparing the glossary; run again in a minute")
    return found.glossary_id


def _known_glossary(
    client: Client, name: str, entries: dict[str, str], source: str, target: str
) -> deepl.GlossaryInfo | None:
    for known in client.list_glossaries():
        if (known.name, known.source_lang, known.target_lang) != (name, source, target):
            continue
        if not known.ready or client.get_glossary_entries(known) == entries:
            return known
    return None


def _new_glossary(client: Client, name: str, entries: dict[str, str], source: str, target: str) -> deepl.GlossaryInfo:
    try:
        return client.create_glossary(name, source, target, entries)
    except ValueError as error:  # its own check of the terms, before anything is sent
        raise UnsupportedError(f"DeepL does not take the glossary: {one_line(str(error))}") from error
