"""Microsoft's official client against a server on this machine that speaks its API."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from azure.core import exceptions as core

from tests.translators.microsoft_server import refusal
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
from toolkit.exchange import Pace, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Rendering, Request

Microsoft = plugins.load("translators", "microsoft")
Options = Microsoft.Options
ASK = [Request("Bonjour", "fr", "en"), Request("Merci", "fr", "en")]


def test_translates_with_the_bill_and_the_system(microsoft_server: Any) -> None:
    """Each text comes back in order, with its share of what Microsoft bills and the system that answered."""
    assert Microsoft().translate_batch(ASK, Options()) == [
        Rendering("[en] Bonjour", billed_characters=7, model="Microsoft"),
        Rendering("[en] Merci", billed_characters=5, model="Microsoft"),
    ]


def test_sends_nothing_but_the_texts_by_default(microsoft_server: Any) -> None:
    """With default options the request holds texts, languages and that they are plain, key and region beside it."""
    Microsoft().translate_batch(ASK, Options())
    seen = microsoft_server.seen[-1]
    assert seen.json == {
        "inputs": [
            {"text": text, "language": "fr", "textType": "Plain", "targets": [{"language": "en"}]}
            for text in ("Bonjour", "Merci")
        ]
    }
    assert seen.path == "/translate?api-version=2026-06-06"
    assert seen.headers["Ocp-Apim-Subscription-Region"] == "westeurope"


def test_sends_every_option(microsoft_server: Any) -> None:
    """Each option reaches the service under the name its documentation gives it."""
    options = Options(deployment="my-gpt", tone="formal", gender="female", format="html", fallback=True)
    Microsoft().translate_batch(ASK[:1], options)
    [asked] = microsoft_server.seen[-1].json["inputs"]
    assert asked["textType"] == "Html"
    assert asked["targets"] == [
        {"language": "en", "deploymentName": "my-gpt", "allowFallback": True, "tone": "formal", "gender": "female"}
    ]


def test_a_deployment_is_not_replaced_without_a_word(microsoft_server: Any) -> None:
    """Microsoft would fall back to another model by default; what is measured must be what was named."""
    Microsoft().translate_batch(ASK[:1], Options(deployment="my-gpt"))
    assert microsoft_server.seen[-1].json["inputs"][0]["targets"][0]["allowFallback"] is False


def test_a_resource_without_a_region_sends_none(microsoft_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A global resource has no region, and the header is left out."""
    monkeypatch.delenv("AZURE_TEXT_TRANSLATION_REGION")
    Microsoft().translate_batch(ASK, Options())
    assert "Ocp-Apim-Subscription-Region" not in microsoft_server.seen[-1].headers


def test_options_are_the_identity() -> None:
    """What Microsoft is told, and no more, is what a recording is found by."""
    identity = Microsoft().identity(Options(deployment="my-gpt", tone="formal", format="html", timeout_s=5.0))
    assert identity.options == {"deployment": "my-gpt", "tone": "formal"}
    assert identity.format == "html"


def answer(**told: Any) -> dict[str, Any]:
    return {"value": [{"translations": [{"language": "en", "text": "Hello", **told}]}]}


def test_tokens_of_a_language_model_are_told(microsoft_server: Any) -> None:
    """A model that counts tokens bills no characters, and the sum of its four counts is the text's."""
    tokens = {"instructionTokens": 100, "sourceTokens": 3, "responseTokens": 20, "targetTokens": 4}
    microsoft_server.fail(200, answer(**tokens))
    [rendering] = Microsoft().translate_batch(ASK[:1], Options(deployment="my-gpt"))
    assert (rendering.tokens, rendering.billed_characters) == (127, None)


def test_a_bill_that_does_not_add_up_is_not_shared_out(microsoft_server: Any) -> None:
    """Where the call's bill is not the sum of the texts' characters, no text's share is known."""
    each = [{"translations": [{"language": "en", "text": "x", "sourceCharacters": 5}]}] * 2
    microsoft_server.fail(200, {"value": each}, X_Metered_Usage="20")
    assert [each.billed_characters for each in Microsoft().translate_batch(ASK, Options())] == [None, None]


def test_batches_stay_within_the_limits(microsoft_server: Any, tmp_path: Path) -> None:
    """No call goes beyond 10,000 characters, but one text; none is beyond Microsoft's limits, and none is lost."""
    requests = [Request(f"{number} {'é' * 900}", "fr", "en") for number in range(24)]
    requests += [Request("ü" * 40_000, "fr", "en")]
    requests += [Request(f"{number}", "fr", "en") for number in range(1_100)]
    backend = Microsoft().bind(Options())
    outcomes = list(exchange(backend, requests, Recordings(tmp_path, backend.identity), Policy()))
    assert [outcome.text for outcome in outcomes] == [f"[en] {request.text}" for request in requests]
    sizes = [[len(each["text"]) for each in seen.json["inputs"]] for seen in microsoft_server.seen]
    assert max(sum(size) for size in sizes if len(size) > 1) <= 10_000
    assert [40_000] in sizes
    assert max(len(size) for size in sizes) == 1_000


