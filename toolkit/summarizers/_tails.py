"""Cuts at the end of a sentence: what trails behind a main clause that is complete without it.

All of them stop before an appended speaker, which stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks import _english as english
from toolkit.checks._ends import last_word
from toolkit.checks._sieve import holds
from toolkit.sentences import words as count_words
from toolkit.summarizers._cut import DATE, DAY, SAYING, YEAR, Cut, complete, counts, end, resumes

_RELATIVE = re.compile(
    r",\s+(?:(?:(?:most|many|some|one|two|both|all)\s+of|in|of|for|with|to|on|at|from|by)\s+)?(?:which|who|whose|whom|where|when)(?:['’](?:s|ve|d|re))?\s"
)
_GOES_ON = re.compile(r",[”\"]?\s+(?:to|by|for|from|with|in|at|on|into|as|of|not|but)\s")  # what hangs on the main verb
_DESCRIPTION = re.compile(r"(?<=\w),\s+(?:a|an|the|former)\s+[^,;:]+$")
_NAMED = re.compile(r"(?:[A-Z][\w’'-]+|\b(?:his|her|their)\s[a-z]+)$")  # a name, or "her father", whose name may go
_LIST_BEFORE = 60  # code points: a comma this near before a ", the …" may mean a list
_TAIL = re.compile(
    r",\s+(?:(?:\w+ly\s|also\s|best\s)?(?:surrounded|accompanied|followed|joined|flanked|supported|based|located|situated|"
    r"cataloged|catalogued|described|known|named|called|dubbed|nicknamed|made up)\s(?:by|as|in|on|at|of|after|"
    r"near)\s|(?:\w+ly\s|even\s|first\s|then\s)?(?P<participle>\w+ing)\s|(?P<measure>more|less)\s+than\s|"
    r"(?:an?\s+(?:day|week|month|year)|(?:days|weeks|months|years))\s+(?:after|before)\s|including\s|although\s|though\s|while\s|after\s|as\s|despite\s|because\s|"
    r"amid\s|following\s|before\s|with\s|just\s|even as\s|"
    r"(?P<share>many|most|some|several|all|both)\s+of\s+(?:them|the\s+\w+)\s|a\s+move\s|something\s|in\s+(?:a|an|his|her|its|their)\s)"
)
_AS_WELL = ", as well as "  # what follows belongs to the list before it
_ADJECTIVE = re.compile(
    r"\ban?\s(?!constable|vegetable)[a-z-]{2,}(?:ible|able|ful|ous|less)$"
)  # "an inflexible, unbending law"
_LISTED = re.compile(r",\s(?:than|and|or|but)\s")  # the stretch may hold the end of what stands before it
# Without a comma ("by using words like …") the examples say which ones, and stay.
_EXEMPLARY = ("including", "among", "such", "notably")
_EXAMPLES = re.compile(r",\s+(?:including|among\s+them|such\s+as|notably)\s")
_MEETING = re.compile(
    r"\s\s*(?:(?:during|at|in)\s+(?:a|an|the|his|her|their|its)\s+(?:\w+\s+){0,2}(?:meeting|talks|call|visit|interview|"
    r"speech|hearing|ceremony|summit|conference|briefing)\b|when\s+(?:he|she|they)\s+(?:met|spoke|visited|addressed|"
    rf"appeared|testified)\b|at\s+{DAY}['’]s\s(?:[\w’'-]+\s){{0,3}}?(?:show|game|match|meeting|event|hearing|debate|ceremony|"
    r"conference|final|race)\b)[^,]*$"
)
_SECOND_CLAUSE = re.compile(r"[,;\s](?:(?<=,)\s+and\s+|(?<=;)\s+|(?<=\s)\s*and\s+(?=(?:he|she|they|it)(?:['’]s)?\s))")
_SECOND_VERB = re.compile(r"[,\s](?:(?<=,)\s+|(?<=\s)\s*)and\s+(?:(?:then|later|often|\w+ly)\s+)?(?P<verb>\w+)\s")
_PAIRED = re.compile(r"\b(?:both|between|either|not)\b")
_TWO_ADJECTIVES = re.compile(
    r"(?<=\ba\s)[a-z-]+,\s(?!(?:an?|the|one|two)\b)(?=[a-z-]+\s(?!and\b|or\b))"
)  # "a long, troubled history" is no list
_BUT = re.compile(r",\s+but\s+")
_LATE = re.compile(
    r"\s\s*(?:(?:after|while|since|amid|following)\b\s*|in\s+the\s+wake\s+of\s+|"
    r"as\s+(?=(?:the|both|he|she|they|it|its|their|his|her)\s)|before\s+(?=\w+ing\s)|"
    r"in\s+(?:order|an?\s+(?:attempt|effort|bid))\s+to\s)"
)
_LATE_DATE = re.compile(
    rf"\s\s*(?:(?:on|in|late|early|earlier|later|at)\s+)?(?:(?:late|early|on)\s+)?(?:{DAY}|{DATE}|\d{{4}}|"
    rf"the\s+(?:end|beginning|start|middle)\s+of\s+{DATE}|"
    r"(?:this|last|earlier this|later this|the end of the|the)\s+(?:week|month|year|season|morning|afternoon|evening|"
    r"night|weekend|spring|summer|fall|autumn|winter)|recent\s+(?:days|weeks|months|years))$"
)
# What a date ends on, but for digits.
_DATED = (
    *english.MONTHS.replace("\\", "").split("|"),
    *english.word_set("day morning afternoon evening night week weekend month year season spring summer fall autumn"),
    *english.word_set("winter days weeks months years"),
)
_HOLDS_DATE = english.PREPOSITIONS | english.DETERMINERS | english.CONJUNCTIONS | {"come"}
_LONGEST_DATE = 100  # code points
_LONGEST_MEASURE = 12  # code points
_SOURCE = re.compile(
    r"\s(?P<before>[a-z]+)(?P<cut>\s+(?:released|published|filed|issued|obtained|conducted|posted)\b[^,“\"]*)(?=[.]$)"
)
_OCCASION = re.compile(
    rf"\b(?:{SAYING})(?:\s+(?:reporters|journalists|CNN|[A-Z][\w’']+))?(?P<cut>\s+(?:in|at|during|via|through|on)\s(?:[^,“\"\s]+\s+){{0,4}}"
    rf"(?:statement|interview|conference|briefing|email|tweet|letter|report|speech|post|video|twitter|facebook|instagram|"
    rf"blog|website|program|programme|show|hearing|memo|press release|message|{DAY})\b[^,“\"]*)"
    r"(?=[.]$)"
)
_OBJECTS = english.word_set("him her it them")
_FULL = 7  # words: "wait and see" is one thing done, and "He left after" tells nothing
# Beside one of these, what comes "after" may be its condition ("agreed to resign after").
_CONDITIONED = re.compile(
    r"\b(?:will|would|can|could|may|might|must|should|only|"
    r"(?:agree|promise|vow|plan|want|hope|decide|pledge|threaten|expect|ask|order|urge|continue|wait|intend|offer|seek|try|"
    r"prepare)(?:s|d|ed|ing)?\s+(?:\w+\s+){0,3}to|(?:tried|due|set|ready|able|likely|going|told|forced|have|has|had)\s+to)\b",
    re.IGNORECASE,
)
# "has risen since", "is known as": what follows belongs to the verb.
_GROWN = re.compile(
    r"\b(?:has|have|had|['’]s|['’]ve)\s(?:\w+ly\s)?(?!been\b)\w+(?:ed|en|wn)\ssince$|"
    r"\b(?:is|are|was|were|been)\s(?:\w+\s)?(?:recognized|known|described|seen|regarded|named|viewed|hailed|treated)\b"
    r"[^,]*\sas$"
)
_SUPERLATIVE = re.compile(
    r"\bthe\s(?:\w+\s){0,2}?(?!\w*(?:prot|arr|for|requ|inter|gu|cont|harv|qu|pri)est\b)(?:\w{2,}est|most|least|best|worst|first|last|only)\b[^,]*$"
)  # "the closest vote since"
_PHRASE_BEFORE = re.compile(
    r",\s(?:despite|with|amid|because of|following|thanks to)\s"
)  # what a participle may belong to
_HURT = re.compile(
    r"^(?:In \w+, )?(?:[\w-]+\s){1,6}(?:was|were|are|is|have been|has been)\s(?:\w+\s)?(?:killed|injured|hurt|"
    r"wounded|arrested|dead|dealt a blow)\b"
    r"(?!.*\s(?:in|at|near)\s)"
)
# Before "after" these are its measure ("two days after"), or its verb ("named after").
_MEASURE = re.compile(
    r"\b(?:days?|hours?|weeks?|months?|years?|minutes?|moments?|decades?|century|centuries|shortly|soon|long|immediately|right|just|even|and|or|"
    r"named|modell?ed|styled|look(?:s|ed|ing)?|takes?|took|taking|sought|runs?|ran|running|go|goes|going|went|come|comes|"
    r"coming|came|get|gets|getting|got|be|been|being|chas(?:e|es|ed|ing)|dealt a blow)$",
    re.IGNORECASE,
)


def relative_tail(text: str) -> Iterator[Cut]:
    """Cut a ", which …" or ", who …" that runs to the end."""
    stop = end(text)
    for match in _RELATIVE.finditer(text, 0, stop):
        clause = text[match.end() : stop]
        if complete(text[: match.start()]) and not resumes(clause) and not _GOES_ON.search(clause):
            yield Cut(match.start(), stop, "relative clause cut")


def description_tail(text: str) -> Iterator[Cut]:
    """Cut a description that runs to the end, behind a name."""
    stop = end(text)
    comma = text.rfind(",", 0, stop)
    if comma >= 0 and _DESCRIPTION.match(text, comma, stop):
        before = text[:comma]
        if _NAMED.search(before) and "," not in before[-_LIST_BEFORE:] and complete(before):
            yield Cut(comma, stop, "description cut")


def occasion(text: str) -> Iterator[Cut]:
    """Cut what the appended speaker carries along: the occasion, or when a source was published."""
    start = english.attribution(text)
    if start is None:
        return
    match = _OCCASION.search(text, start)
    if match:
        yield Cut(match.start("cut"), match.end("cut"), "place of the statement cut")
    source = _SOURCE.search(text, start) if text.startswith("according", start + 2) else None
    if source and source["before"] not in english.PRONOUNS:  # "the lawsuit she filed"
        yield Cut(source.start("cut"), source.end("cut"), "date of the source cut")


def late_date(text: str) -> Iterator[Cut]:
    """Cut a date that ends a statement; a year stays, and beside a number all do: it may hold for that time alone."""
    stop = end(text)
    dated = text.endswith(_DATED, 0, stop) or text[:stop][-1:].isdecimal()
    match = _LATE_DATE.search(text, max(0, stop - _LONGEST_DATE), stop) if dated else None
    if match is None or YEAR.search(match.group()):
        return
    before = text[: match.start()]
    if last_word(before) in _HOLDS_DATE:
        return
    if complete(before) and not counts(before):
        yield Cut(len(before.rstrip(", ")), stop, "date cut")


def tail(text: str) -> Iterator[Cut]:
    """Cut what trails behind a comma: "leaving …", "after …", "including …"."""
    stop = end(text)
    for match in _TAIL.finditer(text, 0, stop):
        participle, before = match["participle"], text[: match.start()]
        if participle and not english.is_participle(participle.lower()):
            continue
        rest = text[match.end() : stop]
        if participle and re.match(r"(?:and|or)\b", rest):
            continue  # "maps, shopping and travel" is a list
        if _LISTED.search(rest) or resumes(rest) or not complete(before) or english.is_participle(last_word(before)):
            continue
        if text.startswith(_AS_WELL, match.start()) or _ADJECTIVE.search(before):
            continue
        if match["measure"] and english.has_verb(rest):
            continue  # "more than 20 ships were lost" may be the sentence itself
        if match["share"] and english.has_main_verb(rest):
            continue  # "many of the people fled" is the sentence itself
        if _HURT.search(before) or (participle and _PHRASE_BEFORE.search(before)):
            continue
        yield Cut(match.start(), stop, "tail cut")


def examples(text: str) -> Iterator[Cut]:
    """Cut a whole list of examples at the end (", including A, B and C")."""
    stop = end(text)
    for match in _EXAMPLES.finditer(text, 0, stop) if holds(text, _EXEMPLARY) else ():
        if complete(text[: match.start()]) and not resumes(text[match.end() : stop]):
            yield Cut(match.start(), stop, "examples cut")


def meeting(text: str) -> Iterator[Cut]:
    """Cut the meeting or visit at which something was done ("during a call with …")."""
    stop = end(text)
    match = _MEETING.search(text, text.rfind(",", 0, stop) + 1, stop)
    if match and complete(text[: match.start()]):
        yield Cut(match.start(), stop, "occasion cut")


def second_clause(text: str) -> Iterator[Cut]:
    """Cut a second main clause behind ", and" or a semicolon."""
    stop = end(text)
    for match in _SECOND_CLAUSE.finditer(text, 0, stop) if "and" in text or ";" in text else ():
        before = text[: match.start()]
        last = before.rpartition(", ")[2]  # behind an opening; a list may go on behind any other comma
        if ";" in before or before.endswith((",”", ',"')) or not (complete(before) and complete(last)):
            continue
        after = english.words(text[match.end() : stop])
        if not after or english.is_finite(after[0]) or english.is_participle(after[0]):
            continue
        named = text[match.end()].isupper() or after[0] in english.DETERMINERS
        if any(english.is_finite(word) for word in (after[1:6] if named else after[1:2])):
            yield Cut(match.start(), stop, "second clause cut")


def second_verb(text: str) -> Iterator[Cut]:
    """Cut a second thing the same subject did ("and urged …")."""
    stop = end(text)
    for match in _SECOND_VERB.finditer(text, 0, stop) if "and" in text else ():
        before, verb = text[: match.start()], match["verb"].lower()
        if not english.is_finite(verb) or verb in english.UNMARKED:
            continue
        paired = _PAIRED.search(before)
        last = _TWO_ADJECTIVES.sub("", _BUT.split(before)[-1])
        if paired or ", " in last or "," in text[match.start() + 1 : stop]:
            continue
        shared = english.is_finite(last_word(last))  # "shot and killed two men" has one object for both
        if not shared and _tells(last):
            yield Cut(match.start(), stop, "second verb cut")


def late_clause(text: str) -> Iterator[Cut]:
    """Cut an "after …" or "while …" that ends a plain statement of what happened."""
    stop = end(text)
    for match in _LATE.finditer(text, 0, stop):
        before = text[: match.start()]
        # Where people were hurt and no place is told, what follows is the news.
        bound = _MEASURE.search(before, max(0, len(before) - _LONGEST_MEASURE)) is not None
        bound = bound or any(map(english.is_negation, english.words(before)))
        bound = bound or _SUPERLATIVE.search(before) is not None
        bound = bound or _GROWN.search(text[: match.end()].rstrip()) is not None
        bound = bound or any(pattern.search(before) for pattern in (_HURT, _CONDITIONED))
        whole = english.has_verb(text[match.end() : stop]) and last_word(before) not in _OBJECTS
        alone = not match.group().strip().startswith("as") or whole  # "named him as the man who left" is none
        if alone and not bound and not counts(before) and _tells(before):
            yield Cut(len(text[: match.start()].rstrip(", ")), stop, "late clause cut")


def _tells(text: str) -> bool:
    return complete(text) and count_words(text) >= _FULL
