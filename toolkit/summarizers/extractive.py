"""Sentences of the body that tell most of it, chosen by their vectors and shortened by rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.checks import VERSION, repeats
from toolkit.checks._beginning import NOTHING, known_before
from toolkit.checks._faithful import keeps
from toolkit.checks._leaning import points_at_people
from toolkit.checks._standing import faults, stands
from toolkit.documents import Bullet, Document, Paragraph, Sentence
from toolkit.encoders._base import Encoder
from toolkit.sentences import SPLITTER
from toolkit.summarizers import _rank as rank
from toolkit.summarizers import _signs as signs
from toolkit.summarizers._base import Summarizer
from toolkit.summarizers._people import strangers
from toolkit.summarizers._shorten import RULES, Shortened, shorten, untied

# Round numbers near the best of a grid, on two public sets of news with bullets (`python -m
# benchmarks.bullets_weights`); their neighbors score within the noise of these. The signs from `short` to `vague` are
# there for the reader, not for a score; `least` weighs printed lines against told ones (docs/summaries.md).
WEIGHTS = rank.Weights(
    nearest=1.0,
    position=0.2,
    specific=0.1,
    short=0.2,
    spoken=0.2,
    vague=0.1,
    coverage=6.0,
    ease=0.5,
    least=0.72,
    rise=0.02,
)


_TOO_LONG = 3  # as bad as so many faults
_RISES = 2  # a first bullet is worth a risk that a third is not


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence, as it would be printed."""

    paragraph: Paragraph
    sentence: Sentence
    short: Shortened

    def bullet(self) -> Bullet:
        """Make it a line of the summary."""
        where = self.sentence
        return Bullet(self.short.text, self.paragraph.segment, where.start, where.end, self.short.edits)


class Extractive(Summarizer):
    """Choose sentences that tell what the whole is about, stand by themselves and do not repeat each other."""

    name = "extractive"
    languages = frozenset({"en"})
    needs_encoder = True
    why_fewer = "no other sentence can be printed as it stands and is likely enough to be followed"

    def __init__(
        self,
        encoder: Encoder | None = None,
        weights: rank.Weights = WEIGHTS,
        fitted: Mapping[str, float] = signs.FITTED,
    ) -> None:
        """Keep the encoder, how much each sign counts in the ranking, and in what a reader would say."""
        super().__init__(encoder)
        self._weights = weights
        self._fitted = fitted

    def summarize(self, document: Document, bullets: int, max_words: int | None) -> list[Bullet]:
        """Rank every sentence as it would be printed, then take the best of those that can be.

        What `toolkit checks` finds fault with, what is too long, and what a reader would hardly let be printed is left,
        so there may be fewer bullets than wanted; a text of which nothing can be printed still gives its soundest line.
        Bullets come in reading order, so that who is introduced stands before who is called by the surname.
        """
        made = [
            _Candidate(paragraph, sentence, _printed(sentence.text, max_words))
            for paragraph in document.paragraphs
            for sentence in paragraph.sentences
        ]
        lines, sentences = [each.short for each in made], [each.sentence.text for each in made]
        texts, fits = [line.text for line in lines], [line.fits for line in lines]
        near = rank.likeness(self.encoder.encode(texts))
        chance = signs.chances(signs.read(lines, sentences, near), self._fitted)
        worth = rank.scores(near, texts, self._weights) + self._weights.ease * chance
        above, known = strangers(texts, sentences, fits), known_before(sentences)

        def takes(place: int, chosen: Sequence[int]) -> bool | None:
            if chance[place] < self._bar(len(chosen), max_words) or any(
                repeats(texts[place], texts[one]) for one in chosen
            ):
                return False
            if not printable(lines[place], sentences[place], known[place]):
                return False
            return True if above[place].issubset(chosen) else None

        chosen = rank.choose(worth, near, self._weights.coverage, bullets, takes)
        if not chosen:
            told = zip(lines, sentences, known, above, strict=True)
            broken = np.array([_broken(*each) for each in told])
            chosen = rank.choose(chance - broken, near, 0.0, 1, lambda *_: True)
        return [made[place].bullet() for place in sorted(chosen)]

    def _bar(self, taken: int, max_words: int | None) -> float:
        """Give the chance that the next bullet needs; of whole sentences it tells too little to ask for any."""
        return self._weights.least + self._weights.rise * min(taken, _RISES) if max_words else 0.0

    def signature(self) -> str:
        """Name the method, its weights, the rules and the encoder."""
        fitted = ",".join(f"{sign}={weight:g}" for sign, weight in self._fitted.items())
        rules = "|".join((fitted, VERSION, RULES, SPLITTER))
        return f"extractive|version:7|{self._weights}|{rules}|{self.encoder.signature()}"


def printable(line: Shortened, sentence: str, known: frozenset[str] = NOTHING) -> bool:
    """Tell whether an editor could print a line as it stands, for all the rules know.

    Args:
        line: as it was shortened.
        sentence: what it was cut from.
        known: words that the reader of the headline knows.
    """
    text = line.text
    if not line.fits or (text.startswith(("The ", "For the ")) and points_at_people(text, known)):
        return False
    # Most are found out by what they are alone; only the others are held against their sentence.
    return stands(text, known) and (not line.edits or keeps(text, sentence))


def _broken(line: Shortened, sentence: str, known: frozenset[str], above: frozenset[int]) -> int:
    """Count what keeps a line from being printed; what is too long counts most."""
    asks = bool(above) + (line.fits and not printable(line, sentence, known))
    return len(faults(line.text, known)) + asks + _TOO_LONG * (not line.fits)


def _printed(sentence: str, max_words: int | None) -> Shortened:
    """Make a sentence a line of its own: without a bound only what ties it to an earlier one goes."""
    return untied(sentence) if max_words is None else shorten(sentence, max_words)


plugin = Extractive
