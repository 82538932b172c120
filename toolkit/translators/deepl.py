"""DeepL, through its official client. The key is read from DEEPL_AUTH_KEY, another server from DEEPL_SERVER_URL."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from toolkit._http import is_key, url_obstacle
from toolkit.errors import BadAnswerError, NotReadyError
from toolkit.exchange import Limits
from toolkit.records import Glossary, Rendering, Request, digest
from toolkit.translators._base import Translator

if TYPE_CHECKING:
    from toolkit.translators._deepl import Client

KEY = "DEEPL_AUTH_KEY"
URL = "DEEPL_SERVER_URL"

TEXTS = 50  # developers.deepl.com, "Translate text": up to 50 texts a request
BYTES = 95_000  # of the 128 KiB a request may have; the rest is for the context and the parameters

_TARGETS = {"no": "NB", "pt": "PT-PT", "zh-cn": "ZH-HANS", "zh-sg": "ZH-HANS", "zh-hk": "ZH-HANT", "zh-tw": "ZH-HANT"}
_VARIANTS = frozenset({"EN-GB", "EN-US", "PT-BR", "PT-PT", "ES-419", "ZH-HANS", "ZH-HANT"})


@dataclass(frozen=True, slots=True)
class DeepLOptions:
    """What DeepL can be told.

    Attributes:
        variant: which English is written where the target is `en`; `en-US` or `en-GB` as the target wins.
        formality: `more` and `less` fail for languages without it, `prefer_more` and `prefer_less` do not.
        model_type: `quality_optimized` is newer and slower; `default` leaves the choice to DeepL.
        context: send the neighbouring blocks along; they are read, not translated and not billed. Then each text is a
            call of its own, as DeepL takes one context a call.
        glossary: term pairs to keep to; it is created on the account, once, and used by its id.
        preserve_formatting: leave capitals and punctuation at the ends of a text as they are.
        split_sentences: `off` takes each text as one sentence, `nonewlines` splits at punctuation only.
        timeout_s: seconds one answer may take.
    """

    variant: Literal["EN-GB", "EN-US"] = "EN-GB"
    formality: Literal["default", "more", "less", "prefer_more", "prefer_less"] = "default"
    model_type: Literal["default", "quality_optimized", "latency_optimized", "prefer_quality_optimized"] = "default"
    context: bool = False
    glossary: Glossary | None = None
    preserve_formatting: bool = False
    split_sentences: Literal["default", "on", "off", "nonewlines"] = "default"
    timeout_s: float = field(default=60.0, metadata={"keyed": False})


class DeepL(Translator):
    """Ask DeepL's API."""

    name: ClassVar[str] = "deepl"
    Options: ClassVar[type[Any]] = DeepLOptions
    paid: ClassVar[bool] = True

    def __init__(self) -> None:
        """Open nothing yet: the first batch does, and later ones use the same connection."""
        self._open: tuple[tuple[str, str, float], Client] | None = None
        self._glossaries: dict[tuple[Client, str, str, str], str] = {}

    def limits(self, options: DeepLOptions) -> Limits:
        """Keep to DeepL's own limits, in bytes as its client encodes them."""
        return Limits(texts=1 if options.context else TEXTS, size=BYTES, encoded=encoded)

    def reads_context(self, options: DeepLOptions) -> bool:
        """Say what the option says."""
        return options.context

    def obstacle(self, options: DeepLOptions) -> str:  # noqa: ARG002 - the contract's
        """Look for the key, and at the server's URL."""
        key = os.environ.get(KEY, "").strip()
        if not key:
            return f"{KEY} is not set; run: export {KEY}=… with the key of your DeepL API account"
        if not is_key(key):
            return f"{KEY} is not a DeepL key; copy it again from your DeepL API account"
        url = os.environ.get(URL, "").strip()
        return url_obstacle(url, URL) if url else ""

    def translate_batch(self, requests: Sequence[Request], options: DeepLOptions) -> list[Rendering]:
        """Send one request; see the contract."""
        from toolkit.translators._deepl import border

        source, target = source_code(requests[0].source), target_code(requests[0].target, options.variant)
        client = self._client(options)
        told = {**_told(options), **self._glossary(client, options, source, target)}
        if options.context and requests[0].context:
            told["context"] = requests[0].context
        texts = [request.text for request in requests]
        with border():
            answer = client.translate_text(texts, source_lang=source, target_lang=target, **told)
        results = answer if isinstance(answer, list) else [answer]
        if len(results) != len(texts):
            message = (
                f"DeepL gave {len(results)} translations for {len(texts)} texts; check {URL}, it may have been billed"
            )
            raise BadAnswerError(message)
        return [_rendering(result) for result in results]

    def _client(self, options: DeepLOptions) -> Client:
        """Give the open client, or open one where the key, the server or the time-out has changed."""
        from toolkit.translators._deepl import Client

        obstacle = self.obstacle(options)
        if obstacle:
            raise NotReadyError(obstacle)
        key, url = os.environ[KEY].strip(), os.environ.get(URL, "").strip()
        wanted = digest(key.encode()), url, options.timeout_s  # the key itself stays out of what could be printed
        if self._open is None or self._open[0] != wanted:
            self._open = wanted, Client(key, url, options.timeout_s)
        return self._open[1]

    def _glossary(self, client: Client, options: DeepLOptions, source: str, target: str) -> dict[str, str]:
        """Say which glossary of the account to use, if any."""
        from toolkit.translators._deepl import glossary_id

        if options.glossary is None:
            return {}
        base = target.partition("-")[0]
        known = client, options.glossary.digest, source, base
        if known not in self._glossaries:
            name = "toolkit-" + options.glossary.digest.removeprefix("sha256:")[:16]
            entries = dict(options.glossary.entries)
            self._glossaries[known] = glossary_id(client, name, entries, source, base)
        return {"glossary": self._glossaries[known]}


