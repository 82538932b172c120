"""What a text quotes, and whose words it says they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.facts._tokens import Language, Token
from toolkit.facts._words import sayings

_QUOTED = re.compile(
    r"«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|(?<!\w)\"[^\"]*\"|‘[^‘’]*(?:’\w[^‘’]*)*’(?!\w)|(?<!\w)'[^']*(?:'\w[^']*)*'(?!\w)"
)
_MARKS = re.compile(r"[«»“”„\"]|(?<!\w)['‘]\w|\w['’](?!\w)")
_HEARD = frozenset({"tell", "tells", "told"})
"""Verbs before whoever hears it: `told Fox News`."""

_TO = frozenset({"à", "au", "aux", "to", "of", "de"})
"""What stands before whoever hears it, or belongs to who says it: `a dit à l’AFP`, `Penner of Twitter said`."""

_NEAR = 4
"""Tokens between a verb of saying and the name of who says it."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    Attributes:
        text: with the marks.
        start: of it in the text, in code points.
    """

    text: str
    start: int

    @property
    def words(self) -> int:
        """Count its words."""
        return len(re.findall(r"\w+", self.text))

    @property
    def title(self) -> bool:
        """Tell whether it may be a title, or a name: its long words have capitals, for the most part."""
        words = [word for word in re.findall(r"\w+", self.text) if len(word) > len("des")]
        return len([word for word in words if word[:1].isupper()]) > len(words) / 2


def quotations(text: str) -> tuple[Quotation, ...]:
    """Find what stands between quotation marks.

    >>> [quotation.words for quotation in quotations("Il veut « tout faire », dit-il.")]
    [2]
    """
    return tuple(Quotation(match[0], match.start()) for match in _QUOTED.finditer(text) if re.search(r"\w", match[0]))


def marks(text: str) -> int:
    """Count quotation marks; apostrophes within words are none, those of `workers’` are."""
    return len(_MARKS.findall(text))


def speakers(found: Sequence[Token], names: Sequence[range], language: Language) -> tuple[range, ...]:
    """Find the names that stand beside a verb of saying, in order.

    Args:
        found: the tokens.
        names: places of the names among them.
        language: of the text.
    """
    verbs = [place for place, token in enumerate(found) if token.fold in sayings(language)]
    return tuple(name for name in names if any(_says(found, name, verb) for verb in verbs))


def _says(found: Sequence[Token], name: range, verb: int) -> bool:
    """Tell whether a name stands beside a verb, with nothing but a title between them, and is not who hears it."""
    if name.stop <= verb:
        between = range(name.stop, verb + 1)
    elif name.start > verb and found[verb].fold not in _HEARD:
        between = range(verb + 1, name.start + 1)
    else:
        return False
    if any(found[place].text in _TO for place in range(max(name.start - 2, 0), name.start)):
        return False
    return len(between) <= _NEAR and all(found[place].before.strip(" \u00a0'-") == "" for place in between)
