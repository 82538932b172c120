"""Cuts within a sentence: what is set off by brackets, dashes or commas, and days."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks import _english as english
from toolkit.checks._ends import last_word
from toolkit.checks._sieve import holds
from toolkit.summarizers._cut import DASH, DAY, SAYING, Cut, complete, resumes

_PICTURE = re.compile(
    r"[,\s](?:(?<=\s)\s*\((?:[\w\s]+,\s+)?(?:left|right|middle|pictured|shown|circled|"
    r"above|below|centre|center|l-r|file photo)(?:\s[\w\s]+)?\)|"
    r"(?<=,)\s+(?:pictured|(?:seen|shown)(?=,|\s(?:here|above|below|left|right|cent(?:re|er)|in|with|at|on)\b))(?:\s[^,]{1,60})?,(?=\s))"
)
_POINTERS = ("(", "pictured", "seen", "shown")
_BRACKETS = re.compile(r"\s+\([^()]*\)")
_DASHES, _A_DASH = re.compile(DASH), re.compile(r"[—–-](?:(?<=—)|(?<=\s[–-]))")
_ASIDE = re.compile(rf"{DASH}(?:(?!{DASH}).)+{DASH}(?=\w)")
_LAST_DASH = re.compile(rf"{DASH}(?:(?!{DASH}).)+?(?=[.]$)")
_AGE = re.compile(
    r",(?<=[^\W\d],)\s+(?:(?:both\s+)?aged\s+)?\d{1,2}(?:\s+and\s+\d{1,2})?,(?=\s+[^\W\d])(?!\s+(?:of|from|in|an?|the|who|whose|a)\s)"
)
# ", 26, of Arles," before a verb.
_AGE_AND_HOME = re.compile(r",(?<=[^\W\d],)\s+\d{1,2},\s+(?:of|from)\s+[\w\s]{3,30},(?=\s+(?P<verb>[a-z]+)\s)")
_DAY = re.compile(
    rf"(?<=\w)\s+(?:late\s+|early\s+)?(?:on\s+)?{DAY}"
    r"(?=[.,]|\s+(?:that|the|an?|his|her|its|their|there|he|she|they|it|of|to|in|at|was|were|is|has|had|will|with|for|after|"
    r"when|during|near|as|by|\w{3,}ing|[a-z]{3,}ed)\b|$)|,\s+on\s+"
    rf"{DAY}(?=,)"
)
_WEEK = re.compile(r"(?<=\w)\s+(?:earlier\s+)?(?:this|last)\s+(?:week|month|year)(?=\s+(?P<verb>[a-z]+)\s)")
_STRESSING = "actually|really|truly|simply|literally|famously|understandably|very|quickly|immediately|recently"
_FILLER = re.compile(
    rf"\s+(?:even(?=\s\w+ed\b)|{_STRESSING})"
    r"(?=\s+[a-z])"
)
# After these a day is part of what they say ("last Friday", "released Thursday").
_HOLDS_DAY = (
    english.PREPOSITIONS
    | english.DETERMINERS
    | english.CONJUNCTIONS
    | {
        "next",
        "last",
        "late",
        "early",
        "black",
        "good",
        "released",
        "published",
        "issued",
        "posted",
        "dated",
        "filed",
        "later",
        "earlier",
        "midnight",
        "noon",
    }
)
_OCCASIONS = ("statement", "interview", "conference", "briefing", "email", "tweet", "report", "letter")
_SETTING = re.compile(
    rf"\b(?:{SAYING})(?:\s+(?:reporters|journalists|lawmakers|CNN|the\s+[A-Z]\w+(?:\s+[A-Z]\w+)?))?"
    r"(?P<setting>\s+(?:in|during|at|on)\s+(?!(?:\w+\s+){0,2}(?:least|most|condition|cases)\b)[^,“\"]+?)(?=\s+that\b)|"
    rf"\b(?:{SAYING})(?:\s+(?!that)[\w’'.]+){{0,4}}?"
    r"(?P<statement>\s+(?:in|during|at)\s+(?:a|an|the|his|her|its|their)\s+(?:(?:written|news|press|video|joint)\s+)?"
    rf"(?:{'|'.join(_OCCASIONS)})"
    rf"(?:\s+(?:(?:released|published|issued)\s+)?(?:on\s+)?{DAY})?)(?=[.,])"
)
_RELATIVE = re.compile(r",\s+(?:which|who|whose|whom|where)(?:['’](?:s|ve|d|re))?\s+[^,;:]+(?:,[”\"])?")
_DESCRIPTION = re.compile(
    r",\s+(?:(?:a|an|the|his|her|its|their|another|one of|on|in|at|near|from|of)\s+|"
    r"(?:\w{3,}(?:ed|en|wn|ing)|held|made|built|led|set|sent|found|kept|run)(?:\s+\w+)?\s+(?:by|in|at|on|from|with|as|to|for|near)\s+)[^,;:]+"
)
# ", said Ann Lee of the rail union."
_HOUSE = re.compile(
    r",[”\"]?\s+(?:said|says)\s+(?:[A-Z][\w’'.-]*\s){1,3}[A-Z][\w’'-]+(?P<house>\s(?:of|from|with)\s[^“\"]+)(?=[.]$)"
)
_OFFICE = re.compile(r"(?<=[a-z]),\s+[^,“\"]+(?:,(?=\s+(?:said|says|told|added|wrote)\b)|(?:,[^“\"]+)?(?=[.]$))")
_CAPITAL = re.compile(r"(?<=[\s“\"‘'(])[A-Z]\w")
_NO_SUBJECT = re.compile(
    r"(?:In|On|At|After|As|When|While|If|Since|For|With|By|Before|During|Even|Without|Despite|Because|Although|Though|Once|Until|Unless|Under|Among|To|From|Now|Then|Today|Here|There|So|\w+ing)\s"
)


def picture(text: str) -> Iterator[Cut]:
    """Cut a pointer to a photograph ("(left)", "(pictured)")."""
    for match in _PICTURE.finditer(text) if holds(text, _POINTERS) else ():
        yield Cut(match.start(), match.end(), "pointer to a picture cut")


def day(text: str) -> Iterator[Cut]:
    """Cut a weekday that stands by itself ("said Thursday that", "on Friday.")."""
    for match in _DAY.finditer(text) if "day" in text else ():
        before = last_word(text[: match.start()])
        if before not in _HOLDS_DAY:
            yield Cut(match.start(), match.end(), "day cut")


def week(text: str) -> Iterator[Cut]:
    """Cut "this week" between a subject and its verb ("A court this week sentenced …")."""
    for match in _WEEK.finditer(text) if holds(text, ("this", "last")) else ():
        verb = match["verb"]
        subject = english.words(text[: match.start()])
        if (
            english.is_finite(verb)
            and subject[-1] not in english.PREPOSITIONS
            and not english.has_main_verb(text[: match.start()])
        ):
            yield Cut(match.start(), match.end(), "date cut")


def filler(text: str) -> Iterator[Cut]:
    """Cut an adverb that only stresses ("actually", "very"), where no "not" stands before it."""
    for match in _FILLER.finditer(text) if holds(text, ("even", *_STRESSING.split("|"))) else ():
        before = (english.words(text[: match.start()]) or [""])[-1]
        if (
            not english.is_negation(before)
            and not before.endswith("ly")
            and before not in {"almost", "so", "more", "most", "as", "and", "how", "too"}
        ):
            yield Cut(match.start(), match.end(), f"{match.group().strip()!r} cut")


def setting(text: str) -> Iterator[Cut]:
    """Cut where something was said ("told reporters at a briefing in Rome that", "said in a statement")."""
    if not ("that" in text or holds(text, _OCCASIONS)) or not holds(text, english.SAYING):
        return
    for match in _SETTING.finditer(text):
        before = (english.words(text[: match.start()]) or [""])[-1]
        if before in english.DETERMINERS:
            continue  # "the states in the north that"
        group = "setting" if match["setting"] else "statement"
        yield Cut(match.start(group), match.end(group), "place of the statement cut")


def brackets(text: str) -> Iterator[Cut]:
    """Cut what stands in round brackets; where several do, they belong together."""
    found = list(_BRACKETS.finditer(text)) if "(" in text else ()
    if len(found) == 1:
        yield Cut(found[0].start(), found[0].end(), "brackets cut")


def age(text: str) -> Iterator[Cut]:
    """Cut an age set off by commas, or an age and a home."""
    for match in _AGE_AND_HOME.finditer(text):
        if english.is_finite(match["verb"]):
            yield Cut(match.start(), match.end(), "age cut")
    for match in _AGE.finditer(text):
        yield Cut(match.start(), match.end(), "age cut")


def dashes(text: str) -> Iterator[Cut]:
    """Cut an aside between two dashes, or behind a last one."""
    count = len(_DASHES.findall(text)) if holds(text, "—–-") and _A_DASH.search(text) else 0
    if count == 2 and not _NO_SUBJECT.match(text):  # noqa: PLR2004 - a pair; with more, which two belong together is not sure
        for match in _ASIDE.finditer(text):
            if not _only_names(text, match.start(), match.group()):
                yield Cut(match.start(), match.end(), "aside cut")
    match_last = _LAST_DASH.search(text) if count == 1 else None
    if match_last and complete(text[: match_last.start()]):
        yield Cut(match_last.start(), match_last.end(), "aside cut")


def relative(text: str) -> Iterator[Cut]:
    """Cut a ", which … ," or ", who … ," that stands between a subject and its verb."""
    yield from _between(_RELATIVE, text, "relative clause cut")


def description(text: str) -> Iterator[Cut]:
    """Cut a description between a subject and its verb ("Acme, a maker of anvils, said")."""
    for cut in _between(_DESCRIPTION, text, "description cut"):
        if not english.has_main_verb(english.main_clause(text[cut.start : cut.end])):
            yield cut  # with a verb of its own it may be the sentence itself ("Now, the mayor is …, …")


def office(text: str) -> Iterator[Cut]:
    """Cut the appended speaker's office where the name stays (", said Ann Lee, head of the union.")."""
    start = english.attribution(text)
    if start is None:
        return
    house = _HOUSE.match(text, start)
    if house:
        yield Cut(house.start("house"), house.end("house"), "speaker's office cut")
    for match in _OFFICE.finditer(text, start + 2):
        name = text[start : match.start()]
        if re.search(r"[A-Z][\w’'-]+$", name) and " and " not in name:
            yield Cut(match.start(), match.end(), "speaker's office cut")


