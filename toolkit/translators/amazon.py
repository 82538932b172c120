"""Amazon Translate, through AWS's own client. Credentials, region and endpoint are found as boto3 finds them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from toolkit._http import is_key, misshapen, url_obstacle
from toolkit.errors import NotReadyError, UnsupportedError
from toolkit.exchange import Limits
from toolkit.plugins import missing_extra
from toolkit.records import Glossary, Rendering, Request, digest
from toolkit.translators._base import Translator

if TYPE_CHECKING:
    from toolkit.translators._amazon import Client

KEY_ID = "AWS_ACCESS_KEY_ID"
SECRET = "AWS_SECRET_ACCESS_KEY"  # noqa: S105 - the name of a variable
TOKEN = "AWS_SESSION_TOKEN"  # noqa: S105 - the name of a variable
ELSEWHERE = (
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)
IN_PROFILE = ("aws_access_key_id", "role_arn", "sso_session", "sso_start_url", "credential_process", "login_session")
URLS = ("AWS_ENDPOINT_URL_TRANSLATE", "AWS_ENDPOINT_URL")  # as boto3 looks them up, the first that is set

BYTES = 10_000  # API reference, TranslateText: "The text string can be a maximum of 10,000 bytes long", in UTF-8

FORMAL = frozenset(["nl", "fr", "fr-CA", "de", "hi", "it", "ja", "ko", "pt-PT", "es", "es-MX"])
"""Targets with formality: Developer Guide, "Setting formality"; for others the service passes the setting over."""

BRIEF = frozenset(["fr", "de", "it", "pt", "es"])
"""Developer Guide, "Using brevity": from any language into these, and from these into English."""

_VARIANTS = {code.lower(): code for code in ("es-MX", "fa-AF", "fr-CA", "pt-PT", "zh-TW")}
_CODES = {"zh-hant": "zh-TW", "zh-hk": "zh-TW", "zh-mo": "zh-TW", "nb": "no", "fil": "tl", "prs": "fa-AF"}
"""Developer Guide, "Supported languages", where its code is not the first part of the BCP 47 code."""


@dataclass(frozen=True, slots=True)
class AmazonOptions:
    """What Amazon Translate can be told.

    Attributes:
        formality: register of the translation, for target languages that have it.
        mask_profanity: write `?$#@$` in place of profane words.
        brevity: prefer shorter translations, for the pairs that have it.
        glossary: term pairs to keep to; imported into the account as a custom terminology, once, and used by its name.
        timeout_s: seconds one answer may take.
    """

    formality: Literal["default", "formal", "informal"] = "default"
    mask_profanity: bool = False
    brevity: bool = False
    glossary: Glossary | None = None
    timeout_s: float = field(default=60.0, metadata={"keyed": False})


class Amazon(Translator):
    """Ask Amazon Translate."""

    name: ClassVar[str] = "amazon"
    Options: ClassVar[type[Any]] = AmazonOptions
    extra: ClassVar[str] = "amazon"
    paid: ClassVar[bool] = True

    def __init__(self) -> None:
        """Open nothing yet: the first call does, and later ones use the same connection."""
        self._open: tuple[tuple[str, float], Client] | None = None
        self._terminologies: dict[tuple[Client, str], str] = {}

    def limits(self, options: AmazonOptions) -> Limits:  # noqa: ARG002 - the contract's
        """Take one text a call, as TranslateText does."""
        return Limits(texts=1, size=BYTES)

    def obstacle(self, options: AmazonOptions) -> str:  # noqa: ARG002 - the contract's
        """Look for the package, the credentials and the region, and at the endpoint's URL."""
        if importlib.util.find_spec("boto3") is None:
            return str(missing_extra(self.extra, "boto3"))
        told = _credentials_obstacle()
        if told:
            return told
        url = next(((name, os.environ[name].strip()) for name in URLS if os.environ.get(name, "").strip()), None)
        return url_obstacle(url[1], url[0]) if url else ""

    def translate_batch(self, requests: Sequence[Request], options: AmazonOptions) -> list[Rendering]:
        """Send one request a text; see the contract."""
        source, target = code(requests[0].source), code(requests[0].target)
        told = _told(options, source, target)
        client = self._client(options)
        told |= self._terminology(client, options, source, target)
        return [Rendering(text=_text(client.translate(request.text, source, target, told))) for request in requests]

    def _client(self, options: AmazonOptions) -> Client:
        """Give the open client, or open one where the environment or the time-out has changed."""
        obstacle = self.obstacle(options)
        if obstacle:
            raise NotReadyError(obstacle)
        from toolkit.translators._amazon import Client

        told = "\n".join(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("AWS_"))
        wanted = digest(told.encode(errors="replace")), options.timeout_s  # a digest: secrets stay out of what is kept
        if self._open is None or self._open[0] != wanted:
            self._open = wanted, Client(configured().region, options.timeout_s)
        return self._open[1]

    def _terminology(self, client: Client, options: AmazonOptions, source: str, target: str) -> dict[str, Any]:
        """Say which terminology of the account to use, if any."""
        if options.glossary is None:
            return {}
        content = options.glossary.digest
        name = f"toolkit-{content.removeprefix('sha256:')[:16]}-{source}-{target}"
        if (client, name) not in self._terminologies:
            client.require_terminology(name, content, options.glossary.entries, source, target)
            self._terminologies[client, name] = name
        return {"TerminologyNames": [name]}


