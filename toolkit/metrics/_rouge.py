"""ROUGE of two lists of lines: Google's rouge-score to the last bit, without the two seconds its import of nltk takes.

ROUGE-N and the summary-level ROUGE-L are those of Lin 2004 (ROUGE: a package for automatic evaluation of summaries), in
the reading of rouge-score 0.1.2. Its tokenizer throws away every letter outside a to z; this one keeps them, and cuts
ASCII text the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("rouge1", "rouge2", "rougeL")
"""`rougeL` is the summary-level one, `rougeLsum` in rouge-score: one bullet a line."""

_WORDS = re.compile(r"[a-z0-9]+")

Tokens = Sequence[str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two summaries share.

    Attributes:
        recall: share of the reference, 0 to 1.
        f1: harmonic mean of recall and precision, 0 where nothing is shared.
    """

    recall: float
    f1: float


def tokens(text: str) -> list[str]:
    """Cut a text into lower-case words of letters and digits, of any script.

    >>> tokens("L'« Élysée », 2,5 % – it’s TV-5")
    ['l', 'élysée', '2', '5', 'it', 's', 'tv', '5']
    """
    text = text.lower()
    if text.isascii():
        return _WORDS.findall(text)
    return "".join(char if _kept(char) else " " for char in unicodedata.normalize("NFC", text)).split()


def _kept(char: str) -> bool:
    """Tell whether a character is part of a word: a letter, a digit, or a mark that belongs to the one before it."""
    return char.isalnum() or unicodedata.category(char).startswith("M")


def overlaps(candidate: Sequence[Tokens], reference: Sequence[Tokens]) -> tuple[Overlap, ...]:
    """Compare two summaries, each given as the words of its lines: one overlap for each of `KINDS`."""
    ours, theirs = ([word for line in lines for word in line] for lines in (candidate, reference))
    return _shared(ours, theirs, 1), _shared(ours, theirs, 2), _longest(candidate, reference)


def _overlap(hits: int, candidate: int, reference: int) -> Overlap:
    if not hits:
        return Overlap(0.0, 0.0)
    precision, recall = hits / candidate, hits / reference
    return Overlap(recall, 2 * precision * recall / (precision + recall))


def _shared(candidate: Tokens, reference: Tokens, order: int) -> Overlap:
    """Count the word n-grams of one order that both have."""
    ours, theirs = (Counter(zip(*(words[n:] for n in range(order)), strict=False)) for words in (candidate, reference))
    return _overlap((ours & theirs).total(), ours.total(), theirs.total())


def _longest(candidate: Sequence[Tokens], reference: Sequence[Tokens]) -> Overlap:
    """Count the words of each reference line that a longest common subsequence with any candidate line holds.

    No word counts more often than it stands in either summary, as in ROUGE 1.5.5.
    """
    ours, theirs = (Counter(word for line in lines for word in line) for lines in (candidate, reference))
    left, hits = ours & theirs, 0
    for line in reference:
        for place in sorted({place for other in candidate for place in subsequence(line, other)}):
            if left[line[place]]:
                left[line[place]] -= 1
                hits += 1
    return _overlap(hits, ours.total(), theirs.total())


def subsequence(reference: Tokens, candidate: Tokens) -> list[int]:
    """Find one longest common subsequence: the places of its words in the reference, from the last to the first.

    Of several the one is taken that rouge-score takes: it goes back from the ends, and where both ways are as long,
    it leaves out a word of the reference.

    >>> subsequence("the cat sat on the mat".split(), "the mat sat".split())
    [2, 0]
    """
    places: dict[str, int] = {}
    for place, word in enumerate(candidate):
        places[word] = places.get(word, 0) | 1 << place
    if not places.keys() & set(reference):
        return []
    rows = _rows([places.get(word, 0) for word in reference], (1 << len(candidate)) - 1)
    found, i, j = [], len(reference), len(candidate)
    while i and j:
        if reference[i - 1] == candidate[j - 1]:
            i, j = i - 1, j - 1
            found.append(i)
        elif (rows[i] & (1 << j - 1) - 1).bit_count() > (rows[i - 1] & (1 << j) - 1).bit_count():
            j -= 1
        else:
            i -= 1
    return found


def _rows(matches: Sequence[int], every: int) -> list[int]:
    """Compute the table of lengths of common subsequences, a row an integer (Hyyrö 2004, bit-parallel LCS).

    Args:
        matches: for each word of the reference the places in the candidate at which it stands, as bits.
        every: a bit for each word of the candidate.

    Returns:
        One integer more than there are words: the longest common subsequence of the reference's first i words and the
        candidate's first j is as long as there are ones among the lowest j bits of the i-th.
    """
    unmatched = every
    rows = [0]
    for match in matches:
        taken = unmatched & match
        unmatched = (unmatched + taken | unmatched - taken) & every
        rows.append(every & ~unmatched)
    return rows
