"""Azure Text Translation (API version 2026-06-06), through Microsoft's official client.

The key is read from AZURE_TEXT_TRANSLATION_APIKEY, the resource's region from AZURE_TEXT_TRANSLATION_REGION, another
endpoint from AZURE_TEXT_TRANSLATION_ENDPOINT: the names the client's own samples use.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from toolkit._http import is_key, url_obstacle
from toolkit.errors import BadAnswerError, NotReadyError
from toolkit.exchange import Limits
from toolkit.plugins import missing_extra
from toolkit.records import Identity, Rendering, Request, digest
from toolkit.translators._base import Translator

if TYPE_CHECKING:
    from azure.ai.translation.text import TextTranslationClient

KEY = "AZURE_TEXT_TRANSLATION_APIKEY"
REGION = "AZURE_TEXT_TRANSLATION_REGION"
URL = "AZURE_TEXT_TRANSLATION_ENDPOINT"

PACKAGE = "azure-ai-translation-text"
TEXTS = 1_000  # learn.microsoft.com, "Service limits for Azure Translator": array elements of a translate request
CHARACTERS = 50_000  # the same page: "each translate request is limited to 50,000 characters"
COMFORTABLE = 10_000  # the page advises shorter requests; and what is lost in a time-out stays small
_REGION = re.compile(r"[a-z0-9]*")

# learn.microsoft.com, "Translator language support"; a bare pt means pt-br there, and Portugal's Portuguese here.
_VARIANTS = {"fr-ca": "fr-ca", "pt-br": "pt-br", "pt-pt": "pt-pt", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
_CODES = {
    "no": "nb", "pt": "pt-pt", "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant", "zh-tw": "zh-Hant",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MicrosoftOptions:
    """What Microsoft can be told.

    Attributes:
        deployment: a custom model's id, or a language model's deployment on the resource; `""` for the general model.
        fallback: let Microsoft take another model where the deployment fails, without a word which it was.
        tone: of the translation, by a language model.
        gender: of the people spoken of, by a language model.
        format: whether the texts are plain, or HTML whose tags are to be kept.
        timeout_s: seconds one answer may take.
    """

    deployment: str = ""
    fallback: bool = False
    tone: Literal["default", "neutral", "formal", "informal"] = "default"
    gender: Literal["default", "neutral", "female", "male"] = "default"
    format: Literal["text", "html"] = "text"
    timeout_s: float = field(default=60.0, metadata={"keyed": False})


class Microsoft(Translator):
    """Ask Azure Text Translation."""

    name: ClassVar[str] = "microsoft"
    Options: ClassVar[type[Any]] = MicrosoftOptions
    extra: ClassVar[str] = "microsoft"
    paid: ClassVar[bool] = True

    def __init__(self) -> None:
        """Open nothing yet: the first batch does, and later ones use the same connection."""
        self._open: tuple[tuple[str, str, str, float], TextTranslationClient] | None = None

    def identity(self, options: MicrosoftOptions) -> Identity:
        """Put the format where it belongs."""
        usual = super().identity(options)
        told = {name: value for name, value in usual.options.items() if name != "format"}
        return replace(usual, options=told, format=options.format)

    def limits(self, options: MicrosoftOptions) -> Limits:  # noqa: ARG002 - the contract's
        """Fill calls to a length that is answered soon; a longer text is a call of its own, up to Microsoft's limit."""
        return Limits(texts=TEXTS, size=COMFORTABLE, characters=CHARACTERS, encoded=share)

    def obstacle(self, options: MicrosoftOptions) -> str:
        """Look for the package, the key, the region and the endpoint's URL."""
        if not options.deployment and (options.tone, options.gender) != ("default", "default"):
            return "the options tone and gender are for language models; name one with the option deployment"
        if not _REGION.fullmatch(os.environ.get(REGION, "").strip()):
            return f"{REGION} is not a region; write it as in the portal, in one word, as westeurope"
        url = os.environ.get(URL, "").strip()
        return _package_obstacle() or _key_obstacle() or (url_obstacle(url, URL) if url else "")

    def translate_batch(self, requests: Sequence[Request], options: MicrosoftOptions) -> list[Rendering]:
        """Send one request; see the contract."""
        client = self._client(options)
        from toolkit.translators._microsoft import translate

        texts = [request.text for request in requests]
        target = {"language": code(requests[0].target), **_told(options)}
        kind = "Html" if options.format == "html" else "Plain"
        found = translate(client, texts, code(requests[0].source), target, kind)
        if len(found) != len(texts):
            counts = f"{len(found)} translations for {len(texts)} texts"
            raise BadAnswerError(f"Microsoft gave {counts}; check {URL}, it may have been billed")
        return found

    def _client(self, options: MicrosoftOptions) -> TextTranslationClient:
        """Give the open client, or open one where the key, the endpoint or the time-out has changed."""
        obstacle = self.obstacle(options)
        if obstacle:
            raise NotReadyError(obstacle)
        from toolkit.translators._microsoft import open_client

        key, region, url = (os.environ.get(name, "").strip() for name in (KEY, REGION, URL))
        # The key itself stays out of what could be printed.
        wanted = digest(key.encode()), region, url, options.timeout_s
        if self._open is None or self._open[0] != wanted:
            self._open = wanted, open_client(key, region, url, options.timeout_s)
        return self._open[1]


def installed() -> str:
    """Give the version of Microsoft's client, `""` where it is not installed; nothing of it is run."""
    try:
        return metadata.version(PACKAGE) if find_spec("azure.ai.translation.text") else ""
    except (ModuleNotFoundError, metadata.PackageNotFoundError):
        return ""


def _package_obstacle() -> str:
    version = installed()
    if not version:
        return str(missing_extra(Microsoft.extra, PACKAGE))
    if int(version.partition(".")[0]) < 2:  # noqa: PLR2004 - the first that speaks 2026-06-06
        return f"the package {PACKAGE} is too old ({version}); run: pip install '{PACKAGE}>=2'"
    return ""


def _key_obstacle() -> str:
    key = os.environ.get(KEY, "").strip()
    if not key:
        return f"{KEY} is not set; run: export {KEY}=… with a key of your Translator resource"
    if not is_key(key):
        return f"{KEY} is not a Translator key; copy it again from your resource"
    return ""


def share(text: str) -> int:
    """Count what a text takes of a call of comfortable length: at most all of it.

    >>> share("été"), share("x" * 20_000)
    (3, 10000)
    """
    return min(len(text), COMFORTABLE)


def code(language: str) -> str:
    """Turn a BCP 47 code into one of Microsoft's, which knows few regions.

    >>> code("fr"), code("en-US"), code("pt"), code("zh-TW"), code("no"), code("fr-CA")
    ('fr', 'en', 'pt-pt', 'zh-Hant', 'nb', 'fr-ca')
    """
    lower = language.lower()
    primary = lower.partition("-")[0]
    return _VARIANTS.get(lower) or _CODES.get(lower) or _CODES.get(primary) or primary


def _told(options: MicrosoftOptions) -> dict[str, Any]:
    """Give the fields of a target, of what is not left at Microsoft's default."""
    told: dict[str, Any] = {}
    if options.deployment:
        told |= {"deployment_name": options.deployment, "allow_fallback": options.fallback}
    if options.tone != "default":
        told["tone"] = options.tone
    if options.gender != "default":
        told["gender"] = options.gender
    return told


plugin = Microsoft
