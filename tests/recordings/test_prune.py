"""Pruning moves recordings into an archive, and loses none of them, whenever it is killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit import files
from toolkit.errors import OutputError, RecordingsError, UsageError
from toolkit.recordings import Choice, Recordings, prune, unanswered, verify
from toolkit.recordings._journal import Journal
from toolkit.recordings.transfer import import_file
from toolkit.records import Identity, Rendering, Request

DEEPL, ECHO = Identity("deepl"), Identity("echo")
HELLO, BYE = Request("Bonjour.", "fr", "en"), Request("Au revoir.", "fr", "en")
JANUARY, FEBRUARY, MARCH = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"
NOW = "2026-04-01T10:20:30Z"


def filled(folder: Path, identity: Identity = DEEPL) -> Recordings:
    """Record Hello twice and Bye once."""
    recordings = Recordings(folder, identity)
    answers = ((HELLO, "Hi.", JANUARY), (BYE, "Bye.", FEBRUARY), (HELLO, "Hello.", MARCH))
    recordings.add([(request, Rendering(text, created_at=at)) for request, text, at in answers], {})
    return recordings


def lines(folder: Path) -> set[bytes]:
    """Gather every line of every recordings file and archive."""
    return {line for path in folder.rglob("*.jsonl") for line in path.read_bytes().splitlines()}


def test_a_superseded_answer_goes_into_an_archive_and_the_latest_stays(tmp_path: Path) -> None:
    """The lines are moved byte for byte, under a name that says from where and when."""
    path = filled(tmp_path).path
    before = path.read_bytes().splitlines(keepends=True)
    [done] = prune(tmp_path, Choice(), NOW, write=True)
    archive = tmp_path / "archive" / f"{path.stem}-20260401T102030Z.jsonl"
    assert (done.superseded, done.old, done.kept, done.archive) == (1, 0, 2, archive)
    assert archive.read_bytes() == before[0]
    assert path.read_bytes() == b"".join(before[1:])
    assert verify(tmp_path) == []
    assert prune(tmp_path, Choice(), NOW, write=True) == []


def test_without_being_told_nothing_is_written(tmp_path: Path) -> None:
    """The dry run says the same and touches nothing."""
    filled(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = prune(tmp_path, Choice(), NOW, write=False)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert prune(tmp_path, Choice(), NOW, write=True) == said


def test_importing_the_archive_brings_everything_back(tmp_path: Path) -> None:
    """The latest answer is still the latest, and no line is there twice."""
    recordings = filled(tmp_path)
    before = lines(tmp_path)
    [done] = prune(tmp_path, Choice("deepl", everything=True), NOW, write=True)
    assert not recordings.path.exists()
    assert done.archive is not None
    import_file(tmp_path, done.archive)
    assert set(recordings.path.read_bytes().splitlines()) == before
    found = Recordings(tmp_path, DEEPL).get(HELLO)
    assert found is not None
    assert found.text == "Hello."


def test_an_answer_of_the_same_second_stays_the_latest_after_it_comes_back(tmp_path: Path) -> None:
    """Of two answers of one second the later line counts, before pruning and after the archive's return."""
    recordings = Recordings(tmp_path, DEEPL)
    for text in ("First.", "Second."):
        recordings.add([(HELLO, Rendering(text, created_at=JANUARY))], {})
    [done] = prune(tmp_path, Choice(), NOW, write=True)
    assert done.archive is not None
    for _ in range(2):
        found = Recordings(tmp_path, DEEPL).get(HELLO)
        assert found is not None
        assert found.text == "Second."
        import_file(tmp_path, done.archive)


def test_older_ones_go_where_that_is_asked_for(tmp_path: Path) -> None:
    """A time takes latest answers too; what was recorded at that very second stays."""
    filled(tmp_path)
    [done] = prune(tmp_path, Choice(older_than=MARCH), NOW, write=True)
    assert (done.superseded, done.old, done.kept) == (1, 1, 1)


