"""Slips of the pen that an editor would mend: a word doubled, misspelt, or in a form that cannot stand there.

Only what is wrong in almost any sentence is found: a slip that is none annoys more than one that is missed.
"""

from __future__ import annotations

import re

from toolkit.checks import _english as english
from toolkit.checks import _verbs as verbs
from toolkit.checks._sieve import Sieve

# Spellings that are no word, whatever is meant; in small letters only, since a name may be spelt so.
_MISSPELT = re.compile(
    r"\b(?:acheived?|accomodat(?:e|ion)|agressive|appearence|arguement|beacuse|becuase|beleived?|commited|concensus|"
    r"definately|dissap(?:ear|oint)(?:ed)?|embarass(?:ed|ing)?|enviroment|existance|foriegn|freinds?|goverment|harrassment|"
    r"immediatly|independant|liason|maintainance|millenium|neccessary|noticable|occassion|occured|occurence|occuring|"
    r"parliment|persistant|posession|preceeding|privelege|publically|reccomend|recieved?|recieving|refer(?:ed|ing)|"
    r"relevent|seperat(?:e|ed|ely|ion)|similiar|succesful|successfull|supercede|suprised?|suprize|thier|threshhold|"
    r"tommorow|tommorrow|truely|unfortunatly|untill|wierd|writen)\b"
)
# What may stand twice is left: "that that", "had had", "what it is is", "went in in May"; "The The" is a band.
_DOUBLED = re.compile(
    r"\b(an|the|of|to|and|but|or|with|from|at|by|as|was|were|are|has|have|been|she|they|them|not|after|about|into) "
    r"(?-i:(?=[a-z]))\1\b(?!-)",
    re.IGNORECASE,
)
_FORMS = Sieve(
    # What begins otherwise than it is written ("a one-off", "a European") and what is spelled out ("an mp") is left.
    (
        "a |A ",
        r"(?:(?<!vitamin )\ba|^A) (?:(?!one|once|eu|ewe|oui|and\b|are\b|its\b|off\b)[aeio][a-z]{2,}|hour\b)",
    ),
    ("an ", r"\ban [bcdfgjklmnpqrstvwz](?=[a-z]{0,2}[aeiouy])(?!ypd|caa)[a-z]{3,}"),
    ("-and-half", r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+)-and-half\b"),
    ("would |could |should ", r"\b(?:would|could|should) (?:of(?! course)|is|was|are|were|has|had)\b"),
)
_TO = re.compile(
    r"\b(?:appears?|appeared|seems?|seemed|planned|wants|wanted|tries|tried|hoped|decided) to (?P<verb>[a-z]+s)\b"
)
# A comma between a subject and its verb: "The coach Ann Lee, spoke of …". The subject ends with a name, since a verb
# that is on no list may end a clause; and what may follow its verb is no verb of an inversion.
_SPLIT = re.compile(r"(?P<subject>[A-Z][^,\"“”:;—–]{2,80}) (?P<name>[A-Z][\w’'-]+), (?P<verb>[a-z]+)\b(?!,)")
_INVERTED = english.word_set("came went stood lay sat used") | english.SAYING
_OPENS = (
    english.PREPOSITIONS | english.CONJUNCTIONS | english.PRONOUNS | english.word_set("one not only here there hot")
)
_SAYS = re.compile(r" (?:the|that|an?|it|he|she|they|his|her|its|their)\s[^,]*$")


def slip(text: str, outside: str) -> str:
    """Find a word that is doubled or misspelt, or a form that cannot stand where it does; quotations are as they were.

    >>> [slip(text, text) for text in ("He left the the hall.", "It rains in a empty hall.", "It appears to works.")]
    ['the the', 'a empty', 'to works']
    """
    found = _DOUBLED.search(outside) or _MISSPELT.search(outside) or _FORMS.search(outside)
    if found:
        return found.group()
    found = _TO.search(outside) if " to " in outside else None
    if found and verbs.third(found["verb"]):
        return f"to {found['verb']}"
    found = _SPLIT.match(text)
    return f", {found['verb']}" if found and _parted(found, text[found.end() :]) else ""


def _parted(found: re.Match[str], rest: str) -> bool:
    """Tell whether a verb behind a comma is that of the subject before it, and no speaker follows."""
    subject, verb = f"{found['subject']} {found['name']}", found["verb"]
    first, *_ = english.words(subject)
    if (
        first in _OPENS
        or first.endswith(("ing", "ed", "ly"))
        or english.has_verb(subject)
        or verbs.has_present(subject)
    ):
        return False
    if verb == "said":
        return bool(_SAYS.match(rest)) and english.has_verb(rest)
    return (
        english.is_finite(verb) and verb not in _INVERTED and not english.may_describe(verb) and not verbs.third(verb)
    )
