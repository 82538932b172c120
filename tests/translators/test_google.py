"""Google's official client against a server on this machine that speaks its API."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from google.api_core import exceptions as core
from google.auth import exceptions as auth

from tests.translators import loopback
from tests.translators.google_server import PROJECT, refusal
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
    ToolkitError,
    UnsupportedError,
)
from toolkit.exchange import Pace, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Rendering, Request

Google = plugins.load("translators", "google")
Options = Google.Options
ASK = [Request("Bonjour", "fr", "en"), Request("Merci", "fr", "en")]


def test_translates_and_makes_up_no_bill(google_server: Any) -> None:
    """Each text comes back in order; Google reports no bill, and none is stated."""
    assert Google().translate_batch(ASK, Options()) == [Rendering("[en] Bonjour"), Rendering("[en] Merci")]


def test_sends_nothing_but_the_texts_by_default(google_server: Any) -> None:
    """The request holds texts, languages and that they are plain: Google's own default is HTML."""
    Google().translate_batch(ASK, Options())
    seen = google_server.seen[-1]
    assert seen.json == {
        "contents": ["Bonjour", "Merci"],
        "mimeType": "text/plain",
        "sourceLanguageCode": "fr",
        "targetLanguageCode": "en",
    }
    assert seen.path.startswith(f"/v3/projects/{PROJECT}/locations/global:translateText")


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("nmt", "models/general/nmt"),
        ("translation-llm", "models/general/translation-llm"),
        ("TRL1234", "models/TRL1234"),
    ],
)
def test_sends_every_option(google_server: Any, model: str, path: str) -> None:
    """Model, location and format reach Google; what it used is told without the project's number."""
    [rendering] = Google().translate_batch(ASK[:1], Options(model=model, location="us-central1", format="html"))
    asked = google_server.seen[-1]
    assert asked.json["model"] == f"projects/{PROJECT}/locations/us-central1/{path}"
    assert asked.json["mimeType"] == "text/html"
    assert "/locations/us-central1:translateText" in asked.path
    assert rendering.model == path.removeprefix("models/")


def test_options_are_the_identity() -> None:
    """Model and location are part of what is asked, the format stands in its own field, the time-out nowhere."""
    identity = Google().identity(Options(model="nmt", location="us-central1", format="html", timeout_s=5.0))
    assert identity.options == {"model": "nmt", "location": "us-central1"}
    assert identity.format == "html"


def test_batches_stay_within_the_limits(google_server: Any, tmp_path: Path) -> None:
    """No call goes beyond the recommended length, but one text; none is beyond Google's own, and none is lost."""
    requests = [Request(f"{number} {'é' * 900}", "fr", "en") for number in range(12)]
    requests += [Request("ü" * 20_000, "fr", "en")]
    requests += [Request(f"{number}", "fr", "en") for number in range(1_100)]
    backend = Google().bind(Options())
    outcomes = list(exchange(backend, requests, Recordings(tmp_path, backend.identity), Policy()))
    assert [outcome.text for outcome in outcomes] == [f"[en] {request.text}" for request in requests]
    sizes = [[len(text) for text in seen.json["contents"]] for seen in google_server.seen]
    assert max(sum(size) for size in sizes if len(size) > 1) <= 5_000
    assert [20_000] in sizes
    assert max(len(size) for size in sizes) == 1_024


def test_a_text_beyond_googles_limit_is_not_sent(google_server: Any, tmp_path: Path) -> None:
    """30,000 code points are the most a request may hold."""
    backend = Google().bind(Options())
    ask = [Request("x" * 30_001, "fr", "en")]
    [outcome] = exchange(backend, ask, Recordings(tmp_path, backend.identity), Policy())
    assert outcome.kind == "too_large"
    assert google_server.seen == []


def test_one_connection_serves_a_run(google_server: Any) -> None:
    """Batches of one run share a client, and with it a signed token."""
    translator = Google()
    translator.translate_batch(ASK, Options())
    first = translator._open[1]
    translator.translate_batch(ASK, Options())
    assert translator._open[1] is first
    assert google_server.key not in str(vars(translator))
    assert {seen.path.partition(":")[2].partition("?")[0] for seen in google_server.seen} == {"translateText"}


