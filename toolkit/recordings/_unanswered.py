"""Which texts were sent and never answered: what the journals of a folder leave open. Reads, and never writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.recordings._audit import sound_rows
from toolkit.recordings._journal import OPENING, State, open_entries


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One text that was sent, and may have been billed without an answer.

    Attributes:
        file: name of the recordings file its answer would stand in, which need not exist.
        backend: whom it was sent to.
        key: what its recording would be found by.
        state: `unknown` (no answer in time; a paid backend is not asked again unasked) or `sent` (its sender was
            killed, or could not read the answer; the next run sends it again).
        sent_at: when, RFC 3339 UTC.
        characters: its length in code points.
        opening: its first characters, `""` where neither the journal nor a recording tells them.
    """

    file: str
    backend: str
    key: str
    state: State
    sent_at: str
    characters: int
    opening: str


def unanswered(folder: Path) -> list[Unanswered]:
    """List every text of a folder's journals that is open, by file and time; without a folder there is none.

    Raises:
        RecordingsError: a journal, or the recordings beside it, is damaged.
    """
    return [text for path in sorted(folder.glob("*.journal")) for text in _open(path)]


def _open(journal: Path) -> list[Unanswered]:
    path = journal.with_suffix(".jsonl")
    latest: dict[str, str] = {}
    openings: dict[str, str] = {}
    backend = path.stem.rpartition("-")[0]
    for _, row in sound_rows(path) if path.exists() else ():
        backend = row["backend"]
        latest[row["key"]] = max(latest.get(row["key"], ""), row["created_at"])
        openings[row["key"]] = row["text"][:OPENING]
    found = [
        Unanswered(
            file=path.name,
            backend=backend,
            key=key,
            state=entry.state,
            sent_at=entry.sent_at,
            characters=entry.characters,
            opening=entry.opening or openings.get(key, ""),
        )
        for key, entry in open_entries(journal, latest.get).items()
    ]
    return sorted(found, key=lambda text: text.sent_at)
