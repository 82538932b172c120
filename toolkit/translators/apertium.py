"""Apertium, the rule-based engine: the installed program through a pivot language, or an apertium-apy server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from toolkit._http import url_obstacle
from toolkit.errors import BadAnswerError, NotReadyError, ToolkitError
from toolkit.exchange import Limits
from toolkit.records import JSON, Identity, Rendering, Request
from toolkit.translators._apertium_program import installed, modes, packages, run, version
from toolkit.translators._apertium_routes import alpha3, legs, route
from toolkit.translators._base import Translator
from toolkit.translators._protect import masked

_PACKAGES = {"spa": "apertium-fr-es apertium-eng-spa", "cat": "apertium-fra-cat apertium-eng-cat"}


@dataclass(frozen=True, slots=True)
class ApertiumOptions:
    """What Apertium can be told.

    Attributes:
        pivot: language in between, as `spa` or `cat` for French into English; `""` for a direct pair.
        mark_unknown: put a star before words the dictionaries do not have.
        url: of an apertium-apy server to ask instead of the installed program, `""` for the program.
        timeout_s: seconds one text may take in each of the two steps.
    """

    pivot: str = "spa"
    mark_unknown: bool = False
    url: str = field(default="", metadata={"keyed": False})
    timeout_s: float = field(default=60.0, metadata={"keyed": False})


class Apertium(Translator):
    """Translate with Apertium."""

    name: ClassVar[str] = "apertium"
    Options: ClassVar[type[Any]] = ApertiumOptions

    def __init__(self) -> None:
        """Run nothing yet."""
        self._modes: tuple[str, ...] = ()
        self._version = ""

    def identity(self, options: ApertiumOptions) -> Identity:
        """Put the pivot, and whether a server answers: it writes marks the program leaves out."""
        by: dict[str, JSON] = {"pivot": alpha3(options.pivot)}
        if options.url:
            by["interface"] = "apy"
        told: dict[str, JSON] = {"mark_unknown": True} if options.mark_unknown else {}
        return Identity(backend=self.name, engine=by, options=told)

    def limits(self, options: ApertiumOptions) -> Limits:  # noqa: ARG002 - the contract's
        """Take one text a call: in one process, a text's words were seen to depend on the texts before it."""
        return Limits(texts=1)

    def obstacle(self, options: ApertiumOptions) -> str:
        """Look for the program and for modes through the pivot, or at the server's URL."""
        if options.url:
            return url_obstacle(options.url, "the option url")
        pivot = alpha3(options.pivot)
        cure = f"run: apt install apertium {_PACKAGES.get(pivot, '')}".rstrip() + ", or give the url of an apertium-apy"
        if not installed():
            return f"the program apertium is not installed; {cure}"
        try:
            names = modes(options.timeout_s)
        except ToolkitError as error:
            return str(error)
        ends = {alpha3(code) for name in names for code in name.split("_")[0].split("-")}
        return f"apertium has no mode through {options.pivot}; {cure}" if pivot and pivot not in ends else ""

    def observed(self, options: ApertiumOptions) -> Mapping[str, JSON]:
        """Give the version of the program and of the data packages on the way."""
        if options.url:
            return {"program": "apertium-apy"}
        self._require(options)
        return {"program": self._version, "packages": packages(options.pivot)}

    def translate_batch(self, requests: Sequence[Request], options: ApertiumOptions) -> list[Rendering]:
        """Translate each text on its own; see the contract."""
        if not options.url:
            self._require(options)
        translate = self._by_server if options.url else self._by_program
        return [translate(request, options) for request in requests]

    def _require(self, options: ApertiumOptions) -> None:
        """See once what is installed."""
        if self._version:
            return
        if not installed():
            raise NotReadyError(self.obstacle(options))
        self._modes, self._version = modes(options.timeout_s), version(options.timeout_s)

    def _by_program(self, request: Request, options: ApertiumOptions) -> Rendering:
        way = route(self._modes, request.source, request.target, options.pivot)

        def step(mode: str, text: str, *, mark: bool) -> str:
            return run([*([] if mark else ["-u"]), mode], text, options.timeout_s)

        text = masked(request.text, lambda text: _through(way, text, step, mark_unknown=options.mark_unknown))
        return Rendering(text=text, model=" ".join((self._version, *way)))

    def _by_server(self, request: Request, options: ApertiumOptions) -> Rendering:
        from toolkit.translators._apertium_server import ask  # with an HTTP client, which the program does without

        way = legs(request.source, request.target, options.pivot)

        def step(pair: tuple[str, str], text: str, *, mark: bool) -> str:
            return ask(options.url, pair, text, mark_unknown=mark, timeout_s=options.timeout_s)

        text = masked(request.text, lambda text: _through(way, text, step, mark_unknown=options.mark_unknown))
        return Rendering(text=text, model="apertium-apy")


def _through(way: Sequence[Any], text: str, step: Callable[..., str], *, mark_unknown: bool) -> str:
    """Take a text through all steps; a star in the middle would be read as part of the word.

    Raises:
        BadAnswerError: lines were lost or added on the way, so that the answer cannot be this text's translation.
    """
    lines = len(text.strip().split("\n"))
    for place, leg in enumerate(way):
        text = step(leg, text, mark=mark_unknown and place == len(way) - 1)
    found = len(text.strip().split("\n"))
    if found != lines:
        raise BadAnswerError(f"apertium gave {found} lines for a text of {lines}; check its installation")
    return text.strip()


plugin = Apertium
