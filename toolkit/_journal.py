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


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that was sent and whose answer is not known.

    Attributes:
        state: `sent` (its sender was killed, or could not read the answer) or `unknown` (no answer in time).
        characters: its length in code points.
        sent_at: when it was sent, RFC 3339 UTC.
    """

    state: State
    characters: int
    sent_at: str


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

    def sent(self, texts: Sequence[tuple[str, int]], at: str) -> None:
        """Note what is about to be sent: (key, characters) of each text."""
        row = {
            "event": "sent",
            "batch": uuid.uuid4().hex[:12],
            "at": at,
            "keys": [key for key, _ in texts],
            "characters": [characters for _, characters in texts],
        }
        jsonl.append_lines(self.path, [row])
        self._open |= {key: Entry("sent", characters, at) for key, characters in texts}

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
    return {key: entry for key, entry in entries.items() if (recorded_at(key) or "") < entry.sent_at}


def _applied(entries: Mapping[str, Entry], row: Mapping[str, Any]) -> dict[str, Entry]:
    if row["event"] == "sent":
        pairs = zip(row["keys"], row["characters"], strict=True)
        return {**entries, **{key: Entry("sent", int(characters), str(row["at"])) for key, characters in pairs}}
    if row["event"] == "unknown":
        told = {key: replace(entries[key], state="unknown") for key in row["keys"] if key in entries}
        return {**entries, **told}
    done = set(row["keys"])
    return {key: entry for key, entry in entries.items() if key not in done}
