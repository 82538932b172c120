"""The lock of one recordings file: one writer at a time, and none of them finds a torn line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from toolkit import files, jsonl
from toolkit.errors import OutputError

_log = logging.getLogger(__name__)
_PATIENCE_S = 1.0  # how long another process may hold the lock before we say that we wait


class Lock:
    """Keep other processes from writing to a recordings file and to the journal beside it.

    Attributes:
        path: the recordings file, which need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: Any = None
        self._waited = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it, and mend what a killed writer left torn; may be entered again inside.

        Raises:
            OutputError: the lock cannot be made.
        """
        self._acquire()
        try:
            self._repair()
            yield
        finally:
            self._lock.release()

    def _acquire(self) -> None:
        import filelock

        try:
            if self._lock is None:
                files.make_folder(self.path.parent)
                self._lock = filelock.FileLock(self.path.with_suffix(".lock"))
            try:
                self._lock.acquire(timeout=_PATIENCE_S)
            except filelock.Timeout:
                if not self._waited:  # a warning: who is told nothing takes a program that waits for one that hangs
                    _log.warning("waiting for another process that is using %s", self.path)
                self._waited = True
                self._lock.acquire()
        except (OSError, NotImplementedError) as error:  # the latter: a file system without locks
            reason = getattr(error, "strerror", None) or error
            message = f"cannot lock {self.path}: {reason}; choose a recordings folder on a disk you may write to"
            raise OutputError(message) from error

    def _repair(self) -> None:
        cut = jsonl.repair_tail(self.path)
        if cut:
            _log.warning("%s: the last line was torn; %d bytes of it are cut off", self.path, cut)
