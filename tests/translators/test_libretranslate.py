"""LibreTranslate's API, spoken to a server on this machine that answers as the real one does."""

from __future__ import annotations

import json
import logging
import re
import socket
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit import plugins
from toolkit.errors import (
    AuthError,
    BackendError,
    BackendTimeoutError,
    BadAnswerError,
    NotReadyError,
    OutageError,
    RateLimitError,
    RejectedError,
    TooLargeError,
    UnsupportedError,
)
from toolkit.exchange import Pace, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Rendering, Request

LibreTranslate = plugins.load("translators", "libretranslate")
Options = LibreTranslate.Options
ASK = [Request("Bonjour", "fr", "en"), Request("Merci", "fr", "en")]


def texts(requests: list[Request], options: Any) -> list[str]:
    """Translate, and give the texts alone."""
    return [rendering.text for rendering in LibreTranslate().translate_batch(requests, options)]


def test_translates_all_texts_with_one_call(libretranslate_server: Any) -> None:
    """Each text comes back in order; the request holds the texts, the languages, the format and the key."""
    assert LibreTranslate().translate_batch(ASK, Options()) == [Rendering("[en] Bonjour"), Rendering("[en] Merci")]
    assert [seen.json for seen in libretranslate_server.seen] == [
        {
            "q": ["Bonjour", "Merci"],
            "source": "fr",
            "target": "en",
            "format": "text",
            "api_key": libretranslate_server.key,
        }
    ]


def test_html_is_asked_for_and_part_of_the_question(libretranslate_server: Any) -> None:
    """The format reaches the server and the identity, and tags are then left to the server."""
    ask = [Request("Un <b>mot</b>", "fr", "en")]
    assert texts(ask, Options(format="html")) == ["[en] Un <b>mot</b>"]
    assert libretranslate_server.seen[-1].json["format"] == "html"
    identity = LibreTranslate().identity(Options(format="html"))
    assert (identity.format, identity.options) == ("html", {})


@pytest.mark.parametrize(
    ("text", "sent", "expected"),
    [
        ("Voir https://a.fr/le.", ["Voir"], "[en] Voir https://a.fr/le."),
        ("{name}, un <b>mot</b> !", ["un", "mot"], "{name}, [en] un <b>[en] mot</b> !"),
        ("https://a.fr/le", [], "https://a.fr/le"),
    ],
)
def test_what_must_survive_is_not_sent(libretranslate_server: Any, text: str, sent: list[str], expected: str) -> None:
    """Texts are cut around it: the pieces are translated, the rest comes out as it went in, and no call is wasted."""
    assert texts([Request(text, "fr", "en")], Options()) == [expected]
    assert [seen.json["q"] for seen in libretranslate_server.seen] == ([sent] if sent else [])
    libretranslate_server.seen.clear()
    assert texts([Request(text, "fr", "en")], Options(protect=False)) == [f"[en] {text}"]


def test_a_piece_without_an_answer_spoils_its_text_only(libretranslate_server: Any, tmp_path: Path) -> None:
    """Where one piece of a text comes back empty, that text is refused, and its neighbor kept."""
    libretranslate_server.gate = lambda seen: (
        (lambda handler: handler.answer(200, {"translatedText": ["See", "", "Thanks"]}))
        if seen.path == "/translate"
        else None
    )
    ask = [Request("Voir https://a.fr demain", "fr", "en"), Request("Merci", "fr", "en")]
    backend = LibreTranslate().bind(Options())
    outcomes = list(exchange(backend, ask, Recordings(tmp_path, backend.identity), Policy()))
    assert outcomes[0].kind == "bad_answer"
    assert outcomes[1].text == "Thanks"


