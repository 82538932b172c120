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
Order = Literal["translate-first", "summarize-first"]
BULLETS = "bullets"
"""Format of recordings of what summarizers asked: the answer is no translation of the text."""


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
        bullets: as they are to be printed, at least one.
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
        format: `text`, `html`, or `bullets`.
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
        tokens: of all that was sent and answered, as the service reports them, None where it does not.
        model: what answered (a model, a program and its version), `""` where unknown.
        key: the recording's `sha256:…`, `""` where nothing is recorded.
        replayed: whether it was read from a recording; latency and bill are then those of the recording.
        latency_ms: how long the call took that brought it (the whole batch's), None where unknown.
        created_at: when it was translated, RFC 3339 UTC, `""` where unknown.
        input_tokens: those of `tokens` that were sent, None where the service does not say.
    """

    text: str
    billed_characters: int | None = None
    tokens: int | None = None
    model: str = ""
    key: str = ""
    replayed: bool = False
    latency_ms: float | None = None
    created_at: str = ""
    input_tokens: int | None = None


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
        order: whether summarizers read its translation, or the article, whose bullets it then translates.
        translator: name of the system that translates for it, `""` for itself.
    """

    name: str
    backend: str = ""
    baseline: bool = False
    reference: str = ""
    scored: bool = True
    order: Order = "translate-first"
    translator: str = ""

    @property
    def translated_by(self) -> str:
        """Name the system whose translation this is, or that translates its bullets."""
        return self.translator or self.name


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
