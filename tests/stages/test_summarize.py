"""Summaries of translations."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.builders import ENGLISH, FRENCH, material, translation
from toolkit.documents import Bullet, Document, Summary
from toolkit.errors import BadAnswerError
from toolkit.exchange import Backend, Limits
from toolkit.records import (
    Article,
    Failure,
    Identity,
    Material,
    Outcome,
    Rendering,
    Request,
    Segment,
    System,
    Translation,
)
from toolkit.stages.summarize import ask_for_summary, key_points, original, summarize
from toolkit.summarizers._asking import Bound, Talk
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


def bound(*asked: str, languages: frozenset[str] | None = None) -> Bound:
    """Make a summarizer that asks these questions and makes a bullet of each answer."""

    def talk(document: Document, bullets: int, max_words: int | None) -> Talk:
        made = []
        for text in asked:
            answer = yield Request(text, document.language, document.language)
            if answer.text == "nonsense":
                raise BadAnswerError("nothing can be printed; try another model")
            made.append(Bullet(answer.text))
        return made

    backend = Backend(Identity("asking"), Limits(), paid=True, recorded=True, send=lambda r: [], observed=dict)
    return Bound("asking", languages, backend, talk, "asking|version:1", lambda request: None, len(asked))


def asked_of(summarizer: Bound, answers: dict[str, Outcome], read: Translation | None = None) -> Summary:
    return ask_for_summary(
        material(), read or translation(), summarizer, 2, None, "mine", lambda request: answers[request.text]
    )


def test_a_conversation_is_held_until_there_are_bullets() -> None:
    """Each question is asked in turn; bullets say what answered last and where that is recorded."""
    answers: dict[str, Outcome] = {"one?": Rendering("One."), "two?": Rendering("Two.", model="m", key="sha256:2")}
    made = asked_of(bound("one?", "two?"), answers)
    assert [bullet.text for bullet in made.bullets] == ["One.", "Two."]
    assert {(bullet.model, bullet.key) for bullet in made.bullets} == {("m", "sha256:2")}
    assert [(answer.asked, answer.text) for answer in made.answers] == [("mine", "one?"), ("mine", "two?")]


def test_a_question_without_an_answer_ends_the_conversation() -> None:
    """The failure is the summarizer's on that system, of the kind the exchange gave; what was answered is kept."""
    failed = Failure("translate", "outage", "it is down; run again later")
    made = asked_of(bound("one?", "two?"), {"one?": Rendering("One."), "two?": failed})
    assert made.failure == Failure("summarize", "outage", "it is down; run again later", "art-deal", "one", "mine")
    assert len(made.answers) == 1


def test_answers_that_cannot_be_printed_are_a_failure_that_was_paid_for() -> None:
    """What the summarizer raises is told, and the answer it raised it for is counted."""
    made = asked_of(bound("one?"), {"one?": Rendering("nonsense")})
    assert made.failure is not None
    assert (made.failure.kind, made.failure.summarizer) == ("bad_answer", "mine")
    assert len(made.answers) == 1


def test_nothing_is_asked_of_an_incomplete_body() -> None:
    """As for any summarizer, half a text gets no summary; here it is not paid for either."""
    made = asked_of(bound("one?"), {}, translation([*ENGLISH[:3], None]))
    assert made.failure is not None
    assert made.failure.kind == "incomplete"


def test_the_article_itself_can_be_read() -> None:
    """In its own language, block by block, for a summarizer that reads it; another refuses it by name."""
    read = original(material(), System("one"))
    assert read.language == "fr"
    assert [outcome.text for outcome in read.outcomes if isinstance(outcome, Rendering)] == list(FRENCH)
    made = asked_of(bound("one?", languages=frozenset({"en"})), {}, read)
    assert made.failure is not None
    assert made.failure.message == "mine reads en, not fr"
