"""How each translator is made ready for the tests.

A new backend needs no entry here: it is built with its default options, and the tests that call it are skipped, with
its obstacle as the reason, where it is not ready. An entry in WAYS makes it ready: a function of pytest's request that
sets up what the backend needs (a server on 127.0.0.1, a file) and returns its options.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from toolkit import plugins
from toolkit.exchange import Backend
from toolkit.recordings import Recordings
from toolkit.records import Identity, Rendering, Request
from toolkit.translators._base import Translator

ARTICLE = (
    ("headline", "Le dégel commence"),
    ("paragraph", "Le ministre l’a annoncé vendredi : « La rencontre est utile »."),
    ("paragraph", "Il n’a pas répondu aux questions."),
)
TRANSLATION = "The thaw begins\n\nThe minister said so on Friday.\n\nHe took no questions.\n"


def beside(name: str) -> ModuleType:
    """Import a module of this folder."""
    spec = importlib.util.spec_from_file_location(f"tests_translators_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Ready:
    """A translator that can be called."""

    translator: Translator
    options: Any

    @property
    def backend(self) -> Backend:
        return self.translator.bind(self.options)


def _deepl(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    request.getfixturevalue("deepl_server")
    return options()


def _google(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    request.getfixturevalue("google_server")
    return options()


def _microsoft(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    request.getfixturevalue("microsoft_server")
    return options()


def _file(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    path = request.getfixturevalue("tmp_path") / "translation.txt"
    path.write_text(TRANSLATION, encoding="utf-8")
    return options(path=path)


def _amazon(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    request.getfixturevalue("amazon_server")
    return options()


def _libretranslate(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    request.getfixturevalue("libretranslate_server")
    return options()


def _llm(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    request.getfixturevalue("llm_server")
    return options(model="tiny-model")


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


WAYS: dict[str, Callable[[pytest.FixtureRequest, type[Any]], Any]] = {
    "amazon": _amazon,
    "ctranslate2": _ctranslate2,
    "deepl": _deepl,
    "file": _file,
    "google": _google,
    "libretranslate": _libretranslate,
    "llm": _llm,
    "memory": _memory,
    "microsoft": _microsoft,
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


@pytest.fixture
def deepl_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run a DeepL of our own, and point the backend at it."""
    with beside("deepl_server").DeepLServer() as server:
        monkeypatch.setenv("DEEPL_AUTH_KEY", server.key)
        monkeypatch.setenv("DEEPL_SERVER_URL", server.url)
        yield server


@pytest.fixture
def google_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run a Google of our own, and point the backend at it."""
    from tests.translators.google_server import SERVICE

    with SERVICE.start() as server:
        SERVICE.settle(monkeypatch, server)
        yield server


@pytest.fixture
def microsoft_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run a Microsoft of our own, and point the backend at it."""
    from tests.translators.microsoft_server import SERVICE

    with SERVICE.start() as server:
        SERVICE.settle(monkeypatch, server)
        yield server


@pytest.fixture
def amazon_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run an Amazon Translate of our own, and point the backend at it."""
    from tests.translators.amazon_server import SERVICE

    with SERVICE.start() as server:
        SERVICE.settle(monkeypatch, server)
        yield server


@pytest.fixture
def libretranslate_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run a LibreTranslate of our own, and point the backend at it."""
    from tests.translators.libretranslate_server import SERVICE

    with SERVICE.start() as server:
        SERVICE.settle(monkeypatch, server)
        yield server


@pytest.fixture
def llm_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run an LLM server of our own, and point the backend at it."""
    from tests.translators.llm_server import SERVICE

    with SERVICE.start() as server:
        SERVICE.settle(monkeypatch, server)
        yield server


@pytest.fixture(scope="session")
def tiny_marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a Marian model that knows a few sentences, as transformers keeps it."""
    folder: Path = beside("marian").make(tmp_path_factory.mktemp("models") / "tiny-marian")
    return folder
