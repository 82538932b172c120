"""DeepL's official client against a server on this machine that speaks its API."""

from __future__ import annotations

import json
import logging
import re
import socket
import time
import traceback
from collections.abc import Callable
from typing import Any

import deepl
import pytest

from tests.translators import loopback
from toolkit import plugins
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
from toolkit.exchange import Limits, Pace, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Glossary, Rendering, Request

DeepL = plugins.load("translators", "deepl")
Options = DeepL.Options
ASK = [Request("Bonjour", "fr", "en"), Request("Merci", "fr", "en")]


def sent(server: Any, place: int = -1) -> Any:
    """Give what a request to the server held."""
    return server.seen[place].json


def test_translates_with_the_bill_and_the_model(deepl_server: Any) -> None:
    """Each text comes back in order, with what DeepL billed for it and the model it used."""
    options = Options(model_type="quality_optimized")
    assert DeepL().translate_batch(ASK, options) == [
        Rendering("[EN-GB] Bonjour", billed_characters=7, model="quality_optimized"),
        Rendering("[EN-GB] Merci", billed_characters=5, model="quality_optimized"),
    ]


def test_sends_nothing_but_the_texts_by_default(deepl_server: Any) -> None:
    """With default options the request holds the texts and the languages: DeepL's own defaults stay DeepL's."""
    DeepL().translate_batch(ASK, Options())
    assert sent(deepl_server) == {
        "source_lang": "FR",
        "target_lang": "EN-GB",
        "text": ["Bonjour", "Merci"],
        "show_billed_characters": True,
    }


def test_sends_every_option(deepl_server: Any) -> None:
    """Each option reaches the service under the name its documentation gives it."""
    options = Options(
        variant="EN-US",
        formality="prefer_more",
        model_type="prefer_quality_optimized",
        context=True,
        preserve_formatting=True,
        split_sentences="off",
    )
    DeepL().translate_batch([Request("Oui", "fr", "en", context="Viendra-t-il ?")], options)
    asked = sent(deepl_server)
    assert asked["target_lang"] == "EN-US"
    assert asked["formality"] == "prefer_more"
    assert asked["model_type"] == "prefer_quality_optimized"
    assert asked["context"] == "Viendra-t-il ?"
    assert asked["preserve_formatting"] is True
    assert asked["split_sentences"] == "0"


def test_context_is_sent_only_when_asked_for(deepl_server: Any) -> None:
    """A request's context stays here without the option; with it, each text is a call of its own."""
    DeepL().translate_batch([Request("Oui", "fr", "en", context="Viendra-t-il ?")], Options())
    assert "context" not in sent(deepl_server)
    assert (DeepL().limits(Options(context=True)).texts, DeepL().limits(Options()).texts) == (1, 50)


def test_size_is_counted_as_the_client_encodes_it(deepl_server: Any) -> None:
    """A text's bytes in the limits are its bytes in the body of the request, escapes and all."""
    limits: Limits = DeepL().limits(Options())
    text = 'Été « 90 % » à l’"Élysée" 🙂'
    bodies = []
    for count in (1, 2):
        DeepL().translate_batch([Request(text, "fr", "en")] * count, Options())
        bodies.append(len(deepl_server.seen[-1].body))
    assert bodies[1] - bodies[0] == limits.encoded(text)


def test_batches_stay_within_the_limits(deepl_server: Any, tmp_path: Any) -> None:
    """Through the exchange, no request holds more than 50 texts or 128 KiB, and none is lost."""
    requests = [Request(f"{number} {'é' * 900}", "fr", "en") for number in range(70)]
    requests += [Request(f"court {number}", "fr", "en") for number in range(120)]
    backend = DeepL().bind(Options())
    outcomes = list(exchange(backend, requests, Recordings(tmp_path, backend.identity), Policy()))
    assert [outcome.text for outcome in outcomes] == [f"[EN-GB] {request.text}" for request in requests]
    assert max(len(seen.json["text"]) for seen in deepl_server.seen) == 50
    assert max(len(seen.body) for seen in deepl_server.seen) < 100_000


