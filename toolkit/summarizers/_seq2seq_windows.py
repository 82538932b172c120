"""An article -> the windows a model reads one by one, and its summaries of them -> bullets."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain, zip_longest

from toolkit._pieces import RULES as PIECES
from toolkit._pieces import pieces
from toolkit.checks._standing import faults
from toolkit.documents import Bullet, Document
from toolkit.errors import BadAnswerError
from toolkit.sentences import split
from toolkit.summarizers._shorten import RULES as SHORTENING
from toolkit.summarizers._shorten import measured, shorten

WINDOWS = f"windows-1+{PIECES}"
"""Version of the rules that cut an article; it stands in every key, as other windows get other summaries."""

CHOICE = f"choice-1+{SHORTENING}"
"""Version of the rules that make bullets of summaries; it stands in the signature."""

_NEVER = frozenset(("short", "ending", "dangling", "half list", "open mark", "verb", "question"))
"""What makes an English sentence no bullet, by the names of the checks."""

_ALIKE = 0.6  # share of words from which one sentence says again what another said
_DRAWN = 0.5  # share of words that a sentence must have in common with its source
_TELLING = 4  # letters: shorter words are mostly grammar
_WORD = re.compile(r"\w+")
_END = re.compile(r"[.!?…][\"”’'»)\]\s]*$")


def windows(text: str, language: str, count: Callable[[str], int], most: int) -> list[str]:
    r"""Cut an article between sentences into windows of about the same length; nothing but white space is left out.

    Args:
        text: one paragraph a line.
        language: BCP 47 code.
        count: tokens of a text, with all that the model adds to it.
        most: tokens of a window.

    Raises:
        TooLargeError: a single word does not fit.

    >>> windows("One two. Three four.\nFive six.", "en", lambda text: len(text.split()), 4)
    ['One two. Three four.', 'Five six.']
    """
    parts = [part for line in text.split("\n") for part in pieces(line, language, lambda piece: count(piece) <= most)]
    whole = count(" ".join(parts))
    aim = -(-whole // -(-whole // most)) if whole else most
    found: list[list[str]] = []
    for part in parts:
        if found and count(" ".join(found[-1])) < aim and count(" ".join([*found[-1], part])) <= most:
            found[-1].append(part)
        else:
            found.append([part])
    return [" ".join(window) for window in found]


def bullets(summaries: Sequence[str], document: Document, wanted: int, max_words: int | None) -> list[Bullet]:
    """Take the first sentence of each window's summary, then the second of each, until there are enough.

    A sentence that has no end, or says again what was taken, is left out.

    Args:
        summaries: one a window, in order.
        document: what was summarized.
        wanted: how many bullets.
        max_words: upper bound of words a bullet, None for whole sentences.

    Raises:
        BadAnswerError: the summaries hold no whole sentence.
    """
    english = document.language.partition("-")[0].lower() == "en"
    told = [[sentence.text for sentence in split(summary, document.language)] for summary in summaries]
    taken: list[str] = []
    for text in chain.from_iterable(zip_longest(*told, fillvalue="")):
        stands = _END.search(text) and not (english and _NEVER & set(faults(text)))
        if len(taken) < wanted and stands and not any(_share(text, other) > _ALIKE for other in taken):
            taken.append(text)
    if not taken:
        raise BadAnswerError("the model's summaries hold no whole sentence; try another model, or more summary_tokens")
    return [_bullet(text, document, max_words, english=english) for text in taken]


def _bullet(text: str, document: Document, max_words: int | None, *, english: bool) -> Bullet:
    """Shorten a sentence by the rules of `lead`, and put it beside the sentence of the article it is most like."""
    short = shorten(text, max_words) if english or max_words is None else measured(text, max_words)
    best, share = None, 0.0
    for paragraph in document.paragraphs:
        for sentence in paragraph.sentences:
            common = _drawn(text, sentence.text)
            if common > share:
                best, share = (paragraph.segment, sentence), common
    if best is None or share < _DRAWN:
        return Bullet(short.text, edits=("written by the model", *short.edits))
    segment, source = best
    edits = short.edits if text == source.text else ("reworded", *short.edits)
    return Bullet(short.text, segment, source.start, source.end, edits)


def _share(one: str, other: str) -> float:
    """Say how much of the shorter of two sentences stands in the longer, 0 to 1."""
    mine, its = _words(one), _words(other)
    return len(mine & its) / max(min(len(mine), len(its)), 1)


def _drawn(text: str, sentence: str) -> float:
    """Say how much of a text stands in a sentence, 0 to 1."""
    words = _words(text)
    return len(words & _words(sentence)) / max(len(words), 1)


def _words(text: str) -> frozenset[str]:
    """Give the words that tell something: the longer ones, and numbers."""
    words = _WORD.findall(text.casefold())
    return frozenset(word for word in words if len(word) >= _TELLING or any(map(str.isdigit, word)))
