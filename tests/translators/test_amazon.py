"""AWS's own client against a server on this machine that speaks Amazon Translate's API and checks each signature."""

from __future__ import annotations

import json
import logging
import re
import socket
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.translators import loopback
from tests.translators.amazon_server import KEY_ID, refusal, signed, translation
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
from toolkit.records import Glossary, Rendering, Request

exceptions = pytest.importorskip("botocore.exceptions", reason="boto3 is not installed")

Amazon = plugins.load("translators", "amazon")
Options = Amazon.Options
ASK = [Request("Bonjour", "fr", "en")]
GLOSSARY = Glossary((("Bonjour", "Hello"), ("Merci, bien", 'Thanks "a lot"')))


def sent(server: Any, place: int = -1) -> Any:
    """Give what a request to the server held."""
    return server.seen[place].json


def actions(server: Any) -> list[str]:
    """Name what the server was asked to do."""
    return [seen.headers["X-Amz-Target"].partition(".")[2] for seen in server.seen]


def test_translates_each_text_with_a_call_of_its_own(amazon_server: Any) -> None:
    """Each text comes back in order; the service does not say what it bills, nor what model answered."""
    ask = [*ASK, Request("Merci", "fr", "en")]
    assert Amazon().translate_batch(ask, Options()) == [Rendering("[en] Bonjour"), Rendering("[en] Merci")]
    assert [seen.json["Text"] for seen in amazon_server.seen] == ["Bonjour", "Merci"]


def test_sends_nothing_but_the_text_by_default(amazon_server: Any) -> None:
    """With default options the request holds the text and the languages, signed with the key."""
    Amazon().translate_batch(ASK, Options())
    assert sent(amazon_server) == {"Text": "Bonjour", "SourceLanguageCode": "fr", "TargetLanguageCode": "en"}
    assert signed(amazon_server.seen[-1], amazon_server.key)
    assert not signed(amazon_server.seen[-1], "another-secret")


def test_sends_every_option(amazon_server: Any) -> None:
    """Each option reaches the service under the name its documentation gives it."""
    options = Options(formality="informal", mask_profanity=True, brevity=True)
    Amazon().translate_batch([Request("Hello", "en", "fr")], options)
    assert sent(amazon_server)["Settings"] == {"Formality": "INFORMAL", "Profanity": "MASK", "Brevity": "ON"}


@pytest.mark.parametrize(
    ("options", "pair", "words"),
    [
        ({"formality": "formal"}, ("fr", "en"), "no formality in en"),
        ({"brevity": True}, ("fr", "nl"), "no brevity from fr to nl"),
        ({"brevity": True}, ("ja", "en"), "no brevity from ja to en"),
    ],
)
def test_what_the_service_would_pass_over_is_refused(
    amazon_server: Any, options: dict[str, Any], pair: tuple[str, str], words: str
) -> None:
    """A setting the pair does not have, which the service would ignore in silence, is an error, and nothing is sent."""
    with pytest.raises(UnsupportedError, match=words):
        Amazon().translate_batch([Request("Bonjour", *pair)], Options(**options))
    assert not amazon_server.seen


def test_brevity_is_there_from_french_to_english(amazon_server: Any) -> None:
    """The pairs are those of the Developer Guide: from French, German, Italian, Portuguese and Spanish into English."""
    Amazon().translate_batch(ASK, Options(brevity=True))
    assert sent(amazon_server)["Settings"] == {"Brevity": "ON"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "fr"),
        ("fr-FR", "fr"),
        ("fr-CA", "fr-CA"),
        ("FR-ca", "fr-CA"),
        ("en-GB", "en"),
        ("es-MX", "es-MX"),
        ("es-419", "es"),
        ("pt", "pt"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt-PT"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-TW", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant-MO", "zh-TW"),
        ("nb-NO", "no"),
        ("no", "no"),
        ("fil", "tl"),
        ("fa-AF", "fa-AF"),
    ],
)
def test_languages_are_those_of_the_service(language: str, expected: str) -> None:
    """BCP 47 codes become the codes of the Developer Guide's list of languages."""
    from toolkit.translators.amazon import code

    assert code(language) == expected


