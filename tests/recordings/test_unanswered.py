"""Texts that were sent and never answered are told one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import jsonl
from toolkit.errors import RecordingsError
from toolkit.recordings import Recordings, unanswered
from toolkit.recordings._journal import Journal
from toolkit.records import Identity, Rendering, Request

DEEPL = Identity(backend="deepl", options={"formality": "less"})
HELLO = Request(text="Bonjour.", source="fr", target="en")
EARLY, LATE = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"


def test_a_text_sent_in_a_first_call_is_told_before_there_is_any_recording(tmp_path: Path) -> None:
    """The journal alone says what was in flight, how long it is and how it begins."""
    path = Recordings(tmp_path, DEEPL).path
    Journal(path.with_suffix(".journal")).sent({"sha256:a": "Le ministre " * 20}, EARLY)
    [found] = unanswered(tmp_path)
    assert (found.file, found.backend, found.key, found.state) == (path.name, "deepl", "sha256:a", "sent")
    assert (found.sent_at, found.characters) == (EARLY, 240)
    assert found.opening == "Le ministre Le ministre Le ministre Le ministre Le ministre "


def test_what_was_unknown_is_told_apart_and_what_was_recorded_since_is_not_told(tmp_path: Path) -> None:
    """Only what is still open is listed, in order of time."""
    recordings = Recordings(tmp_path, DEEPL)
    journal = Journal(recordings.path.with_suffix(".journal"))
    journal.sent({"sha256:b": "Bonsoir."}, LATE)
    journal.sent({"sha256:a": "Salut.", recordings.key(HELLO): HELLO.text}, EARLY)
    journal.close([], ["sha256:a"])
    recordings.add([(HELLO, Rendering("Hello.", created_at=LATE))], {})
    assert [(each.key, each.state) for each in unanswered(tmp_path)] == [("sha256:a", "unknown"), ("sha256:b", "sent")]


def test_a_journal_without_openings_is_read_and_a_recording_of_the_text_tells_it(tmp_path: Path) -> None:
    """An older version's journal is understood; an earlier answer to the same text shows how it begins."""
    recordings = Recordings(tmp_path, DEEPL)
    recordings.add([(HELLO, Rendering("Hello.", created_at=EARLY))], {})
    key = recordings.key(HELLO)
    row = {"event": "sent", "batch": "0", "at": LATE, "keys": [key, "sha256:a"], "characters": [8, 3]}
    jsonl.append_lines(recordings.path.with_suffix(".journal"), [row])
    assert {each.key: each.opening for each in unanswered(tmp_path)} == {key: "Bonjour.", "sha256:a": ""}


def test_nothing_is_open_where_there_is_no_folder_and_nothing_is_written(tmp_path: Path) -> None:
    """Looking leaves everything as it is."""
    assert unanswered(tmp_path / "none") == []
    Journal(tmp_path / "deepl-1.journal").sent({"sha256:a": "Oui"}, EARLY)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(unanswered(tmp_path)) == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_damaged_journal_is_named(tmp_path: Path) -> None:
    """A line that lists more texts than lengths is no entry."""
    row = {"event": "sent", "batch": "0", "at": LATE, "keys": ["sha256:a", "sha256:b"], "characters": [8]}
    jsonl.append_lines(tmp_path / "deepl-1.journal", [row])
    with pytest.raises(RecordingsError, match=r"deepl-1\.journal:1"):
        unanswered(tmp_path)
