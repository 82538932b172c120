"""Sentences of the body that tell most of it, chosen by their vectors and shortened by rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.checks import VERSION, repeats
from toolkit.checks._faithful import keeps
from toolkit.checks._leaning import points_at_people
from toolkit.checks._standing import faults, stands
from toolkit.checks._vague import nameless, points
from toolkit.documents import Bullet, Document, Paragraph, Sentence
from toolkit.sentences import SPLITTER
from toolkit.summarizers import _rank as rank
from toolkit.summarizers._base import Summarizer
from toolkit.summarizers._shorten import RULES, Shortened, shorten, untied

# Set by hand, then checked on one half of two public sets of news with bullets (docs/summaries.md): other weights of
# this order score within the noise of these, so none is fitted closer.
WHOLE = rank.Weights(document=1.0, nearest=0.5, position=0.1, specific=0.1, vague=0.1, coverage=3.0)
# A short line has to name what it is about: less of it says so.
BOUNDED = rank.Weights(document=1.0, nearest=0.5, position=0.1, specific=0.2, vague=0.3, coverage=3.0)
CUT = (
    0.02  # what a cut costs, in the unit of the ranking: a sentence that was written short reads better than a cut one
)
LATE = 9.0  # a line about "the plan" comes behind all others: it is printed only where bullets would be short
LATE_WHOLE = 0.3  # a whole sentence says more of what it is about
PALE = 0.6  # a line without a name or number, in a text that has them, gives way to nearly all others


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence, as it would be printed."""

    paragraph: Paragraph
    sentence: Sentence
    short: Shortened

    @property
    def cost(self) -> float:
        """Say how much worse it reads than a sentence that fits as it was written."""
        return CUT * len(self.short.edits)

    def bullet(self) -> Bullet:
        """Make it a line of the summary."""
        where = self.sentence
        return Bullet(self.short.text, self.paragraph.segment, where.start, where.end, self.short.edits)


class Extractive(Summarizer):
    """Choose sentences that tell what the whole is about, stand by themselves and do not repeat each other."""

    name = "extractive"
    languages = frozenset({"en"})
    needs_encoder = True

    def summarize(self, document: Document, bullets: int, max_words: int | None) -> list[Bullet]:
        """Rank every sentence as it would be printed, then take the best of those that can be.

        What `toolkit checks` finds fault with, or what is too long, is left, so there may be fewer bullets than wanted;
        a text of which nothing can be printed still gives its best line.
        """
        made = [
            _Candidate(paragraph, sentence, _printed(sentence.text, max_words))
            for paragraph in document.paragraphs
            for sentence in paragraph.sentences
        ]
        texts = [each.short.text for each in made]
        vectors = self.encoder.encode(texts)
        weights = WHOLE if max_words is None else BOUNDED
        worth = rank.scores(vectors, texts, weights) - np.array([each.cost for each in made])
        late, pale = (LATE_WHOLE, 0.0) if max_words is None else (LATE, PALE)
        worth -= late * np.array([bool(points(text)) or points_at_people(text) for text in texts])
        worth -= pale * np.array(nameless(texts))

        def takes(place: int, chosen: Sequence[int]) -> bool:
            text = texts[place]
            about = text.startswith(("The ", "For the ")) and points_at_people(text)
            if about or not made[place].short.fits or any(repeats(text, texts[one]) for one in chosen):
                return False
            # Most are found out by what they are alone; only the others are held against their sentence.
            return stands(text) and (not made[place].short.edits or keeps(text, made[place].sentence.text))

        chosen = rank.choose(worth, vectors, weights.coverage, bullets, takes)
        if not chosen:
            worth -= np.array([len(faults(each.short.text)) + (not each.short.fits) for each in made])
            chosen = rank.choose(worth, vectors, weights.coverage, 1, lambda *_: True)
        return [made[place].bullet() for place in chosen]

    def signature(self) -> str:
        """Name the method, its weights, the rules and the encoder."""
        weights = f"whole:{WHOLE}|bounded:{BOUNDED}|cut={CUT:g}|late={LATE:g},{LATE_WHOLE:g}|pale={PALE:g}"
        return f"extractive|version:3|{weights}|{VERSION}|{RULES}|{SPLITTER}|{self.encoder.signature()}"


def _printed(sentence: str, max_words: int | None) -> Shortened:
    """Make a sentence a line of its own: without a bound only what ties it to an earlier one goes."""
    return untied(sentence) if max_words is None else shorten(sentence, max_words)


plugin = Extractive
