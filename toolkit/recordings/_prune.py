"""Take recordings out of a file: into an archive beside it, never away.

    outputs/recordings/archive/<stem>-<time>.jsonl

The archive is on disk before the file is written anew, both in one piece: a kill leaves every line in one of the two or
in both. Importing the archive brings the lines back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from toolkit import files
from toolkit.errors import UsageError
from toolkit.recordings._audit import sound_rows
from toolkit.recordings._journal import Journal, open_entries
from toolkit.recordings._lock import Lock

ARCHIVE = "archive"
"""Folder of the archives, beside the recordings."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which recordings go.

    Attributes:
        backend: a backend's name or a recordings file's; `""` for all files.
        older_than: RFC 3339 UTC: what was recorded before that goes, the latest answer too; `""` for none.
        everything: whether all of the files' recordings go.
    """

    backend: str = ""
    older_than: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Pruned:
    """What goes, or went, out of one recordings file.

    Attributes:
        file: its name.
        superseded: recordings that have a later answer.
        old: others that are older than was asked, or of a file that goes whole.
        kept: recordings that stay.
        archive: path of the archive, None where no recording goes.
        journal: whether a journal with nothing left to tell goes.
        lock: whether a lock file goes that guards neither recordings nor a journal.
    """

    file: str
    superseded: int
    old: int
    kept: int
    archive: Path | None
    journal: bool
    lock: bool


def prune(folder: Path, choice: Choice, at: str, *, write: bool) -> list[Pruned]:
    """Move superseded and unwanted recordings into archives, and remove journals and locks with nothing to tell.

    Args:
        folder: of the recordings.
        choice: which recordings go beside the superseded ones.
        at: the time, RFC 3339 UTC, for the archives' names.
        write: whether it is done; else it is only said.

    Returns:
        The files something goes out of, by name.

    Raises:
        UsageError: no file is of that backend.
        RecordingsError: a file is damaged; then nothing was done to any.
        OutputError: a file cannot be written.
    """
    planned = [_look(path, choice, at)[0] for path in files_of(folder, choice.backend)]
    going = [each for each in planned if each.archive or each.journal or each.lock]
    return [_do(folder / each.file, choice, at) for each in going] if write else going


def files_of(folder: Path, backend: str) -> list[Path]:
    """Find the recordings files of a backend by its name, or one by its own; all where it is `""`, sorted.

    A file counts that has only its journal or its lock left.

    Raises:
        UsageError: there is none.
    """
    stems = {path.stem for ending in ("jsonl", "journal", "lock") for path in folder.glob(f"*.{ending}")}
    wanted = backend.removesuffix(".jsonl")
    chosen = sorted(stem for stem in stems if backend in {"", stem.rpartition("-")[0]} or stem == wanted)
    if backend and not chosen:
        known = ", ".join(sorted({stem.rpartition("-")[0] for stem in stems})) or "none"
        raise UsageError(f"no recordings of {backend!r} in {folder}; there are those of: {known}")
    return [folder / f"{stem}.jsonl" for stem in chosen]


def latest_lines(path: Path) -> dict[str, tuple[str, int]]:
    """Find each key's latest answer: when it was made, and its line.

    Raises:
        RecordingsError: a line is damaged; the message names it.
    """
    latest: dict[str, tuple[str, int]] = {}
    for number, row in sound_rows(path) if path.exists() else ():
        latest[row["key"]] = max(latest.get(row["key"], ("", 0)), (row["created_at"], number))
    return latest


def _look(path: Path, choice: Choice, at: str) -> tuple[Pruned, set[int]]:
    """Say what goes out of a file, and which of its lines those are."""
    latest = latest_lines(path)
    superseded, old, kept = set(), set(), 0
    for number, row in sound_rows(path) if path.exists() else ():
        if latest.get(row["key"], ("", number))[1] != number:  # without the lock, lines may come meanwhile
            superseded.add(number)
        elif choice.everything or row["created_at"] < choice.older_than:
            old.add(number)
        else:
            kept += 1
    journal = path.with_suffix(".journal")
    open_texts = open_entries(journal, _recorded_at(latest))
    said = Pruned(
        file=path.name,
        superseded=len(superseded),
        old=len(old),
        kept=kept,
        archive=_archive(path, at) if superseded or old else None,
        journal=journal.exists() and not open_texts,
        lock=path.with_suffix(".lock").exists() and not kept and not open_texts,
    )
    return said, superseded | old


def _do(path: Path, choice: Choice, at: str) -> Pruned:
    with Lock(path).held():
        said, numbers = _look(path, choice, at)
        Journal(path.with_suffix(".journal")).settle(_recorded_at(latest_lines(path)))  # before its proof goes
        if said.archive is not None:
            _move(path, numbers, said.archive, empty=not said.kept)
        if said.lock:
            # Whoever waits for it sees that it was unlinked, and makes another. Windows keeps it until nobody has it.
            with suppress(PermissionError):
                path.with_suffix(".lock").unlink(missing_ok=True)
    return said


def _recorded_at(latest: Mapping[str, tuple[str, int]]) -> Callable[[str], str | None]:
    return lambda key: latest[key][0] if key in latest else None


def _archive(path: Path, at: str) -> Path:
    """Name an archive that is not there yet."""
    stamp = at.replace("-", "").replace(":", "")
    folder = path.parent / ARCHIVE
    names = (folder / f"{path.stem}-{stamp}{more}.jsonl" for more in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(name for name in names if not name.exists())


def _move(path: Path, numbers: set[int], archive: Path, *, empty: bool) -> None:
    files.make_folder(archive.parent)
    with path.open("rb") as source, files.written(archive) as file:
        file.writelines(_lines(source, numbers, among=True))
    if empty:
        path.unlink()
        files.sync_folder(path.parent)
        return
    with path.open("rb") as source, files.written(path) as file:
        file.writelines(_lines(source, numbers, among=False))


def _lines(source: BinaryIO, numbers: set[int], *, among: bool) -> Iterator[bytes]:
    return (line for number, line in enumerate(source, 1) if (number in numbers) == among)
