"""Word by word, what a translation has that its reference has not, and the other way round."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

# A word, a number with its points, or one character of a script that is written without spaces.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:[.,'’-]\w+)*")

LONGEST = 2_000
"""Words of a text beyond which nothing is marked: comparing takes the square of it, and no paragraph is so long."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A translation beside its reference.

    Attributes:
        parts: pieces of the translation that give it again when joined: by turns one whose words the reference has in
            this order (the first, perhaps empty) and one whose words it has not.
        missing: runs of the reference's words that the translation has not, in order.
    """

    parts: tuple[str, ...]
    missing: tuple[str, ...] = ()


def marked(translation: str, reference: str) -> Marked:
    """Mark the words of a translation that are not the reference's; case and the form of apostrophes do not count.

    >>> found = marked("The boss of the bank said no.", "The head of the bank, he said, is gone")
    >>> found.parts
    ('The ', 'boss', ' of the bank said ', 'no', '.')
    >>> found.missing
    ('head', 'he', 'is gone')
    """
    mine, its = list(_WORD.finditer(translation)), list(_WORD.finditer(reference))
    if not its or max(len(mine), len(its)) > LONGEST:
        return Marked((translation,))
    matcher = difflib.SequenceMatcher(None, _keys(its), _keys(mine))
    parts, missing, end = [], [], 0
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal" and b > a:
            missing.append(reference[its[a].start() : its[b - 1].end()])
        if kind != "equal" and d > c:
            start, stop = mine[c].start(), mine[d - 1].end()
            parts += [translation[end:start], translation[start:stop]]
            end = stop
    if end < len(translation) or not parts:
        parts.append(translation[end:])
    return Marked(tuple(parts), tuple(missing))


def _keys(words: list[re.Match[str]]) -> list[str]:
    return [word[0].casefold().replace("’", "'") for word in words]
