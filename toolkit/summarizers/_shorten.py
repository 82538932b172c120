"""Shorten an English sentence by rules that cannot break its sense.

Every word of the result is a word of the sentence, in its order; only a speaker may come before what is quoted. What a
cut would lose decides whether it is made: a negation, a hedge, the speaker of a claim and half a quotation are never
lost, and a quotation is never cut inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.checks import _english as english
from toolkit.checks import _marks as marks
from toolkit.checks._ends import last_word
from toolkit.checks._faithful import loses_speaker
from toolkit.sentences import words as count_words
from toolkit.summarizers import _asides as asides
from toolkit.summarizers import _openings as openings
from toolkit.summarizers import _tails as tails
from toolkit.summarizers import _turn as turn
from toolkit.summarizers._cut import Cut, Rule

RULES = "shorten-7"
"""Version of the rules that shorten: it changes whenever a bullet can come out otherwise."""

ALWAYS: tuple[Rule, ...] = (
    openings.stray,
    openings.label,
    openings.connective,
    openings.pointing,
    openings.also,
    asides.picture,
)
# In order of what is missed least.
WHEN_LONG: tuple[Rule, ...] = (
    asides.day,
    asides.week,
    asides.setting,
    tails.occasion,
    asides.brackets,
    asides.age,
    asides.office,
    asides.dashes,
    asides.relative,
    tails.relative_tail,
    asides.description,
    tails.description_tail,
    openings.opening_time,
    tails.late_date,
    asides.filler,
    tails.examples,
    tails.tail,
    tails.meeting,
    openings.opening_clause,
    tails.second_clause,
    tails.second_verb,
    tails.late_clause,
)
_CONDITION = re.compile(
    r"\b(?:as|so) long as\b|\bin case\b|\bon condition\b|\bsubject to\b|\bas far as\b", re.IGNORECASE
)
_MAY = re.compile(r"(?<=\s)May\b")
# "more than 20" is a count, and "larger than Lyon" is compared where it stands.
_COMPARED = re.compile(r"(?<!\w\wer )(?<!more )(?<!less )(?<!rse )(?<!rather )\bthan\b")
_COMPARING = re.compile(r"\b(?:more|less|fewer)\b(?! than\b)")
_UNFINISHED = english.OPEN_ENDED | english.PHASES | english.AUXILIARIES
_LEAST = 8  # words: what is shorter tells too little to stand as a bullet


@dataclass(frozen=True, slots=True)
class Shortened:
    """A sentence made into a bullet.

    Attributes:
        text: what is printed.
        edits: what was done, in order, a few words each.
        fits: whether the text keeps to the bound.
    """

    text: str
    edits: tuple[str, ...]
    fits: bool


def shorten(sentence: str, max_words: int | None) -> Shortened:
    """Bring a sentence under a number of words, as far as that is safe.

    Args:
        sentence: one sentence, with its full stop.
        max_words: the bound, in words between spaces; None leaves the sentence as it is.

    Returns:
        The shortened sentence; where it stays too long, its last edit says so.

    >>> short = shorten("However, Acme, which makes anvils, said on Monday that its sales fell by a third.", 9)
    >>> short.text
    'Acme said that its sales fell by a third.'
    >>> short.edits
    ("opening 'however' dropped", 'day cut', 'relative clause cut')
    """
    if max_words is None:
        return Shortened(sentence, (), fits=True)
    tied = untied(sentence)
    text, edits = _cut(tied.text, WHEN_LONG, max_words)
    edits = (*tied.edits, *edits)
    first = turn.turned(text) if count_words(text) > max_words else None
    if first and count_words(first) <= max_words:
        text, edits = first, (*edits, turn.EDIT)
    return measured(text, max_words, edits)


def untied(sentence: str) -> Shortened:
    """Drop what ties a sentence to an earlier one, or to a picture; nothing else is shortened.

    >>> untied("However, the port is open.").text
    'The port is open.'
    """
    text, edits = _cut(sentence, ALWAYS, 0)
    return Shortened(text, edits, fits=True)


def _cut(text: str, rules: Sequence[Rule], enough: int) -> tuple[str, tuple[str, ...]]:
    """Apply rules in order until the text has few enough words: what is left, and what was done."""
    edits: list[str] = []
    length = count_words(text)
    # Half a quotation: where it begins or ends is not known, so nothing inside is touched.
    for rule in rules if length > enough and marks.balanced(text) else ():
        while length > enough and (cut := _first(rule, text)):
            text = _without(text, cut)
            length = count_words(text)
            edits.append(cut.edit)
    return text, tuple(edits)


def _first(rule: Rule, text: str) -> Cut | None:
    for cut in rule(text):
        if _safe(text, cut):
            return cut
    return None


def measured(text: str, max_words: int, edits: tuple[str, ...] = ()) -> Shortened:
    """Hold a text against the bound, and say where it is longer.

    >>> measured("Le pont est ouvert.", 3).edits
    ('longer than 3 words: no safe cut',)
    """
    if count_words(text) <= max_words:
        return Shortened(text, edits, fits=True)
    return Shortened(text, (*edits, f"longer than {max_words} words: no safe cut"), fits=False)


def _without(text: str, cut: Cut) -> str:
    """Take a stretch out and mend the seam."""
    before, after = text[: cut.start].rstrip(), text[cut.end :].lstrip()
    if not before:
        return after[:1].upper() + after[1:]
    if before.endswith(".") and after[:1] in {"", "."}:
        return before + after[1:]  # "the U.S."
    if not after:
        return before + "."
    return before + after if after[0] in ",.;:!?" else f"{before} {after}"


def _safe(text: str, cut: Cut) -> bool:
    """Tell whether the sentence still says what it said, less what was cut."""
    removed, left = text[cut.start : cut.end], _without(text, cut)
    if count_words(left) < min(_LEAST, count_words(text)) and cut.start > 0:
        return False
    if not marks.balanced(removed) or not left:
        return False
    # Behind a colon a list may stand; what ends it is no tail.
    if ":" in text and cut.end >= len(text) - 1 and ":" in marks.outside(text[: cut.start]):
        return False
    if any(start < edge < end for start, end in marks.quoted(text) for edge in (cut.start, cut.end)):
        return False
    if _COMPARED.search(removed) and _COMPARING.search(left):
        return False
    return not _loses(removed) and _ends_well(left) and _numbers_whole(text, cut)


def _loses(removed: str) -> bool:
    """Tell whether a stretch holds what must survive."""
    return bool(english.signs(removed)) or bool(_CONDITION.search(removed)) or loses_speaker(removed)


def _ends_well(text: str) -> bool:
    """Tell whether the last word before the full stop, and before an appended speaker, can close a clause."""
    start = english.attribution(text)
    parts = (text,) if start is None else (text, text[:start])
    return not any(last_word(_MAY.sub("month", part) if "May" in part else part) in _UNFINISHED for part in parts)


def _numbers_whole(text: str, cut: Cut) -> bool:
    """Tell whether no number next to the cut loses the word after it, its unit."""
    before = text[: cut.start].rstrip()
    opens_at_mark = text[cut.start : cut.end].lstrip()[:1] in {",", "(", "—", "–", "-"}
    return opens_at_mark or not re.search(r"\d$", before)
