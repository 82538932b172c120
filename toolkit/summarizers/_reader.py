"""What leaves the reader of a bullet asking: which one, who is that, and why is this told?

There is a headline above the bullets, which tells what the lead tells; of the article the reader has seen no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.checks._beginning import LEAD, beginning, told
from toolkit.checks._leaning import points_at_people
from toolkit.checks._vague import nameless, points, unfilled
from toolkit.summarizers import _given as given
from toolkit.summarizers import _people as people
from toolkit.summarizers._rank import FADING, Scores

POINTING = 9.0  # more than a line can be worth: what only points is taken where nothing else is left
LITTLE = 0.1  # a line without a name or number, in a text that has them; a whole sentence that points

SIGNATURE = f"reader:1,lead={LEAD},beginning={given.BEGINNING},pointing={POINTING:g},little={LITTLE:g}"
"""What stands in a summarizer's signature: it changes whenever a line can be judged otherwise."""


@dataclass(frozen=True, slots=True)
class Open:
    """What the lines of a text leave open.

    Attributes:
        never: whether a line is not to be printed: bool (n,).
        cost: what is left open, in the unit of the ranking: float64 (n,).
        above: the places of those lines that have to stand above each, as they introduce whom it calls by one name; its
            own where none does.
        known: the words that a reader knows before each.
    """

    never: NDArray[np.bool_]
    cost: Scores
    above: tuple[frozenset[int], ...]
    known: tuple[frozenset[str], ...]


def left_open(lines: Sequence[str], sentences: Sequence[str], asked: Sequence[bool], *, bounded: bool) -> Open:
    """Say what lines leave open.

    A line is never printed that has a bare "the issue", shares no word with the beginning, has lost who somebody is, or
    stands behind the beginning and names nothing, which is mostly a truism; nor, with a bound, one that has a bare "the
    letter": in few words little is left that says which.

    Args:
        lines: one a sentence, as it would be printed, in reading order.
        sentences: what the lines were cut from.
        asked: of which lines it is asked, the others cannot be printed anyway.
        bounded: whether the lines are held to a number of words.
    """
    wanted = [line if each else "" for line, each in zip(lines, asked, strict=True)]
    known = _known(sentences)
    unnamed = np.array(nameless(lines), dtype=bool)
    brought_up = np.array(given.givens(lines, sentences, asked), dtype=bool)
    signs = (
        brought_up & bounded,
        given.unlinked(lines, sentences, asked),
        people.undescribed(lines, sentences),
        [bool(unfilled(line)) for line in wanted],
        unnamed & (np.arange(len(lines)) >= FADING),
    )
    pointing = np.array([_points(line, words) for line, words in zip(wanted, known, strict=True)], dtype=bool)
    return Open(
        never=np.any(np.array(signs, dtype=bool), axis=0),
        cost=(POINTING if bounded else LITTLE) * pointing + LITTLE * unnamed + LITTLE * (brought_up & (not bounded)),
        above=tuple(people.strangers(lines, sentences, asked)),
        known=known,
    )


def _known(sentences: Sequence[str]) -> tuple[frozenset[str], ...]:
    """List for each sentence the words that the reader of a headline knows, whatever the sentence itself says."""
    lead = sentences[:LEAD]
    behind = beginning(lead)
    return (*(beginning(lead, sentence) for sentence in lead), *[behind] * (len(sentences) - len(lead)))


def _points(line: str, known: frozenset[str]) -> bool:
    """Tell whether the subject is a bare "the plan", or somebody is pointed at, of whom the headline does not tell."""
    bare = points(line)
    return bool(bare and not told(bare, known)) or points_at_people(line, known)