def test_a_server_without_keys_gets_none(libretranslate_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key the request has no member for it, and a server that wants one says what to set."""
    monkeypatch.delenv("LIBRETRANSLATE_API_KEY")
    libretranslate_server.fail(400, {"error": "Visit https://example.org to get an API key"})
    with pytest.raises(AuthError, match="set LIBRETRANSLATE_API_KEY"):
        LibreTranslate().translate_batch(ASK, Options())
    assert "api_key" not in libretranslate_server.seen[-1].json


def test_the_server_says_its_version(libretranslate_server: Any, tmp_path: Path) -> None:
    """What answered stands in each recording; it is asked for once."""
    backend = LibreTranslate().bind(Options())
    outcomes = list(exchange(backend, ASK, Recordings(tmp_path, backend.identity), Policy()))
    assert [outcome.model for outcome in outcomes] == ["LibreTranslate 1.9.6"] * 2
    assert [seen.path for seen in libretranslate_server.seen] == ["/spec", "/translate"]
    (path,) = tmp_path.glob("*.jsonl")
    assert '"program":"LibreTranslate 1.9.6"' in path.read_text(encoding="utf-8").replace('": "', '":"')


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (404, "<html></html>", {}),
        (200, "<html></html>", {"program": "LibreTranslate"}),
        (200, {"info": {"version": 7}}, {"program": "LibreTranslate"}),
        (200, {"info": None}, {"program": "LibreTranslate"}),
        (500, "", {}),
    ],
)
def test_a_server_that_does_not_say_its_version_is_as_good(
    libretranslate_server: Any, status: int, body: Any, expected: dict[str, str]
) -> None:
    """Whatever goes wrong with that question is no failure."""
    libretranslate_server.fail(status, body)
    translator = LibreTranslate()
    assert translator.observed(Options()) == expected
    assert translator.translate_batch(ASK, Options())[0].text == "[en] Bonjour"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr-CA", "fr"), ("en-GB", "en"), ("pt-BR", "pb"), ("pt-PT", "pt"), ("zh-CN", "zh"), ("zh-TW", "zt")],
)
def test_languages_are_those_of_the_models(language: str, expected: str) -> None:
    """BCP 47 codes become the codes Argos's models are named by."""
    from toolkit.translators.libretranslate import code

    assert code(language) == expected


STATUSES = [
    (400, {"error": "tlh is not supported"}, UnsupportedError, "tlh"),
    (400, {"error": "English (en) is not available as a target language from French (fr)"}, UnsupportedError, "model"),
    (500, {"error": "Cannot translate text: en is not available as a target language"}, UnsupportedError, "model"),
    (400, {"error": "Invalid request: request (9) exceeds text limit (5)"}, TooLargeError, "shorten the text"),
    (400, {"error": "Invalid request: missing q parameter"}, RejectedError, "missing q"),
    (403, {"error": "Invalid API key"}, AuthError, "a key of this server"),
    (403, {"error": "Too many request limits violations"}, AuthError, "shut you out"),
    (403, "", AuthError, "check the key"),
    (404, "<html></html>", UnsupportedError, "check the service's URL"),
    (413, "", TooLargeError, "shorten the text"),
    (429, {"error": "Slowdown: 1 per 1 minute"}, RateLimitError, "fewer calls"),
    (500, {"error": "Internal"}, OutageError, "HTTP 500"),
    (503, "<html>busy</html>", OutageError, "HTTP 503"),
    (504, "", BackendTimeoutError, "HTTP 504"),
    (302, "", BadAnswerError, "HTTP 302"),
]


@pytest.mark.parametrize(("status", "body", "kind", "words"), STATUSES)
def test_a_status_becomes_the_right_error(
    libretranslate_server: Any, status: int, body: Any, kind: type[BackendError], words: str
) -> None:
    """Each status is our error that says what to do, after exactly one request."""
    libretranslate_server.fail(status, body, Location="https://example.org/")
    with pytest.raises(kind, match=re.escape(words)) as caught:
        LibreTranslate().translate_batch(ASK, Options())
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    assert len(libretranslate_server.seen) == 1


def test_errors_are_asked_for_in_english(libretranslate_server: Any) -> None:
    """The server words its errors in the client's language, and they are told apart by their words."""
    LibreTranslate().translate_batch(ASK, Options())
    assert libretranslate_server.seen[-1].headers["Accept-Language"] == "en"


def test_a_text_that_is_too_long_costs_no_other(libretranslate_server: Any, tmp_path: Path) -> None:
    """The server's own limit, which nobody knows beforehand, is met by halving the call."""
    ask = [*ASK, Request("long " * 500, "fr", "en")]
    backend = LibreTranslate().bind(Options())
    outcomes = list(exchange(backend, ask, Recordings(tmp_path, backend.identity), Policy()))
    assert [outcome.text for outcome in outcomes[:2]] == ["[en] Bonjour", "[en] Merci"]
    assert outcomes[2].kind == "too_large"


def test_only_the_exchange_asks_again(libretranslate_server: Any, tmp_path: Path) -> None:
    """Two refusals and an answer are three requests, with waits of at least what Retry-After says."""
    refusals = iter([3, 3])

    def slow(handler: Any) -> None:
        handler.answer(429, {"error": "Slowdown"}, Retry_After=str(next(refusals)))

    left = [slow, slow]
    libretranslate_server.gate = lambda seen: left.pop() if left and seen.path == "/translate" else None
    waits: list[float] = []
    backend = LibreTranslate().bind(Options())
    recordings = Recordings(tmp_path, backend.identity)
    outcomes = list(exchange(backend, ASK, recordings, Policy(), pace=Pace(sleep=waits.append)))
    assert [outcome.text for outcome in outcomes] == ["[en] Bonjour", "[en] Merci"]
    assert [seen.path for seen in libretranslate_server.seen].count("/translate") == 3
    assert len(waits) == 2
    assert min(waits) >= 3


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("<html>Welcome to the hotel</html>", "text/html", "documented shape"),
        ("not JSON", "application/json", "documented shape"),
        ("[1, 2]", "application/json", "documented shape"),
        ({"translatedText": None}, "application/json", "documented shape"),
        ({"translatedText": "one text"}, "application/json", "documented shape"),
        ({"translatedText": ["one"]}, "application/json", "1 translations for 2 texts"),
        ({"translatedText": ["one", "two", "three"]}, "application/json", "3 translations for 2 texts"),
    ],
)
def test_a_200_of_another_shape_is_a_bad_answer(libretranslate_server: Any, body: Any, kind: str, words: str) -> None:
    """A page, a short list, a long list or a missing field is refused, and may have been billed."""
    libretranslate_server.fail(200, body, kind)
    with pytest.raises(BadAnswerError, match=words) as caught:
        LibreTranslate().translate_batch(ASK, Options())
    assert caught.value.billed is None


