"""One translation and one summarizer -> bullets; the article's own key points become a baseline."""

from __future__ import annotations

from toolkit.documents import Bullet, Summary
from toolkit.records import Failure, Material, Rendering, Translation
from toolkit.stages._body import body
from toolkit.summarizers._base import Summarizer
from toolkit.text import KNOWN

KEY_POINTS = "key_points"


def summarize(
    material: Material, translation: Translation, summarizer: Summarizer, bullets: int, max_words: int | None
) -> Summary:
    """Make bullets of one translation, or say why not.

    A summary is made only from a complete body: half a text would be blamed on the summarizer.
    """
    reason = _obstacle(material, translation, summarizer)
    if reason:
        return _failed(translation, summarizer.name, *reason)
    document = body(material, translation)
    if not any(paragraph.sentences for paragraph in document.paragraphs):
        return _failed(translation, summarizer.name, "no_body", "the article has no paragraph to draw bullets from")
    made = tuple(summarizer.summarize(document, bullets, max_words))
    if not made:
        return _failed(translation, summarizer.name, "no_bullet", "no sentence of the body can stand as a bullet")
    return Summary(translation.article, translation.system, summarizer.name, made)


def key_points(material: Material, translation: Translation) -> Summary | None:
    """Take the article's own key points, translated; None where the article has none.

    They are a baseline: what the newsroom printed. No summarizer ever reads them.
    """
    pairs = [
        (segment, outcome)
        for segment, outcome in zip(material.article.segments, translation.outcomes, strict=True)
        if segment.kind == "key_point"
    ]
    if not pairs:
        return None
    if any(isinstance(outcome, Failure) for _, outcome in pairs):
        return _failed(translation, KEY_POINTS, "incomplete", "a key point was not translated")
    made = tuple(
        Bullet(outcome.text, segment.id, 0, len(outcome.text))
        for segment, outcome in pairs
        if isinstance(outcome, Rendering)
    )
    return Summary(translation.article, translation.system, KEY_POINTS, made)


def _obstacle(material: Material, translation: Translation, summarizer: Summarizer) -> tuple[str, str] | None:
    """Give a failure's kind and message where no summary can honestly be made."""
    language = translation.language.partition("-")[0].lower()
    if language not in KNOWN or (summarizer.languages is not None and language not in summarizer.languages):
        known = summarizer.languages if summarizer.languages is not None else KNOWN
        return "language", f"{summarizer.name} reads {', '.join(sorted(known & KNOWN))}, not {translation.language}"
    missing = [
        segment.id
        for segment, outcome in zip(material.article.segments, translation.outcomes, strict=True)
        if segment.kind == "paragraph" and isinstance(outcome, Failure)
    ]
    if missing:
        return "incomplete", f"no summary of an incomplete body: {len(missing)} paragraphs are missing ({missing[0]} …)"
    return None


def _failed(translation: Translation, summarizer: str, kind: str, message: str) -> Summary:
    failure = Failure("summarize", kind, message, translation.article, translation.system, summarizer)
    return Summary(translation.article, translation.system, summarizer, (), failure)
