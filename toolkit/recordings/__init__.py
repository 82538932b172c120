"""What was asked -> what came back: append-only files in which every translation is kept; knows no backend.

One file a backend identity, `<backend>-<digest>.jsonl`, made to be read and reviewed in git. A question asked again
adds a line: the latest answer is given out, the earlier ones stay, and so it is seen when an engine changes its mind.
Reading never writes. Writing happens under a lock of the file, which covers the repair of a torn last line too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from toolkit import jsonl
from toolkit.errors import InputError, RecordingsError
from toolkit.recordings._audit import Listing, Problem, listing, verify
from toolkit.recordings._lock import Lock
from toolkit.recordings._nearest import Library, Nearest
from toolkit.recordings._prune import Choice, Pruned, prune
from toolkit.recordings._recording import fields_of, key_of, rendering_of, row_of, stem
from toolkit.recordings._unanswered import Unanswered, unanswered
from toolkit.records import JSON, Identity, Rendering, Request

__all__ = [
    "Choice",
    "Listing",
    "Nearest",
    "Problem",
    "Pruned",
    "Recordings",
    "Unanswered",
    "key_for",
    "listing",
    "prune",
    "unanswered",
    "verify",
]

_STRINGS = ("key", "translation", "created_at")
_ANSWER = {*_STRINGS, "billed_characters", "tokens", "model", "latency_ms"}


def key_for(identity: Identity, request: Request) -> str:
    """Compute the key a request has with a backend of this identity.

    >>> key_for(Identity(backend="echo"), Request(text="Bonjour.", source="fr", target="en"))[:15]
    'sha256:85877f9f'
    """
    return key_of(fields_of(identity, request))


class Recordings:
    """The recordings of one backend identity.

    Attributes:
        identity: whose recordings they are.
        path: the file, which need not exist.
    """

    def __init__(self, folder: Path, identity: Identity) -> None:
        self.identity = identity
        self.path = folder / f"{stem(fields_of(identity, Request(text='', source='', target='')))}.jsonl"
        self._latest: dict[str, Rendering] = {}
        self._read = _Read()
        self._loaded = False
        self._added: set[str] = set()
        self._library: Library | None = None
        self._lock = Lock(self.path)

    def key(self, request: Request) -> str:
        """Compute the key of a request."""
        return key_for(self.identity, request)

    def get(self, request: Request) -> Rendering | None:
        """Give the latest recorded answer to a request, None where it was never recorded.

        Raises:
            RecordingsError: the file holds a damaged line, which the message names.
        """
        return self.find(self.key(request))

    def find(self, key: str) -> Rendering | None:
        """Give the latest answer recorded under a key, as `get` does."""
        if not self._loaded and key not in self._added:
            self.refresh()
        return self._latest.get(key)

    def added(self, key: str) -> bool:
        """Tell whether an answer was recorded through this very object, and not read from the file."""
        return key in self._added

    def refresh(self) -> None:
        """Read what other processes have added since the last reading.

        Raises:
            RecordingsError: the file holds a damaged line, which the message names.
        """
        self._loaded = True
        try:
            with self.path.open("rb") as file:
                if not self._read.continues(file):
                    self._latest = {}
                for row in self._read.rows(file, self.path):
                    self._keep(row)
        except FileNotFoundError:
            self._read, self._latest = _Read(), {}
        except InputError as error:
            self._read, self._loaded = _Read(), False
            raise RecordingsError(str(error)) from error
        except OSError as error:
            raise RecordingsError(
                f"cannot read {self.path}: {error.strerror}; check the path and its rights"
            ) from error

    def add(self, answers: Iterable[tuple[Request, Rendering]], observed: Mapping[str, JSON]) -> None:
        """Append answers, and have them on disk before returning.

        Args:
            answers: each with its text and `created_at`; never an error, a refusal or an empty text.
            observed: what was seen of the engine, the same for all of them.

        Raises:
            OutputError: the file cannot be written.
        """
        rows = [row_of(self.identity, request, rendering, observed) for request, rendering in answers]
        with self.locked():
            jsonl.append_lines(self.path, rows)
        for row in rows:
            self._keep(row)
            self._added.add(str(row["key"]))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from writing, and mend what a killed one left torn; may be entered again inside.

        Raises:
            OutputError: the lock cannot be made.
        """
        with self._lock.held():
            yield

    def nearest(self, requests: Sequence[Request]) -> list[Nearest | None]:
        """Find, for each request, the recording of the same folder that comes nearest, None where none resembles it."""
        if self._library is None:
            self._library = Library(self.path.parent)
        return [self._library.nearest(fields_of(self.identity, request)) for request in requests]

    def _keep(self, row: Mapping[str, Any]) -> None:
        known = self._latest.get(row["key"])
        if known is None or row["created_at"] >= known.created_at:
            self._latest[row["key"]] = rendering_of(row)


class _Read:
    """How far a file was read: so that a later look reads only what was added."""

    def __init__(self) -> None:
        self.offset = 0
        self.lines = 0
        self.inode: int | None = None

    def continues(self, file: BinaryIO) -> bool:
        """Tell whether it is the same file as before, and no shorter; else begin it anew."""
        state = os.fstat(file.fileno())
        same = self.inode in (None, state.st_ino) and state.st_size >= self.offset
        if not same:
            self.offset = self.lines = 0
        self.inode = state.st_ino
        return same

    def rows(self, file: BinaryIO, path: Path) -> Iterator[dict[str, Any]]:
        """Read the lines that were added; a torn last one is left for whoever writes next."""
        file.seek(self.offset)
        for number, row in jsonl.parse_lines(self._lines(file), path, self.lines + 1):
            if not (row.keys() >= _ANSWER and all(isinstance(row[name], str) for name in _STRINGS)):
                raise InputError(f"{path}:{number}: not a recording; mend or remove this line")
            yield row

    def _lines(self, file: BinaryIO) -> Iterator[bytes]:
        for line in file:
            if line.endswith(b"\n"):
                self.offset += len(line)
                self.lines += 1
            elif jsonl.object_of(line) is None:
                return
            yield line
