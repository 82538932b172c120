"""What keeps an English sentence from standing alone as a bullet."""

from __future__ import annotations

import re

from toolkit.sentences import words as count_words
from toolkit.summarizers import _english as english

# Never a bullet: it tells nothing, or not in whose name.
BARRED = frozenset(
    {"question", "no end", "no verb", "too short", "quote without a speaker", "half a quotation", "notice"}
)

_END = re.compile(r"[.!…][\"”’'»)\]]*$")
_NOTICE = re.compile(
    r"[A-Z]{2,}\s*[|:]\s|"
    r"(?i:(?:scroll|click|read more|watch|see|sign up|follow us|listen)\b[^,]*(?:below|here|video|more))"
)
_LIST_HEAD = re.compile(rf"(?!.*\b(?:{'|'.join(sorted(english.SAYING))}):\s)[^.!?:]{{2,40}}:\s", re.IGNORECASE)
_CAPTION = re.compile(
    r"\(?\b(?:pictured|l-r|left|right|above|centre|center|file photo)\)|\((?:pictured|left|right|above)", re.IGNORECASE
)
_THE_US = re.compile(r"\bthe us\b", re.IGNORECASE)
_THEN = re.compile(r"(?:[\w’'.-]+\s+){1,6}then\s+\w")
_OPENER = re.compile(r"^[\s\"“‘'(\[«]*")
_CONNECTED = re.compile(
    r"(?:but|and|or|so(?! far| many)|yet|then|nor|however|meanwhile|moreover|instead(?! of)|still|also|therefore|thus|"
    r"indeed|otherwise|besides|furthermore|in addition|for example|for instance|as a result|in fact|in other words|"
    r"all so|after all|plus|because of (?:this|that)|in (?:that|this)|at (?:that|this)|by then|since then|others?|"
    r"another|both|neither|either|remember|imagine|let|such|elsewhere|here|even|yes|well|like|sure|of course|which|who|"
    r"what|why|how|when asked|asked|now(?=,|\s\d)|not all|"
    r"the (?:former|latter|two|three|pair|duo|couple|other|move|incident|decision|same|first|second|third|latest|news|"
    r"result|problem|reason|idea)|"
    r"(?:one|two|three|some|many|most|few|all|each)(?=,|\s(?:of (?:them|these|those|its|his|her|their)|in|have|has|had|"
    r"are|were|was|is|said|say|also|did|do|who|like|even)\b))(?!['’\w])",
    re.IGNORECASE,
)
_OPENING_PHRASE = re.compile(
    r"(?:in|on|at|after|before|during|since|when|while|as|for|with|by|from|although|though|despite|if|to|under|until|"
    r"once|last|this|earlier|later|two|three)\b[^,]*,\s+(?P<subject>[\w’']+)",
    re.IGNORECASE,
)
_BARE_PHRASE = re.compile(r"(?:in|on|at|by|since|last|this)\s+\w+(?:\s+\w+)?\s+(?:he|she|they|it)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|which|whose|whom|that)\b", re.IGNORECASE)
_BARE_SPEAKER = re.compile(
    r"[,?!][\"”’']?\s+(?:(?:he|she|they|it|i|we|who)\s+(?:\w+ly\s+)?(?:said|says|told|added|adds|explained|wrote|"
    r"recalled|continued|argues?|noted|insisted|tweeted)|(?:said|says)\s+(?:he|she|they))\b",
    re.IGNORECASE,
)


def faults(sentence: str) -> tuple[str, ...]:
    """Name what a sentence leaves unsaid, or lacks.

    >>> faults("He also called for calm."), faults("Ann Lee called for calm in the capital.")
    (('opens with a pronoun',), ())
    """
    text = sentence.strip()
    outside = _outside(text)
    checks = (
        ("notice", bool(_NOTICE.match(text))),
        ("question", "?" in text),
        ("no end", not _END.search(text)),
        ("too short", count_words(text) < 5),  # noqa: PLR2004 - a bullet has 5 words or more
        ("no verb", not _has_main_verb(outside or text)),
        ("quote without a speaker", _unspoken(text, outside)),
        ("half a quotation", not english.balanced(text)),
        ("opens with a pronoun", _opens_with_pronoun(text)),
        ("speaker not named", bool(_BARE_SPEAKER.search(text))),
        ("speaks in the first person", bool(english.PERSONAL & set(english.words(_THE_US.sub("", outside))))),
        (
            "leans on an earlier sentence",
            text[:1] == "(" or bool(_CONNECTED.match(_OPENER.sub("", text)) or _THEN.match(text)),
        ),
        ("caption", bool(_CAPTION.search(text)) or bool(_LIST_HEAD.match(text))),
    )
    return tuple(name for name, found in checks if found)


def _outside(text: str) -> str:
    """Give what stands outside quotation marks."""
    kept, position = [], 0
    for start, end in english.quoted(text):
        kept.append(text[position:start])
        position = end
    return " ".join([*kept, text[position:]]).strip()


def _has_main_verb(text: str) -> bool:
    """Tell whether there is a verb besides that of a relative clause ("The mayor, who is demanding a ferry.")."""
    relative = _RELATIVE.search(text)
    if relative is None or english.has_verb(text[: relative.start()]):
        return english.has_verb(text)
    return sum(map(english.is_finite, english.words(text))) > 1


def _unspoken(text: str, outside: str) -> bool:
    """Tell whether a sentence is a quotation and nothing says whose."""
    return text[:1] in "\"“‘'«" and not any(word in english.SAYING for word in english.words(outside))


def _opens_with_pronoun(text: str) -> bool:
    """Tell whether the subject is a word that stands for something named earlier."""
    pointing = english.PRONOUNS | english.DEMONSTRATIVES | {"its", "their", "his", "her"}
    opening = _OPENER.sub("", text)
    first = (english.words(opening) or [""])[0]
    if first in pointing or first.partition("'")[0] in pointing:
        return True
    if _BARE_PHRASE.match(opening):
        return True
    phrase = _OPENING_PHRASE.match(opening)
    if phrase is None:
        return False
    subject = phrase["subject"].lower().replace("’", "'")
    named = re.search(r"\s[A-Z]\w+", opening[: phrase.start("subject")])
    return subject.partition("'")[0] in pointing and not named
