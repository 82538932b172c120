"""AWS's own client, with the traps closed that it leaves open.

By itself boto3 asks several times, looks for credentials on the network, sends to whatever endpoint is configured,
takes half an answer for a whole one, a page for an empty one, and writes signed requests into its debug log. Here every
request is sent once, over https or to this machine, every answer is read within bounds and within its time, and the
credentials are taken out of it before anything can log it.
"""

from __future__ import annotations

import csv
import io
import logging
import time
from collections.abc import Iterator, Sequence
from typing import Any

import boto3  # type: ignore[import-untyped]  # ships no type information, nor does botocore
import botocore.session  # type: ignore[import-untyped]
from botocore.awsrequest import (  # type: ignore[import-untyped]
    AWSHTTPConnectionPool,
    AWSHTTPSConnectionPool,
    AWSResponse,
)
from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from botocore.httpsession import URLLib3Session  # type: ignore[import-untyped]
from botocore.utils import get_environ_proxies  # type: ignore[import-untyped]
from urllib3.exceptions import ProtocolError

from toolkit._http import CONNECT_S, LARGEST_ANSWER, is_loopback, require_url
from toolkit._version import __version__
from toolkit.errors import BackendTimeoutError, BadAnswerError, NotReadyError, OutageError, UnsupportedError
from toolkit.plugins import DISTRIBUTION
from toolkit.translators._amazon_errors import SERVICE, border

_CHUNK = 1024  # bytes between two looks at the clock
_LOUD = ("auth", "endpoint", "parsers", "httpsession", "hooks", "credentials", "handlers")


def profile() -> dict[str, str]:
    """Give the chosen profile of AWS's own files, empty where there is none."""
    session = botocore.session.get_session()
    with border(0):
        found: dict[str, str] = session.full_config.get("profiles", {}).get(session.profile or "default", {})
    return found


