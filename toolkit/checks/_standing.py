"""What keeps an English sentence from standing alone as a bullet, one function a rule.

Each function is given the sentence and what of it stands outside quotation marks, and gives the words that show the
fault, `""` where there is none. There is no parser behind them, only word lists and patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

from toolkit.checks import _english as english
from toolkit.checks import _leaning as leaning
from toolkit.checks import _marks as marks
from toolkit.checks import _not_news as not_news
from toolkit.checks import _pronouns as pronouns
from toolkit.checks import _slips as slips
from toolkit.checks import _vague as vague
from toolkit.checks import _verbs as verbs
from toolkit.checks._beginning import NOTHING, told
from toolkit.checks._ends import last_word
from toolkit.checks._sieve import Sieve, holds
from toolkit.sentences import words as count_words

LEAST = 6
"""Words: what is shorter tells too little; with a number, one less does."""

_SAYING = "|".join(sorted(english.SAYING))
_END = re.compile(r"[.!…][\"”’'»)\]]*$")
_DOTS = re.compile(r"\w(?:\.{3}|\s?…)\s[a-zA-Z]\w*")
_CUT_OFF = re.compile(r"[,;:—–-][\"”’'»)\]]*\W*$|(?:\.{3}|…)[\"”’'»)\]]*$")
_BEGINNING = re.compile(r"\u200e?[\"“‘'«(\[]*(?=[^\W_])[^a-zß-öø-ÿ]|[\"“‘'«(\[]*[$£€]\d|(?:e|i)[A-Z]")
_RELATIVE = re.compile(
    r"\b(?:who|which|whose|whom|(?<!^after )that(?! (?:person|man|woman|day|year|time)\b))\b", re.IGNORECASE
)
_PICTURED = re.compile(
    r"(?P<subject>(?:[\w’'-]+\s){2,7}?)[a-z]{2,}ing\s.*\sas (?:he|she|they|it)\s"
)  # "Voss leaving court as she …"
# "Voss with the prize for all she has done": the verb is only that of what she did.
_HOLDING = re.compile(r"(?:[\w’'-]+\s){1,3}with\s[^,]*?(?=\s(?:he|she|they|it)(?:['’]\w+)?\s)")
_FIRST_PAST = re.compile(r"^[A-Z]\w+ed\s")  # a sentence has its subject first: "Salted caramel" has no verb
_ONLY_SUBORDINATE = re.compile(
    r"(?:(?:Not|Even|Especially|Just|Only|Simply|Perhaps|Particularly|And|But)\s)*(?:even\s)?"
    r"(?:after|before|when|because|if|although|though|while|since|until|unless|which|who|whose|where|to)\s[^,:]+$",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:Don(?:'|’)t|Do not|Never|Try|Remember|Imagine|Consider|Forget|Look|Take|Make|Let|Think|Call|Ask|Go|Get|"
    r"Keep|Stop|"
    r"Put|Bring|Come|Give|Check|Choose|Add|Use)\s(?!(?:Me|That|Two|A|That)\b)(?=[a-z])|Watch\sfor\s"
)
_LATE_ORDER = re.compile(r"[A-Z][^,\"“‘']+, imagine\s(?=[a-z])")  # "Instead of bees, imagine …"
_CONTACT = re.compile(
    r"(?:A|An|The|One|Something|Someone|Somebody|Everything)\s(?:[\w’'-]+\s){0,4}?[\w’'-]+\s(?:he|she|they|it|we|"
    r"I|you)\s[^,:]+$"
)  # "A place she never wanted to see."
_HEADLINE = re.compile(
    r"(?:(?:At least|More than|Some|About|Nearly|Up to)\s)?(?:[\d,]+|[A-Z]\w+)\s"
    r"(?!(?:was|were|is|are|got|gets|have|has|had|later|then|also|never|who|that)\s)"
    r"\w+\s(?:killed|injured|wounded|hurt|arrested|missing)\b"
    r"(?!\s(?:a|an|the|two|three)\b)|[A-Z][a-z]+\s(?:arrested|accused|charged|jailed|sentenced)\s(?:for|of|with|after|over)\b|"
    r"[A-Z]\w+\snot\s\w+ed\b"
)  # "Forty people killed"
_NO_SUBJECT = re.compile(
    r"(?:Looks|Sounds|Seems)\s(?:like|as)\b|"
    r"(?:May|Might|Must)\s(?:be|have|not)\b|(?:Is|Was|Has|Had)\s(?:a|an|the|been|not|also)\b"
)
_MISPLACED = re.compile(
    r"['’]\s(?:(?<=[:;].\s)\w|(?<=\w.\s)\w+\s['‘]\w)|,[\"”]\s(?:About|In|On|At|The|It|But|And|When|For|He|She|They|After|Since|As)\s"
)  # said:' he left; effectively' closing 'it; “Farewell,” About ten years ago
_ASKING = re.compile(
    r"(?:Could|Would|Should|Can|Does|Did|Do|Are|Were|Is|Was)\s(?:[A-Z]|the\s|a\s|he\s|she\s|they\s|it\s|we\s|you\s)"
)
_STRAY, _SINGLE = re.compile(r"[.!?,]['’]$"), re.compile(r"(?:^|[\s(\[\"“—–-])['‘]")
_BECAUSE = re.compile(rf"(?:[Jj]ust\s)?[Bb]ecause\s(?!of\b)[^,]+(?:,\s(?:[\w’']+\s){{1,3}}(?:{_SAYING}))?\W*$")
_NEVER_CLOSED = re.compile(
    r"(?::|\bsaid,?|\bsays,?|\bsaying,?)\s['‘](?!\d0s|t(?:is|was|il)\b|em\b)\w(?!.*['’](?:\s|$|[.,;:?!)—–\"”]))"
)
_ASIDE, _DASH = re.compile(r"\s(?:--|—|–)\s.*?\s(?:--|—|–)\s"), re.compile(r"\s(?:--|—|–)\s")
_TURNED = re.compile(r"[^:“\"]{2,80}: [“\"]")  # a speaker, a colon, and what is quoted
_HALF_LIST = Sieve(
    (
        "including|such as|among them|notably|namely",
        r"\b(?:including|such as|among them|notably|namely)\s(?!.*\b(?:and|or)\b)[^,;]+(?:,\s[^,;]+)+\W*$",
    ),
    (
        "oth|ither|etween",
        r"\b(?:[Bb]oth|[Ee]ither|[Nn]either|[Bb]etween)\s(?!\w+\s(?:of|sides?|parties|countries|houses|men|women|teams)\b)"
        r"(?=[A-Z])[\w’'-]+(?:\s[A-Z][\w’'-]+)*\W*$",
    ),
    ("and|or", r"\b(?:and|or|nor),?\W*$"),
)
_SPEAKING = rf"(?:{_SAYING}|asks?|asked|thinks|believes|cried|shouted|urged|quoted|continued|answered|concludes)"
_BARE_SPEAKER = re.compile(
    rf"[,?!][\"”’']*\s+(?:he|she|they|it|i|we)\s+(?:\w+ly\s+)?{_SPEAKING}\b|"
    rf"[,?!][\"”’']*\s+{_SPEAKING}\s+(?:he|she|they)\b|"
    rf"[,?!][\"”’']+\s+(?:one|another|a|some)(?:\s[a-z-]+){{0,5}}\s{_SPEAKING}\b|[,?!][\"”’']+\s+(?:read|reads|said|says)\s(?:one|another|some)\b|"
    rf"[\"”’'],?\s+the\s(?:recruiter|lawyer|doctor|girl|boy|student|driver|mother|father|resident|neighbou?r|singer|actor|"
    rf"actress|star|coach|judge|prosecutor|suspect|victim|teen|teenager|player|author|professor)\s(?:{_SPEAKING}|begins)\b|"
    rf",[\"”’']*\s+the\s(?:official|source|spokesman|spokeswoman|spokesperson|officer|man|woman|witness|expert)s?\s{_SPEAKING}\b",
    re.IGNORECASE,
)


def short(text: str, outside: str) -> str:  # noqa: ARG001
    """Find a line of fewer words than can tell anything."""
    return text if count_words(text) < LEAST - any(map(str.isdigit, text)) else ""


def ending(text: str, outside: str) -> str:
    """Find an end that is none: no full stop, or a colon, a comma, a dash or three dots; within a line, too."""
    dots = _DOTS.search(outside) if "..." in outside or "…" in outside else None
    if dots:
        return dots.group()
    if _END.search(text) and not _CUT_OFF.search(text):
        return ""
    return (text.split() or [""])[-1]


def dangling(text: str, outside: str) -> str:  # noqa: ARG001
    """Find a last word that asks for more, at the end or before the appended speaker."""
    start = english.attribution(text)
    for part in (text, "" if start is None else text[:start]):
        last = last_word(part)
        if last in english.OPEN_ENDED and not part.rstrip().endswith(("?", "…")):
            return last
    return ""


def half_list(text: str, outside: str) -> str:  # noqa: ARG001
    """Find a list that breaks off before its last member."""
    found = _HALF_LIST.search(text)
    return found.group() if found else ""


def open_mark(text: str, outside: str) -> str:  # noqa: ARG001
    """Find half a quotation, or a bracket without its partner."""
    if _MISPLACED.search(text) or _NEVER_CLOSED.search(text) or (_STRAY.search(text) and not _SINGLE.search(text)):
        return "'"
    return "" if marks.balanced(text) else next((mark for mark in '“”«»()[]"' if mark in text), "?")


def verb(text: str, outside: str) -> str:
    """Find that no finite verb is there, or only that of a relative clause."""
    told = text if _TURNED.match(text) else outside or text
    told = _DASH.split(_ASIDE.sub(" ", told))[0]  # a clause behind a dash, or between two, is no main clause
    told = _FIRST_PAST.sub("", told)
    caption = _PICTURED.match(told)
    holding = _HOLDING.match(told)
    nouns = [part for part in (caption and caption["subject"], holding and holding.group()) if part]
    if any(not english.has_verb(part) and not verbs.has_present(part) for part in nouns):
        return text
    if _BECAUSE.match(told) or _NO_SUBJECT.match(text):
        return text
    bare = _ONLY_SUBORDINATE.match(told) or _CONTACT.match(told) or _HEADLINE.match(told)
    if bare and _verb_groups(told) < 2:  # noqa: PLR2004 - one is its own
        return text
    relative = _RELATIVE.search(told)
    # The verb of "The mayor, who is demanding a ferry." is not its own.
    alone = relative is not None and not english.has_verb(told[: relative.start()])
    found = _verb_groups(told) > 1 if alone else english.has_verb(told)
    return "" if found or verbs.has_present(told) else text


def _verb_groups(text: str) -> int:
    """Count finite verbs; an auxiliary and its participle are one."""
    found = ["", *(word if english.is_finite(word) or verbs.third(word) else "" for word in english.words(text))]
    helping = english.AUXILIARIES
    pairs = pairwise(found)
    return sum(bool(word) and (not before or (word in helping and before not in helping)) for before, word in pairs)


def beginning(text: str, outside: str) -> str:  # noqa: ARG001
    """Find a start that is none of a sentence's: a small letter, or a stray mark."""
    return "" if _BEGINNING.match(text) else (text.split() or [""])[0]


