"""Parallel files: references and systems' outputs, a line a segment, read as sacrebleu reads them.

A line ends at LF alone (or CR LF), and white space at its end does not count; a name that ends in .gz is unpacked. An
empty line is an empty segment: a system may have said nothing.
"""

from __future__ import annotations

import gzip
import io
import logging
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from toolkit.errors import InputError, UsageError
from toolkit.files import decode, read_bytes

LIMIT = 500 * 1000 * 1000
"""Bytes of the largest file, unpacked: some 4,000,000 segments."""

STDIN = Path("-")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be read.

    Attributes:
        references: at least one; `-` is stdin.
        hypotheses: a file a system; empty for stdin, its systems separated by tabs; `-` is stdin as one system.
        split: how many references, separated by tabs, a line of the only reference file holds.
        documents: file with the id of the document that each line belongs to, None where nobody knows.
        paired: whether the first system is a baseline: named so on stdin, and passed over where it is given again.
    """

    references: tuple[Path, ...]
    hypotheses: tuple[Path, ...] = ()
    split: int = 1
    documents: Path | None = None
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Parallel:
    """Texts that belong together, line by line.

    Attributes:
        reference_names: one a reference.
        references: lines of each.
        systems: lines of each system, by its name; the first is the baseline.
        documents: for each line the id of its document; empty where nobody knows.
    """

    reference_names: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    systems: Mapping[str, tuple[str, ...]]
    documents: tuple[str, ...] = ()


def read(wanted: Files, stdin: BinaryIO) -> Parallel:
    """Read all files, and see that they have as many lines.

    Raises:
        InputError: a file cannot be read, holds nothing, or has another number of lines than the first reference.
        UsageError: two systems have one name, stdin is named twice, or several files are to be split.
    """
    _require_one_stdin(wanted)
    if wanted.split > 1 and len(wanted.references) > 1:
        raise UsageError(f"--num-refs splits the lines of one reference file; {len(wanted.references)} are given")
    streams = {str(path): read_lines(path, stdin) for path in dict.fromkeys(wanted.references)}
    references = [(str(path), streams[str(path)]) for path in wanted.references]
    if wanted.split > 1:
        references = _split(*references[0], wanted.split)
    systems = _systems(wanted, stdin)
    documents = read_lines(wanted.documents, stdin) if wanted.documents is not None else ()
    made = Parallel(tuple(n for n, _ in references), tuple(lines for _, lines in references), systems, documents)
    require_alike(made, str(wanted.documents))
    return made


def require_alike(made: Parallel, documents: str = "documents") -> None:
    """See that all have as many lines.

    Args:
        made: the texts.
        documents: what their list of documents is called.

    Raises:
        InputError: they have not; the message names the first that differs.
    """
    every = [*zip(made.reference_names, made.references, strict=True), *made.systems.items()]
    every += [(documents, made.documents)] if made.documents else []
    (first, lines), *others = every
    for name, other in others:
        if len(other) != len(lines):
            counts = f"{name} has {len(other):,} line{'' if len(other) == 1 else 's'}, {first} has {len(lines):,}"
            raise InputError(f"{counts}; give one line a segment in every file")


def read_lines(path: Path, stdin: BinaryIO) -> tuple[str, ...]:
    """Read one file, or stdin for `-`: its lines, without white space at their ends.

    Raises:
        InputError: it cannot be read, is no text in UTF-8, or holds no line.
    """
    if path == STDIN:
        path, data = Path("stdin"), _bounded(stdin, Path("stdin"))
        if not data:
            raise InputError("stdin is empty; name the systems' files after -i, or pipe one in")
    else:
        data = read_bytes(path, LIMIT)
        if path.suffix == ".gz":
            data = _unpacked(data, path)
    if data and not data.decode(errors="replace").strip():  # a system that said nothing at all
        return ("",) * (data.count(b"\n") + (not data.endswith(b"\n")))
    lines = decode(data, path).removesuffix("\n").split("\n")
    return tuple(line.rstrip() for line in lines)


def _unpacked(data: bytes, path: Path) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            return _bounded(file, path)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"{path} is not a whole gzip file ({error}); pack it again, or take .gz off its name"
        ) from error


def _bounded(file: BinaryIO | gzip.GzipFile, path: Path) -> bytes:
    data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise InputError(f"{path} holds more than {LIMIT:,} bytes; score it in parts")
    return data


def _require_one_stdin(wanted: Files) -> None:
    named = [*wanted.references, *(wanted.hypotheses or (STDIN,)), *([wanted.documents] if wanted.documents else [])]
    if named.count(STDIN) > 1:
        raise UsageError("stdin can be read once: give the other files by name (systems with -i)")


def _systems(wanted: Files, stdin: BinaryIO) -> dict[str, tuple[str, ...]]:
    if not wanted.hypotheses:
        return _columns(read_lines(STDIN, stdin), paired=wanted.paired)
    systems: dict[str, tuple[str, ...]] = {}
    for path in wanted.hypotheses:
        name = "stdin" if path == STDIN else str(path)
        if name not in systems:
            systems[name] = read_lines(path, stdin)
        elif wanted.paired and name == next(iter(systems)):
            _log.warning("%s is passed over: it is the baseline already", name)
        else:
            raise UsageError(f"{name} is given twice with -i: a system is named by its file; leave one out")
    return systems


def _columns(lines: Sequence[str], *, paired: bool) -> dict[str, tuple[str, ...]]:
    """Take the systems of stdin apart, which stand beside each other, separated by tabs."""
    rows = _fields("stdin", lines, lines[0].count("\t") + 1, "systems")
    first = ("Baseline",) if paired else ()
    names = [*first, *(f"System {number}" for number in range(1, len(rows[0]) + 1 - len(first)))]
    return {name: tuple(row[place].rstrip() for row in rows) for place, name in enumerate(names)}


def _split(name: str, lines: Sequence[str], count: int) -> list[tuple[str, tuple[str, ...]]]:
    """Take references apart; what follows the last tab wanted belongs to the last of them, as in sacrebleu."""
    rows = _fields(name, lines, count, "references", count - 1)
    return [(f"{name}#{place + 1}", tuple(row[place] for row in rows)) for place in range(count)]


def _fields(name: str, lines: Sequence[str], count: int, what: str, most: int = -1) -> list[list[str]]:
    rows = [line.split("\t", most) for line in lines]
    for number, row in enumerate(rows, 1):
        if len(row) != count:
            told = f"found {len(row)}, expected {count} {what} separated by tabs"
            raise InputError(f"{name}, line {number}: {told}; mend that line")
    return rows