class Client:
    """Ask Amazon Translate once a call."""

    def __init__(self, region: str, timeout_s: float) -> None:
        """Open nothing yet.

        Args:
            region: as `eu-west-1`.
            timeout_s: seconds an answer may take.

        Raises:
            NotReadyError: the configuration cannot be used.
        """
        for name in _LOUD:  # botocore writes whole requests there, session token and all
            logging.getLogger(f"botocore.{name}").addFilter(_nothing_below_warning)
        config = Config(
            retries={"total_max_attempts": 1, "mode": "standard"},
            connect_timeout=CONNECT_S,
            read_timeout=timeout_s,
            user_agent_extra=f"{DISTRIBUTION}/{__version__}",
        )
        with border(timeout_s):
            core = botocore.session.get_session()
            core.get_component("credential_provider").remove("iam-role")  # that is the network
            session = boto3.session.Session(botocore_session=core, region_name=region)
            self._client = session.client("translate", config=config)
            held = session.get_credentials()
            frozen = held.get_frozen_credentials() if held else None
        if frozen is None:
            raise NotReadyError("AWS gives no credentials; run: aws configure")
        url = require_url(self._client.meta.endpoint_url, "the endpoint of your AWS configuration")
        secrets = tuple(value.encode() for value in frozen if value)
        once = _Once(url, timeout_s, core.get_config_variable("ca_bundle"), secrets)
        self._client.meta.events.register("before-send.translate", once)
        self._timeout_s = timeout_s

    def translate(self, text: str, source: str, target: str, told: dict[str, Any]) -> Any:
        """Ask for one translation.

        Args:
            text: at most 10,000 bytes.
            source: Amazon's code.
            target: Amazon's code.
            told: further members of the request.

        Returns:
            The service's answer, as it came.

        Raises:
            BackendError: of the kind that says whether it was billed.
        """
        with border(self._timeout_s):
            return self._client.translate_text(Text=text, SourceLanguageCode=source, TargetLanguageCode=target, **told)

    def require_terminology(
        self, name: str, content: str, entries: Sequence[tuple[str, str]], source: str, target: str
    ) -> None:
        """See that the account has a terminology, and import it where it has not; nothing here is billed.

        Args:
            name: made of the content's digest and the languages.
            content: the digest in full, kept as the terminology's description.
            entries: source and target terms.
            source: Amazon's code.
            target: Amazon's code.

        Raises:
            BackendError: the account takes no more terminologies, or not this one.
        """
        try:
            with border(self._timeout_s):
                if not self._has_terminology(name, content):
                    self._import_terminology(name, content, entries, source, target)
        except BackendTimeoutError as error:
            raise OutageError(f"while the glossary was looked up: {error}") from error

    def _has_terminology(self, name: str, content: str) -> bool:
        try:
            found = self._client.get_terminology(Name=name)["TerminologyProperties"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return False
            raise
        return bool(found.get("Description") == content)

    def _import_terminology(
        self, name: str, content: str, entries: Sequence[tuple[str, str]], source: str, target: str
    ) -> None:
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows([(source, target), *entries])
        answer = self._client.import_terminology(
            Name=name,
            MergeStrategy="OVERWRITE",
            Description=content,
            TerminologyData={"File": table.getvalue().encode(), "Format": "CSV", "Directionality": "UNI"},
        )
        skipped = answer["TerminologyProperties"].get("SkippedTermCount") or 0
        if skipped:
            message = f"{SERVICE} skips {skipped} of the glossary's {len(entries)} pairs"
            raise UnsupportedError(f"{message}; shorten or leave out those that are long, empty or double")


class _Pool(AWSHTTPConnectionPool):  # type: ignore[misc]
    """Follow no redirect: urllib3 would, and stumbles over a 303 so that the answer is lost."""

    def urlopen(self, *args: Any, **options: Any) -> Any:
        """Send one request."""
        return super().urlopen(*args, **{**options, "redirect": False})


class _SecurePool(AWSHTTPSConnectionPool):  # type: ignore[misc]
    """The same over https."""

    def urlopen(self, *args: Any, **options: Any) -> Any:
        """Send one request."""
        return super().urlopen(*args, **{**options, "redirect": False})


class _Session(URLLib3Session):  # type: ignore[misc]
    """Send through pools that follow no redirect."""

    def _get_connection_manager(self, url: str, proxy_url: str | None = None) -> Any:
        manager = super()._get_connection_manager(url, proxy_url)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        return manager


class _Once:
    """Send one request, in place of the client's own sending."""

    def __init__(self, url: str, timeout_s: float, bundle: str | None, secrets: tuple[bytes, ...]) -> None:
        proxies = {} if is_loopback(url) else get_environ_proxies(url)  # a proxy would read a loopback call
        self._session = _Session(
            verify=bundle or True, proxies=proxies, timeout=(CONNECT_S, timeout_s), max_pool_connections=1
        )
        self._timeout_s = timeout_s
        self._secrets = secrets

    def __call__(self, request: Any, **_: Any) -> AWSResponse:
        deadline = time.monotonic() + self._timeout_s
        request.stream_output = True  # or the session would read without bounds
        response = self._session.send(request)
        try:
            body = self._cleaned(_body(response, deadline))
        finally:
            response.raw.close()
            response.raw.release_conn()  # close() forgets the connection of an empty answer: nobody had to read it
        headers = {name: self._cleaned(value.encode()).decode() for name, value in response.headers.items()}
        return AWSResponse(response.url, response.status_code, headers, _Read(body))

    def _cleaned(self, data: bytes) -> bytes:
        """Take the credentials out of what comes back."""
        for secret in self._secrets:
            data = data.replace(secret, b"***")
        return data


class _Read:
    """An answer's body that was read already."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        """Give all of it."""
        yield self._body


def _body(response: AWSResponse, deadline: float) -> bytes:
    """Read an answer within its time and within bounds, and whole: botocore would not miss what is missing."""
    body = bytearray()
    for chunk in response.raw.stream(_CHUNK):
        body += chunk
        if time.monotonic() > deadline:
            raise BackendTimeoutError(f"{SERVICE}'s answer did not end in time; check the network or raise timeout_s")
        if len(body) > LARGEST_ANSWER:
            raise BadAnswerError(f"{SERVICE}'s answer is larger than any translation; check the endpoint")
    promised = response.headers.get("Content-Length")
    if promised and promised.isdigit() and len(body) < int(promised):
        raise ProtocolError("the answer broke off")
    return bytes(body)


def _nothing_below_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
