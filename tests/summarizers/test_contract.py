"""What every summarizer promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from toolkit import plugins
from toolkit.documents import Document
from toolkit.sentences import words
from toolkit.summarizers._base import Summarizer

Build = Callable[[str], Summarizer]
Make = Callable[..., Document]

LOCAL = [name for name in plugins.available("summarizers") if not plugins.load("summarizers", name).extra]
NEWS = (
    "The port of Marsa reopened on Tuesday after a strike of nine days. The dockers accepted a raise of 4%.",
    "However, the crane drivers, who are paid by the hour, may not return before the court rules on their pay claim.",
    "He also called for calm. Was it enough?",
    "The harbor authority, a public company, said in a statement that 31 ships were waiting outside the breakwater, "
    "which was built in 1932.",
    "“We lost nine days,” said Ada Brun, head of the shippers’ union. The minister said:",
)
pytestmark = pytest.mark.parametrize("name", LOCAL)


def test_it_is_deterministic(name: str, build: Build, document: Make) -> None:
    """The same document gives the same bullets, from a new instance too."""
    assert build(name).summarize(document(*NEWS), 3, 12) == build(name).summarize(document(*NEWS), 3, 12)


@pytest.mark.parametrize("bound", [None, 12, 20])
def test_spans_name_a_sentence_of_the_paragraph(name: str, bound: int | None, build: Build, document: Make) -> None:
    """Each bullet points at one whole sentence, and no two at the same."""
    made = build(name).summarize(document(*NEWS), 3, bound)
    known = {
        (paragraph.segment, sentence.start, sentence.end)
        for paragraph in document(*NEWS).paragraphs
        for sentence in paragraph.sentences
    }
    spans = [(bullet.segment, bullet.start, bullet.end) for bullet in made]
    assert set(spans) <= known
    assert len(set(spans)) == len(spans) == 3


def test_whole_sentences_stay_as_they_are(name: str, build: Build, document: Make) -> None:
    """Without a bound a bullet is its sentence; what ties it to an earlier one may go, and is said to be gone."""
    paragraphs = {paragraph.segment: paragraph.text for paragraph in document(*NEWS).paragraphs}
    for bullet in build(name).summarize(document(*NEWS), 3, None):
        sentence = paragraphs[bullet.segment][bullet.start : bullet.end]
        tied = sentence.removeprefix("However, ")
        assert (bullet.text, bullet.edits) in (
            (sentence, ()),
            (tied[:1].upper() + tied[1:], ("opening 'however' dropped",)),
        )


@pytest.mark.parametrize("bound", [5, 12, 20])
def test_the_bound_is_kept_or_said_not_to_be(name: str, bound: int, build: Build, document: Make) -> None:
    """A bullet over the bound says so in its last edit, and no other does."""
    for bullet in build(name).summarize(document(*NEWS), 5, bound):
        said = bool(bullet.edits) and bullet.edits[-1] == f"longer than {bound} words: no safe cut"
        assert said == (words(bullet.text) > bound)


@pytest.mark.parametrize("text", ["Prices fell.", "Who knows?", "The ministry said:", "He left."])
def test_one_sentence_gives_one_bullet(name: str, text: str, build: Build, document: Make) -> None:
    """A document of one sentence, whatever it is, gives that sentence."""
    made = build(name).summarize(document(text), 3, 20)
    assert [(bullet.text, bullet.start, bullet.end) for bullet in made] == [(text, 0, len(text))]


@pytest.mark.parametrize("wanted", [1, 2, 30])
def test_never_more_than_wanted_or_there(name: str, wanted: int, build: Build, document: Make) -> None:
    """There are at most as many bullets as were asked for, and as there are sentences."""
    made = build(name).summarize(document(*NEWS), wanted, 20)
    sentences = sum(len(paragraph.sentences) for paragraph in document(*NEWS).paragraphs)
    assert 1 <= len(made) <= min(wanted, sentences)


def test_the_signature_names_the_method(name: str, build: Build) -> None:
    """It begins with the plug-in's name and stays the same."""
    assert build(name).signature() == build(name).signature()
    assert build(name).signature().startswith(name)