def test_one_connection_serves_a_run(deepl_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of one run share a client; another key gets another."""
    translator = DeepL()
    translator.translate_batch(ASK, Options())
    first = translator._open[1]
    translator.translate_batch(ASK, Options())
    assert translator._open[1] is first
    assert deepl_server.key not in str(vars(translator))
    monkeypatch.setenv("DEEPL_AUTH_KEY", "another-key-entirely")
    with pytest.raises(AuthError):
        translator.translate_batch(ASK, Options())


GLOSSARY = Glossary((("Bonjour", "Hello"), ("Merci", "Thanks")))


def test_a_glossary_is_created_once_and_used(deepl_server: Any) -> None:
    """Its terms are kept to; a second batch and a second run find it by name and entries."""
    options = Options(glossary=GLOSSARY)
    translator = DeepL()
    assert [rendering.text for rendering in translator.translate_batch(ASK, options)] == [
        "[EN-GB] Hello",
        "[EN-GB] Thanks",
    ]
    translator.translate_batch(ASK, options)
    DeepL().translate_batch(ASK, options)
    created = [seen for seen in deepl_server.seen if (seen.method, seen.path) == ("POST", "/v2/glossaries")]
    assert len(created) == 1
    assert created[0].json["entries"] == "Bonjour\tHello\nMerci\tThanks"
    assert (created[0].json["source_lang"], created[0].json["target_lang"]) == ("FR", "EN")


def test_a_glossary_with_other_entries_is_not_taken(deepl_server: Any) -> None:
    """A namesake on the account whose entries differ is left alone, and ours is created."""
    options = Options(glossary=GLOSSARY)
    DeepL().translate_batch(ASK, options)
    deepl_server.glossaries[0].entries = "Bonjour\tHowdy"
    assert DeepL().translate_batch(ASK, options)[0].text == "[EN-GB] Hello"
    assert len(deepl_server.glossaries) == 2


def test_a_glossary_that_is_not_ready_is_waited_for(deepl_server: Any) -> None:
    """While DeepL prepares it, the call fails as an outage does: unbilled, and asked again."""
    options = Options(glossary=GLOSSARY)
    DeepL().translate_batch(ASK, options)
    deepl_server.glossaries[0].info["ready"] = False
    with pytest.raises(OutageError, match="still preparing the glossary"):
        DeepL().translate_batch(ASK, options)
    assert len(deepl_server.glossaries) == 1


def test_a_term_deepl_cannot_take_is_named(deepl_server: Any) -> None:
    """A control character in a term is refused before anything is sent for translation."""
    with pytest.raises(UnsupportedError, match=r"glossary.*invalid character"):
        DeepL().translate_batch(ASK, Options(glossary=Glossary((("a\x01", "b"),))))


def test_a_lookup_of_the_glossary_that_hangs_bills_nothing(deepl_server: Any) -> None:
    """A time-out before the texts were sent is an outage, not an unknown bill."""
    deepl_server.faults.append(loopback.silent(2))
    with pytest.raises(OutageError, match="glossary"):
        DeepL().translate_batch(ASK, Options(glossary=GLOSSARY, timeout_s=0.2))


STATUSES = [
    (400, {"message": "Value for 'target_lang' not supported."}, UnsupportedError, "target_lang"),
    (400, {"message": "'formality' is not supported for given 'target_lang'."}, UnsupportedError, "formality"),
    (400, {"message": "Bad request", "detail": "Text is not valid."}, RejectedError, "Text is not valid"),
    (403, {"message": "Forbidden"}, AuthError, "check the key"),
    (404, {"message": "Not found"}, UnsupportedError, "check the service's URL"),
    (413, "", TooLargeError, "shorten the text"),
    (429, {"message": "Too many requests"}, RateLimitError, "fewer calls"),
    (456, {"message": "Quota Exceeded"}, QuotaError, "allowance"),
    (500, {"message": "Internal"}, OutageError, "HTTP 500"),
    (503, "<html>busy</html>", OutageError, "HTTP 503"),
    (504, "", BackendTimeoutError, "HTTP 504"),
    (529, "", RateLimitError, "fewer calls"),
    (302, "", BadAnswerError, "HTTP 302"),
    (418, "", BadAnswerError, "HTTP 418"),
]


@pytest.mark.parametrize(("status", "body", "kind", "words"), STATUSES)
def test_a_status_becomes_the_right_error(
    deepl_server: Any, status: int, body: Any, kind: type[BackendError], words: str
) -> None:
    """Each status is our error that says what to do, after exactly one request."""
    deepl_server.fail(status, body, Location="https://example.org/")
    with pytest.raises(kind, match=re.escape(words)) as caught:
        DeepL().translate_batch(ASK, Options())
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    assert len(deepl_server.seen) == 1


def test_retry_after_is_handed_on(deepl_server: Any) -> None:
    """The seconds the service asks for reach whoever asks again."""
    deepl_server.fail(429, {"message": "Too many requests"}, Retry_After="17")
    with pytest.raises(RateLimitError) as caught:
        DeepL().translate_batch(ASK, Options())
    assert caught.value.retry_after == 17.0


def test_only_the_exchange_asks_again(deepl_server: Any, tmp_path: Any) -> None:
    """Two refusals and an answer are three requests, with waits of at least what Retry-After says."""
    deepl_server.fail(429, {"message": "Too many requests"}, times=2, Retry_After="3")
    waits: list[float] = []
    backend = DeepL().bind(Options())
    recordings = Recordings(tmp_path, backend.identity)
    outcomes = list(exchange(backend, ASK, recordings, Policy(), pace=Pace(sleep=waits.append)))
    assert [outcome.text for outcome in outcomes] == ["[EN-GB] Bonjour", "[EN-GB] Merci"]
    assert len(deepl_server.seen) == 3
    assert len(waits) == 2
    assert min(waits) >= 3


SHAPES = [
    ("<html><body>Welcome to the hotel's network</body></html>", "text/html", "0 translations for 2 texts"),
    ("not JSON at all", "application/json", "0 translations for 2 texts"),
    ("[1, 2]", "application/json", "0 translations for 2 texts"),
    ({"translations": None}, "application/json", "documented shape"),
    ({"translations": ["Hello", "Thanks"]}, "application/json", "documented shape"),
    ({"translations": [{"text": "Hello", "billed_characters": 7}]}, "application/json", "1 translations for 2 texts"),
    ({"translations": [{"text": "Hello"}, {"text": "Thanks"}]}, "application/json", "documented shape"),
    (
        {"translations": [{"text": each, "billed_characters": 1} for each in "abc"]},
        "application/json",
        "3 translations for 2 texts",
    ),
]


@pytest.mark.parametrize(("body", "kind", "words"), SHAPES)
def test_a_200_of_another_shape_is_a_bad_answer(deepl_server: Any, body: Any, kind: str, words: str) -> None:
    """A page, a short list, a long list or a missing field is refused, and may have been billed."""
    deepl_server.fail(200, body, kind)
    with pytest.raises(BadAnswerError, match=words) as caught:
        DeepL().translate_batch(ASK, Options())
    assert caught.value.billed is None


def test_one_text_without_an_answer_costs_no_other(deepl_server: Any, tmp_path: Any) -> None:
    """A translation that is missing its text fails alone; those paid for beside it are kept."""
    answers = [{"text": "Hello", "billed_characters": 7}, {"text": None, "billed_characters": 5}]
    deepl_server.fail(200, {"translations": answers})
    backend = DeepL().bind(Options())
    outcomes = list(exchange(backend, ASK, Recordings(tmp_path, backend.identity), Policy()))
    assert outcomes[0].text == "Hello"
    assert outcomes[1].kind == "bad_answer"


def test_a_refused_connection_is_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens: nothing was sent, and asking again may help."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("DEEPL_AUTH_KEY", "canary-key-that-nobody-may-see")
    monkeypatch.setenv("DEEPL_SERVER_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(OutageError, match="cannot be reached") as caught:
        DeepL().translate_batch(ASK, Options())
    assert caught.value.billed is False


@pytest.mark.parametrize("fault", [loopback.silent(2), loopback.drop, loopback.half, loopback.trickling()])
def test_no_whole_answer_leaves_the_bill_unknown(deepl_server: Any, fault: Callable[[Any], None]) -> None:
    """Once a request was sent, silence, a broken connection and half an answer may all have been billed."""
    deepl_server.faults.append(fault)
    begun = time.monotonic()
    with pytest.raises(BackendTimeoutError) as caught:
        DeepL().translate_batch(ASK, Options(timeout_s=0.3))
    assert caught.value.billed is None
    assert time.monotonic() - begun < 4
    assert len(deepl_server.seen) == 1


def test_an_endless_answer_is_cut_off(deepl_server: Any) -> None:
    """An answer far larger than any translation is refused instead of filling the memory."""
    deepl_server.fail(200, "x" * 8_100_000)
    with pytest.raises(BadAnswerError, match="larger than any translation"):
        DeepL().translate_batch(ASK, Options())


def everything(kind: type[deepl.DeepLException]) -> set[type[deepl.DeepLException]]:
    """Give an exception's class with all below it."""
    return {kind}.union(*(everything(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(everything(deepl.DeepLException), key=lambda kind: kind.__name__))
def test_no_exception_of_the_client_gets_through(
    deepl_server: Any, monkeypatch: pytest.MonkeyPatch, kind: type[deepl.DeepLException]
) -> None:
    """Whatever class of its own the client raises becomes ours, with the client's as its cause."""
    extra = (None,) if kind is deepl.DocumentTranslationException else ()
    raised = kind("it did not work", *extra)

    def refuse(*args: object, **kwargs: object) -> None:
        raise raised

    monkeypatch.setattr(deepl.Translator, "translate_text", refuse)
    with pytest.raises(BackendError) as caught:
        DeepL().translate_batch(ASK, Options())
    assert caught.value.__cause__ is raised


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "<html>you sent {key}</html>"),
        (400, '{"message": "no such key: {key}"}'),
        (403, '{"message": "bad key {key}", "detail": "DeepL-Auth-Key {key}"}'),
        (418, "teapot {key}"),
        (500, "Authorization: DeepL-Auth-Key {key}"),
    ],
)
def test_the_key_shows_nowhere(deepl_server: Any, caplog: pytest.LogCaptureFixture, status: int, body: str) -> None:
    """With every logger at its loudest and a service that repeats the key, no log line and no traceback holds it."""
    caplog.set_level(logging.DEBUG)
    for name in ("", "deepl", "urllib3", "requests", "toolkit"):
        caplog.set_level(logging.DEBUG, logger=name)
    deepl_server.fail(status, body.replace("{key}", deepl_server.key))
    with pytest.raises(BackendError) as caught:
        DeepL().translate_batch(ASK, Options())
    assert {"deepl", "urllib3.connectionpool"} <= {record.name for record in caplog.records}
    assert deepl_server.key not in "".join(traceback.format_exception(caught.value))
    assert deepl_server.key not in caplog.text
    assert deepl_server.key not in json.dumps([str(record.args) for record in caplog.records])