def test_one_connection_serves_a_run(microsoft_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of one run share a client; another key gets another."""
    translator = Microsoft()
    translator.translate_batch(ASK, Options())
    first = translator._open[1]
    translator.translate_batch(ASK, Options())
    assert translator._open[1] is first
    assert microsoft_server.key not in str(vars(translator))
    monkeypatch.setenv("AZURE_TEXT_TRANSLATION_APIKEY", "another-key-entirely")
    with pytest.raises(AuthError):
        translator.translate_batch(ASK, Options())


STATUSES = [
    (400, refusal(400036, "The target language is not valid."), UnsupportedError, "change the languages"),
    (400, refusal(400075, "The language pair and category combination is not valid."), UnsupportedError, "category"),
    (400, refusal(400050, "The input text is too long."), TooLargeError, "shorten the text"),
    (400, refusal(400072, "The array of input text has too many elements."), TooLargeError, "too many"),
    (400, refusal(400077, "The maximum request size has been exceeded."), TooLargeError, "shorten the text"),
    (400, refusal(400005, "An input text is missing or invalid."), RejectedError, "look at it"),
    (401, refusal(401000, "The request is not authorized."), AuthError, "check the key"),
    (401, "", AuthError, "check the key"),
    (401, refusal(401015, "The credentials provided are for the Speech API."), AuthError, "Translator resource"),
    (403, refusal(403000, "The operation is not allowed."), AuthError, "check the key"),
    (403, refusal(403001, "The subscription has exceeded its free quota."), QuotaError, "free quota"),
    (404, refusal(404000, "Not found."), UnsupportedError, "check the service's URL"),
    (408, refusal(408001, "The system requested is not yet available."), OutageError, "in a few minutes"),
    (408, "", BackendTimeoutError, "HTTP 408"),
    (413, "", TooLargeError, "shorten the text"),
    (429, refusal(429000, "Exceeded request limits."), RateLimitError, "fewer calls"),
    (429, refusal(429001, "Exceeded request limits."), RateLimitError, "fewer calls"),
    (429, refusal(429002, "Exceeded request limits."), RateLimitError, "fewer calls"),
    (500, refusal(500000, "An unexpected error occurred."), OutageError, "HTTP 500"),
    (500, {"error": "odd"}, OutageError, "HTTP 500"),
    (503, "<html>busy</html>", OutageError, "HTTP 503"),
    (504, "", BackendTimeoutError, "HTTP 504"),
    (302, "", BadAnswerError, "HTTP 302"),
]


@pytest.mark.parametrize(("status", "body", "kind", "words"), STATUSES)
def test_a_status_becomes_the_right_error(
    microsoft_server: Any, status: int, body: Any, kind: type[BackendError], words: str
) -> None:
    """Each answer is our error that says what to do, after exactly one request."""
    microsoft_server.fail(status, body, Location="https://example.org/", times=5)
    with pytest.raises(kind, match=re.escape(words)) as caught:
        Microsoft().translate_batch(ASK, Options())
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    assert len(microsoft_server.seen) == 1


def test_retry_after_is_handed_on(microsoft_server: Any) -> None:
    """The seconds the service asks for reach whoever asks again."""
    microsoft_server.fail(429, refusal(429001, "Exceeded request limits."), Retry_After="17")
    with pytest.raises(RateLimitError) as caught:
        Microsoft().translate_batch(ASK, Options())
    assert caught.value.retry_after == 17.0


def test_only_the_exchange_asks_again(microsoft_server: Any, tmp_path: Path) -> None:
    """Two refusals and an answer are three requests, with waits of at least what Retry-After says."""
    microsoft_server.fail(429, refusal(429001, "Exceeded request limits."), times=2, Retry_After="3")
    waits: list[float] = []
    backend = Microsoft().bind(Options())
    recordings = Recordings(tmp_path, backend.identity)
    outcomes = list(exchange(backend, ASK, recordings, Policy(), pace=Pace(sleep=waits.append)))
    assert [outcome.text for outcome in outcomes] == ["[en] Bonjour", "[en] Merci"]
    assert len(microsoft_server.seen) == 3
    assert len(waits) == 2
    assert min(waits) >= 3


SHAPES = [
    ("<html>Welcome to the hotel's network</html>", "text/html", "documented shape"),
    ("not JSON at all", "application/json", "failed"),
    ("[1, 2]", "application/json", "documented shape"),
    ({}, "application/json", "documented shape"),
    ({"value": None}, "application/json", "documented shape"),
    ({"value": [{"translations": []}, {"translations": []}]}, "application/json", "documented shape"),
    (answer(), "application/json", "1 translations for 2 texts"),
    ({"value": answer()["value"] * 3}, "application/json", "3 translations for 2 texts"),
]


@pytest.mark.parametrize(("body", "kind", "words"), SHAPES)
def test_a_200_of_another_shape_is_a_bad_answer(microsoft_server: Any, body: Any, kind: str, words: str) -> None:
    """A page, a short list, a long list or a missing field is refused, and may have been billed."""
    microsoft_server.fail(200, body, kind)
    with pytest.raises(BadAnswerError, match=words) as caught:
        Microsoft().translate_batch(ASK, Options())
    assert caught.value.billed is None


@pytest.mark.parametrize("text", [None, ""])
def test_one_text_without_an_answer_costs_no_other(microsoft_server: Any, tmp_path: Path, text: Any) -> None:
    """A translation that has no text fails alone; those paid for beside it are kept."""
    each = [{"translations": [{"language": "en", "text": said}]} for said in ("Hello", text)]
    microsoft_server.fail(200, {"value": each})
    backend = Microsoft().bind(Options())
    outcomes = list(exchange(backend, ASK, Recordings(tmp_path, backend.identity), Policy()))
    assert outcomes[0].text == "Hello"
    assert outcomes[1].kind == "bad_answer"


def everything(kind: type[Exception]) -> set[type[Exception]]:
    """Give an exception's class with all below it."""
    return {kind}.union(*(everything(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(everything(core.AzureError), key=lambda kind: kind.__name__))
def test_no_exception_of_the_client_gets_through(
    microsoft_server: Any, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    """Whatever class of its own the client raises becomes ours, with the client's as its cause."""
    from azure.ai.translation.text import TextTranslationClient

    raised = kind.__new__(kind, "it did not work")

    def refuse(*args: object, **kwargs: object) -> None:
        raise raised

    monkeypatch.setattr(kind, "__str__", lambda self: "it did not work")
    monkeypatch.setattr(TextTranslationClient, "translate", refuse)
    with pytest.raises(BackendError) as caught:
        Microsoft().translate_batch(ASK, Options())
    assert caught.value.__cause__ is raised


def test_a_proxy_from_the_environment_does_not_see_a_loopback_call(
    microsoft_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call to this machine goes there directly, as it carries the key in the clear."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert Microsoft().translate_batch(ASK, Options())[0].text == "[en] Bonjour"


def _missing(name: str) -> None:
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("find", [_missing, lambda name: None])
def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, find: Any) -> None:
    """The line holds the command, whether the package or the folder above it is missing."""
    monkeypatch.setattr("toolkit.translators.microsoft.find_spec", find)
    obstacle = Microsoft().obstacle(Options())
    assert obstacle.startswith("the package 'azure-ai-translation-text' is missing; run: pip install '")
    assert "[microsoft]" in obstacle


def test_an_old_client_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions before 2 speak another API, and the line says how to get a newer one."""
    monkeypatch.setattr("importlib.metadata.version", lambda name: "1.0.1")
    assert Microsoft().obstacle(Options()) == (
        "the package azure-ai-translation-text is too old (1.0.1); run: pip install 'azure-ai-translation-text>=2'"
    )


def test_without_a_key_it_says_what_to_set() -> None:
    """No key is one line that names the variable, and nothing is sent."""
    assert Microsoft().obstacle(Options()).startswith("AZURE_TEXT_TRANSLATION_APIKEY is not set; run: export")
    with pytest.raises(NotReadyError, match="AZURE_TEXT_TRANSLATION_APIKEY is not set"):
        Microsoft().translate_batch(ASK, Options())


@pytest.mark.parametrize("key", ["short", "two words in it", "clé-à-accents-ici", "a-line\nbreak-inside"])
def test_what_cannot_be_a_key_is_not_sent(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """A key the HTTP library would refuse, quoting it, is refused before, without quoting it."""
    monkeypatch.setenv("AZURE_TEXT_TRANSLATION_APIKEY", key)
    with pytest.raises(NotReadyError, match="is not a Translator key") as caught:
        Microsoft().translate_batch(ASK, Options())
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("AZURE_TEXT_TRANSLATION_REGION", "West Europe", "is not a region"),
        ("AZURE_TEXT_TRANSLATION_ENDPOINT", "http://api.cognitive.microsofttranslator.com", "is not an https URL"),
        ("AZURE_TEXT_TRANSLATION_ENDPOINT", "http://127.0.0.1.example.org", "is not an https URL"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_is_sent(
    microsoft_server: Any, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    """Each setting that cannot be used is one line that names it."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(NotReadyError, match=words) as caught:
        Microsoft().translate_batch(ASK, Options())
    assert str(caught.value).startswith(variable)
    assert microsoft_server.seen == []


@pytest.mark.parametrize("options", [Options(tone="formal"), Options(gender="male")])
def test_tone_and_gender_need_a_language_model(microsoft_server: Any, options: Any) -> None:
    """The general model knows neither: it would be paid for and not do as told."""
    with pytest.raises(NotReadyError, match="name one with the option deployment"):
        Microsoft().translate_batch(ASK, options)
    assert microsoft_server.seen == []
