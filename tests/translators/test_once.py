"""What is mounted under vendors' clients: one request a call, a whole answer or an error that says what it may cost."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.translators import loopback
from toolkit._http import error_of_status
from toolkit.errors import (
    BackendError,
    BackendTimeoutError,
    BadAnswerError,
    NotReadyError,
    OutageError,
    ToolkitError,
)
from toolkit.translators._once import Border, guarded, hider

TOKEN = "token-of-a-test"


class Handler(loopback.Handler):
    """Answer with a cookie and the words one was asked with."""

    def route(self, seen: loopback.Seen) -> None:
        self.answer(200, seen.body.decode(), "text/plain", Set_Cookie="a=b", X_MT_System="general")


@pytest.fixture
def server() -> Iterator[loopback.Server]:
    """Run a server that answers."""
    with loopback.serve(Handler) as running:
        yield running


def refused(status: int, body: str, headers: Mapping[str, str]) -> BackendError:
    return error_of_status("The service", status, body)


def session(timeout_s: float = 5.0, *, proxied: bool = False) -> requests.Session:
    return guarded(Border("The service", "THE_URL", timeout_s, refused), proxied=proxied)


def ask(server: loopback.Server, timeout_s: float = 5.0, body: str = "été") -> requests.Response:
    """Send one request as a client would, with a token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return session(timeout_s).post(server.url, data=body.encode(), headers=headers, timeout=600)


def test_an_answer_comes_through_with_the_headers_that_are_needed(server: loopback.Server) -> None:
    """Body and kind are as they came; cookies and other headers stay outside."""
    answer = ask(server)
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, "été".encode(), "text/plain")
    assert set(answer.headers) == {"Content-Type", "X-MT-System"}
    assert not answer.cookies


@pytest.mark.parametrize("status", [300, 302, 307, 308, 400, 401, 403, 429, 500, 503])
def test_a_status_is_judged_after_one_request(server: loopback.Server, status: int) -> None:
    """Nothing is followed and nothing is asked again."""
    server.fail(status, "no", Location=f"{server.url}/elsewhere", Retry_After="0")
    with pytest.raises(BackendError):
        ask(server)
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [200, 400])
def test_what_repeats_the_token_is_cleaned(server: loopback.Server, status: int) -> None:
    """An answer, an error and a header that hold the request's own token lose it."""
    server.fail(status, f"you sent {TOKEN}", f"text/{TOKEN}")
    try:
        answer = ask(server)
        said = f"{answer.text} {answer.headers}"
    except BackendError as error:
        said = str(error)
    assert "you sent ***" in said
    assert TOKEN not in said


@pytest.mark.parametrize("fault", [loopback.silent(2), loopback.reset, loopback.half, loopback.trickling()])
def test_no_whole_answer_leaves_the_bill_unknown(
    server: loopback.Server, fault: Callable[[loopback.Handler], None]
) -> None:
    """Silence, a broken connection, half an answer and one that trickles end in time, and may all have been billed."""
    server.faults.append(fault)
    begun = time.monotonic()
    with pytest.raises(BackendTimeoutError) as caught:
        ask(server, timeout_s=0.3)
    assert caught.value.billed is None
    assert time.monotonic() - begun < 2
    assert len(server.seen) == 1


def test_an_endless_answer_is_cut_off(server: loopback.Server) -> None:
    """An answer far larger than any translation is refused instead of filling the memory."""
    server.fail(200, "x" * 8_100_000)
    with pytest.raises(BadAnswerError, match="larger than any translation; check THE_URL"):
        ask(server)


def test_a_refused_connection_is_an_outage() -> None:
    """Nothing listens: nothing was sent, and asking again may help."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(OutageError, match="cannot be reached") as caught:
        session().get(url)
    assert caught.value.billed is False


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (requests.exceptions.SSLError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"), NotReadyError),
        (requests.exceptions.SSLError("[SSL] unexpected eof"), OutageError),
        (requests.exceptions.ProxyError("no such proxy"), OutageError),
        (requests.exceptions.ConnectTimeout("too slow"), OutageError),
        (requests.exceptions.ReadTimeout("too slow"), BackendTimeoutError),
        (requests.exceptions.ConnectionError("reset by peer"), BackendTimeoutError),
        (requests.exceptions.ChunkedEncodingError("broken off"), BackendTimeoutError),
        (requests.exceptions.ContentDecodingError("not gzip"), BadAnswerError),
    ],
)
def test_each_way_a_connection_fails_is_ours(
    server: loopback.Server, monkeypatch: pytest.MonkeyPatch, raised: Exception, kind: type[ToolkitError]
) -> None:
    """What surely never arrived is told from what may have been billed, and the cause is kept."""

    def fail(*args: object, **kwargs: object) -> Any:
        raise raised

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", fail)
    with pytest.raises(kind) as caught:
        ask(server)
    assert type(caught.value) is kind
    assert caught.value.__cause__ is raised


def test_a_netrc_does_not_replace_the_credentials(
    server: loopback.Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the client put there arrives, whatever a .netrc says of the host."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hunter2\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    session(proxied=True).get(server.url, headers={"Authorization": f"Bearer {TOKEN}"})
    assert server.seen[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_proxy_is_used_only_where_it_may(server: loopback.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the environment's proxy a request goes to the proxy; without, straight to its host."""
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "")
    session(proxied=True).get("http://192.0.2.1/far", timeout=5)  # RFC 5737: an address that is nobody's
    assert server.seen[0].path == "http://192.0.2.1/far"
    session(proxied=False).get(f"{server.url}/near", timeout=5)
    assert server.seen[1].path == "/near"


def test_nothing_is_hidden_where_there_is_no_secret() -> None:
    """An empty secret is none, and does not stand between all letters."""
    assert hider([""])("abc") == "abc"
