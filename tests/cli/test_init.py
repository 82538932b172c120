"""toolkit init."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.conftest import Toolkit

FRENCH = "Un accord est signé\n\n• Un point\n\nPaul a signé l’accord.\n\nLes prix baissent en mai.\n"
ENGLISH = "A deal is signed\n\n• A point\n\nPaul signed the deal.\n\nPrices fall in May.\n"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to an empty folder with two texts in it."""
    (tmp_path / "text.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "mine.txt").write_text(ENGLISH, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_makes_the_folder_and_shows_how_blocks_are_read(empty: Path, toolkit: Toolkit) -> None:
    """The article is copied byte for byte; each block has its line; the next command is printed."""
    result = toolkit("init", "deal", "--article", "text.txt", "--reference", "mine.txt", "--bullets", "mine.txt")
    assert result.code == 0, result.err
    folder = empty / "references" / "deal"
    assert (folder / "article.fr.txt").read_bytes() == (empty / "text.txt").read_bytes()
    assert {path.name for path in folder.iterdir()} == {
        "article.fr.txt", "translation.a.en.txt", "bullets.a.en.txt", "about.toml",
    }  # fmt: skip
    assert "seg-002  key_point  Un point" in result.out
    assert "toolkit run references/deal" in result.out
    assert "[translation.a]" in (folder / "about.toml").read_text(encoding="utf-8")


def test_blocks_that_do_not_match_are_shown_side_by_side(empty: Path, toolkit: Toolkit) -> None:
    """Nothing is written, the first block that differs is named, and both texts stand beside each other."""
    (empty / "mine.txt").write_text(ENGLISH.replace("• A point\n\n", ""), encoding="utf-8")
    result = toolkit("init", "deal", "--article", "text.txt", "--reference", "mine.txt")
    assert result.code == 2
    assert "error: " in result.err
    assert "key_point: Un point" in result.err
    assert " | " in result.err
    assert not (empty / "references").exists()


def test_a_second_reference_is_b(empty: Path, toolkit: Toolkit) -> None:
    """Letters go on where they stopped, and only what is new is named as written."""
    assert toolkit("init", "deal", "--article", "text.txt", "--reference", "mine.txt").code == 0
    (empty / "other.txt").write_text(ENGLISH.replace("fall", "drop"), encoding="utf-8")
    result = toolkit("init", "deal", "--reference", "other.txt")
    assert result.code == 0
    assert "written: references/deal/translation.b.en.txt\n" in result.out
    assert "drop in May" in (empty / "references" / "deal" / "translation.b.en.txt").read_text(encoding="utf-8")


def test_the_same_call_again_changes_nothing(empty: Path, toolkit: Toolkit) -> None:
    """A text that is there already is not copied beside itself: it would count as a second reference."""
    line = ("init", "deal", "--article", "text.txt", "--reference", "mine.txt", "--bullets", "mine.txt")
    assert toolkit(*line).code == 0
    before = sorted((empty / "references" / "deal").iterdir())
    result = toolkit(*line)
    assert (result.code, "written: nothing new" in result.out) == (0, True)
    assert sorted((empty / "references" / "deal").iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with a path")
def test_a_text_from_a_pipe_is_copied_whole(empty: Path, toolkit: Toolkit) -> None:
    """A shell's `<(…)` can be read once: what was checked is what is written."""
    texts = {"article": FRENCH, "reference": ENGLISH, "bullets": "One thing.\nAnother.\n"}
    writers = [Thread(target=(empty / name).write_text, args=(text,), daemon=True) for name, text in texts.items()]
    for name, writer in zip(texts, writers, strict=True):
        os.mkfifo(empty / name)
        writer.start()
    result = toolkit("init", "deal", *(f"--{name}={empty / name}" for name in texts))
    assert result.code == 0, result.err
    written = ("article.fr.txt", "translation.a.en.txt", "bullets.a.en.txt")
    assert [(empty / "references" / "deal" / name).read_text() for name in written] == list(texts.values())


def test_the_folders_own_references_are_checked_again(empty: Path, toolkit: Toolkit) -> None:
    """After an edit, `toolkit init NAME` says whether the blocks still match."""
    assert toolkit("init", "deal", "--article", "text.txt", "--reference", "mine.txt").code == 0
    path = empty / "references" / "deal" / "translation.a.en.txt"
    path.write_text(ENGLISH + "\nOne more.\n", encoding="utf-8")
    assert toolkit("init", "deal").code == 2


@pytest.mark.parametrize("name", ["../deal", "a/b", ".hidden", ""])
def test_a_name_never_leaves_the_folder(name: str, empty: Path, toolkit: Toolkit) -> None:
    """Names are letters, digits, dots, hyphens and underscores."""
    result = toolkit("init", name, "--article", "text.txt")
    assert result.code == 2
    assert "cannot name a folder" in result.err


def test_another_article_is_not_overwritten(empty: Path, toolkit: Toolkit) -> None:
    """A file that is there already and differs stays."""
    assert toolkit("init", "deal", "--article", "text.txt").code == 0
    result = toolkit("init", "deal", "--article", "mine.txt")
    assert result.code == 2
    assert "is there already" in result.err
    assert (empty / "references" / "deal" / "article.fr.txt").read_text(encoding="utf-8") == FRENCH


def test_without_a_text_it_says_how_to_name_one(empty: Path, toolkit: Toolkit) -> None:
    """The first thing a newcomer may forget."""
    assert "--article FILE" in toolkit("init", "deal").err


def test_an_unreadable_text_is_named(empty: Path, toolkit: Toolkit) -> None:
    """An empty article or bullets file is named with its path."""
    (empty / "none.txt").write_text("--\n", encoding="utf-8")
    assert "none.txt" in toolkit("init", "deal", "--article", "none.txt").err
    assert "none.txt" in toolkit("init", "deal", "--article", "text.txt", "--bullets", "none.txt").err


def test_a_reference_without_a_letter_is_not_dropped(empty: Path, toolkit: Toolkit) -> None:
    """There are 26: with one more nothing is written."""
    given = []
    for number in range(27):
        (empty / f"{number}.txt").write_text(ENGLISH.replace("May", f"May {number}"), encoding="utf-8")
        given += ["--reference", f"{number}.txt"]
    result = toolkit("init", "deal", "--article", "text.txt", *given)
    assert result.code == 2
    assert "references/deal has no letter left for 1 of the texts named translation: at most 26 fit" in result.err
    assert not (empty / "references").exists()