def pronoun(text: str, outside: str) -> str:
    """Find a pronoun that stands for somebody named in an earlier sentence."""
    return pronouns.opening(text) or pronouns.unnamed(outside) or pronouns.unheld(outside) or pronouns.quoted(text)


def connective(text: str, outside: str) -> str:  # noqa: ARG001
    """Find an opening that ties the sentence to an earlier one."""
    return leaning.leaning(text)


def speaker(text: str, outside: str) -> str:
    """Find a quotation of nobody, or of "he" and "she"."""
    bare = _BARE_SPEAKER.search(text)
    if bare:
        return bare.group().lstrip(",?!\"”’' ")
    if (
        text[:1] in "\"“‘'«"
        and not re.search(rf"\b{_SPEAKING}\b", outside)
        and not english.has_verb(outside)
        and not verbs.has_present(outside)
    ):
        return text[:1]
    return ""


def first_person(text: str, outside: str) -> str:
    """Find "I", "we" or "you" outside a quotation, or an order to the reader."""
    order = _ORDER.match(text) or _LATE_ORDER.match(text)
    if order:
        return order.group()
    told = pronouns.NO_PRONOUN.sub("", outside) if holds(outside, ("us", "US", "Us", "I")) else outside
    found = [word for word in english.words(told) if word in english.PERSONAL]
    return found[0] if found else ""