def code(language: str) -> str:
    """Turn a BCP 47 code into Amazon's code of a language.

    >>> code("fr"), code("fr-ca"), code("fr-BE"), code("en-US"), code("pt-BR"), code("pt-PT")
    ('fr', 'fr-CA', 'fr', 'en', 'pt', 'pt-PT')
    >>> code("zh"), code("zh-Hant-HK"), code("zh-TW"), code("zh-Hans"), code("nb"), code("es-MX")
    ('zh', 'zh-TW', 'zh-TW', 'zh', 'no', 'es-MX')
    """
    parts = language.lower().split("-")
    for known in ("-".join(parts[:2]), parts[0]):
        if known in _VARIANTS or known in _CODES:
            return _VARIANTS.get(known) or _CODES[known]
    return parts[0]


@dataclass(frozen=True, slots=True)
class Found:
    """What this machine says of AWS.

    Attributes:
        credentials: whether there is somewhere to take them from.
        region: as `eu-west-1`, `""` where none is set.
    """

    credentials: bool
    region: str


def configured() -> Found:
    """Look at the environment and, where that does not tell all, at AWS's own files; nobody is asked.

    The metadata service of an EC2 instance is not looked for either: that is the network, and elsewhere a time-out.
    """
    credentials = all(os.environ.get(name) for name in (KEY_ID, SECRET))
    credentials = credentials or any(os.environ.get(name) for name in ELSEWHERE)
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
    if credentials and region:
        return Found(credentials, region)
    from toolkit.translators._amazon import profile

    told = profile()
    return Found(credentials or any(name in told for name in IN_PROFILE), region or told.get("region", ""))


def _credentials_obstacle() -> str:
    """Say what is missing of the credentials and the region, looking at this machine only."""
    values = [os.environ.get(name, "") for name in (KEY_ID, SECRET, TOKEN)]
    if not all(is_key(value, shortest=0) for value in values):
        return f"{KEY_ID}, {SECRET} or {TOKEN} is not what AWS gives out; copy them again from your AWS account"
    try:
        found = configured()
    except NotReadyError as error:
        return str(error)
    if not found.credentials:
        return f"no AWS credentials are set; run: export {KEY_ID}=… {SECRET}=… or: aws configure"
    return "" if found.region else "no AWS region is set; run: export AWS_REGION=eu-west-1, or one near you"


def _told(options: AmazonOptions, source: str, target: str) -> dict[str, Any]:
    """Give the request's settings, of what is not left at the default; what would be passed over is an error.

    Raises:
        UnsupportedError: the languages do not have a setting that is asked for.
    """
    settings: dict[str, str] = {}
    if options.formality != "default":
        if target not in FORMAL:
            raise UnsupportedError(f"Amazon Translate has no formality in {target}; leave the option out")
        settings["Formality"] = options.formality.upper()
    if options.mask_profanity:
        settings["Profanity"] = "MASK"
    if options.brevity:
        if target not in BRIEF and not (target == "en" and source in BRIEF):
            raise UnsupportedError(f"Amazon Translate has no brevity from {source} to {target}; leave the option out")
        settings["Brevity"] = "ON"
    return {"Settings": settings} if settings else {}


def _text(answer: Any) -> str:
    """Take the translation out of an answer.

    Raises:
        BadAnswerError: there is none.
    """
    text = answer.get("TranslatedText") if isinstance(answer, dict) else None
    if not isinstance(text, str):
        raise misshapen("Amazon Translate", "the endpoint")
    return text


plugin = Amazon
