"""The body of a translation, as summarizers read it and bullets are held against it."""

from __future__ import annotations

from toolkit.documents import Document
from toolkit.records import Material, Rendering, Translation
from toolkit.text import document


def body(material: Material, translation: Translation) -> Document:
    """Put a translation's paragraphs together; a segment that failed is an empty text."""
    texts = [outcome.text if isinstance(outcome, Rendering) else "" for outcome in translation.outcomes]
    return document(material.article.id, translation.language, material.article.segments, texts)