def test_a_refused_connection_is_an_outage(libretranslate_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens: nothing was sent, and asking again may help."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("LIBRETRANSLATE_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(OutageError, match="cannot be reached"):
        LibreTranslate().translate_batch(ASK, Options())


def _hang(handler: Any) -> None:
    handler.server.hang.wait(5)


def _drop(handler: Any) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("fault", [_hang, _drop])
def test_no_answer_leaves_the_bill_unknown(libretranslate_server: Any, fault: Callable[[Any], None]) -> None:
    """Once a request was sent, silence and a broken connection may have been billed."""
    libretranslate_server.hang = threading.Event()
    libretranslate_server.faults.append(fault)
    begun = time.monotonic()
    try:
        with pytest.raises(BackendTimeoutError):
            LibreTranslate().translate_batch(ASK, Options(timeout_s=0.2))
    finally:
        libretranslate_server.hang.set()
    assert time.monotonic() - begun < 4
    assert len(libretranslate_server.seen) == 1


@pytest.mark.parametrize("status", [200, 400, 403, 418, 500])
def test_the_key_shows_nowhere(libretranslate_server: Any, caplog: pytest.LogCaptureFixture, status: int) -> None:
    """With every logger at its loudest and a server that repeats the key, no log line and no traceback holds it."""
    caplog.set_level(logging.DEBUG)
    for name in ("", "urllib3", "requests", "toolkit"):
        caplog.set_level(logging.DEBUG, logger=name)
    key = libretranslate_server.key
    libretranslate_server.fail(status, json.dumps({"error": f"you sent {key}"}), X_Said=key)
    with pytest.raises(BackendError) as caught:
        LibreTranslate().translate_batch(ASK, Options())
    assert key not in "".join(traceback.format_exception(caught.value))
    assert "urllib3.connectionpool" in {record.name for record in caplog.records}
    assert key not in " ".join(str(vars(record)) for record in caplog.records)


def test_without_a_server_it_says_how_to_start_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No URL is one line that says how to come by one, and nothing is sent."""
    said = LibreTranslate().obstacle(Options())
    assert said.startswith("LIBRETRANSLATE_URL is not set; start a server (pip install libretranslate), then run: ")
    assert said.endswith("export LIBRETRANSLATE_URL=http://127.0.0.1:5000")
    with pytest.raises(NotReadyError, match="LIBRETRANSLATE_URL is not set"):
        LibreTranslate().translate_batch(ASK, Options())


@pytest.mark.parametrize("key", ["short", "two words in it", "clé-à-accents-ici", "a-line\nbreak-inside"])
def test_what_cannot_be_a_key_is_not_sent(
    libretranslate_server: Any, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """It is refused without quoting it."""
    monkeypatch.setenv("LIBRETRANSLATE_API_KEY", key)
    with pytest.raises(NotReadyError, match="is not a key") as caught:
        LibreTranslate().translate_batch(ASK, Options())
    assert key not in str(caught.value)
    assert not libretranslate_server.seen


@pytest.mark.parametrize("url", ["http://libretranslate.com", "http://127.0.0.1.example.org", "libretranslate.com"])
def test_texts_leave_this_machine_by_https_only(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A server that is neither https nor this machine is refused before anything is sent."""
    monkeypatch.setenv("LIBRETRANSLATE_URL", url)
    with pytest.raises(NotReadyError, match="LIBRETRANSLATE_URL is not an https URL"):
        LibreTranslate().translate_batch(ASK, Options())


def test_a_proxy_from_the_environment_does_not_see_a_loopback_call(
    libretranslate_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call to this machine goes there directly, as it carries the key in the clear."""
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert texts(ASK, Options())[0] == "[en] Bonjour"


def test_one_connection_serves_a_run(libretranslate_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of one run share a client; another key gets another."""
    translator = LibreTranslate()
    translator.translate_batch(ASK, Options())
    first = translator._open[1]
    translator.translate_batch(ASK, Options())
    assert translator._open[1] is first
    monkeypatch.setenv("LIBRETRANSLATE_API_KEY", "another-key-entirely")
    with pytest.raises(AuthError):
        translator.translate_batch(ASK, Options())