def _only_names(text: str, start: int, aside: str) -> bool:
    """Tell whether an aside names who or what a subject without a name is."""
    return bool(_CAPITAL.search(aside)) and not _CAPITAL.search(text[1:start])


def _between(pattern: re.Pattern[str], text: str, edit: str) -> Iterator[Cut]:
    """Find what stands between a subject and its verb: closed by a comma that a finite verb follows."""
    if _NO_SUBJECT.match(text):
        return
    for match in pattern.finditer(text):
        subject, rest = text[: match.start()], text[match.end() :]
        if match.group().endswith(("”", '"')):
            rest = "," + rest  # the comma stands before the closing mark
        following = english.words(rest[:30])
        if not rest.startswith(", ") or not _is_verb(following):
            continue
        if "," in subject or english.has_main_verb(subject) or resumes(rest[1:]):
            continue  # the subject is not simple, or a later verb may be its own
        if text.startswith("The ") and _only_names(text, match.start(), match.group()):
            continue
        yield Cut(match.start(), len(text) - len(rest) + 1, edit)


def _is_verb(following: tuple[str, ...]) -> bool:
    """Tell whether words begin with a finite verb; an unknown one shows in "protects the"."""
    if not following:
        return False
    shown = following[0].endswith("s") and following[0] not in english.PREPOSITIONS and following[1:2]
    sure = english.is_finite(following[0]) and "-" not in following[0]
    return sure or bool(shown and following[1] in english.DETERMINERS)
