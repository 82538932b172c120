"""Tiny records for tests: five words, three segments."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.documents import Bullet, Summary
from toolkit.records import (
    Article,
    Failure,
    Material,
    Outcome,
    Reference,
    ReferenceBullets,
    Rendering,
    Segment,
    Translation,
    digest,
)

FRENCH = ("Un accord est signé", "Les prix baissent.", "Paul a signé l’accord.", "Les prix baissent en mai.")
ENGLISH = ("A deal is signed", "Prices fall.", "Paul signed the deal.", "Prices fall in May.")


def segments(texts: Sequence[str] = FRENCH) -> tuple[Segment, ...]:
    """Make a headline, a key point and paragraphs."""
    kinds = ("headline", "key_point", *["paragraph"] * (len(texts) - 2))
    return tuple(Segment(f"seg-{n:03}", kind, text) for n, (kind, text) in enumerate(zip(kinds, texts, strict=True), 1))  # type: ignore[arg-type]


def material(
    name: str = "art-deal",
    references: Sequence[str] = ("a",),
    bullets: Sequence[str] = ("a",),
    texts: Sequence[str] = ENGLISH,
) -> Material:
    """Make an article with its references."""
    return Material(
        Article(name, "fr", segments(), digest(name.encode())),
        tuple(Reference(each, tuple(texts), digest(each.encode())) for each in references),
        tuple(ReferenceBullets(each, tuple(texts[2:]), digest(each.encode())) for each in bullets),
    )


def translation(
    texts: Sequence[str | None] = ENGLISH, system: str = "one", article: str = "art-deal", language: str = "en"
) -> Translation:
    """Make a translation; None is a segment that failed."""
    outcomes: list[Outcome] = [
        Rendering(text)
        if text is not None
        else Failure("translate", "outage", "it is down; try later", article, system, segment=f"seg-{place:03}")
        for place, text in enumerate(texts, 1)
    ]
    return Translation(article, system, language, tuple(outcomes))


def summary(lines: Sequence[str], system: str = "one", summarizer: str = "lead", article: str = "art-deal") -> Summary:
    """Make a summary of sentences that stand in the last paragraphs."""
    return Summary(article, system, summarizer, tuple(Bullet(line, "seg-003", 0, len(line)) for line in lines))
