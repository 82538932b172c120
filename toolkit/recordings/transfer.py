"""Recordings -> one file to take elsewhere, and back: our own lines (JSONL), or a translation memory (TMX).

What is brought in is checked as `recordings verify` checks, all of it before anything is written. A file then takes its
new lines in one piece. They are put first, so that of two answers of one second the one that stands here stays the
latest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal

from toolkit import _xml, files, jsonl
from toolkit.errors import InputError, UsageError
from toolkit.recordings import _tmx_write
from toolkit.recordings._audit import sound_rows
from toolkit.recordings._lock import Lock
from toolkit.recordings._memory import Memory, Told, recordings_of
from toolkit.recordings._prune import files_of, latest_lines
from toolkit.recordings._recording import fault, key_of, stem
from toolkit.recordings._tmx_read import Unit, read_units
from toolkit.records import BULLETS, JSON

__all__ = ["Imported", "Landed", "Memory", "Wanted", "export", "export_file", "form_of", "import_file"]

Form = Literal["jsonl", "tmx"]
_IN_MEMORY = 1 << 23  # bytes of checked lines a recordings file that wait in memory; more wait on disk


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which recordings are exported; `""` leaves all.

    Attributes:
        backend: a backend's name, or a recordings file's.
        source: BCP 47 code.
        target: BCP 47 code.
    """

    backend: str = ""
    source: str = ""
    target: str = ""

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a line is of these languages."""
        return self.source in {"", row["source"]} and self.target in {"", row["target"]}


@dataclass(frozen=True, slots=True)
class Landed:
    """What one recordings file took in.

    Attributes:
        file: its name.
        new: lines that were added.
        known: lines it had already, or that came twice.
    """

    file: str
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        files: by name.
        told: what became of a foreign memory's units; empty for lines of ours.
    """

    files: tuple[Landed, ...]
    told: Told = field(default_factory=Told)


def form_of(path: str) -> Form:
    """Guess the form of a file to write from its ending.

    Raises:
        UsageError: it says nothing.

    >>> form_of("-"), form_of("all.TMX")
    ('jsonl', 'tmx')
    """
    forms: dict[str, Form] = {".jsonl": "jsonl", ".tmx": "tmx", "": "jsonl"}
    ending = Path(path).suffix.lower()
    if ending not in forms or (not ending and path != "-"):
        raise UsageError(f"{path!r} ends neither in .jsonl nor in .tmx; choose with --format")
    return forms[ending]


def export_file(folder: Path, path: Path, form: Form, wanted: Wanted) -> int:
    """Write recordings to a file, as `export` does; it takes its name when it is whole.

    Raises:
        UsageError: nothing is wanted that is there, or the file would stand among the recordings.
        RecordingsError: a recordings file is damaged.
        OutputError: it cannot be written.
    """
    if path.resolve().parent == folder.resolve():
        raise UsageError(f"{path} would stand among the recordings; write it into another folder")
    with files.written(path) as file:
        return export(folder, file, form, wanted)


def export(folder: Path, file: IO[bytes], form: Form, wanted: Wanted) -> int:
    """Write recordings: every line as JSONL, or each text's latest translation as TMX.

    Returns:
        How many were written, at least one.

    Raises:
        UsageError: nothing is wanted that is there.
        RecordingsError: a recordings file is damaged.
    """
    paths = [path for path in files_of(folder, wanted.backend) if path.exists()]
    rows = _latest(paths, wanted) if form == "tmx" else _all(paths, wanted)
    count = 0
    if form == "tmx":
        sources = {row["source"] for row in _latest(paths, wanted)}
        file.writelines(part.encode() for part in _tmx_write.head(sources.pop() if len(sources) == 1 else "*all*"))
    for row in rows:
        file.write(_tmx_write.unit(row).encode() if form == "tmx" else jsonl.dump(row))
        count += 1
    if not count:
        pair = f"{wanted.source or 'any'} → {wanted.target or 'any'}"
        raise UsageError(f"no recording to export from {folder} ({pair}); see: toolkit recordings list")
    if form == "tmx":
        file.write(_tmx_write.tail().encode())
    return count


def import_file(folder: Path, path: Path, memory: Memory | None = None) -> Imported:
    """Bring recordings in: lines of ours from JSONL or TMX, or another tool's TMX as a memory of its own.

    Args:
        folder: of the recordings.
        path: what is brought in.
        memory: what another tool's TMX becomes; None where the file holds recordings of ours.

    Raises:
        InputError: the file cannot be used; the message names the line, and nothing was written.
        UsageError: another tool's file has no name, or one of ours has.
        OutputError: a recordings file cannot be written.
    """
    told = Told()
    xml = _is_xml(path)
    if memory is None:
        landed = _bring_in(folder, _own_units(path) if xml else _own_lines(path))
        if not landed:
            raise InputError(f"{path} holds no recording; give a file of: toolkit recordings export")
        return Imported(landed)
    if not xml:
        raise UsageError(f"{path} is no TMX file; --as names a translation memory of another tool")
    undated = f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}"
    landed = _bring_in(folder, recordings_of(read_units(path), memory, undated, told))
    if not landed:
        found = ", ".join(told.languages) or "none"
        raise InputError(
            f"{path} has no text from {memory.source} to {memory.target} (its languages: {found}); "
            "choose with --source and --target"
        )
    return Imported(landed, told)


