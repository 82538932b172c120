"""What a line tells of as if its reader knew it, though only a sentence behind the lead brought it up.

Who reads a bullet has read the headline, which tells of what the lead tells. "Lee said …" is nothing to somebody who
was never told who Lee is, and "the letter" nothing to somebody who knows of none. Names are known by their capitals
alone: in a text without them nobody is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from toolkit.checks import _english as english
from toolkit.checks._vague import KNOWN
from toolkit.summarizers._cut import NO_SUBJECT

LEAD = 3  # sentences

# A first name or a title, and a surname that no other capital follows; initials and particles may stand between.
_FULL = re.compile(
    r"(?<![\w’'-])(?<!\b[Tt]he\s)(?P<first>[A-Z][\w’'-]*[a-z])\s"
    r"(?:(?:[A-Z]\.|al|bin|de|del|la|van|von|[A-Z][\w’'-]+)\s){0,4}?"
    r"(?P<last>(?:al-|el-)?[A-Z][\w-]*[a-z])(?![\w-]|\s[A-Z])"
)
_NAME = re.compile(r"(?<![\w’'-])(?:al-|el-)?[A-Z][\w-]*[a-z]\b")
_NAME_BEFORE, _NAME_BEHIND = re.compile(r"(?:[A-Z][\w.’'-]*|[Tt]he)\s$"), re.compile(r"\s[A-Z]")
_NO_FIRST = (
    NO_SUBJECT | english.DETERMINERS | english.word_set("new north south east west northern southern eastern western")
)
_NO_LAST = re.compile(
    rf"{english.WEEKDAYS}|{english.MONTHS}|Police|\w+(?:ians?|eans?|ans|ish|ese|ism|ists?|ity|ment|ion|ers|ies)"
)

_THE = re.compile(r"\b[Tt]he(?P<rest>(?:\s[a-z][\w’'-]*){1,5})(?P<name>\s[A-Z])?")
# What ends a noun phrase, and what behind one says which it is.
_ENDS = (
    english.PREPOSITIONS
    | english.CONJUNCTIONS
    | english.DETERMINERS
    | english.PRONOUNS
    | english.AUXILIARIES
    | english.word_set("to not also then now again today yesterday here there")
)
_SAYS_WHICH = english.word_set("of that who which whose where in on at for to from with between behind near")
_NO_HEAD = KNOWN | english.word_set(
    "first last same other others time times end whole rest only own more most way fact truth age right left far "
    "front back middle top bottom week month year day days night morning weekend season century decade decades street "
    "streets ground home house school hospital university air environment climate public majority number"
)


def strangers(lines: Sequence[str], asked: Sequence[bool]) -> list[bool]:
    """Tell of each line of a text whether it calls somebody by a surname that only came up behind the lead.

    Args:
        lines: one a sentence, in reading order.
        asked: of which lines it is asked; the others are said to call nobody.

    >>> strangers(["Rain fell.", "Rain fell.", "Rain fell.", "Ann Lee saw Bo Ray.", "Lee left."], [True] * 5)
    [False, False, False, False, True]
    """
    came = _introduced(lines) if any(asked) else {}
    found = enumerate(zip(lines, asked, strict=True))
    return [bool(came) and wanted and _calls(line, place, came) for place, (line, wanted) in found]


def givens(lines: Sequence[str], asked: Sequence[bool]) -> list[bool]:
    """Tell of each line of a text whether it has a bare "the letter" that only came up behind the lead.

    Args:
        lines: one a sentence, in reading order.
        asked: of which lines it is asked; the others are said to have none.

    >>> givens(["Rain fell.", "Rain fell.", "Rain fell.", "Lee got letters.", "The letter was old."], [True] * 5)
    [False, False, False, False, True]
    """
    found = enumerate(zip(lines, asked, strict=True))
    heads = [tuple(_heads(line)) if wanted and place > LEAD else () for place, (line, wanted) in found]
    came = _came({head for each in heads for head in each}, lines)
    return [any(LEAD <= came.get(head, place) < place for head in each) for place, each in enumerate(heads)]


def _came(nouns: Set[str], lines: Sequence[str]) -> dict[str, int]:
    """Find the first line that tells of each noun, be it of one or of several; nouns are without a last "s"."""
    forms = {form: noun for noun in nouns for form in (noun, f"{noun}s", f"{noun}es")}
    came: dict[str, int] = {}
    for place, line in enumerate(lines):
        for form in forms.keys() & english.words(line):
            came.setdefault(forms[form], place)
    return came


def _introduced(lines: Sequence[str]) -> dict[str, int]:
    """Find the surnames that are first told with a first name or a title, and in which line."""
    told: set[str] = set()
    came: dict[str, int] = {}
    for place, line in enumerate(lines):
        for match in _FULL.finditer(line):
            if match["last"] not in told and match["first"].lower() not in _NO_FIRST:
                came.setdefault(match["last"], place)
        told.update(_NAME.findall(line))
    return {name: place for name, place in came.items() if place >= LEAD and not _NO_LAST.fullmatch(name)}


def _calls(line: str, place: int, came: Mapping[str, int]) -> bool:
    """Tell whether a line names somebody who was introduced before it, and gives the surname alone."""
    for match in _NAME.finditer(line):
        known = came.get(match.group(), place) < place
        if known and not _NAME_BEFORE.search(line[: match.start()]) and not _NAME_BEHIND.match(line, match.end()):
            return True
    return False


def _heads(line: str) -> Iterator[str]:
    """Go through what a line calls "the …" and does not describe: the noun of each, without a last "s"."""
    for match in _THE.finditer(line):
        found = english.words(match["rest"])
        length = next((place for place, word in enumerate(found) if word in _ENDS or word.endswith("ly")), len(found))
        verb = next((place for place in range(1, length) if english.is_finite(found[place])), length)
        phrase, following = found[:verb], (*found[verb:], "")[0]
        owner = next((word for word in phrase if word.endswith("'s")), "").removesuffix("'s")
        described = following in _SAYS_WHICH or (match["name"] and verb == len(found))
        if owner and owner not in _NO_HEAD:  # "the letter's end"
            yield owner.removesuffix("s")
        elif phrase and not owner and not described and _NO_HEAD.isdisjoint(phrase):
            yield phrase[-1].removesuffix("s")
