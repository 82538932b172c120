"""What the reader of a bullet knows: the headline above it tells what the beginning of the article tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from toolkit.checks import _english as english

LEAD = 3
"""Sentences: who, and what, they tell of is known to the reader of the headline."""

NOTHING: frozenset[str] = frozenset()
"""What is known without an article."""

_THE = re.compile(r"the (?P<rest>[a-z\d][\w’' -]*)", re.IGNORECASE)
# What counts, compares or tells more names nothing by itself.
_NO_NOUN = (
    english.AUXILIARIES
    | english.CONJUNCTIONS
    | english.DEMONSTRATIVES
    | english.word_set(
        "first second third latest one ones two three four five other others same former latter news move decision "
        "most least read reads"
    )
)
_COUNTS = tuple((count,) for count in ("two", "three", "four"))  # "the two letters" are letters


def beginning(sentences: Sequence[str], apart: str = "") -> frozenset[str]:
    """List the words that the first sentences of an article tell, without the s of a plural or an owner.

    Args:
        sentences: of the article, in reading order.
        apart: a sentence that does not count: what a line was cut from says nothing that the line leaves open.

    >>> sorted(beginning(("The glacier’s ice melts.", "It rains."), "It rains."))
    ['glacier', 'ice', 'melt', 'the']
    """
    told = (_stems(sentence) for sentence in sentences[:LEAD] if sentence != apart)
    return NOTHING.union(*told)


def known_before(sentences: Sequence[str]) -> tuple[frozenset[str], ...]:
    """List for each sentence the words that the reader of a headline knows, whatever the sentence itself says."""
    lead = sentences[:LEAD]
    behind = beginning(lead)
    return (*(beginning(lead, sentence) for sentence in lead), *[behind] * (len(sentences) - len(lead)))


@lru_cache(maxsize=64)  # each is asked of several times in a row
def _stems(sentence: str) -> frozenset[str]:
    return frozenset(map(stem, english.words(sentence)))


def stem(word: str) -> str:
    """Take the s of a plural or an owner from a lower-case word.

    >>> stem("glacier's"), stem("pilots")
    ('glacier', 'pilot')
    """
    return word.removesuffix("'s").removesuffix("s")


def told(shown: str, known: frozenset[str]) -> bool:
    """Tell whether what a line calls "the …" is known, so that nobody asks which one.

    Args:
        shown: the words that show the fault, as a rule gave them.
        known: as `beginning` gives it.

    >>> told("The glacier", frozenset({"glacier"})), told("The other", frozenset({"other"}))
    (True, False)
    """
    match = _THE.match(shown) if known else None
    phrase = english.words(match["rest"]) if match else ()
    phrase = phrase[phrase[:1] in _COUNTS :]
    if not phrase or not _NO_NOUN.isdisjoint(phrase) or not english.SAYING.isdisjoint(phrase[1:]):
        return False
    return stem(_head(phrase)) in known


def _head(words: Sequence[str]) -> str:
    """Give what a phrase asks "which?" of: its first owner, else the noun before its first preposition."""
    owner = next((word for word in words if word.endswith("'s")), "")
    first = next((place for place, word in enumerate(words) if word in english.PREPOSITIONS), len(words))
    return owner or (words[first - 1] if first else "")
