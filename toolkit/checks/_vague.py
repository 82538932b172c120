"""Sentences that leave the reader asking "which?" or "and so?": a subject that only points, a line without news.

Each rule is given a sentence and what of it stands outside quotation marks, as those of `_standing`.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise

from toolkit.checks import _english as english
from toolkit.checks import _verbs as verbs
from toolkit.checks._sieve import Sieve
from toolkit.sentences import words as count_words

# What there is one of, or what a reader of local news knows: it needs no introduction.
_KNOWN = english.word_set(
    "government world public president pope king queen church army military police press media state country nation "
    "weather economy internet earth sun moon sea sky future past rich poor young old elderly senate house congress "
    "parliament ministry minister mayor council court bank union european dollar euro pound market markets "
    "premier chancellor treasury opposition navy planet city town village capital port united royal kremlin vatican "
    "constitution lottery"
)
_SOLE = english.word_set("only more less most least latest last")
# Names in texts without capitals.
_INITIALS = english.word_set(
    "fbi cia fa fda faa irs eu un us uk ecb epa iaea uefa fifa nasa nato ons rspca sec opec isis hse mod met"
)
_BODIES = english.word_set("group trio pair duo crowd band gang team number")
_PARTICLES = english.word_set("off out up down over back away into")
_LONGEST = 9  # words: a subject that is longer says what it is about
_HEAD = 3  # words of a bare subject: with more of them it is described
_THE = re.compile(
    r"[\"“‘']?(?:(?P<opening>(?:[A-Z]\w+(?:ed|ing)|[A-Z][a-z]{1,9})\s[^,:“\"]{2,80}),\s|(?:To date|Now|Today|So "
    r"far)\s)?[Tt]he\s(?P<rest>.+)",
    re.DOTALL,
)
_NAME = re.compile(r"[\dA-Z](?:(?<=\d)|(?<=[\s“\"‘'(-][A-Z])\w)")  # the first letter is looked for first
_SUPERLATIVE = re.compile(r"\w+est|worst")
_INTRODUCED = re.compile(
    r"\s[A-Z][a-z]|\b(?:[Aa]n?|[Oo]ne|[Tt]wo|[Ii]f|[Ww]hen|[Ww]hile|[Aa]s|[Aa]lthough|[Tt]hough)\s(?!weekly\b)"
)
_VOWEL = re.compile(r"[aeiouy]")
_WORD = re.compile(r"[\w$£€][\w.’'%-]*|[,;:—–(\"“]")

_STALLING = re.compile(r"[\"“‘'](?:You know|I mean|Well),", re.IGNORECASE)
_QUOTED = re.compile(
    r"[\"“‘'](?P<first>[^\"“”]+),[\"”’']\s[^\"“”]+|(?P<speaker>[^:“\"]{2,80}):\s[\"“‘'](?P<last>[^\"“”]+)[\"”’']"
)
_COUNT = re.compile(
    r"\b(?:three|four|five|six|seven|eight|nine|ten|twenty|hundreds?|thousands?|millions?|billions?|dozens?)\b"
)
_RESOLVED = re.compile(r"\b(?:will|won['’]t|must|shall|want)\b.*\bthe [a-z]{4,}")  # "We will not sell the harbor"
_LEAST_QUOTED = 12  # words: a shorter quotation without a name or number hardly says what it is about
_NO_NEWS = Sieve(
    ("comment", r"\b(?:declined|refused) (?:to )?comment\b(?!ing)"),
    (
        "reached|respon|repl|return|comment",
        r"\b(?:has|have|had|did|could)(?:n['’]t| not) (?:yet )?(?:immediately )?(?:be(?:en)? reached|respond(?:ed)?|"
        r"repl(?:y|ied)|"
        r"returned?|comment(?:ed)?)\b",
    ),
    (
        "aware of |available for ",
        r"\b(?:is|are|was|were) aware of (?:it|the|these|those|such)\b|\bnot (?:immediately )?available for comment\b",
    ),
    (
        "spoke|speaks|talk",
        r"\b(?:spoke|speaks|talked|talks|spoken) (?:to \w+ )?about (?:the|his|her|their|its) \w+(?: so far)?\.$",
    ),
    ("ore details|ore information", r"\b[Mm]ore (?:details|information) (?:is|are|was|were) (?:needed|expected)\b"),
    ("to imagine", r"\bdo(?:es)?(?:n['’]t| not) have to imagine\b"),
    (
        "There ",
        r"^There (?:is|was|isn['’]t|wasn['’]t|is no|was no)\b(?!.*[A-Z\d]).*\b(?:evidence|doubt|question|"
        r"excuse|denying)\b",
    ),
    ("There is no", r"^There is no\b(?!.*[A-Z\d]).*\b(?:more|greater|better|worse|bigger)\b.*\bthan\b"),
    ("It ", r"^It (?:is|was) time to\b(?!.*[A-Z\d])"),
    ("[", r"\[[\w ]+\] in \w|^\S+ \S+ no \["),
    (
        "everything.|world.|story.",
        r"\b(?:is|was|(?:could|may|might|will|would|to) be) (?:a (?:whole )?(?:different|new) (?:world|story)|"
        r"everything)\.$",
    ),
    ("verything ", r"^(?:Pretty much )?[Ee]verything (?:was|is) \w+\b"),
)


def subject(text: str, outside: str) -> str:  # noqa: ARG001 - every rule is asked the same way
    """Find a bare "the …" as subject of a line that names nothing at all.

    >>> subject("The plan calls for more cars.", "")
    'the plan'
    """
    return "" if _NAME.search(text[1:]) else _points(text)


def _points(text: str) -> str:
    """Give a bare "the …" that is the subject of a line, `""` without: which one, an earlier sentence has told.

    >>> _points("The plan calls for more cars in Rome."), _points("The plan of Rome calls for more cars.")
    ('the plan', '')
    """
    match = _THE.match(text)
    if match is None or not _opens(match["opening"] or ""):
        return ""
    told: list[str] = []
    found = islice(_WORD.finditer(match["rest"]), _LONGEST + 1)
    for word, following in pairwise(each.group() for each in found):
        lower = word.lower()
        if told and _is_verb(lower, following.lower()):
            return _bare(told, text)
        if told and told[-1].endswith("s") and verbs.bare(lower):
            return _bare(told, text)
        if told and word == "," and following in {"which", "who", "whose"}:
            return _bare(told, text)  # ", which were old," says no more of which
        if not word[0].isalpha() or _names(word):
            return ""
        told.append(lower)
    return ""


def empty(text: str, outside: str) -> str:
    """Find a line that tells nothing: nobody would comment, or a few quoted words without a name."""
    found = _NO_NEWS.search(outside) or _STALLING.match(text)
    if found:
        return found.group()
    match = _QUOTED.fullmatch(text.rstrip("."))
    said = (match["first"] or match["last"]) if match else ""
    people = english.PERSONAL | english.PRONOUNS | english.DEMONSTRATIVES
    spare = count_words(said) < _LEAST_QUOTED and not people.isdisjoint(english.words(said))
    told = _NAME.search(said[1:]) or _COUNT.search(said) or _RESOLVED.search(said)
    return said if spare and not told else ""


def _opens(opening: str) -> bool:
    """Tell whether what stands before "the …" is a phrase that does not say which one it is: no name, no "a …"."""
    if not opening:
        return True
    first = opening.partition(" ")[0].lower()
    leads = first in english.PREPOSITIONS | {"according", "now", "today"} or first.endswith(("ed", "ing"))
    leads = leads or opening.endswith((" ago", " later"))
    return leads and not _INTRODUCED.search(opening)


def _is_verb(word: str, following: str) -> bool:
    """Tell whether a word behind a noun is its verb, and no description ("the man accused of …")."""
    sure = word in english.AUXILIARIES or "'" in word.replace("’", "'")
    describes = following in english.PREPOSITIONS - _PARTICLES - {"to"} and english.may_describe(word)
    return not word.endswith(("'s", "’s")) and (
        sure or (not describes and (english.is_finite(word) or verbs.third(word)))
    )


def _names(word: str) -> bool:
    return (word[0].isupper() or any(map(str.isdigit, word))) and not word.endswith(("-like", "-style"))


def _bare(told: list[str], text: str) -> str:
    """Give the subject where no word of it says which one it is."""
    first = next((place for place, word in enumerate(told) if word in english.PREPOSITIONS), len(told))
    head = [word for word in told[:first] if not word.endswith("ly")]
    named = {word.removesuffix("’s").removesuffix("'s") for word in told}
    unknown = _KNOWN.isdisjoint(named) and _SOLE.isdisjoint(told[:first])
    unknown = unknown and not any(map(_SUPERLATIVE.fullmatch, head[:-1]))
    if not head or len(head) > _HEAD or not unknown or (text[1:].islower() and _perhaps_name(head)):
        return ""
    behind = told[first + 1 :]
    definite = not behind or behind[0] in {"the", "this", "that", "its", "their", "those", "these"}
    return "the " + " ".join(told) if definite or (head[-1] in _BODIES and len(behind) == 1) else ""


def _perhaps_name(head: list[str]) -> bool:
    """Tell whether a word of a text without capitals may be initials ("the nhs")."""
    return any(word in _INITIALS or not _VOWEL.search(word) for word in head)
