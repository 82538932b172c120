"""What a folder of recordings holds, and whether it holds true: reads, and never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit import jsonl
from toolkit.errors import InputError, RecordingsError
from toolkit.recordings._journal import open_entries
from toolkit.recordings._recording import fault, key_of, stem


@dataclass(frozen=True, slots=True)
class Listing:
    """One recordings file at a glance.

    Attributes:
        file: its name.
        backend: whose answers they are.
        identity: the twelve hex digits that tell one identity of the backend from another.
        engine: what the engine is, as configured.
        options: what the engine is told, as configured.
        languages: `fr → en` …, sorted.
        recordings: lines.
        keys: distinct questions.
        characters: code points of all texts asked.
        billed_characters: as the service reported them; None where it never did.
        first: when the earliest was made, `""` in an empty file.
        last: when the latest was made, `""` in an empty file.
        in_flight: texts sent by a process that did not live to record them.
        unknown: texts sent that got no answer in time.
    """

    file: str
    backend: str
    identity: str
    engine: Mapping[str, Any]
    options: Mapping[str, Any]
    languages: tuple[str, ...]
    recordings: int
    keys: int
    characters: int
    billed_characters: int | None
    first: str
    last: str
    in_flight: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a recordings file should not hold, or that its reader should know.

    Attributes:
        file: its name.
        line: from 1; the last line's for a torn tail.
        kind: `broken` (no JSON object) · `shape` (a field is missing or wrong) · `key` (does not belong to the fields)
            · `file` (belongs into another file) · `tail` (the last line is torn) · `drift` (not the answer of before).
        message: one line.
    """

    file: str
    line: int
    kind: str
    message: str


def listing(folder: Path) -> list[Listing]:
    """List the recordings files of a folder, by name; a folder that does not exist has none.

    Raises:
        RecordingsError: a line is damaged; the message names it.
    """
    return [_listed(path) for path in sorted(folder.glob("*.jsonl"))]


def verify(folder: Path) -> list[Problem]:
    """Check every line of every recordings file of a folder.

    Returns:
        By file and line. `drift` is for information, all else is damage.
    """
    return [problem for path in sorted(folder.glob("*.jsonl")) for problem in _problems(path)]


def sound_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read a recordings file, each line with its number; a torn last one is left for whoever writes next.

    Raises:
        RecordingsError: a line is damaged; the message names it.
    """
    try:
        for number, row in jsonl.parse_lines(_whole_lines(path), path):
            what = fault(row)
            if what:
                raise RecordingsError(f"{path}:{number}: {what}; mend or remove this line")
            yield number, row
    except InputError as error:
        raise RecordingsError(str(error)) from error


def _listed(path: Path) -> Listing:
    backend, _, identity = path.stem.rpartition("-")
    first: Mapping[str, Any] = {"backend": backend, "engine": {}, "options": {}}
    latest: dict[str, str] = {}
    languages: set[str] = set()
    recordings = characters = 0
    billed: int | None = None
    earliest = ""
    for _, row in sound_rows(path):
        first = first if recordings else row
        latest[row["key"]] = max(latest.get(row["key"], ""), row["created_at"])
        languages.add(f"{row['source']} → {row['target']}")
        recordings += 1
        characters += len(row["text"])
        if row["billed_characters"] is not None:
            billed = (billed or 0) + row["billed_characters"]
        earliest = min(earliest or row["created_at"], row["created_at"])
    entries = open_entries(path.with_suffix(".journal"), latest.get).values()
    return Listing(
        file=path.name,
        backend=first["backend"],
        identity=identity,
        engine=first["engine"],
        options=first["options"],
        languages=tuple(sorted(languages)),
        recordings=recordings,
        keys=len(latest),
        characters=characters,
        billed_characters=billed,
        first=earliest,
        last=max(latest.values(), default=""),
        in_flight=sum(entry.state == "sent" for entry in entries),
        unknown=sum(entry.state == "unknown" for entry in entries),
    )


def _whole_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n") or jsonl.object_of(line) is not None:
                yield line


def _problems(path: Path) -> Iterator[Problem]:
    said: dict[str, tuple[int, str]] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            row = jsonl.object_of(line)
            if row is None:
                if line.strip():
                    yield _unreadable(path, number, line)
                continue
            yield from (Problem(path.name, number, kind, message) for kind, message in _faults(path, row))
            if isinstance(row.get("key"), str) and isinstance(row.get("translation"), str):
                before = said.setdefault(row["key"], (number, row["translation"]))
                if before[1] != row["translation"]:
                    yield Problem(path.name, number, "drift", f"another translation than in line {before[0]}")
                said[row["key"]] = (number, row["translation"])


def _unreadable(path: Path, number: int, line: bytes) -> Problem:
    if line.endswith(b"\n"):
        return Problem(path.name, number, "broken", "not a JSON object; mend or remove this line")
    message = f"torn after {len(line)} bytes; the next run that records cuts it off"
    return Problem(path.name, number, "tail", message)


def _faults(path: Path, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    what = fault(row)
    if what:
        yield "shape", f"{what}; mend or remove this line"
        return
    if row["key"] != key_of(row):
        yield "key", f"the key does not belong to the fields, which have {key_of(row)}; remove this line"
    if stem(row) != path.stem:
        yield "file", f"belongs into {stem(row)}.jsonl; move this line there"