def test_without_a_key_it_says_what_to_set() -> None:
    """No key is one line that names the variable, and nothing is sent."""
    assert DeepL().obstacle(Options()).startswith("DEEPL_AUTH_KEY is not set; run: export DEEPL_AUTH_KEY=")
    with pytest.raises(NotReadyError, match="DEEPL_AUTH_KEY is not set"):
        DeepL().translate_batch(ASK, Options())


@pytest.mark.parametrize("key", ["short", "two words in it", "clé-à-accents-ici", "a-line\nbreak-inside"])
def test_what_cannot_be_a_key_is_not_sent(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """A key the HTTP library would refuse, quoting it, is refused before, without quoting it."""
    monkeypatch.setenv("DEEPL_AUTH_KEY", key)
    with pytest.raises(NotReadyError, match="is not a DeepL key") as caught:
        DeepL().translate_batch(ASK, Options())
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://api.deepl.com", "http://127.0.0.1.example.org", "ftp://api.deepl.com", "api.deepl.com", "https://"]
)
def test_the_key_leaves_this_machine_by_https_only(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A server that is neither https nor this machine is refused before anything is sent."""
    monkeypatch.setenv("DEEPL_AUTH_KEY", "canary-key-that-nobody-may-see")
    monkeypatch.setenv("DEEPL_SERVER_URL", url)
    with pytest.raises(NotReadyError, match="DEEPL_SERVER_URL is not an https URL"):
        DeepL().translate_batch(ASK, Options())


def test_a_proxy_from_the_environment_does_not_see_a_loopback_call(
    deepl_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call to this machine goes there directly, as it carries the key in the clear."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert DeepL().translate_batch(ASK, Options())[0].text == "[EN-GB] Bonjour"


def test_options_are_the_identity() -> None:
    """What DeepL is told, and no more, is what a recording is found by."""
    identity = DeepL().identity(Options(variant="EN-US", formality="less", glossary=GLOSSARY, timeout_s=5.0))
    assert identity.options == {"variant": "EN-US", "formality": "less"}
    assert identity.glossary == GLOSSARY.digest
