"""Cuts at the head of a sentence: what ties it to an earlier one, and what leads up to its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks import _english as english
from toolkit.checks._ends import first_word
from toolkit.checks._leaning import WHICH_ONE
from toolkit.summarizers._cut import DATE, DAY, YEAR, Cut, counts, end, opens_clause, resumes

# "Instead" stays: what follows it is told as what was not expected.
_CONNECTIVE = re.compile(
    r"(?:However|Meanwhile|Moreover|Furthermore|In addition|Additionally|Nevertheless|Nonetheless|Still|Also|Besides|"
    r"Indeed|In fact|For example|For instance|Of course|After all|In turn|Similarly|Likewise|Even so|"
    r"Surprisingly|Interestingly|Naturally|Yes|Well|As a result|Therefore|Thus|Consequently|Accordingly|"
    r"In other words|So|On the other hand|Plus|And so|By contrast|In contrast|At the same time|"
    r"At the time|In the meantime|"
    r"Not surprisingly|Unsurprisingly|Surprisingly to some|Ironically|"
    r"Complicating matters|Now|To make matters worse|In short|Finally|Then|Eventually|Afterwards?|Notably|"
    r"Importantly|Crucially|Remarkably|As such|That said|Though|At first sight|At first glance),\s+|(?:But|"
    r"And)(?:,\s+|\s+)(?!for\b|then\b|so\b|if\b)"
)
_SPEAKER_NEXT = re.compile(r"\w+ (?:said|says),")  # "Furthermore, Voss said, the port …" would keep half a speaker
_ASIDE = re.compile(
    r",\s+(?:however|though|meanwhile|too|of course|in turn|therefore|moreover|then|for instance|for example|"
    r"by contrast|similarly|likewise|indeed|in fact|instead|as a result|consequently|nevertheless|nonetheless|"
    r"on the other hand),(?=\s)"
)
_LAST_ASIDE = re.compile(r",?\s+(?:too|as well)(?=[.]$)|,\s+(?:of course|though|however)(?=[.]$)")
_WHICH = (
    r"(?:after|during|despite|because of|following|since|before|amid|in addition to|besides) "
    rf"(?:the|that|this) {WHICH_ONE},\s+"
)
_POINTING = re.compile(
    rf"{_WHICH}|(?:[\w-]+\s){{1,5}}(?:later|earlier),\s+|(?:hours|days|weeks|months|years|minutes|shortly|soon)\s{_WHICH}",
    re.IGNORECASE,
)
# A label of one word is dropped only where it is no speaker ("Tracked: "); no word of a longer one may be one.
_STRAY = re.compile(r"['’”]\s+(?=\w)")
_STRAY_COMMA = re.compile(
    r"(?P<first>[A-Z][\w’'-]+)(?:\s[A-Z][\w’'-]+)?(?P<cut>,)(?=\s(?:is|are|was|were|has|have|had|will|can|could|"
    r"produced|became|began|spoke|took|gave|came|went)\s)"
)
_LABEL = re.compile(
    r"(?:[A-Z][\w’'-]+(?:\s[a-z’'-]+){1,4}|[A-Z]\w+(?:ed|ing)|"
    r"Inspirational|Confident|Viral|Dangerous|Brutal|Tragic|Disgrace|Stylish|Happy|Proud|Glamorous):\s+(?=[^\s“\"‘'])"
)
_SPEAKERS = english.word_set(
    "police official officials report reports study expert experts witness witnesses lawyer lawyers source sources "
    "mayor minister authorities attorney chief doctor doctors judge spokesman spokeswoman coroner scientists survey "
    "researchers poll author authors president prosecutor prosecutors analyst analysts critic critics statement "
    "document documents"
)
_ALSO = re.compile(r"\s+also(?=\s+\w)")
_EVEN = re.compile(r"There\s(?:is|are|was|were)(?P<cut>\s+even)\s")  # more than what was told before
_SUBORDINATE = re.compile(
    r"(?:When|While|After|Although|Though|As|Since|Because|Before|If|In|On|At|Like|Besides|Beyond)\s"
)
_TIME = re.compile(
    rf"(?:(?:on|in|by|since|late|early|earlier|later|at)\s+)?(?:(?:late|early|on)\s+)?(?:{DAY}|{DATE}(?:\s+(?:last|this)\s+year)?|\d{{4}}|"
    r"(?:this|last|the same|that|earlier this|later that|the following|the next)\s+(?:week|month|year|day|morning|"
    r"afternoon|evening|night|weekend|spring|summer|fall|autumn|winter)|recent\s+(?:days|weeks|months|years))"
    r"(?:\s+(?:morning|afternoon|evening|night))?,\s+|"
    r"(?:earlier|later|recently|now|today|yesterday|(?:last|this)\s+\w+),\s+",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"In\s+(?:a|an|the|his|her|its|their)\s+(?:\w+\s+){0,2}(?:statement|interview|speech|letter|tweet|post|email|"
    r"report|news conference|video)(?:\s+[^,]{1,60})?,\s+"
)
_CLAUSE = re.compile(
    r"(?P<opening>At|After|As|Although|Though|Despite|While|Amid|Following|Before|During|Because of|Instead of|"
    r"As well as|Along with|Thanks to|With|Within|To|(?P<participle>\w{3,}ing)|(?P<past>[A-Z]\w+ed|Born|Built|"
    r"Held))\s[^,]{8,},\s+"
)
_MEANS = re.compile(  # "To win, Voss needs …": what is needed is needed for that
    r"\b(?:must|needs?|needed|have|has|had|should|can|could|will|would|may|might|requires?|required|takes?|took)\b"
)
_NAME = re.compile(r"(?<=\w )[A-Z]\w")
_HAVE_VERB = frozenset({"As", "Although", "Though", "While"})


def connective(text: str) -> Iterator[Cut]:
    """Drop an opening that ties the sentence to the one before it ("However, ", "But ")."""
    match = _CONNECTIVE.match(text)
    if match and not _SPEAKER_NEXT.match(text, match.end()):
        yield Cut(0, match.end(), f"opening {match.group().strip(' ,').lower()!r} dropped")


def stray(text: str) -> Iterator[Cut]:
    """Drop a closing mark that the sentence before left behind ("’ The port"), and a comma behind a bare subject."""
    match = _STRAY.match(text)
    if match:
        yield Cut(0, match.end(), "stray mark dropped")
    comma = _STRAY_COMMA.match(text)
    if comma and comma["first"].lower() not in english.PREPOSITIONS and not resumes(text[comma.end("cut") :]):
        yield Cut(comma.start("cut"), comma.end("cut"), "stray comma dropped")


def label(text: str) -> Iterator[Cut]:
    """Drop the label before a colon ("Safe again: "), where a sentence follows it."""
    match = _LABEL.match(text) if ":" in text else None
    if match and _SPEAKERS.isdisjoint(english.words(match.group())) and opens_clause(text[match.end() :]):
        yield Cut(0, match.end(), "label dropped")


def also(text: str) -> Iterator[Cut]:
    """Drop the "also" or "even" that points back at an earlier sentence."""
    last = text.rstrip().endswith(("too.", "as well.", "of course.", "though.", "however."))
    aside = _ASIDE.search(text) or (_LAST_ASIDE.search(text) if last else None)
    if aside and " " in text[: aside.start()]:  # "Notably, though, the port" would lose both commas
        yield Cut(aside.start(), aside.end(), f"{aside.group().strip(' ,')!r} dropped")
    even = _EVEN.match(text)
    if even:
        yield Cut(even.start("cut"), even.end("cut"), "'even' dropped")
    match = _ALSO.search(text) if "also" in text else None
    if match is None:
        return
    before = text[: match.start()]
    paired = re.search(r"\b(?:but|not|and|or)$|\b(?:not only|not just)\b", before, re.IGNORECASE)
    # Behind another verb it may tie two things of the same sentence together.
    told = [word for word in english.words(before) if english.is_finite(word) and word not in english.AUXILIARIES]
    if not paired and (not told or _SUBORDINATE.match(before)):
        yield Cut(match.start(), match.end(), "'also' dropped")


def pointing(text: str) -> Iterator[Cut]:
    """Drop an opening that says when by something told before ("After the visit, ", "An hour later, ").

    A number may hold only for that time, so before one it stays.
    """
    match = _POINTING.match(text)
    if match and opens_clause(text[match.end() :]) and not counts(text[match.end() :]):
        yield Cut(0, match.end(), "opening that points back dropped")


def opening_time(text: str) -> Iterator[Cut]:
    """Drop an opening date, or the opening that says where something was said.

    A number may hold only for the time named, so before one the time stays.
    """
    for pattern, edit in ((_TIME, "opening date dropped"), (_STATEMENT, "place of the statement dropped")):
        match = pattern.match(text)
        if match is None or not opens_clause(text[match.end() :]):
            continue
        if pattern is _TIME and YEAR.search(match.group()):
            continue  # without its year what is past reads as news
        if pattern is _STATEMENT or not counts(text[match.end() :]):
            yield Cut(0, match.end(), edit)


def opening_clause(text: str) -> Iterator[Cut]:
    """Drop an opening "After …," or "Although …," before a main clause that names its own subject."""
    match = _CLAUSE.match(text)
    if match is None:
        return
    rest, participle = text[match.end() : end(text)], match["participle"]
    if match["opening"] in _HAVE_VERB and not english.has_verb(match.group()):
        return
    if match["opening"] == "To" and _MEANS.search(rest):
        return
    if participle and not english.is_participle(participle.lower()):
        return
    # A number may hold only for what the opening says; a later comma may mean that the opening is not over.
    named = _NAME.search(match.group()) and not _NAME.search(rest)  # only the opening says where, or whose
    # "While Lee is careful, signing her is a long shot": who signs, the opening says.
    first = first_word(rest) if match["opening"] in _HAVE_VERB else ""
    named = named or (first.endswith("ing") and english.is_participle(first))
    if opens_clause(rest) and not counts(rest) and "," not in rest and not named:
        yield Cut(0, match.end(), "opening clause dropped")
