"""Vectors, and how texts match, kept between runs in one SQLite file that may always be thrown away."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from toolkit.encoders._base import Encoder, TokenVectors, Vectors
from toolkit.encoders._tokens import COUNTS, MATCHING, matches

LIMIT = 200_000_000
"""Bytes of vectors kept: about 110,000 texts of 384 dimensions. Past it, the oldest quarter goes."""

Asked = TypeVar("Asked")

_log = logging.getLogger(__name__)
_TABLE = """
create table if not exists vectors
(id integer primary key, key blob not null unique, vector blob not null, sum integer not null)
"""
_ASKED = 500  # keys a query; SQLite takes at least 999 variables
_WAIT = 5.0  # seconds for another process to finish its write


class Cached(Encoder):
    """Keep what an encoder computes; its model is not even loaded where every vector is known.

    Whatever happens to the file, the vectors are the encoder's own, bit for bit: a damaged file is thrown away, one
    that cannot be read, written or waited for is done without.
    """

    def __init__(self, encoder: Encoder, path: Path, limit: int = LIMIT) -> None:
        """Stand in front of an encoder; nothing is opened yet.

        Args:
            encoder: computes what is not known.
            path: the SQLite file; it and its folder are made where they are missing.
            limit: bytes the file's content may take.
        """
        super().__init__(encoder.model)
        self.name = encoder.name
        self.languages = encoder.languages
        self.gives_tokens = encoder.gives_tokens
        self._encoder = encoder
        self._path = path
        self._limit = limit

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Look up, compute what is missing in one call, keep it."""
        if not texts:
            return self._encoder.encode(texts)
        signature = self.signature()
        keys = {text: _key(signature, text) for text in texts}
        known = self._known(keys, self._encoder.encode)
        return np.stack([known[keys[text]] for text in texts])

    def tokens(self, texts: Sequence[str], layers: Sequence[int]) -> list[TokenVectors]:
        """Compute them: vectors of all tokens of a text take more room than they are worth."""
        return self._encoder.tokens(texts, layers)

    def matches(self, pairs: Sequence[tuple[str, str]], layers: Sequence[int]) -> Vectors:
        """Look up, compute what is missing, keep it; and keep the vectors of whole texts that come with the tokens."""
        signature = self.signature()

        def read(texts: Sequence[str]) -> list[TokenVectors]:
            found = self._encoder.tokens(texts, layers)
            whole = {_key(signature, text): own.whole for text, own in zip(texts, found, strict=True)}
            self._write({key: vector for key, vector in whole.items() if vector is not None})
            return found

        keys = {pair: _key(signature, MATCHING, list(layers), *pair) for pair in pairs}
        known = self._known(keys, lambda missing: matches(read, missing, len(layers)).reshape(len(missing), -1))
        rows = [known[keys[pair]].reshape(len(layers), COUNTS) for pair in pairs]
        return np.stack(rows) if rows else np.empty((0, len(layers), COUNTS), dtype=np.float32)

    def signature(self) -> str:
        """Give the encoder's own: the cache changes no vector."""
        return self._encoder.signature()

    def _known(self, keys: Mapping[Asked, bytes], compute: Callable[[list[Asked]], Vectors]) -> dict[bytes, Vectors]:
        """Give what belongs to each key, looked up or computed and kept."""
        known = self._read(sorted(set(keys.values())))
        missing = [asked for asked, key in keys.items() if key not in known]
        if not missing:
            return known
        fresh = {keys[asked]: vector for asked, vector in zip(missing, compute(missing), strict=True)}
        self._write(fresh)
        return {**known, **fresh}

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        if not keys or not self._path.is_file():
            return {}
        try:
            with closing(self._open()) as base:
                chunks = (keys[start : start + _ASKED] for start in range(0, len(keys), _ASKED))
                rows = [row for chunk in chunks for row in base.execute(_query(chunk), chunk)]
        except sqlite3.Error as error:
            self._recover(error)
            return {}
        whole = [(key, vector) for key, vector, total in rows if zlib.crc32(vector) == total]
        if len(whole) < len(rows):
            self._discard("a vector does not match its checksum")
        return {key: np.frombuffer(vector, dtype="<f4") for key, vector in whole}

    def _write(self, fresh: Mapping[bytes, Vectors]) -> None:
        rows = [(key, data := vector.astype("<f4").tobytes(), zlib.crc32(data)) for key, vector in fresh.items()]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open()) as base, base:
                base.execute(_TABLE)
                base.executemany("insert or ignore into vectors (key, vector, sum) values (?, ?, ?)", rows)
                if _size(base) > self._limit:
                    base.execute(
                        "delete from vectors where id <= (select min(id) + (max(id) - min(id) + 1) / 4 from vectors)"
                    )
        except sqlite3.Error as error:
            self._recover(error)
        except OSError as error:
            _log.info("vectors are not kept: %s", error)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_WAIT)

    def _recover(self, error: sqlite3.Error) -> None:
        """Do without where the file is locked, read-only or new; throw it away where it is damaged."""
        if isinstance(error, sqlite3.OperationalError):
            _log.info("vectors are not kept: %s: %s", self._path, error)
        else:
            self._discard(str(error))

    def _discard(self, reason: str) -> None:
        _log.warning("%s is damaged (%s); it is thrown away and its vectors are computed anew", self._path, reason)
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:  # another process holds it open, on Windows
            _log.info("%s cannot be removed now: %s", self._path, error)


def _key(*asked: Any) -> bytes:
    """Name what was asked, together with the encoder that was asked."""
    return hashlib.sha256(json.dumps(asked).encode()).digest()


def _query(keys: Sequence[bytes]) -> str:
    return f"select key, vector, sum from vectors where key in ({','.join('?' * len(keys))})"  # noqa: S608 - marks only


def _size(base: sqlite3.Connection) -> int:
    """Count the bytes in use: those freed by an earlier pruning are filled again before the file grows."""
    pages, free, size = (
        int(base.execute(f"pragma {name}").fetchone()[0]) for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size
