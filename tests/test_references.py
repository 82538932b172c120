"""The shipped article, its references and its recordings."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from toolkit import jsonl
from toolkit.records import Request
from toolkit.text import aligned, bullets, segments, split, words
from toolkit.translators.apertium import plugin as apertium

DIGEST = "18fbe13b"  # of the article as it was handed over; sha256sum prints it


@pytest.fixture
def folder(project: Path) -> Path:
    """Give the article's folder."""
    return project / "references" / "wang-blinken"


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_article_is_byte_for_byte_what_was_handed_over(folder: Path) -> None:
    """No editor, checkout or normalization has touched it."""
    data = (folder / "article.fr.txt").read_bytes()
    assert (len(data), hashlib.sha256(data).hexdigest()[:8]) == (3380, DIGEST)


@pytest.mark.parametrize("name", ["a", "b"])
def test_each_translation_has_one_block_for_each_of_the_article(name: str, folder: Path) -> None:
    """19 blocks, counted by eye: a headline, three key points, fourteen paragraphs, a related link."""
    blocks = segments(read(folder / "article.fr.txt"))
    assert len(aligned(read(folder / f"translation.{name}.en.txt"), blocks, name)) == 19


def test_the_translations_are_two(folder: Path) -> None:
    """At most three sentences of the body are the same in both."""
    bodies = []
    for name in ("a", "b"):
        blocks = segments(read(folder / f"translation.{name}.en.txt"))
        paragraphs = [block.text for block in blocks if block.kind == "paragraph"]
        bodies.append({sentence.text for text in paragraphs for sentence in split(text, "en")})
    assert len(bodies[0] & bodies[1]) <= 3


@pytest.mark.parametrize("name", ["a", "b"])
def test_names_numbers_and_days_are_in_both(name: str, folder: Path) -> None:
    """What must survive: who, where, when, how many."""
    text = read(folder / f"translation.{name}.en.txt")
    wanted = "Wang Yi|Antony Blinken|Janet Yellen|John Kerry|Jakarta|Thursday|Friday|June|five years|Microsoft"
    for word in f"{wanted}|gallium|germanium|Taiwan|South China Sea|Russia|less than a month|next week|alleged".split(
        "|"
    ):
        assert word in text, word
    assert "The ministry said:" in text


@pytest.mark.parametrize("name", ["a", "b"])
def test_reference_bullets_can_be_printed(name: str, folder: Path) -> None:
    """Three each, 5 to 20 words, none opening with a pronoun."""
    lines = bullets(read(folder / f"bullets.{name}.en.txt"))
    assert len(lines) == 3
    for line in lines:
        assert 5 <= words(line) <= 20
        assert not re.match(r"(He|She|It|They|This)\b", line)


def test_about_says_how_each_part_came_about(folder: Path) -> None:
    """Each reference has its way and its independence; the note says that BLEU may flatter."""
    about = tomllib.loads(read(folder / "about.toml"))
    for part in ("translation", "bullets"):
        for name in ("a", "b"):
            assert about[part][name]["how"]
            assert about[part][name]["independence"]
    assert "BLEU may flatter" in about["article"]["note"]


@pytest.mark.skipif(shutil.which("apertium") is None, reason="apertium is not installed")
@pytest.mark.parametrize("pivot", ["spa", "cat"])
def test_apertium_translates_today_as_it_was_recorded(pivot: str, project: Path) -> None:
    """Where the same data packages are installed, the first five blocks come out as the repository has them."""
    options = apertium.Options(pivot=pivot)
    rows = [
        row
        for path in (project / "outputs" / "recordings").glob("apertium-*.jsonl")
        for _, row in jsonl.read_lines(path)
        if row["engine"]["pivot"] == pivot
    ]
    translator = apertium()
    if translator.obstacle(options) or dict(translator.observed(options)) != rows[0]["observed"]:
        pytest.skip("other versions of Apertium or of its data are installed")
    for row in rows[:5]:
        made = translator.translate_batch([Request(row["text"], "fr", "en")], options)
        assert made[0].text == row["translation"]
