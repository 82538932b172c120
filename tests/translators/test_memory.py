"""An imported translation memory, replayed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from toolkit import plugins
from toolkit.errors import NotReadyError, RejectedError
from toolkit.exchange import Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Failure, Identity, Rendering, Request

Memory = plugins.load("translators", "memory")
Options = Memory.Options
ASKED = [Request(text, "fr", "en") for text in ("Oui.", "Non.", "Peut-être.")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Hold a memory of two texts."""
    pairs = (("Oui.", "Yes."), ("Non.", "No."))
    answers = [
        (Request(text, "fr", "en"), Rendering(answer, created_at="2026-01-01T00:00:00Z")) for text, answer in pairs
    ]
    Recordings(tmp_path, Identity("memory", options={"name": "agency"})).add(answers, {})
    return tmp_path


def test_a_text_that_is_not_in_it_fails_alone(folder: Path) -> None:
    """In the folder it was imported into nobody is asked, and each miss is one line that names text and memory."""
    backend = Memory().bind(Options(name="agency", folder=folder))
    yes, no, failure = exchange(backend, ASKED, Recordings(folder, backend.identity), Policy())
    assert (yes.text, yes.replayed, no.text) == ("Yes.", True, "No.")
    assert isinstance(failure, Failure)
    assert failure.kind == "rejected"
    assert f"not in the memory 'agency' of {folder} (fr → en): \"Peut-être.\"" in failure.message
    assert sorted(path.suffix for path in folder.iterdir()) == [".jsonl", ".lock"]  # no journal is left


def test_it_serves_recordings_of_another_folder_too(folder: Path, tmp_path: Path) -> None:
    """Where a run keeps its recordings elsewhere, the memory is read from the folder of its option."""
    backend = Memory().bind(Options(name="agency", folder=folder))
    outcomes = list(exchange(backend, ASKED[:2], Recordings(tmp_path / "other", backend.identity), Policy()))
    assert [outcome.text for outcome in outcomes] == ["Yes.", "No."]


def test_a_paragraph_is_put_together_from_its_sentences_where_that_is_asked_for(folder: Path) -> None:
    """Most memories are by sentence, and articles are asked for by paragraph; one missing sentence is a miss."""
    asked = [Request("Oui. Non. Oui.", "fr", "en")]
    by_sentence = Options(name="agency", by="sentence", folder=folder)
    assert Memory().translate_batch(asked, by_sentence) == [Rendering("Yes. No. Yes.", model="agency")]
    with pytest.raises(RejectedError, match=r"Oui\. Non\. Oui\."):
        Memory().translate_batch(asked, Options(name="agency", folder=folder))
    with pytest.raises(RejectedError, match=r'"Jamais\."'):
        Memory().translate_batch([Request("Oui. Jamais.", "fr", "en")], by_sentence)


def test_languages_and_names_are_kept_apart(folder: Path) -> None:
    """Another pair, or a memory of another name, has none of its texts."""
    with pytest.raises(RejectedError, match="fr → de"):
        Memory().translate_batch([dataclasses.replace(ASKED[0], target="de")], Options(name="agency", folder=folder))
    with pytest.raises(RejectedError, match="'other'"):
        Memory().translate_batch(ASKED[:1], Options(name="other", folder=folder))


def test_what_is_imported_meanwhile_is_found(folder: Path) -> None:
    """A translator that lives on sees a newer memory."""
    translator, options = Memory(), Options(name="agency", folder=folder)
    with pytest.raises(RejectedError):
        translator.translate_batch(ASKED[2:], options)
    held = Recordings(folder, Identity("memory", options={"name": "agency"}))
    held.add([(ASKED[2], Rendering("Perhaps.", created_at="2026-01-01T00:00:00Z"))], {})
    assert translator.translate_batch(ASKED[2:], options)[0].text == "Perhaps."


def test_without_a_name_it_says_how_to_get_one(folder: Path) -> None:
    """The obstacle is the command that imports a memory."""
    assert "recordings import FILE.tmx --as NAME" in Memory().obstacle(Options())
    with pytest.raises(NotReadyError, match="--as NAME"):
        Memory().translate_batch(ASKED, Options(folder=folder))
