"""Sentences of the body that tell most of it, chosen by their vectors and shortened by rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit._standing import faults
from toolkit.documents import Bullet, Document, Paragraph, Sentence
from toolkit.sentences import SPLITTER
from toolkit.summarizers import _rank as rank
from toolkit.summarizers._base import Summarizer
from toolkit.summarizers._shorten import RULES, Shortened, shorten

# Set by hand, then checked on one half of two public sets of news with bullets (docs/summaries.md): other weights of
# this order score within the noise of these, so none is fitted closer.
WEIGHTS = rank.Weights(forward=1.0, document=0.5, lead=0.3, position=0.1, specific=0.05, coverage=2.0)
# What a sentence pays for what it lacks, in the unit of the ranking, chosen on that half: a sentence that stands and
# fits is taken before one that does not, unless it tells much less.
BARRED = frozenset(
    ("question", "ending", "verb", "short", "speaker", "open mark", "notice", "teaser", "caption", "byline")
)
LEANING = 1.0
TOO_LONG = 0.5
CUT = 0.02  # a sentence that was written short reads better than one that was made short


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence, as it would be printed."""

    paragraph: Paragraph
    sentence: Sentence
    short: Shortened
    faults: tuple[str, ...]

    @property
    def penalty(self) -> float:
        """Say how much worse it reads than a sentence that stands and fits."""
        cuts = CUT * len(self.short.edits)
        return LEANING * len(self.faults) + (0.0 if self.short.fits else TOO_LONG) + cuts

    def bullet(self) -> Bullet:
        """Make it a line of the summary."""
        where = self.sentence
        return Bullet(self.short.text, self.paragraph.segment, where.start, where.end, self.short.edits)


class Extractive(Summarizer):
    """Choose sentences central to what follows them, that stand by themselves and do not repeat each other."""

    name = "extractive"
    languages = frozenset({"en"})
    needs_encoder = True

    def summarize(self, document: Document, bullets: int, max_words: int | None) -> list[Bullet]:
        """Rank every sentence, then take the best that can be printed."""
        candidates = _candidates(document, max_words)
        texts = [candidate.sentence.text for candidate in candidates]
        vectors = self.encoder.encode(texts)
        barred = np.array([bool(BARRED & set(candidate.faults)) for candidate in candidates])
        penalties = np.array([candidate.penalty for candidate in candidates])
        chosen = rank.choose(
            rank.scores(vectors, texts, WEIGHTS) - penalties,
            vectors,
            WEIGHTS.coverage,
            bullets,
            # A text of nothing but questions and fragments still gets its best line.
            np.ones_like(barred) if barred.all() else ~barred,
        )
        return [candidates[place].bullet() for place in chosen]

    def signature(self) -> str:
        """Name the method, its weights, the rules and the encoder."""
        penalties = f"leaning={LEANING:g},long={TOO_LONG:g},cut={CUT:g}"
        return f"extractive|version:1|{WEIGHTS},{penalties}|{RULES}|{SPLITTER}|{self.encoder.signature()}"


def _candidates(document: Document, max_words: int | None) -> list[_Candidate]:
    made = []
    for paragraph in document.paragraphs:
        for sentence in paragraph.sentences:
            short = shorten(sentence.text, max_words)
            made.append(_Candidate(paragraph, sentence, short, tuple(faults(short.text))))
    return made


plugin = Extractive
