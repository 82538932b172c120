"""Microsoft's official client for Azure Text Translation, with the traps closed that it leaves open.

By itself it asks again up to ten times and follows redirects. Here every request is sent once, through `Once`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from azure.ai.translation.text import TextTranslationClient
from azure.ai.translation.text.models import TranslateInputItem, TranslationTarget
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import AzureError
from azure.core.pipeline import PipelineResponse
from azure.core.pipeline.policies import RedirectPolicy, RetryPolicy
from azure.core.pipeline.transport import RequestsTransport

from toolkit._http import error_of_status, is_loopback, misshapen, one_line, retry_after
from toolkit.errors import (
    AuthError,
    BackendError,
    BadAnswerError,
    OutageError,
    QuotaError,
    TooLargeError,
    UnsupportedError,
)
from toolkit.records import Rendering
from toolkit.translators._once import Border, guarded

KEY = "AZURE_TEXT_TRANSLATION_APIKEY"
REGION = "AZURE_TEXT_TRANSLATION_REGION"
URL = "AZURE_TEXT_TRANSLATION_ENDPOINT"

_SERVICE = "Microsoft"
_GLOBAL = "https://api.cognitive.microsofttranslator.com"

# learn.microsoft.com, "Azure Translator response codes and messages": three digits of the status, three of the reason.
_REASONS: dict[str, tuple[type[BackendError], str]] = {
    **dict.fromkeys(("400050", "400072", "400077"), (TooLargeError, "shorten the text")),
    **dict.fromkeys(
        (
            "400001", "400002", "400003", "400004", "400006", "400018", "400019", "400021", "400023", "400035",
            "400036", "400042", "400064", "400071", "400073", "400075", "400079",
        ),
        (UnsupportedError, "change the languages or the options"),
    ),
    "401015": (AuthError, "take the key of a Translator resource"),
    "403001": (QuotaError, "the free quota is used up: wait for the next month, or change the pricing tier"),
    "408001": (OutageError, "the custom model is still being loaded: run again in a few minutes"),
    "408002": (OutageError, "it has no resources for the request: run again in a few minutes"),
}  # fmt: skip


def open_client(key: str, region: str, url: str, timeout_s: float) -> TextTranslationClient:
    """Build a client; nothing is asked yet.

    Args:
        key: of the Translator resource.
        region: of the resource, `""` for a global one.
        url: of the service, `""` for the global one.
        timeout_s: seconds an answer may take.
    """
    url = url.rstrip("/") or _GLOBAL
    proxied = not is_loopback(url)
    session = guarded(Border(_SERVICE, URL, timeout_s, refused), proxied=proxied)
    return TextTranslationClient(
        url,
        AzureKeyCredential(key),
        region=region or None,
        transport=RequestsTransport(session=session, session_owner=False, use_env_settings=proxied),
        retry_policy=RetryPolicy.no_retries(),
        redirect_policy=RedirectPolicy.no_redirects(),
    )


def translate(
    client: TextTranslationClient, texts: Sequence[str], source: str, target: Mapping[str, Any], text_type: str
) -> list[Rendering]:
    """Send one request.

    Args:
        client: what is asked.
        texts: what is translated.
        source: Microsoft's code of the source language.
        target: the fields of a TranslationTarget.
        text_type: `Plain` or `Html`.

    Returns:
        What came back, in order.

    Raises:
        BackendError: Microsoft refused, or its client stumbled over an answer of the wrong shape.
    """
    headers: dict[str, str] = {}

    def look(response: PipelineResponse[Any, Any]) -> None:
        headers.update({name.lower(): value for name, value in response.http_response.headers.items()})

    wanted = [TranslationTarget(**target)]
    items = [TranslateInputItem(text=text, language=source, targets=wanted, text_type=text_type) for text in texts]
    with border():
        found = [item.translations[0] for item in client.translate(items, raw_response_hook=look)]
        bills = _bills([each.source_characters for each in found], headers.get("x-metered-usage", ""))
        model = headers.get("x-mt-system", "")
        return [Rendering(each.text, billed, _tokens(each), model) for each, billed in zip(found, bills, strict=True)]


def _bills(counted: Sequence[int | None], metered: str) -> list[int | None]:
    """Share what the service says it bills for a call among its texts, None where that cannot be told.

    Args:
        counted: the characters the service counted in each text.
        metered: the header X-Metered-Usage, characters billed for the whole call.

    >>> _bills([7, 5], "12"), _bills([None], "7"), _bills([7, 5], "20"), _bills([7, 5], "")
    ([7, 5], [7], [None, None], [None, None])
    """
    if not metered.isdecimal():
        return [None] * len(counted)
    if len(counted) == 1:
        return [int(metered)]
    known = [count for count in counted if count is not None]
    return list(counted) if len(known) == len(counted) and sum(known) == int(metered) else [None] * len(counted)


def _tokens(each: Any) -> int | None:
    """Add up the tokens of a translation by a language model, None where it was none."""
    told = (each.instruction_tokens, each.source_tokens, each.response_tokens, each.target_tokens)
    known = [count for count in told if count is not None]
    return sum(known) if known else None


@contextmanager
def border() -> Iterator[None]:
    """Turn what Microsoft's client raises into our errors.

    Raises:
        BackendError: the client failed, or stumbled over an answer of the wrong shape.
    """
    try:
        yield
    except AzureError as error:
        raise BadAnswerError(f"Microsoft's client failed ({one_line(str(error))}); run again") from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise misshapen("Microsoft", URL) from error


def refused(status: int, body: str, headers: Mapping[str, str]) -> BackendError:
    """Judge a status by the code of six digits that comes with it."""
    code, message = _told(body)
    said = f" ({one_line(message)})" if message else ""
    if code in _REASONS:
        kind, advice = _REASONS[code]
        return kind(f"Microsoft refuses the request{said}; {advice}")
    return error_of_status(_SERVICE, status, message, retry_after(headers.get("Retry-After")))


def _told(body: str) -> tuple[str, str]:
    """Take code and words out of an error's body, empty where it is a page or something else."""
    try:
        answer = json.loads(body)
    except ValueError:
        return "", ""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return "", ""
    return str(error.get("code") or ""), str(error.get("message") or "")
