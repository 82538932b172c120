"""Quotation marks and brackets: what stands between them, what outside, and whether each has its partner."""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTE = re.compile("[\"“«'‘]")
_OPENING_SINGLE = re.compile(r"(?:^|(?<=[\s(\[—–-]))['‘](?=[\w$£€.])")
_CLOSING_SINGLE = re.compile(r"(?<=[\w.,!?%…])['’](?=[\s.,;:!?)\]—–-]|$)")
_MARK = re.compile(r'["“”«»()\[\]]')
_PAIRS = {"“": "”", "«": "»", "(": ")", "[": "]"}


def quoted(text: str) -> list[tuple[int, int]]:
    """Find the stretches between quotation marks, marks included; one that never closes runs to the end.

    >>> quoted('He said "yes" twice.')
    [(8, 13)]
    """
    spans: list[tuple[int, int]] = []
    position = 0
    while mark := _QUOTE.search(text, position):
        end = _closing(text, mark.start())
        if end is not None:
            spans.append((mark.start(), end))
        position = end or mark.end()
    return spans


def _closing(text: str, position: int) -> int | None:
    """Find where the quotation that opens here ends; None where none opens."""
    mark = text[position]
    if mark in "'‘":
        if not _OPENING_SINGLE.match(text, position):
            return None
        found = _CLOSING_SINGLE.search(text, position + 1)
        # An apostrophe that opens nothing ('70s, 'em) would swallow the rest: the rules then leave it alone.
        return found.end() if found else len(text)
    if mark not in '"“«':
        return None
    end = text.find({'"': '"'}.get(mark) or _PAIRS[mark], position + 1)
    return end + 1 if end >= 0 else len(text)


@lru_cache(maxsize=512)  # a sentence is asked several times in a row
def outside(text: str) -> str:
    """Give what stands outside quotation marks.

    >>> outside("“It is closed,” Voss said.")
    'Voss said.'
    """
    kept, position = [], 0
    for start, end in quoted(text):
        kept.append(text[position:start])
        position = end
    return " ".join([*kept, text[position:]]).strip()


def balanced(text: str) -> bool:
    """Tell whether every quotation mark and bracket has its partner.

    >>> balanced('He said "yes'), balanced("(He) said “yes”")
    (False, True)
    """
    if not _MARK.search(text):
        return True
    if text.count('"') % 2:
        return False
    return all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS.items())
