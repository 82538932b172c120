"""What a summarizer reads and what it makes: frozen records, as those of records.py."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.records import Failure


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
    """

    text: str
    segment: str = ""
    start: int = 0
    end: int = 0
    edits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What one summarizer made of one system's translation of one article.

    Attributes:
        article: its id.
        system: name of the system whose translation was read.
        summarizer: name of the summarizer.
        bullets: in order of weight; empty only beside a failure.
        failure: why there are no bullets, None where there are.
    """

    article: str
    system: str
    summarizer: str
    bullets: tuple[Bullet, ...]
    failure: Failure | None = None
