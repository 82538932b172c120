"""The nouns: frozen, slotted records that move through the pipeline and never change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]
Kind = Literal["headline", "key_point", "dateline", "paragraph", "related"]
Unit = Literal["segment", "article"]
Task = Literal["translation", "summary"]
Stage = Literal["read", "translate", "summarize", "score"]


def digest(data: bytes) -> str:
    """Name bytes by their SHA-256.

    >>> digest(b"")[:14]
    'sha256:e3b0c44'
    """
    return "sha256:" + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Segment:
    """One block of an article: what is translated, recorded and scored as one.

    Attributes:
        id: `seg-001`, `seg-002` … in reading order; unique within its article.
        kind: what the block is to a reader.
        text: NFC, one line, without the bullet mark; never empty.
    """

    id: str
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A text to translate.

    Attributes:
        id: `art-` and the folder's, file's or row's name.
        language: BCP 47, as `fr`.
        segments: in reading order, at least one.
        digest: `sha256:…` of the bytes it was read from.
    """

    id: str
    language: str
    segments: tuple[Segment, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A translation written by hand.

    Attributes:
        name: `a`, `b`, …
        texts: one a segment of the article, in order.
        digest: `sha256:…` of the bytes it was read from.
    """

    name: str
    texts: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class ReferenceBullets:
    """A summary written by hand.

    Attributes:
        name: `a`, `b`, …
        bullets: in order of weight, at least one.
        digest: `sha256:…` of the bytes it was read from.
    """

    name: str
    bullets: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Material:
    """An article with everything that was written by hand for it.

    Attributes:
        article: the text to translate.
        references: translations, by name; may be empty.
        bullets: summaries, by name; may be empty.
        about: what about.toml says, by table and key; may be empty.
        notes: what its reader should know (a repaired text, a reference left out), a line each.
    """

    article: Article
    references: tuple[Reference, ...] = ()
    bullets: tuple[ReferenceBullets, ...] = ()
    about: Mapping[str, JSON] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Glossary:
    """Term pairs a backend must keep to.

    Attributes:
        entries: (source term, target term), in file order.
    """

    entries: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """Name the entries by their content, so that a changed glossary is a changed question."""
        return digest("\n".join("\t".join(pair) for pair in self.entries).encode())


@dataclass(frozen=True, slots=True)
class Identity:
    """What a backend is asked to be: a recording's key, less the languages, the context and the text.

    Attributes:
        backend: the plug-in's name.
        engine: what makes the engine itself (a pivot language, a model), from configuration alone.
        options: what the engine is told (formality …), from configuration alone.
        format: `text` or `html`.
        glossary: digest of the glossary, `""` without one.
        prompt: digest of the prompt, `""` without one.
    """

    backend: str
    engine: Mapping[str, JSON] = field(default_factory=dict)
    options: Mapping[str, JSON] = field(default_factory=dict)
    format: str = "text"
    glossary: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One text to translate.

    Attributes:
        text: exactly what is sent: NFC, newlines normalised.
        source: BCP 47 code of the text's language.
        target: BCP 47 code of the language wanted.
        context: text around it, for backends that read it and are not billed for it; `""` without.
        article: id of its article: for messages, and for backends that look up instead of translating.
        segment: id of its segment, for the same.
        kind: kind of its segment, for the same.
    """

    text: str
    source: str
    target: str
    context: str = ""
    article: str = ""
    segment: str = ""
    kind: Kind = "paragraph"


@dataclass(frozen=True, slots=True)
class Rendering:
    """One text translated, with where it comes from.

    Attributes:
        text: the translation; never empty for a non-empty source.
        billed_characters: as the service reports them, None where it does not.
        tokens: as the service reports them, None where it does not.
        model: what answered (a model, a program and its version), `""` where unknown.
        key: the recording's `sha256:…`, `""` where nothing is recorded.
        replayed: whether it was read from a recording; latency and bill are then those of the recording.
        latency_ms: how long the call took that brought it (the whole batch's), None where unknown.
        created_at: when it was translated, RFC 3339 UTC, `""` where unknown.
    """

    text: str
    billed_characters: int | None = None
    tokens: int | None = None
    model: str = ""
    key: str = ""
    replayed: bool = False
    latency_ms: float | None = None
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that did not come about, kept as data.

    Attributes:
        stage: where it failed.
        kind: one word a dashboard can group by (`auth`, `missing`, `incomplete` …).
        message: one line: what happened and what to do.
        article: its id, `""` where the failure is not one article's.
        system: its name, `""` where the failure is not one system's.
        summarizer: its name, `""` outside the summarize stage.
        segment: its id, `""` where the whole article failed.
    """

    stage: Stage
    kind: str
    message: str
    article: str = ""
    system: str = ""
    summarizer: str = ""
    segment: str = ""


Outcome = Rendering | Failure


@dataclass(frozen=True, slots=True)
class System:
    """One way to a translation: a backend with its options, or a reference that is scored like one.

    Attributes:
        name: as printed; unique within a run.
        backend: the translator's plug-in name, `""` for a reference.
        baseline: whether it frames the others: it is shown, not ranked.
        reference: name of the reference it is, `""` for a backend; it is left out of its own references.
        scored: whether its translation is scored; False for one that only lends its text to the summarizers.
    """

    name: str
    backend: str = ""
    baseline: bool = False
    reference: str = ""
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Translation:
    """What one system made of one article.

    Attributes:
        article: its id.
        system: the system's name.
        language: BCP 47 code of the language asked for.
        outcomes: one a segment of the article, in order.
    """

    article: str
    system: str
    language: str
    outcomes: tuple[Outcome, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every segment has a translation."""
        return all(isinstance(outcome, Rendering) for outcome in self.outcomes)


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
    """

    article: str
    segment: str
    source: tuple[str, ...]
    hypothesis: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    reference_names: tuple[str, ...]


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
    """

    bullet: int
    reference: str
    reference_bullet: int | None
    similarity: float | None
    support: float | None
    support_sentence: str
