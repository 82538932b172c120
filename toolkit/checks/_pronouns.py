"""Pronouns of a sentence, and whether anybody or anything is told of that they can stand for."""

from __future__ import annotations

import re

from toolkit.checks import _english as english
from toolkit.checks._ends import first_word

NO_PRONOUN = re.compile(r"\b[Tt]he us\b|\bUS\b|\bUs\s(?=[A-Z])|[A-Z]\w+\sI\b(?=[,.;)]|\sand\b|['’]s)")
"""What only looks like a first person: the country, a magazine's name, "King Faisal I"."""

_OPENER = re.compile(r"^[\s\"“‘'(\[«]*")
_POINTING = english.PRONOUNS | english.DEMONSTRATIVES | {"its", "their", "his", "her"}
# "It" and "there" that stand for nothing told before.
_NOBODY = re.compile(
    r"there['’]s\b|it(?:['’]s|\s(?:is|was|isn['’]t|wasn['’]t|has been|will be|would be|may be|remains|seems|"
    r"appears|looks|"
    r"takes|took|emerged|turns out))\s(?:(?!(?:an?|the|his|her|their|its|this|that)\b)[\w’'-]+\s){0,4}?"
    r"(?:that|to|if|whether|who|like|how|why|when)\b",
    re.IGNORECASE,
)
_OPENING_PHRASE = re.compile(
    r"(?:in|on|at|after|before|during|since|when|while|as|for|with|by|from|although|though|despite|if|to|under|until|"
    r"once|last|this|earlier|later|two|three|four|five|six|seven|eight|nine|ten|dozens|according to|\d+)\b"
    r"[^,]*,\s+(?P<subject>[\w’']+)",
    re.IGNORECASE,
)
_BARE_PHRASE = re.compile(
    r"(?:together|now|today|yesterday|tomorrow|instead|sometimes|often|\w+ly),?\s+(?:he|she|it|they)\b|"
    r"(?:in|on|at|by|since|last|this)\s+\w+(?:\s+\w+)?\s+(?:he|she|they|it)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"\b(?:an?|any|each|every)\s\w", re.IGNORECASE)  # "If a child is ill, they stay at home."
_CALENDAR = re.compile(rf"\b(?:{english.WEEKDAYS}|{english.MONTHS})")
_PLACED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Ff]rom|[Nn]ear|[Oo]utside|[Aa]cross|[Aa]round|[Tt]o)\s(?:the\s)?[A-Z]\w+(?:\s[A-Z]\w+)*"
)

_THINGS = frozenset(("they", "them", "their", "theirs", "themselves", "it", "its", "itself"))
_IMPERSONAL = re.compile(
    r"\bit(?:\s(?:is|was|has been|will be|would be)|['’]s)\s(?:\w+\s)?(?:that|to|who|when|after|the first)\b"
)
_EMPTY = (
    english.PREPOSITIONS
    | english.CONJUNCTIONS
    | english.word_set(
        "most many some all none few each both one two three half of not even just only more shortly soon long "
        "immediately right at least seven eight nine ten four five six days weeks months hours years"
    )
)
_THEM = re.compile(r"\b(?:they|them|themselves)\b", re.IGNORECASE)
# Whom or what "they" can be: several, a body of people, or anybody.
_SEVERAL = re.compile(
    r"\b(?!(?:was|has|is|this|his|as|its|us|says|does|goes|yes|thus|plus|across|always|perhaps|"
    r"news)\b)\w{2,}[^\W'’s]s\b|"
    r"\w(?:ss|us)es\b|\b(?:people|men|women|children|police|and|everyone|anyone|nobody|somebody|someone|an?|any|"
    r"each|every|"
    r"who|team|company|family|club|party|government|union|band|crew|group|couple|army|council|side|public|staff|"
    r"military|"
    r"pair|duo|trio|none|both|many|most|[A-Z]{2,})\b",
)

