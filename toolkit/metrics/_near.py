"""Whether a shorter text still tells what stands around a word of a longer one."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")
_LONG = 4
"""Letters from which on a word says something by itself."""

_STEM = 5
"""Letters that two forms of a word have in common."""

_AROUND = 5
"""Words on each side that belong to what a word says something of."""

_FEWEST = 2
_SHARE = 0.6
"""Of the long words around it, those that must stand in the shorter text: more than half, and not one by chance."""


def tells_of(short: str, text: str, at: int) -> bool:
    """Tell whether most words around a place stand in a shorter text.

    >>> text = "The council has not approved the bridge, and its mayor left for Lyon on Monday."
    >>> tells_of("The council approved the bridge.", text, 16), tells_of("Its mayor left for Lyon.", text, 16)
    (True, False)
    """
    words = [(match.start(), match.group().lower()) for match in _WORD.finditer(text)]
    own = next((place for place, (start, word) in enumerate(words) if start + len(word) > at), len(words))
    around = [word for _, word in words[max(own - _AROUND, 0) : own] + words[own + 1 : own + 1 + _AROUND]]
    stems = {word[:_STEM] for word in around if len(word) >= _LONG}
    told = stems & {word.lower()[:_STEM] for word in _WORD.findall(short)}
    return len(told) >= max(_FEWEST, _SHARE * len(stems))
