"""Google Cloud Translation v3 (Advanced), through the official client, over REST.

Credentials are those that Google's client knows: the file GOOGLE_APPLICATION_CREDENTIALS names, or what
`gcloud auth application-default login` left. The project is read from GOOGLE_CLOUD_PROJECT.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from toolkit._http import url_obstacle
from toolkit.errors import BadAnswerError, NotReadyError
from toolkit.exchange import Limits
from toolkit.plugins import missing_extra
from toolkit.records import Identity, Rendering, Request
from toolkit.translators._base import Translator

if TYPE_CHECKING:
    from google.cloud.translate_v3 import TranslationServiceClient

CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS"
PROJECT = "GOOGLE_CLOUD_PROJECT"
URL = "GOOGLE_TRANSLATE_URL"

TEXTS = 1024  # API reference, projects.locations.translateText: "contents[] … The max length of this field is 1024"
CHARACTERS = 30_000  # the same page, and "Quotas and limits": 30K code points a request
COMFORTABLE = 5_000  # "Quotas and limits": the recommended length of a request, as longer ones take longer
BUILT_IN = ("nmt", "translation-llm")

_VARIANTS = {"fr-ca": "fr-CA", "pt-br": "pt-BR", "pt-pt": "pt-PT", "zh-cn": "zh-CN", "zh-tw": "zh-TW"}
_CODES = {"nb": "no", "zh-hans": "zh-CN", "zh-sg": "zh-CN", "zh-hant": "zh-TW", "zh-hk": "zh-TW", "zh-mo": "zh-TW"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*")


@dataclass(frozen=True, slots=True)
class GoogleOptions:
    """What Google can be told.

    Attributes:
        model: `nmt`, `translation-llm`, or the id of a custom model of the project; `""` leaves it to Google.
        location: where the call is worked on; a custom model works only where it was made.
        format: whether the texts are plain, or HTML whose tags are to be kept.
        timeout_s: seconds one answer may take.
    """

    model: str = ""
    location: str = "global"
    format: Literal["text", "html"] = "text"
    timeout_s: float = field(default=60.0, metadata={"keyed": False})


class Google(Translator):
    """Ask Google Cloud Translation."""

    name: ClassVar[str] = "google"
    Options: ClassVar[type[Any]] = GoogleOptions
    extra: ClassVar[str] = "google"
    paid: ClassVar[bool] = True

    def __init__(self) -> None:
        """Open nothing yet: the first batch does, and later ones use the same connection."""
        self._open: tuple[tuple[str, str, float], TranslationServiceClient] | None = None

    def identity(self, options: GoogleOptions) -> Identity:
        """Put the format where it belongs; the project is an account's matter and no part of it."""
        usual = super().identity(options)
        told = {name: value for name, value in usual.options.items() if name != "format"}
        return replace(usual, options=told, format=options.format)

    def limits(self, options: GoogleOptions) -> Limits:  # noqa: ARG002 - the contract's
        """Fill calls to the length Google recommends; a longer text is a call of its own, up to Google's limit."""
        return Limits(texts=TEXTS, size=COMFORTABLE, characters=CHARACTERS, encoded=share)

    def obstacle(self, options: GoogleOptions) -> str:
        """Look for the package, the credentials and the project, without importing or asking anything."""
        if not installed():
            return str(missing_extra(self.extra, "google-cloud-translate"))
        named = os.environ.get(CREDENTIALS, "").strip()
        if named and not Path(named).is_file():
            return f"{CREDENTIALS} names no file; let it name the JSON file of a service account"
        if not named and not _login().is_file():
            return f"no Google credentials; run: gcloud auth application-default login, or set {CREDENTIALS}"
        if not _NAME.fullmatch(os.environ.get(PROJECT, "").strip()):
            return f"{PROJECT} is not set; run: export {PROJECT}=… with the id of your Google Cloud project"
        for option in ("model", "location"):
            value = getattr(options, option)
            if value and not _NAME.fullmatch(value):
                return f"the option {option} is not a name of Google's; give its id alone"
        url = os.environ.get(URL, "").strip()
        return url_obstacle(url, URL) if url else ""

    def translate_batch(self, requests: Sequence[Request], options: GoogleOptions) -> list[Rendering]:
        """Send one request; see the contract."""
        client = self._client(options)
        from toolkit.translators._google import translate

        parent = f"projects/{os.environ[PROJECT].strip()}/locations/{options.location}"
        asked = {
            "parent": parent,
            "contents": [request.text for request in requests],
            "source_language_code": code(requests[0].source),
            "target_language_code": code(requests[0].target),
            "mime_type": "text/html" if options.format == "html" else "text/plain",  # Google's default is HTML
        }
        if options.model:
            asked["model"] = f"{parent}/models/{'general/' if options.model in BUILT_IN else ''}{options.model}"
        found = translate(client, asked, options.timeout_s)
        if len(found) != len(requests):
            counts = f"{len(found)} translations for {len(requests)} texts"
            raise BadAnswerError(f"Google gave {counts}; check {URL}, it may have been billed")
        return [Rendering(each.translated_text, model=_model(each.model)) for each in found]

    def _client(self, options: GoogleOptions) -> TranslationServiceClient:
        """Give the open client, or open one where the credentials, the server or the time-out have changed."""
        obstacle = self.obstacle(options)
        if obstacle:
            raise NotReadyError(obstacle)
        from toolkit.translators._google import open_client

        url = os.environ.get(URL, "").strip()
        wanted = os.environ.get(CREDENTIALS, "").strip(), url, options.timeout_s
        if self._open is None or self._open[0] != wanted:
            self._open = wanted, open_client(url, options.timeout_s)
        return self._open[1]


def installed() -> bool:
    """Tell whether Google's client can be imported, without the second or two that takes."""
    try:
        return find_spec("google.cloud.translate_v3") is not None
    except ModuleNotFoundError:  # not even the folder above it
        return False


def share(text: str) -> int:
    """Count what a text takes of a call of the recommended length: at most all of it.

    >>> share("été"), share("x" * 20_000)
    (3, 5000)
    """
    return min(len(text), COMFORTABLE)


def code(language: str) -> str:
    """Turn a BCP 47 code into one of Google's, which knows few regions.

    >>> code("fr"), code("en-US"), code("pt-BR"), code("zh-Hant"), code("nb")
    ('fr', 'en', 'pt-BR', 'zh-TW', 'no')
    """
    lower = language.lower()
    primary = lower.partition("-")[0]
    return _VARIANTS.get(lower) or _CODES.get(lower) or _CODES.get(primary) or primary


def _login() -> Path:
    """Say where gcloud leaves a user's credentials (cloud.google.com, "How Application Default Credentials works")."""
    told = os.environ.get("CLOUDSDK_CONFIG", "")
    usual = Path(os.environ.get("APPDATA", ""), "gcloud") if os.name == "nt" else Path("~/.config/gcloud").expanduser()
    return (Path(told) if told else usual) / "application_default_credentials.json"


def _model(path: str) -> str:
    """Name a model without the project's number, which stands before it.

    >>> _model("projects/123456/locations/global/models/general/nmt"), _model("")
    ('general/nmt', '')
    """
    return path.partition("/models/")[2]


plugin = Google
