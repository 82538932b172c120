"""Patterns that most texts cannot match, as the words they need are not there: looking for a word is cheap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def holds(text: str, parts: Iterable[str]) -> bool:
    """Tell whether a text holds any of some strings.

    >>> holds("The ferry", ("bus", "err")), holds("The ferry", ("bus",))
    (True, False)
    """
    return any(map(text.__contains__, parts))


class Sieve:
    """Several patterns as one; each is only tried where the text holds one of the strings it cannot match without.

    Attributes:
        parts: the strings and the pattern, in order.
    """

    __slots__ = ("_ignore_case", "parts")

    def __init__(self, *patterns: tuple[str, str], ignore_case: bool = False) -> None:
        """Compile pairs of strings (several with "|" between them) and pattern; lower case where case is ignored."""
        flags = re.IGNORECASE if ignore_case else 0
        self.parts = tuple((tuple(needed.split("|")), re.compile(pattern, flags)) for needed, pattern in patterns)
        self._ignore_case = ignore_case

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first match; of several at one place that of the pattern named first.

        >>> Sieve(("b", r"b+"), ("a", r"a.*")).search("xaabb")
        <re.Match object; span=(1, 5), match='aabb'>
        """
        found = (match for pattern in self._likely(text) if (match := pattern.search(text)))
        return min(found, key=re.Match.start, default=None)

    def match(self, text: str) -> re.Match[str] | None:
        """Match at the beginning; of several patterns that one named first.

        >>> Sieve(("b", r"b+"), ("a", r"a.*")).match("xaabb") is None
        True
        """
        return next((match for pattern in self._likely(text) if (match := pattern.match(text))), None)

    def _likely(self, text: str) -> Iterator[re.Pattern[str]]:
        searched = text.lower() if self._ignore_case else text
        for needed, pattern in self.parts:
            for part in needed:  # written out: it is asked of every sentence
                if part in searched:
                    yield pattern
                    break
