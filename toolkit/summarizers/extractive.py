"""Sentences of the body that tell most of it, chosen by their vectors and shortened by rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.checks import VERSION, repeats
from toolkit.checks._beginning import LEAD, NOTHING, beginning, told
from toolkit.checks._faithful import keeps
from toolkit.checks._leaning import points_at_people
from toolkit.checks._standing import faults, stands
from toolkit.checks._vague import nameless, points, unfilled
from toolkit.documents import Bullet, Document, Paragraph, Sentence
from toolkit.encoders._base import Encoder
from toolkit.sentences import SPLITTER
from toolkit.summarizers import _given as given
from toolkit.summarizers import _people as people
from toolkit.summarizers import _rank as rank
from toolkit.summarizers._base import Summarizer
from toolkit.summarizers._shorten import RULES, Shortened, shorten, untied

# Round numbers near the best of a grid, on two public sets of news with bullets (`python -m
# benchmarks.bullets_weights`); their neighbors score within the noise of these. The signs from `short` to `vague` are
# there for the reader, not for a score.
WEIGHTS = rank.Weights(nearest=1.0, position=0.2, specific=0.05, short=0.2, spoken=0.2, vague=0.1, coverage=6.0)


@dataclass(frozen=True, slots=True)
class Leaning:
    """What it costs a line that it leaves the reader asking "which?", in the unit of the ranking.

    What costs inf is never printed.

    Attributes:
        points: its subject is a bare "the plan", or somebody is only pointed at.
        stranger: it calls somebody by the surname whom only a sentence behind the lead introduces.
        given: it has a bare "the letter" that only came up behind the lead.
        unfilled: it speaks of "the issue", and not of which.
        nameless: it has no name and no number, in a text that has them.
        late: it is nameless, and behind the beginning: most of what an editor calls a truism.
    """

    points: float
    undescribed: float
    given: float
    unlinked: float
    unfilled: float
    nameless: float
    late: float

    def cost(self, texts: Sequence[str], sentences: Sequence[str], asked: Sequence[bool]) -> rank.Scores:
        """Add up for each line of a text what it costs: float64 (n,); of those that are not asked of, nothing."""
        lines = [text if wanted else "" for text, wanted in zip(texts, asked, strict=True)]
        unnamed = np.array(nameless(texts), dtype=bool)
        signs = (
            (self.points, [_points(line, known) for line, known in zip(lines, _known(sentences), strict=True)]),
            (self.undescribed, people.undescribed(texts, sentences)),
            (self.given, given.givens(texts, sentences, asked)),
            (self.unlinked, given.unlinked(texts, sentences, asked)),
            (self.unfilled, [bool(unfilled(line)) for line in lines]),
            (self.nameless, unnamed),
            (self.late, unnamed & (np.arange(len(texts)) >= rank.FADING)),
        )
        added: rank.Scores = np.sum([np.where(told, cost, 0.0) for cost, told in signs], axis=0)
        return added

    def __str__(self) -> str:
        """Write it for a signature."""
        return ",".join(f"{name}={getattr(self, name):g}" for name in self.__slots__)


_ASKING = 0.5  # where one line has to be taken, it may leave the reader asking rather than be broken
# In few words little is left that says which one.
BOUNDED = Leaning(
    points=9.0, undescribed=np.inf, given=np.inf, unlinked=np.inf, unfilled=np.inf, nameless=0.1, late=np.inf
)
WHOLE = Leaning(points=0.1, undescribed=1.0, given=0.1, unlinked=0.1, unfilled=0.1, nameless=0.0, late=0.0)


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
    why_fewer = "no other sentence can be printed as it stands"

    def __init__(self, encoder: Encoder | None = None, weights: rank.Weights = WEIGHTS) -> None:
        """Keep the encoder, and how much each sign counts in the ranking."""
        super().__init__(encoder)
        self._weights = weights

    def summarize(self, document: Document, bullets: int, max_words: int | None) -> list[Bullet]:
        """Rank every sentence as it would be printed, then take the best of those that can be.

        What `toolkit checks` finds fault with, or what is too long, is left, so there may be fewer bullets than wanted;
        a text of which nothing can be printed still gives its best line. Bullets come in reading order, so that who is
        introduced stands before who is called by the surname.
        """
        made = [
            _Candidate(paragraph, sentence, _printed(sentence.text, max_words))
            for paragraph in document.paragraphs
            for sentence in paragraph.sentences
        ]
        texts = [each.short.text for each in made]
        near = rank.likeness(self.encoder.encode(texts))
        worth = rank.scores(near, texts, self._weights)
        sentences = [each.sentence.text for each in made]
        known = _known(sentences)
        strangers = people.strangers(texts, sentences, [each.short.fits for each in made])
        cost = (BOUNDED if max_words is not None else WHOLE).cost(texts, sentences, [each.short.fits for each in made])

        def takes(place: int, chosen: Sequence[int]) -> bool:
            again = any(repeats(texts[place], texts[one]) for one in chosen)
            return (
                not again
                and cost[place] < np.inf
                and strangers[place] <= set(chosen)
                and printable(made[place].short, made[place].sentence.text, known[place])
            )

        chosen = rank.choose(worth - cost, near, self._weights.coverage, bullets, takes)
        if not chosen:
            leaving = np.array([len(faults(each.short.text)) + (not each.short.fits) for each in made])
            asking = np.isinf(cost) | np.array([bool(each) for each in strangers], dtype=bool)
            worth -= leaving + np.where(asking, _ASKING, cost)
            chosen = rank.choose(worth, near, self._weights.coverage, 1, lambda *_: True)
        return [made[place].bullet() for place in sorted(chosen)]

    def signature(self) -> str:
        """Name the method, its weights, the rules and the encoder."""
        leaning = "|".join(f"{name}:{each}" for name, each in (("bounded", BOUNDED), ("whole", WHOLE)))
        return f"extractive|version:5|{self._weights}|{leaning}|{VERSION}|{RULES}|{SPLITTER}|{self.encoder.signature()}"


def _known(sentences: Sequence[str]) -> list[frozenset[str]]:
    """List for each sentence the words that the reader of a headline knows, whatever the sentence itself says."""
    lead = tuple(sentences[:LEAD])
    return [beginning(lead, sentence) if place < LEAD else beginning(lead) for place, sentence in enumerate(sentences)]


def _points(text: str, known: frozenset[str]) -> bool:
    """Tell whether the subject is a bare "the plan", or somebody is pointed at, of whom the headline does not tell."""
    bare = points(text)
    return bool(bare and not told(bare, known)) or points_at_people(text, known)


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


def _printed(sentence: str, max_words: int | None) -> Shortened:
    """Make a sentence a line of its own: without a bound only what ties it to an earlier one goes."""
    return untied(sentence) if max_words is None else shorten(sentence, max_words)


plugin = Extractive
