"""Translations somebody already has."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from toolkit import plugins
from toolkit.errors import AlignmentError, InputError, NotReadyError
from toolkit.exchange import Policy, exchange
from toolkit.records import Request

File = plugins.load("translators", "file")
Options = File.Options
TRANSLATION = "The thaw begins\n\nThe minister said so on Friday.\n\nHe took no questions.\n"


def texts(requests: list[Request], path: Path) -> list[str]:
    """Translate, and give the texts alone."""
    return [rendering.text for rendering in File().translate_batch(requests, Options(path=path))]


def test_reads_one_block_a_segment(article: list[Request], tmp_path: Path) -> None:
    """Blocks of the file are the segments of the article, in order."""
    path = tmp_path / "mine.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TRANSLATION.replace("\n", "\r\n").encode())
    assert texts(article, path) == ["The thaw begins", "The minister said so on Friday.", "He took no questions."]


def test_finds_each_article_by_its_name(article: list[Request], tmp_path: Path) -> None:
    """A folder holds `<article>.txt`, and `{article}` in a path stands for the article's name."""
    (tmp_path / "tiny.txt").write_text(TRANSLATION, encoding="utf-8")
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "en.txt").write_text(TRANSLATION.upper(), encoding="utf-8")
    assert texts(article, tmp_path)[0] == "The thaw begins"
    assert texts(article, tmp_path / "{article}" / "en.txt")[0] == "THE THAW BEGINS"


def test_equal_blocks_keep_their_own_translations(tmp_path: Path) -> None:
    """Two segments with one text may be translated differently, also through the exchange."""
    path = tmp_path / "mine.txt"
    path.write_text("Yes.\n\nIndeed.\n", encoding="utf-8")
    requests = [Request("Oui.", "fr", "en", article="art-a", segment=f"seg-00{number}") for number in (1, 2)]
    backend = File().bind(Options(path=path))
    assert [outcome.text for outcome in exchange(backend, requests, None, Policy())] == ["Yes.", "Indeed."]


def test_a_missing_block_is_named(article: list[Request], tmp_path: Path) -> None:
    """A translation with fewer blocks than the article fails on the first that is missing, naming the file."""
    path = tmp_path / "mine.txt"
    path.write_text("The thaw begins\n\nThe minister said so on Friday.\n", encoding="utf-8")
    with pytest.raises(AlignmentError, match=r"mine\.txt.*block 3"):
        texts(article, path)


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no such file"), (b"", "is empty"), (b" \n", "is empty"), ("Dégel".encode("latin-1"), "is not UTF-8")],
)
def test_an_unreadable_file_is_one_line(
    article: list[Request], tmp_path: Path, content: bytes | None, words: str
) -> None:
    """Missing, empty or in another encoding: the line names the file and the trouble."""
    path = tmp_path / "mine.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        texts(article, path)
    assert "mine.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["art-../secret", "art-a/b", "art-..", "art-", "art-a\\b", "art-C:x", "art-a\0b"])
def test_an_id_never_leads_out_of_the_folder(article: list[Request], tmp_path: Path, name: str) -> None:
    """An article whose name is no file name is refused, before any file is looked for."""
    requests = [dataclasses.replace(request, article=name) for request in article]
    for path in (tmp_path, tmp_path / "{article}.txt"):
        with pytest.raises(InputError, match="cannot be a file's name"):
            texts(requests, path)


def test_without_a_path_it_says_so(article: list[Request]) -> None:
    """The option is asked for in one line."""
    with pytest.raises(NotReadyError, match="the option path is missing"):
        File().translate_batch(article, Options())