def test_only_the_named_backend_or_file_is_touched(tmp_path: Path) -> None:
    """A backend's name, or a file's with or without its ending, chooses; an unknown one is told with the known."""
    ours, theirs = filled(tmp_path).path, filled(tmp_path, ECHO).path
    for name in ("deepl", ours.name, ours.stem):
        assert [each.file for each in prune(tmp_path, Choice(name), NOW, write=False)] == [ours.name]
    assert [each.file for each in prune(tmp_path, Choice(), NOW, write=False)] == [ours.name, theirs.name]
    with pytest.raises(UsageError, match="deepl, echo"):
        prune(tmp_path, Choice("google"), NOW, write=False)


def test_an_archive_is_never_written_over(tmp_path: Path) -> None:
    """Two prunings of one second make two archives."""
    before = set()
    for _ in range(2):
        filled(tmp_path)
        before |= lines(tmp_path)
        prune(tmp_path, Choice("deepl", everything=True), NOW, write=True)
    assert len(list((tmp_path / "archive").iterdir())) == 2
    assert lines(tmp_path) == before


def test_damage_anywhere_stops_it_before_anything_is_done(tmp_path: Path) -> None:
    """The second file's broken line is named, and the first file is as it was."""
    ours, theirs = filled(tmp_path).path, filled(tmp_path, ECHO).path
    theirs.write_bytes(b"{}\n" + theirs.read_bytes())
    before = ours.read_bytes()
    with pytest.raises(RecordingsError, match=rf"{theirs.name}:1"):
        prune(tmp_path, Choice(), NOW, write=True)
    assert ours.read_bytes() == before


def test_a_journal_and_a_lock_with_nothing_to_tell_are_removed(tmp_path: Path) -> None:
    """A journal that speaks of recorded texts only, and a lock of nothing, go; an open journal and its lock stay."""
    recordings = filled(tmp_path)
    Journal(recordings.path.with_suffix(".journal")).sent({recordings.key(HELLO): HELLO.text}, JANUARY)
    (tmp_path / "echo-1.lock").touch()
    (tmp_path / "echo-2.lock").touch()
    Journal(tmp_path / "echo-2.journal").sent({"sha256:a": "Oui"}, JANUARY)
    done = {each.file: each for each in prune(tmp_path, Choice(), NOW, write=True)}
    assert done.keys() == {recordings.path.name, "echo-1.jsonl"}
    assert (done[recordings.path.name].journal, done["echo-1.jsonl"].lock) == (True, True)
    assert sorted(path.name for path in tmp_path.glob("echo-*")) == ["echo-2.journal", "echo-2.lock"]
    assert not recordings.path.with_suffix(".journal").exists()


def test_what_was_recorded_does_not_count_as_in_flight_once_its_recording_is_archived(tmp_path: Path) -> None:
    """The journal is told before its proof goes, also where another of its texts stays open."""
    recordings = filled(tmp_path)
    journal = Journal(recordings.path.with_suffix(".journal"))
    journal.sent({recordings.key(HELLO): HELLO.text, "sha256:a": "Oui"}, JANUARY)
    prune(tmp_path, Choice("deepl", everything=True), NOW, write=True)
    assert [each.key for each in unanswered(tmp_path)] == ["sha256:a"]


@pytest.mark.parametrize("step", range(1, 8))
def test_killed_at_any_step_every_line_is_in_the_file_or_in_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each call that changes a name on disk fails once; what is there afterwards still holds every recording."""
    filled(tmp_path)
    before = lines(tmp_path)
    calls = 0

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == step:
                raise OSError(28, os.strerror(28))
            return real(*args, **kwargs)

        return call

    for name in ("replace", "unlink", "mkdir"):
        monkeypatch.setattr(Path, name, failing(getattr(Path, name)))
    monkeypatch.setattr(files, "sync_folder", failing(files.sync_folder))
    try:
        prune(tmp_path, Choice(), NOW, write=True)
    except (OSError, OutputError):
        assert calls >= step
    monkeypatch.undo()
    assert lines(tmp_path) == before
    prune(tmp_path, Choice(), NOW, write=True)
    assert lines(tmp_path) == before
    assert verify(tmp_path) == []
