"""LibreTranslate's own server, where it is installed, with a model of a few hundred kilobytes made here.

What the server would download is replaced: the model by one that knows a few sentences by heart, packed as Argos packs
them, and the sentence splitter by one that takes a text for one sentence. All else is the real server.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.translators import marian
from toolkit import plugins
from toolkit.errors import AuthError, RateLimitError, TooLargeError, ToolkitError, UnsupportedError
from toolkit.exchange import Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Request

LibreTranslate = plugins.load("translators", "libretranslate")
Options = LibreTranslate.Options

PROGRAM = shutil.which("libretranslate")
pytestmark = pytest.mark.skipif(
    not PROGRAM or os.name == "nt", reason="the program libretranslate is not on the path; pip install libretranslate"
)

START = """
from argostranslate import sbd
sbd.MiniSBDSentencizer.split_sentences = lambda self, text: [text]
from libretranslate.main import main
main()
"""
TAUGHT = [marian.PAIRS[place] for place in (0, 2, 3)]
ASK = [Request(source, "fr", "en") for source, _ in TAUGHT]
BOOT_S = 60.0  # the server imports onnxruntime and flask, which takes seconds


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pack a model as Argos does: CTranslate2's files, one SentencePiece model, and what they are."""
    converters = pytest.importorskip("ctranslate2", reason="ctranslate2 is not installed").converters
    pytest.importorskip("transformers", reason="transformers is not installed")
    known = marian.make(tmp_path_factory.mktemp("models") / "marian")
    folder = tmp_path_factory.mktemp("packages") / "fr_en"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses", category=UserWarning)
        converters.TransformersConverter(str(known)).convert(str(folder / "model"))
    config = json.loads((folder / "model" / "config.json").read_text(encoding="utf-8"))
    config["add_source_eos"] = True  # Argos sends pieces alone; Marian's tokenizer would end them
    (folder / "model" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    shutil.copy(known / "source.spm", folder / "sentencepiece.model")
    _describe(folder, "en", "English")
    second = shutil.copytree(folder, folder.parent / "fr_de")  # with fewer than two the server looks for more
    _describe(second, "de", "German")
    return folder.parent


def _describe(folder: Path, code: str, name: str) -> None:
    about = {"package_version": "1.0", "argos_version": "1.9", "from_code": "fr", "from_name": "French"}
    (folder / "metadata.json").write_text(json.dumps(about | {"to_code": code, "to_name": name}), encoding="utf-8")


@contextmanager
def serving(package: Path, home: Path, *flags: str) -> Iterator[str]:
    """Run the server for the length of a block, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    beside = Path(PROGRAM or "").resolve().parent / "python"
    call = [str(beside if beside.exists() else sys.executable), "-c", START, "--port", str(port), *flags]
    settings = {"HOME": str(home), "ARGOS_PACKAGES_DIR": str(package), "PATH": os.environ["PATH"]}
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(call, cwd=home, env=settings, stdout=log, stderr=log, start_new_session=True)
    try:
        yield _awaited(process, f"http://127.0.0.1:{port}", home / "server.log")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _awaited(process: subprocess.Popen[bytes], url: str, log: Path) -> str:
    end = time.monotonic() + BOOT_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/languages", timeout=5):
                return url
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-2000:])


@pytest.fixture(scope="module")
def open_server(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a server that anybody may ask, with a bound of 100 characters a text."""
    with serving(package, tmp_path_factory.mktemp("home"), "--char-limit", "100") as url:
        yield url


@pytest.fixture
def url(open_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the backend at the server."""
    monkeypatch.setenv("LIBRETRANSLATE_URL", open_server)
    return open_server


def test_the_real_server_translates(url: str, tmp_path: Path) -> None:
    """The sentences the model was taught come back as it was taught them, with the server's version beside them."""
    backend = LibreTranslate().bind(Options())
    outcomes = list(exchange(backend, ASK, Recordings(tmp_path, backend.identity), Policy()))
    assert [outcome.text for outcome in outcomes] == [target for _, target in TAUGHT]
    assert outcomes[0].model.startswith("LibreTranslate 1.")


def test_an_answer_of_the_real_server_does_not_depend_on_its_neighbors(url: str) -> None:
    """Each text of a call is translated for itself."""
    translator = LibreTranslate()
    alone = [translator.translate_batch([request], Options())[0].text for request in ASK]
    assert [each.text for each in translator.translate_batch(ASK, Options())] == alone
    assert [each.text for each in translator.translate_batch(ASK[::-1], Options())][::-1] == alone


def test_a_url_comes_through_the_real_server(url: str) -> None:
    """What the model spells anew is kept by cutting, and lost without."""
    ask = [Request("Oui. https://a.fr/le", "fr", "en")]
    assert LibreTranslate().translate_batch(ask, Options())[0].text == "Yes. https://a.fr/le"
    assert "https://a.fr/le" not in LibreTranslate().translate_batch(ask, Options(protect=False))[0].text


def test_the_real_server_gives_a_sentence_its_end_back(url: str) -> None:
    """A full stop after the closing mark, as in French print, is put there in English too: what docs say of it."""
    source, target = marian.PAIRS[1]
    assert source.endswith(" ».")
    got = LibreTranslate().translate_batch([Request(source, "fr", "en")], Options())[0].text
    assert got == f"{target}."


@pytest.mark.parametrize(
    ("ask", "kind", "words"),
    [
        (Request("Sì.", "it", "en"), UnsupportedError, "it is not supported"),
        (Request("Yes.", "en", "fr"), UnsupportedError, "not available as a target language"),
        (Request("Oui. " * 30, "fr", "en"), TooLargeError, "exceeds text limit"),
    ],
)
def test_the_real_server_refuses_as_expected(url: str, ask: Request, kind: type[ToolkitError], words: str) -> None:
    """Its own words for a language it has not and for a text too long are understood."""
    with pytest.raises(kind, match=words):
        LibreTranslate().translate_batch([ask], Options())


def test_the_real_server_wants_a_key_and_slows_down(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong key is refused, and the second request within a minute is told to wait."""
    with serving(package, tmp_path, "--api-keys", "--req-limit", "1") as url:
        monkeypatch.setenv("LIBRETRANSLATE_URL", url)
        monkeypatch.setenv("LIBRETRANSLATE_API_KEY", "canary-key-that-nobody-may-see")
        with pytest.raises(AuthError, match="Invalid API key"):
            LibreTranslate().translate_batch(ASK[:1], Options())
        monkeypatch.delenv("LIBRETRANSLATE_API_KEY")
        assert LibreTranslate().translate_batch(ASK[:1], Options())[0].text == TAUGHT[0][1]
        with pytest.raises(RateLimitError, match="Slowdown"):
            LibreTranslate().translate_batch(ASK[:1], Options())
