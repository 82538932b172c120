"""Turn “Q,” X said. into X: “Q.” where that alone brings a quotation under the bound."""

from __future__ import annotations

import re

from toolkit.checks import _english as english

EDIT = "speaker put before the quotation"

_NAME = r"(?P<name{n}>(?:[A-Z][\w’'.-]*)(?:\s(?:[A-Z][\w’'.-]*|de|van|von|bin|al|of|the)){{0,5}})"
_QUOTED = re.compile(
    r"(?P<open>[“\"])(?P<said>[^“”\"]+?),(?P<close>[”\"])\s+(?:"
    + _NAME.format(n=1)
    + r"\s(?:said|says)|(?:said|says)\s"
    + _NAME.format(n=2)
    + r")\.$"
)


def turned(text: str) -> str | None:
    """Put the speaker first and leave out "said"; None where the sentence is not one quotation with a named speaker.

    >>> turned("“The ferry is safe,” said Ada Brun.")
    'Ada Brun: “The ferry is safe.”'
    >>> turned("“The ferry is safe,” she said.") is None
    True
    """
    match = _QUOTED.fullmatch(text)
    if match is None:
        return None
    name = match["name1"] or match["name2"]
    if english.words(name)[0] in english.PRONOUNS | english.PERSONAL | english.DETERMINERS:
        return None
    return f"{name}: {match['open']}{match['said']}.{match['close']}"
