"""Whether a bullet still says what its sentence said, one function a rule.

A bullet's sentence is known where all words of the bullet stand in it in order, or where nearly all of it stands in
the bullet. What was taken out of it can then be looked at.
Each function gives the words that show the fault, `""` where there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType

from toolkit.checks import _english as english
from toolkit.checks._sieve import holds

_SAYING = "|".join(sorted(english.SAYING))
_HANDS_OVER = (*sorted(english.SAYING), "ccording to")
_WORD = re.compile(r"[\w$£€%](?:[\w.,’'%-]*[\w%])?")
# What a subordinate clause reports is its own; a comma within it may still bring the speaker of the whole sentence.
_SUBORDINATE = re.compile(
    r"^[\s,]+(?=(?:who|which|whose|whom|where|when|after|while|although|though|because|before|with|and|\w+ing)\b)"
)
_SPEAKER_INSIDE = re.compile(
    rf"\b[Aa]ccording to\b|(?:,|—|\s[–-]|--)\s*(?:[^\s,]+\s+){{0,5}}(?:{_SAYING})(?:\s+[^,]+)?(?:,|—|\s[–-]|--|$)"
)
_SPEAKER_FIRST = re.compile(rf"(?:[^\s,]+\s+){{1,8}}(?:{_SAYING})(?:\s+(?:that|reporters|lawmakers|CNN))*\s*$")
_SPEAKER_LAST = re.compile(rf"[,\s]\s*(?:(?:[^\s,]+\s+){{1,7}}(?:{_SAYING})|(?:{_SAYING})(?:\s+[^\s,]+){{1,7}})\W*$")
_NEARLY_ALL = 0.7  # of a sentence's words: a bullet with so many, in another order, is that sentence turned around
_LOOSE = english.PREPOSITIONS | english.CONJUNCTIONS | english.DETERMINERS
_NUMBER = re.compile(r"\d")


def sentence_of(bullet: str, sentences: Sequence[str]) -> str | None:
    """Find the sentence a bullet was cut from; None where it is written anew.

    That is the first that has all its words in order, else the first of which it has nearly all words and no other.

    >>> sentence_of("Voss closed it.", ["Ann Lee left.", "On Monday Voss, the mayor, closed it."])
    'On Monday Voss, the mayor, closed it.'
    """
    own = english.words(bullet)
    if not own:
        return None
    count, kinds = Counter(own), frozenset(own)
    found = [
        (each, words)
        for each in sentences
        if kinds.issubset(words := english.words(each)) and not count - Counter(words)
    ]
    whole = (each for each, words in found if len(own) >= _NEARLY_ALL * len(words))
    return next((each for each, words in found if _in_order(own, words)), next(whole, None))


def lost_parts(bullet: str, sentence: str) -> list[str]:
    """List the stretches of the sentence that the bullet lacks, as they stand there.

    >>> lost_parts("Voss closed it.", "On Monday Voss, the mayor, closed it.")
    ['On Monday ', ', the mayor']
    """
    spans = [match.span() for match in _WORD.finditer(sentence)]
    matcher = SequenceMatcher(None, english.words(sentence), english.words(bullet), autojunk=False)
    parts = []
    for what, start, end, _, _ in matcher.get_opcodes():
        if what in {"delete", "replace"}:
            left = spans[start - 1][1] if start else 0
            right = spans[end][0] if end < len(spans) and not start else spans[end - 1][1]
            parts.append(sentence[left:right])
    return parts


def negation(bullet: str, sentence: str) -> str:
    """Find a negation, or a bound such as "only" or "unless", that was lost."""
    return _lost_sign(bullet, sentence, english.is_negation)


def hedge(bullet: str, sentence: str) -> str:
    """Find a lost word that says how sure a claim is."""
    return _lost_sign(bullet, sentence, lambda word: word in english.HEDGES)


def attribution(bullet: str, sentence: str) -> str:
    """Find a claim whose speaker was lost."""
    if not holds(sentence, _HANDS_OVER) or english.words(bullet) == english.words(sentence) or _turned(bullet):
        return ""
    for part in lost_parts(bullet, sentence):
        spoken = Counter(word for word in english.words(part) if word in english.SAYING)
        if spoken and not spoken - Counter(english.words(bullet)):
            continue  # the speaker was moved
        first = sentence.startswith(part) and _SPEAKER_FIRST.match(part)
        last = sentence.rstrip(".”\"’' ").endswith(part) and _SPEAKER_LAST.match(part)
        if first or last or loses_speaker(part):
            return part.strip(" ,")
    return ""


def loses_speaker(removed: str) -> bool:
    """Tell whether a stretch holds who says what the rest of its sentence tells.

    >>> loses_speaker(", police said,"), loses_speaker(", who said nothing,")
    (True, False)
    """
    return bool(_SPEAKER_INSIDE.search(_SUBORDINATE.sub("", removed)))


def unit(bullet: str, sentence: str) -> str:
    """Find a number that lost the word behind it, which says what it counts."""
    if not _NUMBER.search(bullet):
        return ""
    behind = dict(_followed(sentence))
    for number, following in _followed(bullet):
        known = behind.get(number, ())
        if known and following and not set(following) & set(known) and not any(map(_free, known)):
            return f"{number} {next(iter(known))}".strip()
    return ""


def order(bullet: str, sentence: str) -> str:
    """Find words that stand in another order than in their sentence; a speaker before a colon may come from its end."""
    words, own = english.words(sentence), english.words(bullet)
    speaking = (place + 1 for place, word in enumerate(own) if word in english.SAYING)
    turned = len(english.words(bullet.partition(": ")[0])) if _turned(bullet) else 0
    edges = (0, turned, *speaking)
    return "" if any(_in_order(own[:edge], words) and _in_order(own[edge:], words) for edge in edges) else bullet


RULES: Mapping[str, Callable[[str, str], str]] = MappingProxyType(
    {"negation": negation, "hedge": hedge, "attribution": attribution, "unit": unit, "order": order}
)
"""By name, in the order faults are told; each takes the bullet and its sentence."""


def keeps(bullet: str, sentence: str) -> bool:
    """Tell whether a bullet breaks no rule beside its sentence.

    >>> keeps("Voss left.", "Voss left early."), keeps("Voss left.", "Voss may have left.")
    (True, False)
    """
    return not any(rule(bullet, sentence) for rule in RULES.values())


def _lost_sign(bullet: str, sentence: str, asked: Callable[[str], bool]) -> str:
    return next((word for word in _lost(bullet, sentence) if asked(word)), "")


@lru_cache(maxsize=1)  # two rules ask in a row
def _lost(bullet: str, sentence: str) -> tuple[str, ...]:
    return tuple(english.signs(sentence) - english.signs(bullet))


def _turned(bullet: str) -> bool:
    """Tell whether a speaker stands before a colon and what is quoted."""
    return bool(re.match(r"[^:“\"]{2,80}: [“\"]", bullet))


def _in_order(part: Sequence[str], whole: Sequence[str]) -> bool:
    left = iter(whole)
    return all(word in left for word in part)


def _followed(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Go through the numbers: each with the word behind it, `""` where a mark or the end comes."""
    found: dict[str, dict[str, None]] = {}
    matches = list(_WORD.finditer(text))
    for place, match in enumerate(matches):
        if not _NUMBER.search(match.group()):
            continue
        following = matches[place + 1] if place + 1 < len(matches) else None
        joined = following is not None and text[match.end() : following.start()] in {" ", "-", "\u00a0"}
        word = following.group().lower() if following is not None and joined else ""
        found.setdefault(match.group().lower(), {})[word] = None
    yield from ((number, tuple(words)) for number, words in found.items())


def _free(word: str) -> bool:
    """Tell whether a word behind a number says nothing of what it counts."""
    return not word or word in _LOOSE or english.is_finite(word) or english.is_participle(word)
