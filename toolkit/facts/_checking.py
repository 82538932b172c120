"""A text and its translation -> what was kept, lost and made up."""

from __future__ import annotations

import functools

from toolkit.facts._fact import Finding
from toolkit.facts._matching import match
from toolkit.facts._matching_clauses import match_negations, match_quotations
from toolkit.facts._matching_names import match_names, match_speakers
from toolkit.facts._reading import read
from toolkit.facts._tokens import Language


def check(source: str, target: str, language: Language = "fr") -> tuple[Finding, ...]:
    """Hold an English text against what it was made from.

    Args:
        source: the text that states the facts.
        target: its translation into English, or an English sentence drawn from it.
        language: of the source: `fr`, or `en` for an English text and what was drawn from it.

    Returns:
        One finding a fact, the source's in reading order, then what only the target states.

    >>> [(found.state, found.source, found.target) for found in check("Cinq ans à Pékin.", "Six years in Beijing.")]
    [('lost', 'Cinq ans', 'Six years'), ('kept', 'Pékin', 'Beijing')]
    """
    return _checked(source, target, language)


@functools.lru_cache(maxsize=4096)
def _checked(source: str, target: str, language: Language) -> tuple[Finding, ...]:
    """Hold the two against each other; a segment is asked for again with every bullet drawn from it."""
    ours, theirs = read(source, language), read(target, "en")
    found = [
        finding
        for matched in (match, match_names, match_speakers, match_negations, match_quotations)
        for finding in matched(ours, theirs)
    ]
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[bool, int]:
    start = finding.source_start if finding.source_start is not None else finding.target_start
    return finding.source_start is None, start or 0