STATUSES = [
    (400, refusal(400, "INVALID_ARGUMENT", "Target language is invalid."), UnsupportedError, "language"),
    (400, refusal(400, "INVALID_ARGUMENT", "Invalid resource name: model."), UnsupportedError, "model"),
    (400, refusal(400, "INVALID_ARGUMENT", "Text is too long."), TooLargeError, "too long"),
    (400, refusal(400, "INVALID_ARGUMENT", "Too many text segments"), TooLargeError, "Too many"),
    (400, refusal(400, "INVALID_ARGUMENT", "Text contains what it may not."), RejectedError, "may not"),
    (401, refusal(401, "UNAUTHENTICATED", "Invalid credentials."), AuthError, "check the key"),
    (403, refusal(403, "PERMISSION_DENIED", "Permission denied.", reason="IAM_PERMISSION_DENIED"), AuthError, "denied"),
    (403, refusal(403, "PERMISSION_DENIED", "Enable billing.", reason="BILLING_DISABLED"), QuotaError, "billing"),
    (403, refusal(403, "PERMISSION_DENIED", "Daily Limit Exceeded"), QuotaError, "daily quota"),
    (403, refusal(403, "PERMISSION_DENIED", "User Rate Limit Exceeded"), RateLimitError, "fewer calls"),
    (404, "<title>Error 404</title>", UnsupportedError, "check the service's URL"),
    (413, "<title>Error 413</title>", TooLargeError, "shorten the text"),
    (429, refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", reason="RATE_LIMIT_EXCEEDED"), RateLimitError, "fewer"),
    (429, refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded for limit 'per day'."), QuotaError, "daily quota"),
    (500, refusal(500, "INTERNAL", "Internal error."), OutageError, "HTTP 500"),
    (503, "<html>busy</html>", OutageError, "HTTP 503"),
    (504, refusal(504, "DEADLINE_EXCEEDED", "Too slow."), BackendTimeoutError, "HTTP 504"),
    (500, {"error": "odd"}, OutageError, "HTTP 500"),
    (500, ["odd"], OutageError, "HTTP 500"),
    (302, "", BadAnswerError, "HTTP 302"),
]


@pytest.mark.parametrize(("status", "body", "kind", "words"), STATUSES)
def test_a_status_becomes_the_right_error(
    google_server: Any, status: int, body: Any, kind: type[BackendError], words: str
) -> None:
    """Each answer is our error that says what to do, after exactly one request, the 401 included."""
    google_server.fail(status, body, Location="https://example.org/", times=5)
    with pytest.raises(kind, match=words) as caught:
        Google().translate_batch(ASK, Options())
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    assert len(google_server.seen) == 1


@pytest.mark.parametrize(
    ("headers", "details", "wait"),
    [
        ({"Retry_After": "17"}, [], 17.0),
        ({}, [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "2.5s"}], 2.5),
        ({}, ["odd", {"retryDelay": "soon"}], None),
    ],
)
def test_the_wait_google_asks_for_is_handed_on(
    google_server: Any, headers: dict[str, str], details: list[Any], wait: float | None
) -> None:
    """Seconds stand in the header, or in the error's details."""
    body = refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded.")
    body["error"]["details"] = details
    google_server.fail(429, body, **headers)
    with pytest.raises(RateLimitError) as caught:
        Google().translate_batch(ASK, Options())
    assert caught.value.retry_after == wait


def test_only_the_exchange_asks_again(google_server: Any, tmp_path: Path) -> None:
    """Two refusals and an answer are three requests, with waits of at least what Google says."""
    google_server.fail(503, refusal(503, "UNAVAILABLE", "Busy."), times=2, Retry_After="3")
    waits: list[float] = []
    backend = Google().bind(Options())
    recordings = Recordings(tmp_path, backend.identity)
    outcomes = list(exchange(backend, ASK, recordings, Policy(), pace=Pace(sleep=waits.append)))
    assert [outcome.text for outcome in outcomes] == ["[en] Bonjour", "[en] Merci"]
    assert len(google_server.seen) == 3
    assert len(waits) == 2
    assert min(waits) >= 3


SHAPES = [
    ("<html>Welcome to the hotel's network</html>", "text/html", "documented shape"),
    ("[1, 2]", "application/json", "documented shape"),
    ({}, "application/json", "0 translations for 2 texts"),
    ({"translations": "Hello"}, "application/json", "documented shape"),
    ({"translations": [{"translatedText": 7}, {"translatedText": "b"}]}, "application/json", "documented shape"),
    ({"translations": [{"translatedText": "a"}]}, "application/json", "1 translations for 2 texts"),
    ({"translations": [{"translatedText": each} for each in "abc"]}, "application/json", "3 translations for 2 texts"),
]


@pytest.mark.parametrize(("body", "kind", "words"), SHAPES)
def test_a_200_of_another_shape_is_a_bad_answer(google_server: Any, body: Any, kind: str, words: str) -> None:
    """A page, a short list, a long list or a wrong field is refused, and may have been billed."""
    google_server.fail(200, body, kind)
    with pytest.raises(BadAnswerError, match=words) as caught:
        Google().translate_batch(ASK, Options())
    assert caught.value.billed is None


def test_one_text_without_an_answer_costs_no_other(google_server: Any, tmp_path: Path) -> None:
    """Google may leave a text's translation out; the others are kept."""
    google_server.fail(200, {"translations": [{"translatedText": "Hello"}, {}]})
    backend = Google().bind(Options())
    outcomes = list(exchange(backend, ASK, Recordings(tmp_path, backend.identity), Policy()))
    assert outcomes[0].text == "Hello"
    assert outcomes[1].kind == "bad_answer"


def everything(kind: type[Exception]) -> set[type[Exception]]:
    """Give an exception's class with all below it."""
    return {kind}.union(*(everything(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize(
    "kind",
    sorted(everything(core.GoogleAPIError) | everything(auth.GoogleAuthError), key=lambda kind: kind.__name__),
)
def test_no_exception_of_the_client_gets_through(
    google_server: Any, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    """Whatever class of its own the client raises becomes ours, with the client's as its cause."""
    from google.cloud.translate_v3 import TranslationServiceClient

    raised = kind.__new__(kind, "it did not work")

    def refuse(*args: object, **kwargs: object) -> None:
        raise raised

    monkeypatch.setattr(kind, "__str__", lambda self: "it did not work")
    monkeypatch.setattr(TranslationServiceClient, "translate_text", refuse)
    with pytest.raises(ToolkitError) as caught:
        Google().translate_batch(ASK, Options())
    assert caught.value.__cause__ is raised


class Tokens(loopback.Handler):
    """Give tokens as Google's token service does, or say what was sent."""

    def route(self, seen: loopback.Seen) -> None:
        if b"scope" in seen.body or b"assertion" in seen.body or b"refresh_token" in seen.body:
            self.answer(400, {"error": "invalid_grant", "error_description": f"bad: {seen.body.decode()}"})
        else:
            self.answer(404, "")


def _user(path: Path, server: loopback.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the credentials of a person who logged in, whose tokens come from a server here."""
    from google.oauth2 import credentials

    account = {"type": "authorized_user", "client_id": "id-1", "client_secret": "a-secret-of-an-app"}
    path.write_text(json.dumps(account | {"refresh_token": server.key}), encoding="utf-8")
    monkeypatch.setattr(credentials, "_GOOGLE_OAUTH2_TOKEN_ENDPOINT", f"{server.url}/token")


def test_a_refused_login_is_an_auth_error_that_does_not_repeat_it(
    google_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The token service is asked once; no message, log or traceback holds what was sent to it, though it says it."""
    caplog.set_level(logging.DEBUG)
    for name in ("google", "google.auth", "google.auth.transport.requests", "urllib3"):
        caplog.set_level(logging.DEBUG, logger=name)
    login = tmp_path / "application_default_credentials.json"
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    with loopback.serve(Tokens) as tokens:
        _user(login, tokens, monkeypatch)
        assert Google().obstacle(Options()) == ""
        with pytest.raises(AuthError, match=r"gives no token.*invalid_grant") as caught:
            Google().translate_batch(ASK, Options())
        assert len(tokens.seen) == 1
        assert tokens.key in tokens.seen[0].body.decode()
    said = "".join(traceback.format_exception(caught.value)) + str([vars(record) for record in caplog.records])
    assert tokens.key not in said
    assert "a-secret-of-an-app" not in said
    assert google_server.seen == []


def test_a_token_service_that_is_down_bills_nothing(
    google_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a token nothing was sent for translation: an outage, not an unknown bill."""
    login = tmp_path / "login.json"
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(login))
    with loopback.serve(Tokens) as tokens:
        _user(login, tokens, monkeypatch)
    with pytest.raises(OutageError, match="tokens cannot be fetched") as caught:
        Google().translate_batch(ASK, Options())
    assert caught.value.billed is False


def test_a_proxy_from_the_environment_does_not_see_a_loopback_call(
    google_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call to this machine goes there directly, as it carries the token in the clear."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert Google().translate_batch(ASK, Options())[0].text == "[en] Bonjour"


def _missing(name: str) -> None:
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("find", [_missing, lambda name: None])
def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, find: Any) -> None:
    """The line holds the command, whether the package or the folder above it is missing."""
    monkeypatch.setattr("toolkit.translators.google.find_spec", find)
    obstacle = Google().obstacle(Options())
    assert obstacle.startswith("the package 'google-cloud-translate' is missing; run: pip install '")
    assert "[google]" in obstacle
    with pytest.raises(NotReadyError, match="google-cloud-translate"):
        Google().translate_batch(ASK, Options())


def test_without_credentials_it_says_what_to_run() -> None:
    """No file and no login is one line that names both ways."""
    obstacle = Google().obstacle(Options())
    assert obstacle == (
        "no Google credentials; run: gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS"
    )


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("GOOGLE_APPLICATION_CREDENTIALS", "/no/such/file", "names no file"),
        ("GOOGLE_CLOUD_PROJECT", "", "is not set; run: export GOOGLE_CLOUD_PROJECT="),
        ("GOOGLE_CLOUD_PROJECT", "a/b", "is not set"),
        ("GOOGLE_TRANSLATE_URL", "http://translate.googleapis.com", "is not an https URL"),
        ("GOOGLE_TRANSLATE_URL", "http://127.0.0.1.example.org", "is not an https URL"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_is_sent(
    google_server: Any, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    """Each setting that cannot be used is one line that names it."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(NotReadyError, match=words) as caught:
        Google().translate_batch(ASK, Options())
    assert str(caught.value).startswith(variable)
    assert google_server.seen == []


@pytest.mark.parametrize("option", ["model", "location"])
def test_an_option_cannot_lead_out_of_the_project(google_server: Any, option: str) -> None:
    """A slash in a name would make another path of it."""
    with pytest.raises(NotReadyError, match=f"the option {option} is not a name"):
        Google().translate_batch(ASK, Options(**{option: "global/../../other"}))
    assert google_server.seen == []


@pytest.mark.parametrize("content", ["", "not JSON", "{}", '{"type": "service_account"}', '{"type": "odd"}'])
def test_credentials_that_cannot_be_read_are_one_line(
    google_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    """A broken file is not ready, and is asked for by its variable's name."""
    broken = tmp_path / "account.json"
    broken.write_text(content, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(broken))
    with pytest.raises(NotReadyError, match="Google's credentials cannot be read") as caught:
        Google().translate_batch(ASK, Options())
    assert "\n" not in str(caught.value)


def test_a_refused_connection_is_an_outage(google_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens: nothing was sent, and asking again may help."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("GOOGLE_TRANSLATE_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
    with pytest.raises(OutageError, match="cannot be reached"):
        Google().translate_batch(ASK, Options())


def test_telling_whether_it_is_ready_imports_nothing_of_googles() -> None:
    """Google's client takes more than a second to import; `toolkit plugins` must not wait for it."""
    code = (
        "import sys; from toolkit.plugins import states; states('translators')\n"
        "assert not {'google.auth', 'google.cloud.translate_v3', 'grpc', 'azure.core'} & set(sys.modules), 'heavy'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
