"""The folder a run is written into: hidden until it is whole, gone when anything fails."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from toolkit import files
from toolkit.errors import OutputError

STALE_S = 3600  # a folder still unfinished after this long was left by a run that was killed


def sweep(out: Path) -> None:
    """Remove what killed runs left behind."""
    for partial in out.glob(".*.partial"):
        with suppress(OSError):  # another run may finish, or sweep, at the same moment
            if not partial.is_symlink() and time.time() - partial.stat().st_mtime > STALE_S:
                shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def aside(out: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """Make a hidden folder, and choose the name it will have; if the block fails it is gone again."""
    partial, folder = _reserved(out, name)
    try:
        yield partial, folder
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _reserved(out: Path, name: str) -> tuple[Path, Path]:
    """Find a free name and hold it: the hidden folder is its lock, as only one process can make it."""
    number = 0
    while True:
        number += 1
        free = name if number == 1 else f"{name}-{number}"
        partial, folder = out / f".{free}.partial", out / free
        try:
            partial.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise OutputError(f"cannot write into {out}: {error.strerror}; choose another folder") from error
        if not os.path.lexists(folder):
            return partial, folder
        partial.rmdir()


def write(partial: Path, file: str, lines: Iterable[bytes], rows: int | None) -> dict[str, Any]:
    """Write one file and give its entry in the manifest."""
    files.make_folder((partial / file).parent)
    sha = hashlib.sha256()
    with files.fresh(partial / file) as target:
        for line in lines:
            sha.update(line)
            target.write(line)
    return {"path": file, "rows": rows, "sha256": f"sha256:{sha.hexdigest()}"}
