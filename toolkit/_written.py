"""How numbers and texts from outside are written, the same wherever they are shown."""

from __future__ import annotations

import re

# sacrebleu prints these with one decimal, of 100, and so is what is counted per 100; others are shares and cosines.
_OF_HUNDRED = re.compile(r"(^|_)(bleu|chrf|ter|facts_wrong)")
# Control characters (Unicode's Cc) but the line feed, and the marks that turn the direction of what follows.
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")

NONE = "–"


def number(output: str, score: float | None, digits: int = 1) -> str:
    """Write a score as its field does, with so many digits, and with two more where it goes to 1.

    >>> number("bleu", 41.2345), number("bullet_bleu", 5.0), number("similarity", 0.81249), number("chrf", None)
    ('41.2', '5.0', '0.812', '–')
    """
    if score is None:
        return NONE
    return f"{score:.{digits if _OF_HUNDRED.search(output) else digits + 2}f}"


def signed(output: str, value: float) -> str:
    """Write a difference of scores, with its sign.

    >>> signed("bleu", 1.25), signed("similarity", -0.0184)
    ('+1.2', '-0.018')
    """
    written = number(output, value)
    return f"+{written}" if value > 0 else written


def counted(count: int, noun: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "article"), counted(1200, "segment")
    ('1 article', '1,200 segments')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def plain(text: str) -> str:
    r"""Make a text one line that a terminal only prints: control and direction marks become visible.

    >>> plain("a\n b\x1b[31mred\u202e")
    'a b\\x1b[31mred\\u202e'
    """
    return visible(_SPACE.sub(" ", text))


def visible(text: str) -> str:
    r"""Make control and direction marks visible, and leave the rest as it is, line feeds included.

    >>> visible("a\n  b\x1b[31mred")
    'a\n  b\\x1b[31mred'
    """
    return _HIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def clipped(text: str, length: int) -> str:
    """Cut a text at a word so that it has at most so many characters, and say so with `…`.

    >>> clipped("one two three", 9), clipped("one two", 9)
    ('one two …', 'one two')
    """
    if len(text) <= length:
        return text
    head, _, _ = text[: length - 1].rpartition(" ")
    return f"{head or text[: length - 2]} …"
