"""The first sentences of the body: the field's lead baseline, hard to beat on news."""

from __future__ import annotations

from itertools import islice

from toolkit.documents import Bullet, Document
from toolkit.sentences import SPLITTER
from toolkit.summarizers._base import Summarizer
from toolkit.summarizers._shorten import RULES, measured, shorten


class Lead(Summarizer):
    """Take the first sentences of the body, shortened by the same rules as `extractive` where the text is English."""

    name = "lead"
    languages = frozenset({"en", "fr"})
    baseline = True

    def summarize(self, document: Document, bullets: int, max_words: int | None) -> list[Bullet]:
        """Give the first sentences, in order."""
        english = document.language.partition("-")[0].lower() == "en"  # the rules that shorten are
        sentences = ((paragraph, sentence) for paragraph in document.paragraphs for sentence in paragraph.sentences)
        made = []
        for paragraph, sentence in islice(sentences, bullets):
            if max_words is None or english:
                short = shorten(sentence.text, max_words)
            else:
                short = measured(sentence.text, max_words)
            made.append(Bullet(short.text, paragraph.segment, sentence.start, sentence.end, short.edits))
        return made

    def signature(self) -> str:
        """Name the method and the rules that shorten."""
        return f"lead|version:1|{RULES}|{SPLITTER}"


plugin = Lead