def test_a_text_over_the_limit_is_not_sent(amazon_server: Any, tmp_path: Path) -> None:
    """10,000 bytes of UTF-8 go, 10,001 stay here and fail alone."""
    ask = [Request("é" * 5_000, "fr", "en"), Request("é" * 5_000 + "e", "fr", "en")]
    backend = Amazon().bind(Options())
    outcomes = list(exchange(backend, ask, Recordings(tmp_path, backend.identity), Policy()))
    assert outcomes[0].text == "[en] " + "é" * 5_000
    assert outcomes[1].kind == "too_large"
    assert len(amazon_server.seen) == 1


def test_one_connection_serves_a_run(amazon_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls of one run share a client; another secret gets another."""
    translator = Amazon()
    translator.translate_batch(ASK, Options())
    first = translator._open[1]
    translator.translate_batch(ASK, Options())
    assert translator._open[1] is first
    assert amazon_server.key not in str(vars(translator))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret-entirely")
    with pytest.raises(AuthError, match="InvalidSignatureException"):
        translator.translate_batch(ASK, Options())


def test_a_glossary_is_imported_once_and_used(amazon_server: Any) -> None:
    """Its terms are kept to; a second call and a second run find it by name and digest."""
    options = Options(glossary=GLOSSARY)
    translator = Amazon()
    ask = [Request("Bonjour et Merci, bien", "fr", "en")]
    assert translator.translate_batch(ask, options)[0].text == '[en] Hello et Thanks "a lot"'
    translator.translate_batch(ask, options)
    Amazon().translate_batch(ask, options)
    assert actions(amazon_server).count("ImportTerminology") == 1
    assert actions(amazon_server).count("GetTerminology") == 2
    name = sent(amazon_server)["TerminologyNames"][0]
    assert re.fullmatch(r"([A-Za-z0-9-]_?)+", name)  # the pattern of a ResourceName in the API Reference
    assert amazon_server.terminologies[name]["csv"].splitlines()[0] == "fr,en"


def test_a_terminology_with_another_content_is_replaced(amazon_server: Any) -> None:
    """A namesake on the account that does not carry our digest is written anew."""
    options = Options(glossary=GLOSSARY)
    Amazon().translate_batch(ASK, options)
    next(iter(amazon_server.terminologies.values()))["properties"]["Description"] = "something else"
    Amazon().translate_batch(ASK, options)
    assert actions(amazon_server).count("ImportTerminology") == 2


def test_a_term_amazon_skips_is_an_error(amazon_server: Any) -> None:
    """Pairs that the service leaves out are counted, and nothing is sent for translation."""
    with pytest.raises(UnsupportedError, match="skips 1 of the glossary's 2 pairs"):
        Amazon().translate_batch(ASK, Options(glossary=Glossary((("un", "one"), ("deux", "")))))
    assert "TranslateText" not in actions(amazon_server)


def test_a_lookup_of_the_glossary_that_hangs_bills_nothing(amazon_server: Any) -> None:
    """A time-out before the text was sent is an outage, not an unknown bill."""
    amazon_server.faults.append(loopback.silent(2))
    with pytest.raises(OutageError, match="glossary"):
        Amazon().translate_batch(ASK, Options(glossary=GLOSSARY, timeout_s=0.2))


REFUSALS = [
    (400, "UnrecognizedClientException", AuthError, "check AWS_ACCESS_KEY_ID"),
    (400, "InvalidSignatureException", AuthError, "check the clock"),
    (400, "ExpiredTokenException", AuthError, "sign in again"),
    (400, "AccessDeniedException", AuthError, "translate:TranslateText"),
    (400, "SubscriptionRequiredException", AuthError, "AWS console"),
    (400, "ThrottlingException", RateLimitError, "fewer calls"),
    (429, "TooManyRequestsException", RateLimitError, "fewer calls"),
    (400, "LimitExceededException", QuotaError, "delete terminologies"),
    (400, "TextSizeLimitExceededException", TooLargeError, "shorten the text"),
    (400, "UnsupportedLanguagePairException", UnsupportedError, "choose other languages"),
    (400, "DetectedLanguageLowConfidenceException", RejectedError, "name the source language"),
    (404, "ResourceNotFoundException", UnsupportedError, "run again"),
    (400, "InvalidRequestException", RejectedError, "look at the text"),
    (400, "SomethingNewException", RejectedError, "HTTP 400"),
    (413, "RequestEntityTooLargeException", TooLargeError, "shorten the text"),
    (500, "InternalServerException", OutageError, "HTTP 500"),
    (500, "InternalFailure", OutageError, "HTTP 500"),
    (503, "ServiceUnavailableException", OutageError, "HTTP 503"),
    (504, "", BackendTimeoutError, "HTTP 504"),
    (302, "", BadAnswerError, "HTTP 302"),
    (303, "", BadAnswerError, "HTTP 303"),
]


@pytest.mark.parametrize(("status", "code", "kind", "words"), REFUSALS)
def test_a_refusal_becomes_the_right_error(
    amazon_server: Any, status: int, code: str, kind: type[BackendError], words: str
) -> None:
    """Each documented error is ours that says what to do, after exactly one request."""
    amazon_server.fail(status, refusal(code, "What the service says.") if code else "", Location="https://example.org/")
    with pytest.raises(kind, match=re.escape(words)) as caught:
        Amazon().translate_batch(ASK, Options())
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    assert len(amazon_server.seen) == 1


def test_a_pair_it_has_not_is_unsupported(amazon_server: Any) -> None:
    """The service's own words name the pair."""
    with pytest.raises(UnsupportedError, match="fr to tlh"):
        Amazon().translate_batch([Request("Bonjour", "fr", "tlh")], Options())


def test_retry_after_is_handed_on(amazon_server: Any) -> None:
    """The seconds the service asks for reach whoever asks again."""
    amazon_server.fail(429, refusal("TooManyRequestsException", "Slow down"), Retry_After="17")
    with pytest.raises(RateLimitError) as caught:
        Amazon().translate_batch(ASK, Options())
    assert caught.value.retry_after == 17.0


def test_only_the_exchange_asks_again(amazon_server: Any, tmp_path: Path) -> None:
    """Two refusals and an answer are three requests: the client's own retries are off."""
    amazon_server.fail(503, refusal("ServiceUnavailableException", "Busy"), times=2, Retry_After="3")
    waits: list[float] = []
    backend = Amazon().bind(Options())
    recordings = Recordings(tmp_path, backend.identity)
    outcomes = list(exchange(backend, ASK, recordings, Policy(), pace=Pace(sleep=waits.append)))
    assert [outcome.text for outcome in outcomes] == ["[en] Bonjour"]
    assert len(amazon_server.seen) == 3
    assert len(waits) == 2
    assert min(waits) >= 3


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html><body>Welcome to the hotel's network</body></html>", "text/html"),
        ("not JSON at all", "application/x-amz-json-1.1"),
        ("[1, 2]", "application/x-amz-json-1.1"),
        ("{}", "application/x-amz-json-1.1"),
        ('{"TranslatedText": null}', "application/x-amz-json-1.1"),
        ('{"TranslatedText": 7}', "application/x-amz-json-1.1"),
    ],
)
def test_a_200_of_another_shape_is_a_bad_answer(amazon_server: Any, body: str, kind: str) -> None:
    """A page or a missing field is refused, and may have been billed."""
    amazon_server.fail(200, body, kind)
    with pytest.raises(BadAnswerError, match="documented shape") as caught:
        Amazon().translate_batch(ASK, Options())
    assert caught.value.billed is None