def encoded(text: str) -> int:
    """Count the bytes of a text in a request: the client writes JSON in ASCII, so that `é` takes six.

    >>> encoded("été"), encoded("ete")
    (17, 7)
    """
    return len(json.dumps(text)) + len(", ")


def source_code(language: str) -> str:
    """Turn a BCP 47 code into DeepL's code of a source language, which knows no regions.

    >>> source_code("fr"), source_code("pt-BR"), source_code("no")
    ('FR', 'PT', 'NB')
    """
    primary = language.partition("-")[0].lower()
    return "NB" if primary == "no" else primary.upper()


def target_code(language: str, english: str = "EN-GB") -> str:
    """Turn a BCP 47 code into DeepL's code of a target language.

    Args:
        language: as `en`, `en-US`, `pt-BR`.
        english: what a bare `en` means.

    >>> target_code("en"), target_code("en", "EN-US"), target_code("en-US"), target_code("pt"), target_code("zh-TW")
    ('EN-GB', 'EN-US', 'EN-US', 'PT-PT', 'ZH-HANT')
    >>> target_code("de-AT")
    'DE'
    """
    if language.upper() in _VARIANTS:
        return language.upper()
    primary = language.partition("-")[0].lower()
    if primary == "en":
        return english
    return _TARGETS.get(language.lower()) or _TARGETS.get(primary) or primary.upper()


_SPLIT = {"on": "1", "off": "0", "nonewlines": "nonewlines"}  # developers.deepl.com, "split_sentences"


def _told(options: DeepLOptions) -> dict[str, Any]:
    """Give the client's arguments, of what is not left at DeepL's default."""
    told: dict[str, Any] = {}
    if options.formality != "default":
        told["formality"] = options.formality
    if options.model_type != "default":
        told["model_type"] = options.model_type
    if options.split_sentences != "default":
        told["split_sentences"] = _SPLIT[options.split_sentences]
    if options.preserve_formatting:
        told["preserve_formatting"] = True
    return told


def _rendering(result: Any) -> Rendering:
    """Pass on one answer; whether it holds a text at all is for the exchange to judge, text by text."""
    model = result.model_type_used
    return Rendering(
        text=result.text,
        billed_characters=result.billed_characters,
        model=model if isinstance(model, str) else "",
    )


plugin = DeepL
