"""What a summarizer reads and what it makes: frozen records, as those of records.py."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.records import Failure, Rendering


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph.

    Attributes:
        text: the sentence, without surrounding space.
        start: where it begins in the paragraph, in code points.
        end: where it ends, in code points, exclusive.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph a summarizer may draw on.

    Attributes:
        segment: id of the segment it is.
        text: the segment's text in the document's language.
        sentences: in order, covering all of its words.
    """

    segment: str
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a summarizer reads: the body, without key points, related links and datelines.

    Attributes:
        article: id of the article.
        language: BCP 47 code of the text.
        headline: the headline in that language, `""` without one; context, never to be copied into a bullet.
        paragraphs: in reading order.
    """

    article: str
    language: str
    headline: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Bullet:
    """One line of a summary, with where it comes from.

    Attributes:
        text: what is printed.
        segment: id of the segment it was drawn from, `""` where it was not drawn from one.
        start: where its source sentence begins in the segment, in code points.
        end: where it ends, exclusive; start == end == 0 where segment is `""`.
        edits: what was done to the sentence, in order, a few words each.
        original: the bullet in the article's language, where it was written before it was translated; else `""`.
        model: what wrote it or translated it, as the service calls it; `""` where nothing was asked.
        key: of the recording it was read from, `sha256:…`; likewise.
    """

    text: str
    segment: str = ""
    start: int = 0
    end: int = 0
    edits: tuple[str, ...] = ()
    original: str = ""
    model: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that was asked for a summary, with what came back.

    Attributes:
        asked: name of the summarizer, or of the system that translated a bullet: its price holds.
        summarizer: whether `asked` is a summarizer.
        text: what was sent.
        rendering: what came back.
    """

    asked: str
    summarizer: bool
    text: str
    rendering: Rendering


@dataclass(frozen=True, slots=True)
class Summary:
    """What one summarizer made of one system's translation of one article.

    Attributes:
        article: its id.
        system: name of the system whose translation was read.
        summarizer: name of the summarizer.
        bullets: as they are to be printed; empty only beside a failure.
        failure: why there are no bullets, None where there are.
        answers: what was asked for them, in order; empty for what is made on the spot.
    """

    article: str
    system: str
    summarizer: str
    bullets: tuple[Bullet, ...]
    failure: Failure | None = None
    answers: tuple[Answer, ...] = ()
