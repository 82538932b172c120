"""The files of a finished run: seen to be as they were written, and read when somebody asks for their rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit import jsonl
from toolkit.errors import InputError
from toolkit.tables import _run_folder
from toolkit.tables.rows import STATISTICS, Row

if TYPE_CHECKING:
    from toolkit.tables.counts import Counts

Entry = Mapping[str, Any]
"""A file in the manifest: `path` in the run's folder, `rows` (None for what is no table), `sha256`."""

RowReads = Mapping[str, Callable[[], tuple[Row, ...]]]
"""What gives the rows of each table, by its path in the run's folder."""

CountReads = Mapping[str, Callable[[], "Counts"]]
"""What gives the arrays of each file of them, by its path in the run's folder."""

_BLOCK = 1 << 20  # bytes
T = TypeVar("T")


class Lazy(Mapping[str, T]):
    """Values that are read when somebody first asks for them, and kept from then on.

    >>> names = Lazy({"a": lambda: "read"})
    >>> "a" in names, names["a"], names.get("b")
    (True, 'read', None)
    """

    __slots__ = ("_kept", "_reads")

    def __init__(self, reads: Mapping[str, Callable[[], T]]) -> None:
        """Take what reads each value, by its name."""
        self._reads = reads
        self._kept: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        """Give a value, read by now."""
        if name not in self._kept:
            self._kept[name] = self._reads[name]()
        return self._kept[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a value, without reading it."""
        return name in self._reads

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._reads)

    def __len__(self) -> int:
        """Count the values."""
        return len(self._reads)


def changed(path: Path) -> str:
    """Say that a file is not as it was written."""
    return f"{path} is not what manifest.json says: it was changed since"


def require_unchanged(folder: Path, entry: Entry) -> None:
    """See that a file is as it was written, without reading its rows.

    Raises:
        InputError: it is missing or was changed.
    """
    path = folder / entry["path"]
    sha, lines = hashlib.sha256(), 0
    try:
        with path.open("rb", buffering=0) as file:
            while block := file.read(_BLOCK):
                sha.update(block)
                lines += block.count(b"\n")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; make the run again") from error
    if f"sha256:{sha.hexdigest()}" != entry["sha256"] or entry["rows"] not in {None, lines}:
        raise InputError(f"{changed(path)}; make the run again")


def rows_of(folder: Path, entry: Entry) -> tuple[Row, ...]:
    """Read a table that is as it was written.

    Raises:
        InputError: it is missing or was changed, or a line of it is broken.
    """
    rows, sound = read(folder, entry)
    if not sound:
        raise InputError(f"{changed(folder / entry['path'])}; make the run again")
    return rows or ()


def read(folder: Path, entry: Entry) -> tuple[tuple[Row, ...] | None, bool]:
    """Read a file: its rows, None where it is no table, and whether it is as it was written.

    Raises:
        InputError: it cannot be read, or a line of it is broken.
    """
    path = folder / entry["path"]
    sha = hashlib.sha256()

    def hashed(lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            sha.update(line)
            yield line

    try:
        with path.open("rb") as file:
            lines = hashed(file)
            rows = None if entry["rows"] is None else tuple(row for _, row in jsonl.parse_lines(lines, path))
            for _ in lines:
                pass
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; make the run again") from error
    whole = f"sha256:{sha.hexdigest()}" == entry["sha256"] and (rows is None or len(rows) == entry["rows"])
    return rows, whole


def kept_arrays(folder: Path, entries: Iterable[Entry]) -> CountReads:
    """Say how the arrays that a run's folder holds are read; a run of an older toolkit has none."""
    kept = [entry["path"] for entry in entries if entry["path"].startswith(f"{STATISTICS}/") and entry["rows"] is None]
    return {file: partial(_read, folder / file) for file in kept}


def made_arrays(statistics: Mapping[str, Sequence[Row]]) -> CountReads:
    """Say how the arrays of a run's statistics are made from its rows, which stand in the order of the run."""
    return {f"{STATISTICS}/{metric}.npz": partial(_made, rows) for metric, rows in statistics.items()}


def write_arrays(folder: Path, arrays: CountReads) -> list[dict[str, Any]]:
    """Write the arrays, one metric's at a time, and give their entries in the manifest."""
    from toolkit.tables import counts

    return [_run_folder.write(folder, file, [counts.encode(made())], None) for file, made in arrays.items()]


def _read(path: Path) -> Counts:
    from toolkit.tables import counts  # with NumPy, which the list of runs does without

    return counts.read(path)


def _made(rows: Sequence[Row]) -> Counts:
    from toolkit.tables import counts

    return counts.of_rows(rows)
