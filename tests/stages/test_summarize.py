"""Summaries of translations."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.builders import ENGLISH, material, translation
from toolkit.documents import Bullet, Document
from toolkit.records import Article, Material, Segment, Translation
from toolkit.stages.summarize import key_points, summarize
from toolkit.summarizers._base import Summarizer


class Last(Summarizer):
    """Take the last sentence; keep the document that was read."""

    name = "last"
    languages = frozenset({"en"})
    seen: ClassVar[list[Document]] = []

    def summarize(self, document: Document, bullets: int, max_words: int | None) -> list[Bullet]:
        self.seen.append(document)
        paragraph = document.paragraphs[-1]
        sentence = paragraph.sentences[-1]
        return [Bullet(sentence.text, paragraph.segment, sentence.start, sentence.end)]

    def signature(self) -> str:
        return "last"


def test_key_points_never_reach_a_summarizer() -> None:
    """The body it reads has no key point: they would leak the answer."""
    made = summarize(material(), translation(), Last(), 1, None)
    assert made.bullets[0].text == ENGLISH[3]
    assert [paragraph.text for paragraph in Last.seen[-1].paragraphs] == list(ENGLISH[2:])


def test_an_incomplete_body_gets_no_summary() -> None:
    """One missing paragraph is a failure that names it, not a shorter summary."""
    made = summarize(material(), translation([*ENGLISH[:3], None]), Last(), 1, None)
    assert made.bullets == ()
    assert made.failure is not None
    assert made.failure.kind == "incomplete"
    assert "seg-004" in made.failure.message


def test_a_missing_headline_does_not_stop_a_summary() -> None:
    """Bullets are drawn from the body alone."""
    assert summarize(material(), translation([None, *ENGLISH[1:]]), Last(), 1, None).failure is None


@pytest.mark.parametrize(("language", "word"), [("fr", "last reads en"), ("de", "last reads en")])
def test_a_language_it_cannot_read_is_a_failure(language: str, word: str) -> None:
    """What knows only English says so instead of guessing."""
    made = summarize(material(), translation(language=language), Last(), 1, None)
    assert made.failure is not None
    assert word in made.failure.message


def test_an_article_without_paragraphs_is_a_failure() -> None:
    """There must be a body to draw on."""
    bare = Material(Article("art-bare", "fr", (Segment("seg-001", "headline", "Titre"),), "sha256:0"))
    made = summarize(bare, translation(["Title"], article="art-bare"), Last(), 1, None)
    assert made.failure is not None
    assert made.failure.kind == "no_body"


def test_key_points_become_a_baseline() -> None:
    """The article's own key points, translated, are bullets with their segment."""
    made = key_points(material(), translation())
    assert made is not None
    assert made.bullets == (Bullet("Prices fall.", "seg-002", 0, 12),)


def test_an_article_without_key_points_has_no_such_baseline() -> None:
    """Nothing is made up."""
    plain = Material(Article("art-plain", "fr", (Segment("seg-001", "paragraph", "Un mot."),), "sha256:0"))
    assert key_points(plain, Translation("art-plain", "one", "en", translation(["A word."]).outcomes)) is None


def test_an_untranslated_key_point_is_a_failure() -> None:
    """Half of the key points are not the key points."""
    made = key_points(material(), translation([ENGLISH[0], None, *ENGLISH[2:]]))
    assert made is not None
    assert made.failure is not None
