"""What a metric scores and what it finds: frozen records, as those of records.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A segment of an article with its translation.

    Attributes:
        segment: its id.
        source: its text.
        text: its translation, `""` where there is none.
    """

    segment: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a bullet was drawn from.

    Attributes:
        segment: id of the segment, `""` where it names none.
        start: where its sentence begins in the segment as it was read, in code points.
        end: where it ends, exclusive.
        original: the bullet before it was translated, where it was written in the article's language; else `""`.
    """

    segment: str = ""
    start: int = 0
    end: int = 0
    original: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """What is scored once: a segment has one line, a summary one line a bullet.

    Attributes:
        article: id of the article.
        segment: id of the segment, `""` for a whole summary.
        source: lines of the source (segment) or sentences of the document the bullets were drawn from (summary).
        hypothesis: lines to score.
        references: lines of each reference, in the order of `reference_names`; empty without references.
        reference_names: `a`, `b` …
        blocks: of a summary, the article with the translation that was read; empty for a segment.
        origins: of a summary, one a line of the hypothesis; empty where nothing is known of them.
        language: of a summary, BCP 47 code of the article; `""` where it is not known.
    """

    article: str
    segment: str
    source: tuple[str, ...]
    hypothesis: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    reference_names: tuple[str, ...]
    blocks: tuple[Block, ...] = ()
    origins: tuple[Origin, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Paired:
    """What one system, or one summarizer on one system's text, is scored on.

    Attributes:
        examples: what was answered and has its references.
        asked: how many examples there would be, had everything been answered.
        references: names of the references, the same for every example.
    """

    examples: tuple[Example, ...]
    asked: int
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BulletMatch:
    """How one bullet fared against the reference bullets and the document.

    Attributes:
        bullet: its place in the hypothesis, from 0.
        reference: name of the reference set that was aligned.
        reference_bullet: place of the reference bullet it was matched with, from 0; None where it was left over.
        similarity: cosine with that bullet, -1..1; None where it was left over.
        support: best cosine with a sentence of the document, -1..1; None where there is no document.
        support_sentence: that sentence, `""` where there is no document.
        unsupported: whether the support is too low for a bullet of that document; None where there is no document.
        repeats: place of the earlier bullet it says again, from 0; None where it repeats none.
        repeat_similarity: cosine with the earlier bullet it is most like, -1..1; None for the first.
        repeat_overlap: share of words it has in common with that bullet, 0..1; None for the first.
    """

    bullet: int
    reference: str
    reference_bullet: int | None
    similarity: float | None
    support: float | None
    support_sentence: str
    unsupported: bool | None
    repeats: int | None
    repeat_similarity: float | None
    repeat_overlap: float | None
