"""What is being sent right now: written before a call and cleared after it, so that a kill leaves a trace.

Three events, a line each: `sent` (before the call, on disk before it begins), `done` (recorded, or known not to be
billed), `unknown` (no answer in time). A text that was sent and never done was in flight when its sender was killed, or
got an answer of the wrong shape: whoever finds it may be billed for it a second time. Only the holder of the
recordings' lock writes here; a file that has nothing left to tell is removed.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from toolkit import jsonl
from toolkit.errors import InputError, RecordingsError

State = Literal["sent", "unknown"]
OPENING = 60
"""Characters of a text that its entry quotes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that was sent and whose answer is not known.

    Attributes:
        state: `sent` (its sender was killed, or could not read the answer) or `unknown` (no answer in time).
        characters: its length in code points.
        sent_at: when it was sent, RFC 3339 UTC.
        opening: its first characters, for whoever has to decide whether to pay again; `""` where they were not noted.
    """

    state: State
    characters: int
    sent_at: str
    opening: str = ""


class Journal:
    """The journal beside one recordings file.

    Attributes:
        path: the file, which exists only while something is open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: dict[str, Entry] = {}

    def load(self, recorded_at: Callable[[str], str | None]) -> Mapping[str, Entry]:
        """Read what is open, less what was recorded since it was sent; the caller holds the lock.

        Args:
            recorded_at: when a key was last recorded, None for never.

        Raises:
            RecordingsError: the journal is damaged.
        """
        jsonl.repair_tail(self.path)
        self._open = open_entries(self.path, recorded_at)
        return self._open

    def sent(self, texts: Mapping[str, str], at: str) -> None:
        """Note what is about to be sent, by key."""
        row = {
            "event": "sent",
            "batch": uuid.uuid4().hex[:12],
            "at": at,
            "keys": list(texts),
            "characters": [len(text) for text in texts.values()],
            "openings": [text[:OPENING] for text in texts.values()],
        }
        jsonl.append_lines(self.path, [row])
        self._open = _applied(self._open, row)

    def settle(self, recorded_at: Callable[[str], str | None]) -> bool:
        """Close what was recorded since it was sent, so that it stays closed when its recording is moved away.

        Returns:
            Whether nothing was left to tell, so that the file is gone.

        Raises:
            RecordingsError: the journal is damaged.
        """
        existed = self.path.exists()
        jsonl.repair_tail(self.path)
        told = _entries(self.path)
        self._open = told
        self.close([key for key, entry in told.items() if not _open(key, entry, recorded_at)], [])
        return existed and not self.path.exists()

    def close(self, done: Sequence[str], unknown: Sequence[str]) -> None:
        """Note how a call ended for its texts; those in neither list stay `sent`."""
        self._open = _applied(self._open, {"event": "unknown", "keys": unknown})
        self._open = _applied(self._open, {"event": "done", "keys": done})
        if not self._open:
            # Another program may be reading it, which on Windows forbids removing it: the events below say the same.
            with contextlib.suppress(PermissionError):
                self.path.unlink(missing_ok=True)
                return
        events = (("done", done), ("unknown", unknown))
        jsonl.append_lines(self.path, [{"event": event, "keys": list(keys)} for event, keys in events if keys])


def open_entries(path: Path, recorded_at: Callable[[str], str | None]) -> dict[str, Entry]:
    """Read what a journal leaves open, by key, and write nothing.

    Raises:
        RecordingsError: the journal is damaged.
    """
    return {key: entry for key, entry in _entries(path).items() if _open(key, entry, recorded_at)}


def _open(key: str, entry: Entry, recorded_at: Callable[[str], str | None]) -> bool:
    return (recorded_at(key) or "") < entry.sent_at


def _entries(path: Path) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    line = 0
    try:
        with path.open("rb") as file:
            whole = (line for line in file if line.endswith(b"\n"))
            for line, row in jsonl.parse_lines(whole, path):  # noqa: B007 - named in the message
                entries = _applied(entries, row)
    except FileNotFoundError:
        return {}
    except InputError as error:
        raise RecordingsError(f"{error}; what it says was in flight may be billed twice") from error
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path}:{line}: not an entry of a journal; remove this line: what it says may be billed twice"
        raise RecordingsError(message) from error
    return entries


def _applied(entries: Mapping[str, Entry], row: Mapping[str, Any]) -> dict[str, Entry]:
    if row["event"] == "sent":
        openings = row.get("openings") or [""] * len(row["keys"])  # older versions did not note them
        texts = zip(row["keys"], row["characters"], openings, strict=True)
        return {
            **entries,
            **{key: Entry("sent", int(length), str(row["at"]), str(begin)) for key, length, begin in texts},
        }
    if row["event"] == "unknown":
        told = {key: replace(entries[key], state="unknown") for key in row["keys"] if key in entries}
        return {**entries, **told}
    done = set(row["keys"])
    return {key: entry for key, entry in entries.items() if key not in done}