def question(text: str, outside: str) -> str:  # noqa: ARG001
    """Find a question: a bullet answers."""
    asking = _ASKING.match(text)
    return "?" if "?" in text else asking.group().strip() if asking else ""


RULES: Mapping[str, Callable[[str, str], str]] = MappingProxyType(
    {
        "short": short,
        "beginning": beginning,
        "ending": ending,
        "dangling": dangling,
        "half list": half_list,
        "open mark": open_mark,
        "verb": verb,
        "slip": slips.slip,
        "pronoun": pronoun,
        "connective": connective,
        "speaker": speaker,
        "first person": first_person,
        "question": question,
        "subject": vague.subject,
        "empty": vague.empty,
        "teaser": not_news.teaser,
        "notice": not_news.notice,
        "caption": not_news.caption,
        "byline": not_news.byline,
    }
)
"""By name, in the order faults are told."""


def faults(sentence: str, known: frozenset[str] = NOTHING) -> dict[str, str]:
    """Name what a sentence leaves unsaid, or lacks, with the words that show it.

    Args:
        sentence: the line.
        known: words that the reader of the headline knows, as `beginning` gives them: "the …" may point at them.

    >>> faults("He also called for calm in town."), faults("Ann Lee called for calm in the capital.")
    ({'pronoun': 'he'}, {})
    """
    text = sentence.strip()
    outside = marks.outside(text)
    found = ((name, _beside(known, name, text, rule(text, outside))) for name, rule in RULES.items())
    return {name: shown for name, shown in found if shown}


def stands(sentence: str, known: frozenset[str] = NOTHING) -> bool:
    """Tell whether a sentence has no fault; the first one found ends the search.

    >>> stands("Ann Lee called for calm in the capital.")
    True
    """
    text = sentence.strip()
    outside = marks.outside(text)
    return not any((shown := rule(text, outside)) and _beside(known, name, text, shown) for name, rule in RULES.items())


def _beside(known: frozenset[str], name: str, text: str, shown: str) -> str:
    """Give what is left of a fault, as a rule showed it, where some words are known."""
    if not shown or not told(shown, known):
        return shown
    if name == "connective":  # the first thing found is excused; what else ties the line is not
        return leaning.leaning(text, known)
    return "" if name == "subject" else shown
