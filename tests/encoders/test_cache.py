from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from toolkit.encoders import _cache
from toolkit.encoders._base import Encoder, TokenVectors, Vectors
from toolkit.encoders._cache import Cached
from toolkit.encoders.hashing import Hashing
from toolkit.encoders.minilm import MiniLM

TEXTS = ["one", "two", "three", "one", ""]
ROOT = Path(_cache.__file__).resolve().parents[2]


class Spy(Encoder):
    """Remember what was asked."""

    name = "spy"
    gives_tokens = True

    def __init__(self, sign: str = "spy-1") -> None:
        super().__init__()
        self.sign = sign
        self.asked: list[list[str]] = []
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return Hashing().encode(texts)

    def tokens(self, texts: Sequence[str], layers: Sequence[int]) -> list[TokenVectors]:
        self.read += sorted(texts)
        return Hashing().tokens(texts, layers)

    def signature(self) -> str:
        return self.sign


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "vectors.sqlite"


def test_vectors_are_bit_equal_and_asked_once(path: Path) -> None:
    """What was computed once is read back bit for bit, and only new texts are computed."""
    spy = Spy()
    expected = Hashing().encode(TEXTS)
    assert np.array_equal(Cached(spy, path).encode(TEXTS), expected)
    assert np.array_equal(Cached(spy, path).encode(TEXTS), expected)
    assert np.array_equal(Cached(spy, path).encode(["four", "two"]), Hashing().encode(["four", "two"]))
    assert spy.asked == [["one", "two", "three", ""], ["four"]]


def test_matches_are_bit_equal_and_asked_once(path: Path) -> None:
    """A pair is matched once at the same layers; tokens are passed through, and nothing of them is kept."""
    pairs, layers = [("one two", "two one"), ("one", "three"), ("one two", "two one")], (0, 1)
    expected = Hashing().matches(pairs, layers)
    spy = Spy()
    assert np.array_equal(Cached(spy, path).matches(pairs, layers), expected)
    assert spy.read == ["one", "one two", "three", "two one"]
    assert np.array_equal(Cached(spy, path).matches(pairs[::-1], layers), expected[::-1])
    assert len(spy.read) == 4
    Cached(spy, path).matches(pairs[:1], (0,))
    assert len(spy.read) == 6
    assert Cached(spy, path).matches([], layers).shape == (0, 2, 3)
    (own,) = Cached(spy, path).tokens(["one two"], (0,))
    assert own.pieces == ("one", "two")
    assert Cached(spy, path).gives_tokens


def test_vectors_of_texts_come_with_their_tokens(path: Path, minilm: MiniLM) -> None:
    """What was matched needs no second pass: its vectors are there, bit for bit, without the model."""
    pair = ("The sea was calm.", "The sea was rough.")
    Cached(minilm, path).matches([pair], (4, 6))
    fresh = MiniLM()
    assert np.array_equal(Cached(fresh, path).encode(pair), minilm.encode(pair))
    assert fresh._loaded is None


def test_the_bundled_model_is_not_loaded_when_all_is_known(path: Path, minilm: MiniLM) -> None:
    """A second run over the same texts reads no weights, and gets the same bits."""
    first = Cached(minilm, path).encode(["The sea was calm."])
    fresh = MiniLM()
    assert np.array_equal(Cached(fresh, path).encode(["The sea was calm."]), first)
    assert fresh._loaded is None


def test_another_signature_is_another_vector(path: Path) -> None:
    """Vectors of one encoder are never given out as another's."""
    Cached(Spy("a"), path).encode(["one"])
    other = Spy("b")
    Cached(other, path).encode(["one"])
    assert other.asked == [["one"]]


def test_it_stands_for_its_encoder(path: Path) -> None:
    """Name, signature, languages and the empty list are the encoder's own."""
    cached = Cached(MiniLM(), path)
    assert (cached.name, cached.languages, cached.signature()) == ("minilm", {"en"}, MiniLM().signature())
    assert cached.encode([]).shape == (0, 384)


def damage_file(path: Path) -> None:
    path.write_bytes(b"this is no database, " * 100)


def damage_pages(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


def damage_vector(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("update vectors set vector = zeroblob(length(vector))")


@pytest.mark.parametrize("damage", [damage_file, damage_pages, damage_vector])
def test_a_damaged_file_is_thrown_away(path: Path, damage: object, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever was damaged, the vectors are computed anew, with a warning, and kept again."""
    Cached(Spy(), path).encode(TEXTS)
    damage(path)  # type: ignore[operator]
    spy = Spy()
    with caplog.at_level(logging.WARNING):
        assert np.array_equal(Cached(spy, path).encode(TEXTS), Hashing().encode(TEXTS))
    assert "is damaged" in caplog.text
    Cached(spy, path).encode(TEXTS)
    assert len(spy.asked) == 1


def test_it_works_without_a_place_to_write(tmp_path: Path) -> None:
    """Where the folder cannot be made, or the file is a folder, vectors are computed each time."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path / "file" / "vectors.sqlite", tmp_path):
        assert np.array_equal(Cached(Spy(), path).encode(TEXTS), Hashing().encode(TEXTS))


def test_a_locked_file_is_done_without(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another process holds the file for too long, nothing waits and nothing fails."""
    monkeypatch.setattr(_cache, "_WAIT", 0.01)
    Cached(Spy(), path).encode(["one"])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert np.array_equal(Cached(Spy(), path).encode(TEXTS), Hashing().encode(TEXTS))
    assert path.exists()


def test_it_stays_within_its_bound(path: Path) -> None:
    """Past the limit the oldest vectors go, and the newest stay."""
    limit = 200_000
    for start in range(0, 200, 10):
        Cached(Spy(), path, limit).encode([f"text {start + step}" for step in range(10)])
    assert path.stat().st_size < 2 * limit
    spy = Spy()
    Cached(spy, path, limit).encode(["text 199", "text 0"])
    assert spy.asked == [["text 0"]]


def test_several_processes_share_it(path: Path) -> None:
    """Four processes writing at once lose nothing and see no error."""
    code = (
        "import sys; from pathlib import Path; from toolkit.encoders._cache import Cached;"
        "from toolkit.encoders.hashing import Hashing; cached = Cached(Hashing(), Path(sys.argv[1]));"
        "[cached.encode([f'{sys.argv[2]} {n}', f'shared {n}']) for n in range(20)]"
    )
    running = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, str(path), str(place)], cwd=ROOT)
        for place in range(4)
    ]
    assert [process.wait(timeout=60) for process in running] == [0] * 4
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("select count(*) from vectors").fetchone() == (100,)