_PERSON = re.compile(r"\b(?:he|she|his|her|hers|him|himself|herself)\b")
# Within one clause "him" is not its subject ("Yeltsin took a liking to him").
_OTHER = re.compile(
    r"(?:(?!\b(?:that|who|whose|which|when|after|before|as|if|because|while|and|but|of|his|her|for|said|says|told|asked|"
    r"with|against|behind|between|from)\b|[,:;–—-]|['’]s?\b)[^.])+\bhim\b"
)
_LATER = re.compile(
    r"(?:after|before|when|while|as|although|though|since|if|in|by|during|until|despite|once)\b[^,]*,", re.IGNORECASE
)
_BODY = (
    r"(?:palace|police|council|university|school|court|officials|authorities|prosecutors|company|hospital|club|"
    r"ministry|"
    r"government|department|office|agency|newspaper|magazine)\b"
)
_NAME = re.compile(rf"(?<=[\w,;:’”\"] )[“\"‘(]?[A-Z][\w’'.-]*[a-z]\b(?!\s{_BODY})")
_NOUN = re.compile(r"\b(?:an?|the|one|another|each|every|no|his|her|their|its)\s[\w-]+", re.IGNORECASE)
# At the head of a sentence these are no name of one person, though they are written with a capital.
_NO_PERSON = re.compile(
    rf"U\.S\.|U\.N\.|U\.K\.|US |UK |UN |[A-Z]{{2,}}['’]s |[A-Z]\w+\s{_BODY}|"
    r"\w{3,}(?:ists|ers|ors|ians|ants|ents|ees|men|ials|ives)\b"
)
_NO_NAME = (
    english.PREPOSITIONS
    | english.CONJUNCTIONS
    | english.DETERMINERS
    | english.word_set(
        "police officials authorities prosecutors doctors witnesses experts sources investigators according reports "
        "lawyers people critics friends neighbors neighbours just even only not perhaps maybe still also then now "
        "today yesterday all"
    )
)


def opening(text: str) -> str:
    """Give the opening pronoun, or the one that is the subject behind an opening phrase without a name; `""` without.

    >>> opening("In May, she closed the bridge."), opening("After Voss was elected, she closed the bridge.")
    ('she', '')
    """
    start = _OPENER.sub("", text)
    first = first_word(start)
    if _NOBODY.match(start):
        return ""
    if first in _POINTING or first.partition("'")[0] in _POINTING:
        return first
    bare = _BARE_PHRASE.match(start)
    if bare and not _NOBODY.match(start, bare.end() - len(bare.group().split()[-1])):
        return bare.group().split()[-1].lower()
    phrase = _OPENING_PHRASE.match(start)
    if phrase is None:
        return ""
    subject = phrase["subject"].lower().replace("’", "'")
    if subject == "they" and _ANYBODY.search(phrase.group()):
        return ""
    named = re.search(r"\s[A-Z]\w+", _PLACED.sub("", _CALENDAR.sub("", start[: phrase.start("subject")])))
    unseen = start[1:].islower() and english.has_verb(start[: phrase.start("subject")])  # its names have no capitals
    return subject if subject.partition("'")[0] in _POINTING and not named and not unseen else ""


def unheld(outside: str) -> str:
    """Give a "they" or "it" before which nothing is told of that it can be; `""` without.

    >>> unheld("While most of them paid, Voss did not."), unheld("The towns say they paid.")
    ('them', '')
    """
    for place, word in enumerate(found := english.words(outside)):
        if word in _THINGS and all(before in _EMPTY for before in found[:place]):
            nothing = _IMPERSONAL.search(outside) or _NOBODY.search(outside)
            return "" if word == "it" and nothing else word
    them = _THEM.search(outside)
    return them.group() if them and not _SEVERAL.search(outside[: them.start()]) else ""


def unnamed(outside: str) -> str:
    """Give a "he" or "she" before which nobody is told of; `""` without.

    >>> unnamed("Police say he fled."), unnamed("Voss says she fled."), unnamed("Before he fled, Voss paid.")
    ('he', '', '')
    """
    found = _PERSON.search(outside)
    if found is None or (_somebody(outside[: found.start()]) and not _OTHER.match(outside)):
        return ""
    later = _LATER.match(outside)
    if later and later.end() > found.start() and re.search(r"[A-Z]\w", outside[later.end() :]):
        return ""
    return found.group()


def _somebody(before: str) -> bool:
    """Tell whether somebody is told of whom a later pronoun can stand for."""
    first = first_word(before)
    capital = before.lstrip("\"“‘'(")[:1].isupper()
    named = capital and first not in _NO_NAME and not _NO_PERSON.match(before)
    # In a text without capitals a name looks like any word: a noun or two may be one.
    unseen = before[1:].islower() and len(set(english.words(before)) - _NO_NAME - english.SAYING) > 2  # noqa: PLR2004
    return named or unseen or bool(_NAME.search(before) or _NOUN.search(before))
