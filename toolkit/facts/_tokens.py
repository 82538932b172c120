"""A text -> its tokens: words and numbers with their places, as every reader of facts takes them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Language = Literal["fr", "en"]

GAPS = "\u0020\u00a0\u202f\u2009"
"""Spaces that stand between thousands: the plain one, and the narrow and unbreakable ones of French typography."""

_TOKEN = re.compile(
    rf"(?P<number>\d{{1,3}}(?:[{GAPS}]\d{{3}}(?!\d))+(?:[.,]\d+)?|\d{{1,3}}(?:[.'’]\d{{3}}(?!\d))+(?:,\d+)?"
    r"|\d{1,3}(?:,\d{3}(?!\d))+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+)"
    r"|(?P<sign>[%‰€$£¥°])"
)
FILLER = "\u2060"
"""A sign without width that stands where an HTML entity was longer than what it means."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_GAP_SIGNS = {ord("’"): "'", ord("‐"): "-", ord("‑"): "-", ord(FILLER): None}
_WORDS = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[.!?…:|•][\s»”\"’)]*$|[\n•|]\s*$")
_OPENS = re.compile(r"^[\s«“\"'‘’(\[–—-]*$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign.

    Attributes:
        text: as it stands there.
        fold: lower case without accents; of a number its text; dots left out of `U.S.`.
        start: of it in the text, in code points.
        before: what stands between it and the token before, a plain `-` for any hyphen, `'` for any apostrophe.
        number: whether it is written in digits.
        opens: whether it opens a sentence, a quotation or a line, where any word has a capital.
    """

    text: str
    fold: str
    start: int
    before: str
    number: bool
    opens: bool

    @property
    def end(self) -> int:
        """Give the place after it, in code points."""
        return self.start + len(self.text)

    @property
    def capital(self) -> bool:
        """Tell whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def acronym(self) -> bool:
        """Tell whether it is two capital letters or more, and nothing else."""
        return len(self.fold) > 1 and self.text.replace(".", "").isupper()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Write a word in lower case without accents, so that `Etat` and `État` are one.

    >>> fold("Élysée"), fold("Œuvre")
    ('elysee', 'oeuvre')
    """
    if text.isascii():
        return text.lower()
    plain = text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    return "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))


def tokens(text: str) -> tuple[Token, ...]:
    """Cut a text into words, numbers and signs.

    >>> [token.text for token in tokens("L’OTAN a 1 500,5 km²")]
    ['L', 'OTAN', 'a', '1 500,5', 'km²']
    """
    found: list[Token] = []
    end = 0
    plain = unescaped(text)
    for match in _TOKEN.finditer(plain):
        gap = plain[end : match.start()].translate(_GAP_SIGNS)
        opens = bool(_OPENS.match(gap)) if not found else bool(_ENDS.search(gap)) or gap.rstrip()[-1:] in '«“"'
        opens = opens and (not found or bool(gap.strip()))
        word = match["word"]
        dotted = word is not None and "." in word
        folded = fold(word.replace(".", "") if dotted else word) if word else match[0]
        found.append(Token(match[0], folded, match.start(), gap, match["number"] is not None, opens))
        end = match.end()
    return tuple(found)


def unescaped(text: str) -> str:
    """Put the sign for each HTML entity, filled up so that every place stays the same.

    >>> unescaped("don&#39;t").replace(FILLER, "_")
    "don'____t"
    """
    return (
        _ENTITY.sub(lambda found: html.unescape(found[0]).ljust(len(found[0]), FILLER), text) if "&" in text else text
    )


def phrase(words: str) -> tuple[str, ...]:
    """Cut a phrase as a text is cut.

    >>> phrase("États-Unis")
    ('etats', 'unis')
    """
    if words.isascii() and words.isalpha():
        return (words.lower(),)
    return tuple(_WORDS.findall(fold(words.replace(".", ""))))


def after(found: Sequence[Token], place: int) -> str:
    """Give the folded token at a place, `""` past the end."""
    return found[place].fold if 0 <= place < len(found) else ""
