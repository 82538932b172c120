"""How each translator is made ready for the tests.

A new backend needs no entry here: it is built with its default options, and the tests that call it are skipped, with
its obstacle as the reason, where it is not ready. An entry in WAYS makes it ready: a function of pytest's request that
sets up what the backend needs (a server on 127.0.0.1, a file) and returns its options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.translators import marian
from tests.translators.services import services
from toolkit import plugins
from toolkit.exchange import Backend
from toolkit.recordings import Recordings
from toolkit.records import Identity, Rendering, Request
from toolkit.translators._base import Translator

SERVICES = services()
Way = Callable[[pytest.FixtureRequest, type[Any]], Any]
"""Sets up what a backend needs, and gives the options that ask for it."""

ARTICLE = (
    ("headline", "Le dégel commence"),
    ("paragraph", "Le ministre l’a annoncé vendredi : « La rencontre est utile »."),
    ("paragraph", "Il n’a pas répondu aux questions."),
)
TRANSLATION = "The thaw begins\n\nThe minister said so on Friday.\n\nHe took no questions.\n"


@dataclass(frozen=True)
class Ready:
    """A translator that can be called."""

    translator: Translator
    options: Any

    @property
    def backend(self) -> Backend:
        return self.translator.bind(self.options)


def _file(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    path = request.getfixturevalue("tmp_path") / "translation.txt"
    path.write_text(TRANSLATION, encoding="utf-8")
    return options(path=path)


def _served(name: str) -> Way:
    """Ask the service's own stand-in, as its SERVICE says."""

    def way(request: pytest.FixtureRequest, options: type[Any]) -> Any:
        server = request.getfixturevalue(f"{name}_server")
        return options(**SERVICES[name].settle(request.getfixturevalue("monkeypatch"), server))

    return way


def _ctranslate2(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    model, converted = request.getfixturevalue("tiny_marian"), request.getfixturevalue("tmp_path") / "converted"
    return options(folder=model, converted=converted)


def _memory(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    folder = request.getfixturevalue("tmp_path") / "memories"
    recordings = Recordings(folder, Identity("memory", options={"name": "agency"}))
    pairs = zip((text for _, text in ARTICLE), TRANSLATION.strip().split("\n\n"), strict=True)
    answers = [
        (Request(text, "fr", "en"), Rendering(english, created_at="2026-01-01T00:00:00Z")) for text, english in pairs
    ]
    recordings.add(answers, {})
    return options(name="agency", folder=folder)


WAYS: dict[str, Way] = {
    **{name: _served(name) for name in SERVICES},
    "ctranslate2": _ctranslate2,
    "file": _file,
    "memory": _memory,
}


@pytest.fixture
def ready(request: pytest.FixtureRequest) -> Callable[[str], Ready]:
    """Build a translator by name, or skip the test with the obstacle."""

    def build(name: str) -> Ready:
        translator = plugins.load("translators", name)()
        way = WAYS.get(name)
        options = way(request, translator.Options) if way else translator.Options()
        obstacle = translator.obstacle(options)
        if obstacle:
            pytest.skip(f"{name}: {obstacle}")
        return Ready(translator, options)

    return build


@pytest.fixture
def article() -> list[Request]:
    """Give the requests of a small French article."""
    return [
        Request(text, "fr", "en", article="art-tiny", segment=f"seg-{number:03}", kind=kind)  # type: ignore[arg-type]
        for number, (kind, text) in enumerate(ARTICLE, 1)
    ]


def _server(name: str) -> Any:
    @pytest.fixture(name=f"{name}_server")
    def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
        """Run a server of our own that answers as the service does, and point the backend at it."""
        with SERVICES[name].start() as server:
            SERVICES[name].settle(monkeypatch, server)
            yield server

    return running


amazon_server = _server("amazon")
deepl_server = _server("deepl")
google_server = _server("google")
libretranslate_server = _server("libretranslate")
llm_server = _server("llm")
microsoft_server = _server("microsoft")


@pytest.fixture(scope="session")
def tiny_marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a Marian model that knows a few sentences, as transformers keeps it."""
    folder: Path = marian.make(tmp_path_factory.mktemp("models") / "tiny-marian")
    return folder
