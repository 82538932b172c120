"""Pronouns of a sentence, and whether anybody or anything is told of that they can stand for."""

from __future__ import annotations

import re

from toolkit.checks import _english as english
from toolkit.checks._ends import first_word

NO_PRONOUN = re.compile(r"\b[Tt]he us\b|\bUS\b|\bUs\s(?=[A-Z])|[A-Z]\w+\sI\b(?=[,.;)]|\sand\b|['’]s)")
"""What only looks like a first person: the country, a magazine's name, "King Faisal I"."""

_OPENER = re.compile(r"^[\s\"“‘'(\[«]*")
_POINTING = english.PRONOUNS | english.DEMONSTRATIVES | {"its", "their", "his", "her"}
_ARTICLE = r"(?:an?|the|his|her|their|its|this|that|another)\b"
# "It" and "there" that stand for nothing told before.
_NOBODY = re.compile(
    r"there['’]s\b|it(?:['’]s|\s(?:is|was|isn['’]t|wasn['’]t|has been|will be|would be|may be|remains|seems|"
    r"appears|looks|takes|took|emerged|turns out))\s(?:"
    rf"(?:(?!{_ARTICLE}|just\b|\w+er\b(?<!never)(?<!either))[\w’'-]+\s){{0,4}}?(?:that|if|whether|who|how|why|when)\b(?!\s(?:he|she)\b)|"
    rf"(?:(?!{_ARTICLE}|just\b|closer\b|another\b|\w+ed\b)[\w’'-]+\s){{1,4}}?to\s(?!{_ARTICLE})(?-i:[a-z]))",
    re.IGNORECASE,
)
_OPENING_PHRASE = re.compile(
    r"(?:\w+ly,?\s+)?(?:in|on|at|after|before|during|since|when|while|as|for|with|by|from|although|though|despite|if|to|under|until|"
    r"once|last|this|earlier|later|two|three|four|five|six|seven|eight|nine|ten|dozens|according to|over|throughout|"
    r"somewhere|somehow|"
    r"because of|amid|along|like|unlike|thanks to|due to|given|\d+)\b"
    r"[^,]*,\s+(?P<subject>[\w’']+)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"According to\b|As [\w’' ]{2,40}? (?:said|says|put it|noted|explained|told),", re.IGNORECASE)
_BARE_PHRASE = re.compile(
    r"(?:together|now|today|yesterday|tomorrow|instead|sometimes|often|\w+ly),?\s+(?:he|she|it|they|its|his|her|their)\b|"
    r"(?:in|on|at|by|since|last|this)\s+\w+(?:\s+\w+)?\s+(?:he|she|they|it)\b",
    re.IGNORECASE,
)
# What a participle opens is said of the subject, so no name in it is what the pronoun stands for.
_PARTICIPLE_PHRASE = re.compile(
    r"(?!(?:Called|Named|Dubbed|According|During|Following|Including|Nothing|Everything|Something|Anything|"
    r"Evening|Morning|King|Spring)\b(?! after\b))"
    r"(?:Born|Built|Made|Known|Held|Seen|Written|Named after|[A-Z]\w{2,}(?:ed|ing))\s[^,]{3,},\s+(?P<subject>he|"
    r"she|it|they|his|her|its|their)\b"
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
        "immediately right at least a an day hour week month year minute seven eight nine ten four five six "
        "days weeks months hours years"
    )
)
_THEM = re.compile(r"\b(?:they|them|themselves|their)\b", re.IGNORECASE)
_ONE = r"(?:person|child|kid|student|patient|parent|victim|\w+(?:er|or|ist|ant|ee|an))"
# Whom or what "they" can be: several, a body of people, or anybody.
_SEVERAL = re.compile(
    r"\b(?!(?:was|has|is|this|his|as|its|us|says|does|goes|yes|thus|plus|across|always|perhaps|"
    r"news)\b)\w{2,}[^\W'’s]s\b|"
    rf"\w(?:ss|us)es\b|\ban?\s(?:[\w-]+\s){{0,2}}?{_ONE}\b|"
    r"\b(?:people|men|women|children|police|and|everyone|anyone|nobody|somebody|someone|any|each|every|mice|youth|"
    r"who|team|company|family|club|party|government|union|band|crew|group|couple|army|council|side|public|staff|"
    r"military|"
    r"pair|duo|trio|none|both|many|most|[A-Z]{2,})\b",
)

# "Critics called it"; "officials say it is": several people are no "it".
_OTHERS_IT = re.compile(
    rf"(?:[\w’'-]+\s){{0,4}}?(?:critics|officials|authorities|experts|prosecutors|scientists|analysts|supporters|opponents|"
    rf"fans|doctors|lawyers|investigators|researchers|witnesses|residents|others|police)\s(?:\w+ly\s)?"
    rf"(?:{'|'.join(sorted(english.SAYING))}|portrayed|called|described|believe|think|saw|dismissed|praised|hailed|found)\s(?:that\s)?(?P<it>it)\b",
    re.IGNORECASE,
)
_SEVERAL_OF_IT = re.compile(
    r"(?:Resorts|Towns|Cities|Villages|Beaches|Hotels|Shops|Streets|Areas|Parts|Members|Players|Fans|Workers|"
    r"Officials)\s(?:in|on|at|from|along|near|across|around|of)\s(?P<its>its)\b"
)  # "Resorts on its coast"
_OF_IT = re.compile(
    r"\b(?:listen|object|agree|get used) to it(?=\.?$)|\b(?:none|all|most|some|much|part|enough) of it(?=\.?$|,)"
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
_OFFICE = r"(?:[A-Z]\w+\s)?(?:Office|Ministry|Department|Council|University|Committee|Commission|Agency|Court)\b"
_AT_FIRST = re.compile(
    r"(?:they|these|those|this|that|because|which|or)\b(?!\s(?:who|which|is (?:a|the)\b.*\bwho\b))", re.IGNORECASE
)
_NAME = re.compile(
    rf"(?<=[\w,;:’”\"] )[“\"‘(]?(?!\w+(?:ians|ans|ists)\b)(?!{_OFFICE})[A-Z][\w’'.-]*[a-z]\b(?!\s(?:{_BODY}|{_OFFICE}))"
)
# Words for people, by their endings; what only looks like them stands before.
_PEOPLE = (
    r"(?!(?:har|su|hum)bou?r|\w*(?:paper|letter|river|water|tower|power|number|cent(?:er|re)|order|matter|chapter|border|"
    r"corner|computer|offer|answer|error|motor|sector|factor|floor|door|colou?r|poster|charter|trailer|theater|weather|"
    r"disaster|encounter|dinner|copter|summer|winter|quarter|master|twitter|gender|shoulder|rumou?r|fever|cancer|flower|"
    r"monster|over|under|after|other|former|later|earlier|closer|larger|bigger|higher|lower|longer|rather|either|never|ever|"
    r"major|minor|interior|exterior|senior|junior|prior)s?\b)"
    r"(?:\w+(?:er|or|ist|ian|yst|man|woman|person|boy|girl|ess)|boy|girl|child|baby|kid|teen|king|queen|pope|prince|chief|"
    r"head|star|captain|coach|pilot|friend|son|wife|husband|uncle|aunt|cop|guard|boss|nurse|guy|lad|bride|groom|victim|"
    r"suspect|clerk|thief|hero|widow|monk|nun|priest|imam|spy|slave|athlete|ally|aide|general|native|diplomat|candidate|"
    r"graduate|relative|toddler|cook|host|guest|fan|twin|hostage|chef|American|Briton|German|Russian|Italian|mum|mom|dad|dog|"
    r"cat|horse|pup|puppy|model|male|female|adult|intern|recruit|militant|detective|parent|student|resident|agent|opponent|"
    r"client|patient|president|superintendent|correspondent|dissident|assistant|defendant|merchant|migrant|immigrant|"
    r"occupant|applicant|servant|lieutenant|sergeant|accountant|consultant|participant|contestant|infant|tenant|employee|"
    r"refugee|trainee|referee|attendee|\d+[ -]year[ -]old)s?"
)
_NOUN = re.compile(
    rf"\b(?:an?|the|one|another|each|every|no|his|her|their|its|my|two|three)\s(?!{_BODY})(?:[\w’'-]+\s){{0,3}}?(?!{_BODY}){_PEOPLE}\b|"
    rf"\b(?:man|woman|boy|girl|mother|father|everyone|anyone|nobody|someone|somebody|no one|people|men|women)\b",
    re.IGNORECASE,
)
# At the head of a sentence these are no name of one person, though they are written with a capital.
_NO_PERSON = re.compile(
    rf"U\.S\.|U\.N\.|U\.K\.|US |UK |UN |[A-Z]{{2,}}['’]s |[A-Z]\w+\s{_BODY}|"
    r"(?:Records|Documents|Reports|Figures|Photos|Images|Footage|Videos?|Tests|Polls|Studies)\s|"
    r"(?!Carmen\b)\w{3,}(?:ists|ers|ors|ians|ants|ents|ees|men|ials|ives)\b"
)
_NO_NAME = (
    english.PREPOSITIONS
    | english.CONJUNCTIONS
    | english.DETERMINERS
    | english.word_set(
        "police officials authorities prosecutors doctors witnesses experts sources investigators according "
        "reports lawyers people critics friends neighbors neighbours just even only not perhaps maybe still also "
        "then now today yesterday all it i we you they he she good bad great somehow sadly suddenly recently "
        "initially eventually apparently clearly obviously surprisingly often nothing something everything "
        "anything part much"
    )
)
# A quotation, and no more beside it than who said it.
_QUOTATION = re.compile(
    r"[\"“‘'](?P<first>[^\"“”]+?),[\"”’']\s[^,.:“\"]{2,60}\.$|[^,:“\"]{2,80}:\s?[\"“‘'](?P<last>[^\"“”]+?)[\"”’']?$"
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
    participle = _PARTICIPLE_PHRASE.match(start)
    if participle:
        return participle["subject"]
    bare = _BARE_PHRASE.match(start)
    if bare and not _NOBODY.match(start, bare.end() - len(bare.group().split()[-1])):
        return bare.group().split()[-1].lower()
    return _behind_phrase(start)


def _behind_phrase(start: str) -> str:
    """Give the pronoun that is the subject behind an opening phrase without a name; `""` without."""
    phrase = _OPENING_PHRASE.match(start)
    if phrase is None:
        return ""
    subject = phrase["subject"].lower().replace("’", "'")
    before = start[: phrase.start("subject")]
    if subject == "they" and _ANYBODY.search(before):
        return ""
    named = re.search(r"\s[A-Z]\w+", _PLACED.sub("", _CALENDAR.sub("", before)))
    unseen = start[1:].islower() and english.has_verb(before)  # its names have no capitals
    source = subject == "it" and _SOURCE.match(start)  # whoever says it is no "it"
    return subject if subject.partition("'")[0] in _POINTING and (source or not (named or unseen)) else ""


def unheld(outside: str) -> str:
    """Give a "they" or "it" before which nothing is told of that it can be; `""` without.

    >>> unheld("While most of them paid, Voss did not."), unheld("The towns say they paid.")
    ('them', '')
    """
    for place, word in enumerate(found := english.words(outside)):
        if word in _THINGS and all(before in _EMPTY for before in found[:place]):
            nothing = _IMPERSONAL.search(outside) or _NOBODY.search(outside)
            if word == "it" and nothing:
                break
            return word
    others = _OTHERS_IT.match(outside) if "it" in outside.lower() else None
    if others and not _NOBODY.match(outside, others.start("it")):
        return "it"
    several = _SEVERAL_OF_IT.match(outside)
    if several:
        return several["its"]
    if (" of it" in outside or " to it" in outside) and _OF_IT.search(outside):
        return "it"
    them = _THEM.search(outside)
    return them.group() if them and not _SEVERAL.search(outside[:1].lower() + outside[1 : them.start()]) else ""


def unnamed(outside: str) -> str:
    """Give a "he" or "she" before which nobody is told of; `""` without.

    >>> unnamed("Police say he fled."), unnamed("Voss says she fled."), unnamed("Before he fled, Voss paid.")
    ('he', '', '')
    """
    found = _PERSON.search(outside)
    if found is None or (_somebody(outside[: found.start()], outside) and not _OTHER.match(outside)):
        return ""
    later = _LATER.match(outside)
    if later and later.end() > found.start() and re.search(r"[A-Z]\w", outside[later.end() :]):
        return ""
    return found.group()


def quoted(text: str) -> str:
    """Give a "he" or "she" within a quotation that is all of the line, and names nobody; `""` without.

    >>> quoted("“He paid at once,” Voss said."), quoted("“Lee said he paid,” Voss said.")
    ('he', '')
    """
    match = _QUOTATION.fullmatch(text)
    if match is None:
        return ""
    said = match["first"] or match["last"]
    found = _PERSON.search(said.lower()) or _AT_FIRST.match(said)
    if found is None:
        return unheld(said)
    return "" if found.start() and _somebody(said[: found.start()], said) else found.group().lower()


def _somebody(before: str, whole: str) -> bool:
    """Tell whether somebody is told of whom a later pronoun can stand for."""
    first = first_word(before)
    capital = before.lstrip("\"“‘'(")[:1].isupper()
    named = capital and first not in _NO_NAME and not _NO_PERSON.match(before)
    # In a text without capitals a name looks like any word: a noun or two may be one.
    unseen = whole[1:].islower() and len(set(english.words(before)) - _NO_NAME - english.SAYING) > 2  # noqa: PLR2004
    return named or unseen or bool(_NAME.search(before) or _NOUN.search(before))
