"""A cut, and what every rule that proposes one asks of a sentence.

A rule only proposes; `_shorten` refuses every proposal that would lose a negation, a hedge, a speaker or half of a
quotation. What a rule cannot tell apart it leaves alone: there is no parser here, and a longer bullet is better than a
wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from toolkit.checks import _english as english
from toolkit.checks import _verbs as verbs
from toolkit.sentences import words as count_words


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a sentence that may go.

    Attributes:
        start: where it begins, in code points.
        end: where it ends, exclusive.
        edit: what its going is called, a few words.
    """

    start: int
    end: int
    edit: str


Rule = Callable[[str], Iterator[Cut]]

SAYING = "|".join(sorted(english.SAYING))
DAY = rf"(?:{english.WEEKDAYS})(?:\s+(?:morning|afternoon|evening|night))?"
DATE = rf"(?:{english.MONTHS})(?:\s+\d{{1,2}}(?!\d))?(?:,?\s+\d{{4}})?"
YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
DASH = r"(?:\s*—\s*|\s+(?:–|--|-)\s+)"

_AFTER_COMMA = re.compile(r",\s+(\w+)")
_CALENDAR = re.compile(rf"{DATE}|\b(?:19|20)\d\d\b|\b\d{{1,2}}(?::\d\d)?\s?[ap]\.m\.")
NO_SUBJECT = english.PRONOUNS | english.PERSONAL | english.DEMONSTRATIVES | english.CONJUNCTIONS | english.PREPOSITIONS
_SENTENCE = 5  # words: a subject, its verb and what it is about


def end(text: str) -> int:
    """Give where what is told ends: before the full stop and the appended speaker.

    >>> end("The bridge was closed."), end("The bridge was closed, police said.")
    (21, 21)
    """
    start = english.attribution(text)
    if start is not None:
        return start
    return len(text) - 1 if text[-1:] in ".!…" else len(text)


def complete(text: str) -> bool:
    """Tell whether an opening stretch can be a sentence by itself.

    >>> complete("The mayor opened the bridge"), complete("The mayor of the old town")
    (True, False)
    >>> complete("The mayor enjoys the new bridge"), complete("The mayor enjoys a bridge that the old town")
    (True, False)
    """
    return count_words(text) >= _SENTENCE and (english.is_clause(text) or _in_the_present(text))


def _in_the_present(text: str) -> bool:
    """Tell whether the verbs of a sentence are there, one of them a present form that looks like a noun."""
    *_, last = clauses = english.clauses(text)
    return verbs.has_present(english.main_clause(text)) and (
        len(clauses) == 1 or english.has_verb(last) or verbs.has_present(last)
    )


def resumes(text: str) -> bool:
    """Tell whether a finite verb follows a comma, so that an earlier subject may go on.

    >>> resumes("the mayor, who left early, was told"), resumes("in the end, the mayor")
    (True, False)
    """
    return any(english.is_finite(word.lower()) for word in _AFTER_COMMA.findall(text))


def opens_clause(text: str) -> bool:
    """Tell whether a stretch begins with a subject that names something, and its verb.

    >>> opens_clause("the mayor left early"), opens_clause("he left early"), opens_clause("the mayor")
    (True, False, False)
    """
    found = english.words(text.partition(",")[0])
    first = found[0] if found else ""
    if not first or first in NO_SUBJECT or english.is_finite(first):
        return False
    near = found[1:12]
    return any(map(english.is_finite, near)) or verbs.has_present(" ".join((first, *near)))


def counts(text: str) -> bool:
    """Tell whether a stretch gives a number that is not a date: it may hold only for the time or place told beside it.

    >>> counts("It fell by 3%"), counts("It fell in May 2013")
    (True, False)
    """
    return bool(re.search(r"\d", _CALENDAR.sub("", text)))
