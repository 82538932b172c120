"""A text -> the pieces a model translates one by one: sentences, and parts of those that are longer than its window."""

from __future__ import annotations

import re
from collections.abc import Callable

from toolkit import sentences
from toolkit.errors import TooLargeError
from toolkit.sentences import SPLITTER

RULES = f"{SPLITTER}+pieces-2"
"""Version of the rules: it changes whenever a piece can come out otherwise, and stands in every key."""

# Where a sentence may be cut, the best places first.
_PLACES = (re.compile(r"(?<=[;:])\s+"), re.compile(r"\s+(?=[–—]\s)|(?<=,)\s+"), re.compile(r"\s+"))
_UNSPACED = frozenset({"zh", "ja", "th"})


def pieces(text: str, language: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a text; nothing but white space is left out.

    Args:
        text: one paragraph.
        language: BCP 47; where its sentences cannot be found, the text counts as one.
        fits: tells whether the model takes a piece whole.

    Raises:
        TooLargeError: a single word does not fit.

    >>> pieces("Il vient. Elle part, lui reste.", "fr", lambda piece: len(piece) < 12)
    ['Il vient.', 'Elle part,', 'lui reste.']
    """
    found = [sentence.text for sentence in sentences.split(text, language)] if sentences.knows(language) else [text]
    return [part for sentence in found if sentence.strip() for part in _parts(sentence.strip(), fits)]


def joined(parts: list[str], language: str) -> str:
    """Put translated pieces together again, as the target language sets its sentences.

    >>> joined(["He comes.", "She goes."], "en")
    'He comes. She goes.'
    """
    between = "" if language.partition("-")[0].lower() in _UNSPACED else " "
    return between.join(part.strip() for part in parts).strip()


def _parts(piece: str, fits: Callable[[str], bool]) -> list[str]:
    """Halve a piece at the best place nearest to its middle, until all parts fit."""
    if fits(piece):
        return [piece]
    middle = len(piece) // 2
    for place in _PLACES:
        cuts = [cut for cut in place.finditer(piece) if cut.start() and cut.end() < len(piece)]
        if cuts:
            cut = min(cuts, key=lambda found: abs(found.start() - middle))
            return _parts(piece[: cut.start()], fits) + _parts(piece[cut.end() :], fits)
    message = f"a word of {len(piece):,} characters is longer than the model's window; take it out of the text"
    raise TooLargeError(message)
