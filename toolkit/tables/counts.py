"""What a metric counted, as arrays: the rows of statistics/<metric>.jsonl in the order in which the run made them.

A run keeps them beside those lines, in statistics/<metric>.npz: NumPy's archive of arrays, uncompressed and without a
pickle. Comparisons read them, because reading as many numbers from text takes several times as long as all resampling.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toolkit.errors import InputError
from toolkit.tables.rows import STATISTICS, Row, columns

KEYS = ("article_id", "segment_id", "system", "summarizer")
DIGESTS = ("hypothesis_digest", "references_digest")

_NAMES, _CODES, _DIGESTS, _COUNTS = "names.json", "codes.npy", "digests.npy", "counts.npy"
_PREFIX = "sha256:"
_BYTES = 32  # of a SHA-256
_DAMAGE = (  # what a damaged archive makes zipfile, NumPy and json raise
    zipfile.BadZipFile,
    EOFError,
    KeyError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
_UNIX = 3  # as the system that made an archive; else Windows would write other bytes


@dataclass(frozen=True, slots=True)
class CountedLine:
    """What was counted of one line of a leaderboard.

    Attributes:
        system: its name.
        summarizer: its name, `""` for a translation.
        places: (article, segment) of each row.
        hypotheses: digest of what was scored, one a row.
        references: digest of what it was scored against, one a row.
        counts: float64 (n, k), NaN where something cannot be counted.
    """

    system: str
    summarizer: str
    places: tuple[tuple[str, str], ...]
    hypotheses: tuple[str, ...]
    references: tuple[str, ...]
    counts: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """The statistics of one metric: n rows of k counts, 80 + 8 k bytes each.

    Attributes:
        columns: the metric's own, k of them.
        names: the different values of each column of `KEYS`.
        codes: int32 (n, 4), the place of each row's values among them.
        digests: uint8 (n, 2, 32), the SHA-256 of each column of `DIGESTS`.
        counts: float64 (n, k), NaN where something cannot be counted.
    """

    columns: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    codes: NDArray[np.int32]
    digests: NDArray[np.uint8]
    counts: NDArray[np.float64]

    def lines(self) -> Iterator[CountedLine]:
        """Go through the lines of the leaderboard, in the order of their first rows; rows keep theirs."""
        articles, segments, systems, summarizers = self.names
        together = self.codes[:, 2].astype(np.int64) * max(len(summarizers), 1) + self.codes[:, 3]
        _, first, line = np.unique(together, return_index=True, return_inverse=True)
        groups = np.split(np.argsort(line, kind="stable"), np.cumsum(np.bincount(line))[:-1])
        for number in np.argsort(first).tolist():
            own = groups[number]
            codes, digests = self.codes[own], self.digests[own]
            article, segment = (
                [words[code] for code in codes[:, place].tolist()] for place, words in enumerate((articles, segments))
            )
            yield CountedLine(
                system=systems[codes[0, 2]],
                summarizer=summarizers[codes[0, 3]],
                places=tuple(zip(article, segment, strict=True)),
                hypotheses=_told(digests[:, 0]),
                references=_told(digests[:, 1]),
                counts=self.counts[own],
            )


def of_rows(rows: Sequence[Row]) -> Counts:
    """Put the rows of a statistics file into arrays, in their order.

    Args:
        rows: made by `rows.row`, all with the same columns.
    """
    shared = columns(STATISTICS)
    own = tuple(name for name in rows[0] if name not in shared) if rows else ()
    places: list[dict[str, int]] = [{} for _ in KEYS]
    codes = [[known.setdefault(row[key], len(known)) for key, known in zip(KEYS, places, strict=True)] for row in rows]
    digests = bytes.fromhex("".join(row[name].removeprefix(_PREFIX) for row in rows for name in DIGESTS))
    counts = [[np.nan if row[name] is None else row[name] for name in own] for row in rows]
    return Counts(
        columns=own,
        names=tuple(map(tuple, places)),
        codes=np.array(codes, dtype=np.int32).reshape(len(rows), len(KEYS)),
        digests=np.frombuffer(digests, dtype=np.uint8).reshape(len(rows), len(DIGESTS), _BYTES),
        counts=np.array(counts, dtype=np.float64).reshape(len(rows), len(own)),
    )


def encode(counts: Counts) -> bytes:
    """Make the bytes of a .npz file: the same for the same rows, on every machine."""
    names = {"columns": counts.columns, **dict(zip(KEYS, counts.names, strict=True))}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        _add(file, _NAMES, json.dumps(names, ensure_ascii=False).encode())
        _add(file, _CODES, _npy(counts.codes.astype("<i4", copy=False)))
        _add(file, _DIGESTS, _npy(counts.digests))
        _add(file, _COUNTS, _npy(counts.counts.astype("<f8", copy=False)))
    return archive.getvalue()


def read(path: Path) -> Counts:
    """Read a .npz file that `encode` has made.

    Raises:
        InputError: it cannot be read, or it is none; nothing in it is ever run.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; make the run again") from error
    try:
        return _decoded(data)
    except _DAMAGE as error:
        raise InputError(f"{path} does not hold the arrays of a run; make the run again") from error


def _decoded(data: bytes) -> Counts:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = json.loads(_member(file, _NAMES))
        found = Counts(
            columns=tuple(names["columns"]),
            names=tuple(tuple(names[key]) for key in KEYS),
            codes=_array(file, _CODES),
            digests=_array(file, _DIGESTS),
            counts=_array(file, _COUNTS),
        )
    if not _fits(found):
        raise ValueError("shapes, types or codes are others")
    return found


def _told(digests: NDArray[np.uint8]) -> tuple[str, ...]:
    digits = digests.tobytes().hex()
    return tuple(_PREFIX + digits[at : at + 2 * _BYTES] for at in range(0, len(digits), 2 * _BYTES))


def _npy(array: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, array, allow_pickle=False)
    return file.getvalue()


def _add(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name)  # dated 1980 unless told otherwise
    info.create_system = _UNIX
    file.writestr(info, data)


def _member(file: zipfile.ZipFile, name: str) -> bytes:
    info = file.getinfo(name)
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
        raise ValueError(f"{name} is compressed or encrypted")  # so that no small file can become a large array
    return file.read(info)


def _array(file: zipfile.ZipFile, name: str) -> NDArray[Any]:
    found: NDArray[Any] = np.lib.format.read_array(io.BytesIO(_member(file, name)), allow_pickle=False)
    return found


def _fits(counts: Counts) -> bool:
    """Tell whether shapes, types and codes are those of the record."""
    rows, sizes = len(counts.codes), [len(words) for words in counts.names]
    shapes = (rows, len(KEYS)), (rows, len(DIGESTS), _BYTES), (rows, len(counts.columns))
    arrays = counts.codes, counts.digests, counts.counts
    return (
        all(isinstance(word, str) for words in (counts.columns, *counts.names) for word in words)
        and tuple(array.shape for array in arrays) == shapes
        and tuple(array.dtype.str for array in arrays) == ("<i4", "|u1", "<f8")
        and bool(((counts.codes >= 0) & (counts.codes < sizes)).all())
    )
