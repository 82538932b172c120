"""What must survive is taken out before a text is translated, and put back: by a word in its place, or by a cut.

A rule-based engine carries an unknown word along, in its place in the sentence: use `masked`. A neural model spells
unknown words anew: there the text is cut, and only what stands between is translated: use `cut`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.protected import verbatim

_CONSONANTS = "bcdfghjklm"
_PIECE = re.compile(r"[\s,;:.…)\]]*(?P<words>.*?)[\s(\[]*", re.DOTALL)  # what opens or ends a piece is left out of it


def masked(text: str, translate: Callable[[str], str]) -> str:
    """Translate a text with a made-up word for each thing that must survive.

    Args:
        text: goes to `translate` as it is where it holds no such thing.
        translate: gives the translation; called once, or a second time where a made-up word did not come through.

    Returns:
        The translation with everything back in its place, or that of the text as it is.

    >>> masked("Voir https://a.fr/le maintenant", lambda text: text.replace("le", "the").replace("Voir", "See"))
    'See https://a.fr/le maintenant'
    """
    found = verbatim(text)
    if not found:
        return translate(text)
    words = _words(text, len(found))
    sent, given, end = "", [], 0
    for span, word in zip(found, words, strict=True):
        sent += text[end : span.start]
        before = " " if sent[-1:].isalnum() else ""
        after = " " if text[span.end : span.end + 1].isalnum() else ""
        given.append((before, word, after, span.text))
        sent, end = f"{sent}{before}{word}{after}", span.end
    answer = translate(sent + text[end:])
    for before, word, after, own in given:
        pattern = re.compile(rf"(?:{before})?\*?{word}(?:{after})?", re.IGNORECASE)
        parts = pattern.split(answer)
        if len(parts) != 2:  # noqa: PLR2004 - before it and after it: the word is there, once
            return translate(text)
        answer = own.join(parts)
    return answer


def _words(text: str, count: int) -> list[str]:
    """Make words that are in no dictionary and not in the text."""
    words = ("xq" + "".join(_CONSONANTS[int(digit)] for digit in f"{number:02}") + "z" for number in itertools.count())
    return list(itertools.islice((word for word in words if word not in text.lower()), count))


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut around what must survive.

    Attributes:
        texts: what is to be translated, in order; the whole text where nothing must survive.
        between: what stands before, between and after them; one more than texts.
    """

    texts: tuple[str, ...]
    between: tuple[str, ...]

    def joined(self, translations: Sequence[str]) -> str:
        """Put the text together again, with the translation of each piece."""
        pieces = (piece + text for piece, text in zip(self.between, translations, strict=False))
        return "".join(pieces) + self.between[-1]


def cut(text: str) -> Cut:
    """Cut a text around what must survive.

    >>> cut("Voir https://a.fr/le, puis {name}.")
    Cut(texts=('Voir', 'puis'), between=('', ' https://a.fr/le, ', ' {name}.'))
    >>> cut("Rien à garder.")
    Cut(texts=('Rien à garder.',), between=('', ''))
    """
    found = verbatim(text)
    if not found:
        return Cut((text,), ("", ""))
    texts: list[str] = []
    between = [""]
    end = 0
    for start, stop in (*((span.start, span.end) for span in found), (len(text), len(text))):
        piece = text[end:start]
        words = _PIECE.fullmatch(piece)
        if words and re.search(r"\w", words["words"]):
            texts.append(words["words"])
            between[-1] += piece[: words.start("words")]
            between.append(piece[words.end("words") :])
        else:
            between[-1] += piece
        between[-1] += text[start:stop]
        end = stop
    return Cut(tuple(texts), tuple(between))
