"""A document and an encoder small enough to follow by hand, and how each summarizer is made ready for the tests.

A new summarizer needs no entry here: one that asks is built with its default options, and the tests that call it are
skipped, with its obstacle as the reason, where it is not ready. An entry in WAYS makes it ready.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.summarizers import bart
from tests.summarizers.desk import Desk, Server
from tests.translators.llm_server import MODEL
from toolkit import plugins
from toolkit.documents import Bullet, Document, Paragraph
from toolkit.encoders._base import Encoder, Vectors
from toolkit.exchange import Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Outcome, Rendering, Request
from toolkit.sentences import split
from toolkit.summarizers._asking import Asking, Bound
from toolkit.summarizers._base import Summarizer


class WordEncoder(Encoder):
    """Give a text the sum of its words' vectors, each drawn from the word's digest."""

    name = "words"
    languages = frozenset({"en"})

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), 16))
        for row, text in zip(rows, texts, strict=True):
            row[0] = 0.1
            for word in text.lower().split():
                row[:] += np.frombuffer(hashlib.sha256(word.encode()).digest()[:16], np.uint8) - 127.5
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def signature(self) -> str:
        return "words|version:1"


@pytest.fixture
def encoder() -> Encoder:
    return WordEncoder()


@pytest.fixture
def build(encoder: Encoder) -> Callable[[str], Summarizer]:
    """Build a summarizer by name, with the encoder where it needs one."""

    def make(name: str) -> Summarizer:
        plugin: type[Any] = plugins.load("summarizers", name)
        made: Summarizer = plugin(encoder) if plugin.needs_encoder else plugin()
        return made

    return make


@pytest.fixture
def document() -> Callable[..., Document]:
    """Make a document of paragraphs."""

    def make(*paragraphs: str, language: str = "en") -> Document:
        made = (Paragraph(f"seg-{n:03}", text, split(text, language)) for n, text in enumerate(paragraphs, 1))
        return Document("art-test", language, "", tuple(made))

    return make


@pytest.fixture(scope="session")
def tiny_bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a model of two layers that knows two summaries, as transformers keeps it."""
    return bart.make(tmp_path_factory.mktemp("models") / "tiny-bart")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a model on this machine, and point the OpenAI client at it."""
    with Desk() as server:
        monkeypatch.setenv("OPENAI_API_KEY", server.key)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url + "/v1")
        yield server


def _llm(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    request.getfixturevalue("desk")
    return options(model=MODEL)


def _seq2seq(request: pytest.FixtureRequest, options: type[Any]) -> Any:
    return options(folder=request.getfixturevalue("tiny_bart"))


WAYS: dict[str, Callable[[pytest.FixtureRequest, type[Any]], Any]] = {"llm": _llm, "seq2seq": _seq2seq}


@pytest.fixture
def bound(request: pytest.FixtureRequest) -> Callable[[str], Bound]:
    """Build a summarizer that asks, by name, or skip the test with its obstacle."""

    def make(name: str) -> Bound:
        plugin: type[Asking] = plugins.load("summarizers", name)
        options = WAYS[name](request, plugin.Options) if name in WAYS else plugin.Options()
        obstacle = plugin().obstacle(options)
        if obstacle:
            pytest.skip(f"{name}: {obstacle}")
        return plugin().bind(options)

    return make


Tell = Callable[..., list[Bullet]]
"""Makes bullets: (document, how many, bound of words, mode of the recordings)."""


@pytest.fixture
def tell(build: Callable[[str], Summarizer], bound: Callable[[str], Bound], tmp_path: Path) -> Callable[[str], Tell]:
    """Give what makes a summarizer's bullets, on the spot or through the exchange."""

    def make(name: str) -> Tell:
        if not issubclass(plugins.load("summarizers", name), Asking):
            return lambda document, wanted, words, mode="use": build(name).summarize(document, wanted, words)
        made = bound(name)

        def converse(document: Document, wanted: int, words: int | None, mode: Any = "use") -> list[Bullet]:
            talk = made.talk(document, wanted, words)
            try:
                request: Request = next(talk)
                while True:
                    recordings = Recordings(tmp_path / "recordings", made.backend.identity)
                    outcome: Outcome = next(exchange(made.backend, [request], recordings, Policy(mode=mode)))
                    assert isinstance(outcome, Rendering), outcome
                    request = talk.send(outcome)
            except StopIteration as end:
                bullets: list[Bullet] = end.value
                return bullets

        return converse

    return make
