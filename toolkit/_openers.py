"""How an English sentence begins, and whom its pronouns stand for."""

from __future__ import annotations

import re

from toolkit import _english as english

THE_US = re.compile(r"\b[Tt]he us\b|\bUS\b")
"""The country, which in lower case is a pronoun."""

_OPENER = re.compile(r"^[\s\"“‘'(\[«]*")
_THEN = re.compile(r"(?:[\w’'.-]+\s+){1,6}then\s+\w")
_POINTING = english.PRONOUNS | english.DEMONSTRATIVES | {"its", "their", "his", "her"}
_PEOPLE = (
    r"(?:\d+-year-old|man|woman|men|women|boy|girl|couple|pair|duo|trio|suspect|victim|teenager|teen|toddler|officer|"
    r"driver|child|children|family|mother|father|parents|son|daughter|brother|sister|husband|wife|star|singer|"
    r"actress|actor)"
)
_OF_WHAT = r"(?!['’\w]|\s(?:of|to|by|that|behind|for|between|from|in which)\b)"
_LEANING = re.compile(
    r"(?:"
    # What follows is said of, or against, what came before.
    r"(?:but|and|or|so(?! far| many)|yet|then|nor|however|meanwhile|moreover|instead(?! of)|still|also|therefore|"
    r"thus|hence|"
    r"indeed|otherwise|besides|furthermore|additionally|in addition(?! to)|for example|for instance|"
    r"as a result(?! of)|in fact|"
    r"in other words|all so|after all|plus|because of (?:this|that|it)|in (?:that|this)|at (?:that|this)|by then|"
    r"since then|"
    r"elsewhere|here|even(?! if| though)|yes|no(?=,)|well|like|sure|of course|similarly|likewise|nevertheless|"
    r"nonetheless|"
    r"consequently|conversely|on the other hand|afterwards?|eventually|that said|to that end|as such|"
    r"remember|imagine|let|such|which|who|what|why|how|when asked|asked|now(?=,|\s\d)|not all)(?!['’\w])|"
    # A word for people or things counted, or named, before.
    r"(?:others?|another)(?!['’\w])|"
    r"(?:both|neither|either)(?=,|\s(?:of (?:them|these|those)|have|has|had|are|were|was|is|said|say|also|did|do|"
    r"will|would|\w+ed)\b)|"
    r"the (?:former|latter|two|three|four|other|others|same)(?!['’\w])|"
    rf"the (?:move|incident|decision|news|result|problem|reason|idea|announcement|attack|comments?|remarks|"
    rf"revelation){_OF_WHAT}|"
    rf"the {_PEOPLE}(?=,?\s(?:was|were|is|are|has|had|have|will|would|said|says|told|also|did|\w+ed|who was|then|"
    rf"later)\b)|"
    r"the (?:first|second|third|latest)(?=\s(?:one|was|were|is|are|came|has|had)\b)|"
    r"(?:one|two|three|some|many|most|few|several|all|each)(?=,|\s(?:of (?:them|these|those|its|his|her|their)|in|"
    r"have|has|"
    r"had|are|were|was|is|said|say|also|did|do|who|like|even|more)\b)(?!['’\w])"
    r")",
    re.IGNORECASE,
)
_OPENING_PHRASE = re.compile(
    r"(?:in|on|at|after|before|during|since|when|while|as|for|with|by|from|although|though|despite|if|to|under|until|"
    r"once|last|this|earlier|later|two|three)\b[^,]*,\s+(?P<subject>[\w’']+)",
    re.IGNORECASE,
)
_BARE_PHRASE = re.compile(r"(?:in|on|at|by|since|last|this)\s+\w+(?:\s+\w+)?\s+(?:he|she|they|it)\b", re.IGNORECASE)
_CALENDAR = re.compile(rf"\b(?:{english.WEEKDAYS}|{english.MONTHS})")
_PERSON = re.compile(r"\b(?:he|she|him|himself|herself)\b")
_LATER = re.compile(
    r"(?:after|before|when|while|as|although|though|since|if|in|by|during|until|despite|once)\b[^,]*,", re.IGNORECASE
)
_NAME = re.compile(r"(?<=[\w,;:’”\"] )[“\"‘(]?[A-Z][\w’'.-]*[a-z]")
_NOUN = re.compile(r"\b(?:an?|the|one|another|each|every|no|his|her|their|its)\s[\w-]+", re.IGNORECASE)
# At the head of a sentence these are no name of one person, though they are written with a capital.
_MANY = frozenset(
    ("police", "officials", "authorities", "prosecutors", "doctors", "witnesses", "experts", "sources", "investigators",
     "according", "reports", "lawyers", "people", "critics", "friends", "neighbors", "neighbours")
)  # fmt: skip
_NO_NAME = english.PREPOSITIONS | english.CONJUNCTIONS | english.DETERMINERS | _MANY


def pronoun(text: str) -> str:
    """Give the opening pronoun, or the one that is the subject behind an opening phrase without a name; `""` without.

    >>> pronoun("In May, she closed the bridge."), pronoun("After Voss was elected, she closed the bridge.")
    ('she', '')
    """
    opening = _OPENER.sub("", text)
    first = (english.words(opening) or [""])[0]
    if first in _POINTING or first.partition("'")[0] in _POINTING:
        return first
    bare = _BARE_PHRASE.match(opening)
    if bare:
        return bare.group().split()[-1].lower()
    phrase = _OPENING_PHRASE.match(opening)
    if phrase is None:
        return ""
    subject = phrase["subject"].lower().replace("’", "'")
    named = re.search(r"\s[A-Z]\w+", _CALENDAR.sub("", opening[: phrase.start("subject")]))
    return subject if subject.partition("'")[0] in _POINTING and not named else ""


def unnamed(outside: str) -> str:
    """Give a "he" or "she" before which nobody is told of; `""` without.

    >>> unnamed("Police say he fled."), unnamed("Voss says she fled."), unnamed("Before he fled, Voss paid.")
    ('he', '', '')
    """
    found = _PERSON.search(outside)
    if found is None or _somebody(outside[: found.start()]):
        return ""
    later = _LATER.match(outside)
    if later and later.end() > found.start() and re.search(r"[A-Z]\w", outside[later.end() :]):
        return ""
    return found.group()


def _somebody(before: str) -> bool:
    """Tell whether somebody is told of whom a later pronoun can stand for."""
    first = (english.words(before) or [""])[0]
    named = bool(first) and first not in _NO_NAME and before.lstrip("\"“‘'(")[:1].isupper()
    return named or bool(_NAME.search(before) or _NOUN.search(before))


def leaning(text: str) -> str:
    """Give the opening that ties a sentence to an earlier one; `""` without.

    >>> leaning("However, Voss left."), leaning("The decision to leave was hers.")
    ('However', '')
    """
    if text[:1] == "(":
        return "("
    found = _LEANING.match(_OPENER.sub("", text))
    if found:
        return found.group().strip()
    then = _THEN.match(text)
    return "then" if then else ""
