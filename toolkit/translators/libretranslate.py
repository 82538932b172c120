"""A LibreTranslate server, which Argos Translate's models run on. Its address is read from LIBRETRANSLATE_URL."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from toolkit._http import is_key, url_obstacle
from toolkit.errors import BackendError, NotReadyError
from toolkit.exchange import Limits
from toolkit.records import JSON, Identity, Rendering, Request, digest
from toolkit.translators._base import Translator
from toolkit.translators._protect import Cut, cut

if TYPE_CHECKING:
    from toolkit.translators._libretranslate import Client

KEY = "LIBRETRANSLATE_API_KEY"
URL = "LIBRETRANSLATE_URL"
HERE = "http://127.0.0.1:5000"  # where `libretranslate` listens unless told otherwise

TEXTS = 10  # a server works on the texts of a call one after another, and all of them must be done within timeout_s

_CODES = {"no": "nb", "pt-br": "pb", "zh-tw": "zt", "zh-hk": "zt", "zh-mo": "zt", "zh-hant": "zt"}
"""The models' own codes, which servers take under every version; newer ones show some of them as BCP 47."""


@dataclass(frozen=True, slots=True)
class LibreTranslateOptions:
    """What the server can be told.

    Attributes:
        format: `html` keeps tags, `text` takes them for words.
        protect: cut texts around URLs, addresses, placeholders, code and tags, so that these stay as they are; not in
            `html`, where the server sees to it.
        timeout_s: seconds one answer may take.
    """

    format: Literal["text", "html"] = "text"
    protect: bool = True
    timeout_s: float = field(default=60.0, metadata={"keyed": False})


class LibreTranslate(Translator):
    """Ask a LibreTranslate server.

    A server of one's own is free, one that somebody hosts may not be, and a class cannot tell which it will be asked
    for. So it counts as paid: to send something twice unasked would be the worse mistake.
    """

    name: ClassVar[str] = "libretranslate"
    Options: ClassVar[type[Any]] = LibreTranslateOptions
    paid: ClassVar[bool] = True

    def __init__(self) -> None:
        """Open nothing yet: the first call does, and later ones use the same connection."""
        self._open: tuple[tuple[str, str, float], Client] | None = None
        self._program = ""

    def identity(self, options: LibreTranslateOptions) -> Identity:
        """Put the format where it belongs."""
        usual = super().identity(options)
        told = {name: value for name, value in usual.options.items() if name != "format"}
        return replace(usual, options=told, format=options.format)

    def limits(self, options: LibreTranslateOptions) -> Limits:  # noqa: ARG002 - the contract's
        """Bound the texts of a call; what a server takes of characters is its operator's choice, and said too late."""
        return Limits(texts=TEXTS)

    def obstacle(self, options: LibreTranslateOptions) -> str:  # noqa: ARG002 - the contract's
        """Look at the URL, and at the key if there is one."""
        url, key = os.environ.get(URL, "").strip(), os.environ.get(KEY, "").strip()
        if not url:
            return f"{URL} is not set; start a server (pip install libretranslate), then run: export {URL}={HERE}"
        if key and not is_key(key):
            return f"{KEY} is not a key of a LibreTranslate server; copy it again, or unset it"
        return url_obstacle(url, URL)

    def observed(self, options: LibreTranslateOptions) -> Mapping[str, JSON]:
        """Ask the server for its version; one that does not tell is as good."""
        try:
            version = self._client(options).version()
        except BackendError:
            return {}
        self._program = f"LibreTranslate {version}".rstrip()
        return {"program": self._program}

    def translate_batch(self, requests: Sequence[Request], options: LibreTranslateOptions) -> list[Rendering]:
        """Send one request; see the contract."""
        client = self._client(options)
        whole = not options.protect or options.format == "html"
        cuts = [Cut((request.text,), ("", "")) if whole else cut(request.text) for request in requests]
        texts = [text for each in cuts for text in each.texts]
        source, target = code(requests[0].source), code(requests[0].target)
        answers = iter(client.translate(texts, source, target, options.format) if texts else [])
        return [self._rendering(each, [next(answers) for _ in each.texts]) for each in cuts]

    def _client(self, options: LibreTranslateOptions) -> Client:
        """Give the open client, or open one where the server, the key or the time-out has changed."""
        obstacle = self.obstacle(options)
        if obstacle:
            raise NotReadyError(obstacle)
        from toolkit.translators._libretranslate import Client

        key, url = os.environ.get(KEY, "").strip(), os.environ[URL].strip()
        wanted = digest(key.encode()), url, options.timeout_s  # the key itself stays out of what could be printed
        if self._open is None or self._open[0] != wanted:
            self._open = wanted, Client(key, url, options.timeout_s)
        return self._open[1]

    def _rendering(self, each: Cut, answers: Sequence[Any]) -> Rendering:
        """Put a text together; where a piece came back empty or is no text, the exchange refuses all of it."""
        good = all(isinstance(answer, str) and answer.strip() for answer in answers)
        return Rendering(text=each.joined(answers) if good else "", model=self._program)


def code(language: str) -> str:
    """Turn a BCP 47 code into the server's code of a language.

    >>> code("fr-CA"), code("en"), code("pt-BR"), code("zh"), code("zh-Hant-TW"), code("no")
    ('fr', 'en', 'pb', 'zh', 'zt', 'nb')
    """
    parts = language.lower().split("-")
    return _CODES.get("-".join(parts[:2])) or _CODES.get(parts[0]) or parts[0]


plugin = LibreTranslate