def _all(paths: Iterable[Path], wanted: Wanted) -> Iterator[dict[str, Any]]:
    return (row for path in paths for _, row in sound_rows(path) if wanted.fits(row))


def _latest(paths: Iterable[Path], wanted: Wanted) -> Iterator[dict[str, Any]]:
    for path in paths:
        latest = latest_lines(path)
        yield from (
            row
            for number, row in sound_rows(path)
            if wanted.fits(row) and row["format"] != BULLETS and latest.get(row["key"]) == (row["created_at"], number)
        )


def _is_xml(path: Path) -> bool:
    """Tell by its first character, in UTF-8 or UTF-16."""
    try:
        with path.open("rb") as file:
            beginning = file.read(64)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; check the path") from error
    return beginning.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _own_lines(path: Path) -> Iterator[dict[str, JSON]]:
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(files.LIMIT), b""), 1):
            row = jsonl.object_of(line)
            if row is None and line.strip():
                raise InputError(f"{path}:{number}: not a JSON object; mend or remove this line: nothing was imported")
            if row is not None:
                yield _checked(row, path, number)


def _own_units(path: Path) -> Iterator[dict[str, JSON]]:
    for unit in read_units(path):
        row = _row_of(unit)
        if row is None:
            raise UsageError(
                f"{path}:{unit.line}: not a recording exported here; import the file as a memory, with --as NAME"
            )
        _checked(row, path, unit.line)
        sides = [_xml.carried(str(row[name])) for name in ("text", "translation")]
        if sides != [variant.text for variant in unit.variants]:
            raise InputError(
                f"{path}:{unit.line}: the segments were changed since they were exported, so that this is "
                f"no longer what {row['backend']} answered; import the file as a memory, with --as NAME"
            )
        yield row


def _row_of(unit: Unit) -> dict[str, Any] | None:
    own = {name: value for name, value in unit.properties.items() if name.startswith(_tmx_write.PROPERTY)}
    fields = (f"{json.dumps(name.removeprefix(_tmx_write.PROPERTY))}: {value}" for name, value in own.items())
    return jsonl.object_of(f"{{{', '.join(fields)}}}".encode()) if own else None


def _checked(row: dict[str, Any], path: Path, line: int) -> dict[str, JSON]:
    what = fault(row)
    try:
        if not what and row["key"] != key_of(row):
            what = "the key does not belong to the fields"
        jsonl.dump(row)
    except (ValueError, RecursionError):
        what = "a number in it is too large, or it is nested too deep"
    if what:
        raise InputError(f"{path}:{line}: {what}; mend or remove it: nothing was imported")
    return row


def _bring_in(folder: Path, rows: Iterable[Mapping[str, JSON]]) -> tuple[Landed, ...]:
    """Sort rows by the file they belong to, all of them before the first file is touched."""
    with ExitStack() as stack:
        waiting: dict[str, BinaryIO] = {}
        for row in rows:
            name = stem(row)
            if name not in waiting:
                spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by the stack
                waiting[name] = stack.enter_context(spool)  # type: ignore[assignment] # it reads and writes bytes
            waiting[name].write(jsonl.dump(row))
        return tuple(_merge(folder / f"{name}.jsonl", lines) for name, lines in sorted(waiting.items()))


def _merge(path: Path, lines: BinaryIO) -> Landed:
    with Lock(path).held(), tempfile.TemporaryFile() as added:
        known = _digests(path)
        new = twice = 0
        lines.seek(0)
        for line in lines:
            name = _digest(line)
            if name in known:
                twice += 1
            else:
                known.add(name)
                added.write(line)
                new += 1
        if new:
            added.seek(0)
            _put_first(path, added)
    return Landed(path.name, new, twice)


def _put_first(path: Path, added: IO[bytes]) -> None:
    with files.written(path) as file:
        shutil.copyfileobj(added, file)
        if path.exists():
            with path.open("rb") as before:
                shutil.copyfileobj(before, file)


def _digests(path: Path) -> set[bytes]:
    if not path.exists():
        return set()
    with path.open("rb") as file:
        return {_digest(line) for line in file}


def _digest(line: bytes) -> bytes:
    return hashlib.sha256(line.rstrip(b"\r\n")).digest()[:16]