def test_a_refused_connection_is_an_outage(amazon_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens: nothing was sent, and asking again may help."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL_TRANSLATE", f"http://127.0.0.1:{port}")
    with pytest.raises(OutageError, match="cannot be reached") as caught:
        Amazon().translate_batch(ASK, Options())
    assert caught.value.billed is False


def _break_off(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(json.dumps(translation("Hello")).encode())
    handler.wfile.flush()
    loopback.drop(handler)


@pytest.mark.parametrize("fault", [loopback.silent(2), loopback.drop, _break_off, loopback.trickling()])
def test_no_whole_answer_leaves_the_bill_unknown(amazon_server: Any, fault: Callable[[Any], None]) -> None:
    """Once a request was sent, silence, a broken connection and part of an answer may all have been billed."""
    amazon_server.faults.append(fault)
    begun = time.monotonic()
    with pytest.raises(BackendTimeoutError) as caught:
        Amazon().translate_batch(ASK, Options(timeout_s=0.3))
    assert caught.value.billed is None
    assert time.monotonic() - begun < 4
    assert len(amazon_server.seen) == 1


def test_an_endless_answer_is_cut_off(amazon_server: Any) -> None:
    """An answer far larger than any translation is refused instead of filling the memory."""
    amazon_server.fail(200, "x" * 8_100_000)
    with pytest.raises(BadAnswerError, match="larger than any translation"):
        Amazon().translate_batch(ASK, Options())


URL = {"endpoint_url": "http://127.0.0.1"}


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (exceptions.SSLError(error="CERTIFICATE_VERIFY_FAILED", **URL), NotReadyError),
        (exceptions.SSLError(error="unexpected eof", **URL), OutageError),
        (exceptions.ProxyConnectionError(proxy_url="http://127.0.0.1:9", error="refused"), OutageError),
        (exceptions.ConnectTimeoutError(**URL), OutageError),
        (exceptions.ReadTimeoutError(**URL), BackendTimeoutError),
        (exceptions.ConnectionClosedError(**URL), BackendTimeoutError),
        (exceptions.HTTPClientError(error="something"), BackendTimeoutError),
        (exceptions.NoCredentialsError(), NotReadyError),
        (exceptions.CredentialRetrievalError(provider="sso", error_msg="expired"), NotReadyError),
        (exceptions.UnauthorizedSSOTokenError(), NotReadyError),
        (exceptions.TokenRetrievalError(provider="sso", error_msg="expired"), NotReadyError),
        (exceptions.ParamValidationError(report="too long"), RejectedError),
        (exceptions.UnknownServiceError(service_name="translate", known_service_names="none"), BadAnswerError),
    ],
)
def test_each_way_the_client_fails_is_ours(
    amazon_server: Any, monkeypatch: pytest.MonkeyPatch, raised: Exception, kind: type[ToolkitError]
) -> None:
    """What surely never arrived is told from what may have been billed, and the cause is kept."""
    from botocore.httpsession import URLLib3Session

    def fail(*args: object, **kwargs: object) -> None:
        raise raised

    monkeypatch.setattr(URLLib3Session, "send", fail)
    with pytest.raises(kind) as caught:
        Amazon().translate_batch(ASK, Options())
    assert type(caught.value) is kind
    assert caught.value.__cause__ is raised
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("status", [200, 400, 403, 418, 500])
def test_no_secret_shows(
    amazon_server: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """With every logger at its loudest and a service that repeats what it got, secret, token and key id stay here."""
    token = "canary-token-of-a-session"
    monkeypatch.setenv("AWS_SESSION_TOKEN", token)
    caplog.set_level(logging.DEBUG)
    for name in ("", "boto3", "botocore", "botocore.auth", "botocore.endpoint", "botocore.parsers", "urllib3"):
        caplog.set_level(logging.DEBUG, logger=name)
    said = f"{amazon_server.key} {token} {KEY_ID}"
    amazon_server.fail(status, {"__type": "InvalidSignatureException", "Message": said}, X_Said=said)
    with pytest.raises(BackendError) as caught:
        Amazon().translate_batch(ASK, Options())
    assert amazon_server.seen[0].headers["X-Amz-Security-Token"] == token
    shown = "".join(traceback.format_exception(caught.value)) + str(vars(caught.value.__cause__ or caught.value))
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "botocore.retries.standard" in logged
    for secret in (amazon_server.key, token, KEY_ID):
        assert secret not in shown
        assert secret not in logged


def test_without_credentials_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key is one line that names the variables, no region another, and nothing is sent."""
    assert Amazon().obstacle(Options()).startswith("no AWS credentials are set; run: export AWS_ACCESS_KEY_ID=")
    with pytest.raises(NotReadyError, match="no AWS credentials"):
        Amazon().translate_batch(ASK, Options())
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-key-that-nobody-may-see")
    assert Amazon().obstacle(Options()).startswith("no AWS region is set; run: export AWS_REGION=")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    assert Amazon().obstacle(Options()) == ""


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names the extra."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "pip install '.[amazon]'" in Amazon().obstacle(Options())


def test_a_profile_of_aws_own_files_will_do(
    amazon_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Key and region may come from the files that `aws configure` writes, under the profile that is chosen."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    (tmp_path / "config").write_text("[profile news]\nregion = eu-central-1\n", encoding="utf-8")
    secret = f"[news]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {amazon_server.key}\n"
    (tmp_path / "credentials").write_text(secret, encoding="utf-8")
    assert Amazon().obstacle(Options()).startswith("no AWS credentials")
    monkeypatch.setenv("AWS_PROFILE", "news")
    assert Amazon().translate_batch(ASK, Options())[0].text == "[en] Bonjour"
    assert "/eu-central-1/translate/" in amazon_server.seen[-1].headers["Authorization"]
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert Amazon().obstacle(Options()).startswith("no AWS credentials")


def test_a_damaged_file_of_aws_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What AWS's own client cannot read is an obstacle that says so."""
    (tmp_path / "config").write_text("no section\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    said = Amazon().obstacle(Options())
    assert said.startswith("AWS cannot be used")
    assert "\n" not in said


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
@pytest.mark.parametrize("value", ["two words in it", "clé-à-accents-ici", "a-line\nbreak-inside"])
def test_what_cannot_be_a_key_is_not_sent(
    amazon_server: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Credentials the HTTP library would refuse, quoting them, are refused before, without quoting them."""
    monkeypatch.setenv(name, value)
    with pytest.raises(NotReadyError, match="is not what AWS gives out") as caught:
        Amazon().translate_batch(ASK, Options())
    assert value not in str(caught.value)
    assert not amazon_server.seen


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL_TRANSLATE", "AWS_ENDPOINT_URL"])
@pytest.mark.parametrize("url", ["http://translate.example.org", "ftp://127.0.0.1", "https://"])
def test_texts_leave_this_machine_by_https_only(
    amazon_server: Any, monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    """An endpoint that is neither https nor this machine is refused before anything is sent."""
    monkeypatch.delenv("AWS_ENDPOINT_URL_TRANSLATE")
    monkeypatch.setenv(name, url)
    with pytest.raises(NotReadyError, match=f"{name} is not an https URL"):
        Amazon().translate_batch(ASK, Options())


def test_an_endpoint_of_a_profile_must_be_https_too(
    amazon_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the client takes from its own files is looked at as well."""
    monkeypatch.delenv("AWS_ENDPOINT_URL_TRANSLATE")
    (tmp_path / "config").write_text("[default]\nendpoint_url = http://translate.example.org\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    with pytest.raises(NotReadyError, match="endpoint of your AWS configuration is not an https URL"):
        Amazon().translate_batch(ASK, Options())


def test_a_proxy_from_the_environment_does_not_see_a_loopback_call(
    amazon_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call to this machine goes there directly."""
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert Amazon().translate_batch(ASK, Options())[0].text == "[en] Bonjour"


def test_options_are_the_identity() -> None:
    """What Amazon is told, and no more, is what a recording is found by."""
    identity = Amazon().identity(Options(formality="formal", brevity=True, glossary=GLOSSARY, timeout_s=5.0))
    assert identity.options == {"formality": "formal", "brevity": True}
    assert identity.glossary == GLOSSARY.digest
