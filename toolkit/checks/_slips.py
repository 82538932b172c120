"""Slips of the pen that an editor would mend: a word doubled, misspelt, or in a form that cannot stand there."""

from __future__ import annotations

import re

from toolkit.checks import _english as english
from toolkit.checks import _verbs as verbs
from toolkit.checks._sieve import Sieve

# Spellings that are no word at all, whatever is meant.
_MISSPELT = english.word_set(
    "acheive acheived accomodate accomodation adressed agressive alot appearence arguement beacuse becuase beleive "
    "beleived belive calender carribean commited commitee concensus definately dissapear dissapeared dissapointed "
    "embarass embarassed embarassing enviroment existance febuary foriegn freind freinds goverment harrassment "
    "headquarter immediatly independant knowlege liason lisence maintainance milennium millenium neccessary noticable "
    "occassion occured occurence occuring parliment persistant posession preceeding privelege publically reccomend "
    "recieve recieved recieving refered refering relevent religous seige seperate seperated seperately seperation "
    "similiar succesful successfull supercede suprise suprised surprize teh thier threshhold tommorow tommorrow "
    "truely unfortunatly untill wether wich wierd writen"
)
_SPELT = re.compile(r"\b(?i:" + "|".join(sorted(_MISSPELT)) + r")\b")
_DOUBLED = re.compile(
    r"\b(?i:(a|an|the|of|to|and|but|or|with|for|from|at|by|as|was|were|is|are|has|have|been|he|she|they|them|it|not|after|"
    r"about|into)) \1\b(?!-)"
)
_FORMS = Sieve(
    # "a overtaken town", "an ribbon"; what sounds otherwise than it is written, and letters read one by one, are left.
    ("a ", r"\ba (?!one|once|eu|ewe|oui|or\b|in\b|is\b|are\b|as\b|at\b|and\b|if\b|of\b|on\b|it)[aeio][a-z]{3,}"),
    ("an ", r"\ban [bcdfgjklmnpqrstvwz](?=[a-z]{0,2}[aeiouy])[a-z]{3,}"),
    ("and-half|and half ", r"\w-and-half\b|\band half (?:years|months|weeks|hours)\b"),
    (
        "would |could |should |must |might ",
        r"\b(?:would|could|should|must|might) (?:of(?! course)|is|was|are|were|has|had)\b",
    ),
    (" to and ", r"\b(?:come|came|comes|brought|bring|put) to and (?:end|halt)\b"),
    (
        "one of the ",
        r"\bone of the (?:most [a-z]+|[a-z]+est) (?!(?:and|or|but|ever|in|of|to|yet|on|at|"
        r"men|women|people|children|police)\b)"
        r"[a-z]+(?<!s)(?<!ed)(?<!ing)(?<!ly) (?:in|of|on|at|to|that|for|ever)\b",
    ),
    (
        "spoke a|spoke the ",
        r"\bspoke (?:an?|the) (?!(?:[a-z]+ )?(?:language|tongue|dialect|truth|words?|lines?|part)\b)[a-z]+",
    ),
    ("state-owed", r"\bstate-owed\b"),
    ("loose ", r"\b(?:to|could|would|will|may|might|can|did not|not) loose (?:the|their|thier|its|his|her|out|a)\b"),
)
_TO = re.compile(
    r"\b(?:appears?|appeared|seems?|seemed|plans?|planned|wants?|wanted|tries|tried|hopes?|hoped|able|likely|set)"
    r" to (?P<verb>[a-z]+s)\b"
)
# A comma between a subject and its verb: "The mayor of Arles, was late."
_SPLIT = re.compile(r"(?P<subject>[A-Z][^,\"“”:;—–]{8,80})(?<! -), (?P<verb>[a-z]+)\b(?!,)")
_INVERTS = english.PREPOSITIONS | english.CONJUNCTIONS | english.word_set("one today now then there here once not only")
_SAYS = re.compile(r" (?:the|that|an?|it|he|she|they|his|her|its|their)\b")
_TIME = re.compile(
    r"\b(?:later|ago|earlier|afterwards?|next|first|last|(?:week|month|year|day|night|morning|summer)s?)$"
)


def slip(text: str, outside: str) -> str:
    """Find a word that is doubled or misspelt, or a form that cannot stand where it does.

    >>> [slip(text, text) for text in ("He left the the hall.", "It rains in a empty hall.", "It appears to works.")]
    ['the the', 'a empty', 'to works']
    """
    found = _DOUBLED.search(outside) or _SPELT.search(text) or _FORMS.search(text)
    if found:
        return found.group()
    found = _TO.search(text) if " to " in text else None
    if found and verbs.third(found["verb"]):
        return f"to {found['verb']}"
    found = _SPLIT.match(text)
    return f", {found['verb']}" if found and _parted(found["subject"], found["verb"], text[found.end() :]) else ""


def _parted(subject: str, verb: str, rest: str) -> bool:
    """Tell whether a verb behind a comma is that of the subject before it, and no speaker follows."""
    first, *_ = english.words(subject)
    if first in _INVERTS or first.endswith(("ing", "ed", "ly")) or _TIME.search(subject):
        return False
    own = english.is_finite(verb) and not english.may_describe(verb) and not verbs.third(verb) and verb != "used"
    told = verb == "said" and "," not in rest and _SAYS.match(rest) and english.has_verb(rest)
    return bool(own or told) and not english.has_verb(subject) and not verbs.has_present(subject)
