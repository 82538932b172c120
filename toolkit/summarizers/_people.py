"""Who a line tells of as if its reader knew them, though only a sentence behind the lead introduced them.

Who reads a bullet has read the headline, which tells of what the lead tells, and the bullets above it. "Lee said …" is
nothing to somebody who was never told who Lee is. Names are known by their capitals; in a text without them only who
speaks is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.checks import _english as english
from toolkit.checks._beginning import LEAD, stem
from toolkit.summarizers._cut import NO_SUBJECT, SAYING

# A first name or a title, and a surname that no other capital follows; initials and particles may stand between.
_FULL = re.compile(
    r"(?<![\w’'-])(?<!\b[Tt]he\s)(?P<first>[A-Z][\w’'-]*[a-z])\s"
    r"(?:(?:[A-Z]\.|al|bin|de|del|la|van|von|[A-Z][\w’'-]+)\s){0,4}?"
    r"(?P<last>(?:al-|el-)?[A-Z][\w-]*[a-z])(?![\w-]|\s(?:al-|el-)?[A-Z])"
)
_NAME = re.compile(r"(?<![\w’'-])(?:al-|el-)?[A-Z][\w-]*[a-z]\b")
_NAME_BEFORE, _NAME_BEHIND = re.compile(r"(?:[A-Z][\w.’'-]*|[Tt]he)\s$"), re.compile(r"\s[A-Z]")
_TITLES = english.word_set(
    "mr mrs ms miss dr sir lord lady president prime vice sen senator gov governor rep gen general sgt lt col capt "
    "captain pastor pope king queen prince princess judge chief officer minister secretary justice detective professor "
    "prof mayor police attorney"
)
_NO_FIRST = (
    NO_SUBJECT | english.DETERMINERS | english.word_set("new north south east west northern southern eastern western")
)
_NO_LAST = re.compile(
    rf"{english.WEEKDAYS}|{english.MONTHS}|Police|\w+(?:ians?|eans?|ans|ish|ese|ism|ists?|ity|ment|ion|ers|ies)"
)
_CAPITALS = 0.2  # of the sentences: where fewer have a capital inside, names are written without
_AGE = re.compile(r",\s\d{1,3}\b")
_HYPHENATED = re.compile(r"[A-Z][a-z]+-[a-z]+")  # a given name: "Park Chang-jin"
# ", miss lee said": one word that no article stands before, in a text without capitals.
_SPEAKER = re.compile(
    rf"(?:^|[,”\"'’]\s)(?:(?:mr|mrs|ms|miss|dr)\.?\s)?(?P<name>[\w-]+)\s(?:{SAYING})\b", re.IGNORECASE
)
_NO_SPEAKER = NO_SUBJECT | english.DETERMINERS | english.AUXILIARIES | english.word_set("police who which one")


def strangers(lines: Sequence[str], sentences: Sequence[str], asked: Sequence[bool]) -> list[frozenset[int]]:
    """Tell of each line where those are introduced whom it calls by one name alone, where that is behind the lead.

    Args:
        lines: one a sentence, as it would be printed, in reading order.
        sentences: what the lines were cut from.
        asked: of which lines it is asked; the others are said to call nobody.

    Returns:
        Places of the lines that introduce them: below these the line can be followed. Where the name was cut from the
        line that would, it is the line's own place, below which it never stands.

    >>> text = ["Rain fell.", "Rain fell.", "Rain fell.", "Ann Lee saw Bo Ray.", "Lee left."]
    >>> strangers(text, text, [True] * 5)[3:]
    [frozenset(), frozenset({3})]
    """
    nobody: frozenset[int] = frozenset()
    if not any(asked):
        return [nobody] * len(lines)
    came, calls = (_first_told(sentences), _speaks) if _small(sentences) else (_introduced(sentences), _calls)
    found = []
    for place, (line, wanted) in enumerate(zip(lines, asked, strict=True)):
        called = ((name, came[name]) for name in calls(line) if came.get(name, place) < place) if wanted else ()
        found.append(frozenset(where if _has(lines[where], name) else place for name, where in called))
    return found


def without_capitals(sentences: Sequence[str]) -> float:
    """Give the share of sentences that have no capital inside: 0..1.

    >>> without_capitals(["Ada left.", "Ada and Bo left."])
    0.5
    """
    return sum(sentence[1:].islower() for sentence in sentences) / max(1, len(sentences))


def _small(sentences: Sequence[str]) -> bool:
    """Tell whether names are written without capitals in a text."""
    return without_capitals(sentences) > 1 - _CAPITALS and not any(_FULL.search(sentence, 1) for sentence in sentences)


def _introduced(sentences: Sequence[str]) -> dict[str, int]:
    """Find the names that are first told with another or a title, and in which sentence."""
    told: set[str] = set()
    came: dict[str, int] = {}
    for place, sentence in enumerate(sentences):
        before: set[str] = set()
        for match in _FULL.finditer(sentence):
            if match["first"].lower() in _NO_FIRST:
                continue
            names = [match["last"]]
            *_, first = match.group().removesuffix(match["last"]).split()
            # Some are called by the first name, and in some languages the surname comes first.
            if first.lower() not in _TITLES and (_AGE.match(sentence, match.end()) or _HYPHENATED.fullmatch(names[0])):
                names.append(first)
            before.update(match.group().split()[:-1])
            came.update((name, place) for name in names if name not in told and name not in came)
        told.update(name for name in _NAME.findall(sentence) if name not in before)
    return {name: place for name, place in came.items() if place >= LEAD and not _NO_LAST.fullmatch(name)}


def _first_told(sentences: Sequence[str]) -> dict[str, int]:
    """Find the sentence that first tells of each word behind the lead."""
    came: dict[str, int] = {}
    for place, sentence in enumerate(sentences):
        for word in english.words(sentence):
            came.setdefault(word.removesuffix("'s"), place)
    return {word: place for word, place in came.items() if place >= LEAD}


def _calls(line: str) -> Iterator[str]:
    """Go through the names of a line that stand alone."""
    for match in _NAME.finditer(line):
        if not _NAME_BEFORE.search(line[: match.start()]) and not _NAME_BEHIND.match(line, match.end()):
            yield match.group()


def _speaks(line: str) -> Iterator[str]:
    """Go through those who speak in a line without capitals, and are called by one name."""
    for match in _SPEAKER.finditer(line):
        name = match["name"].lower()
        if name not in _NO_SPEAKER and not name.endswith("s"):
            yield name


def _has(line: str, name: str) -> bool:
    """Tell whether a line has a name, in capitals or not, also as an owner."""
    return stem(name.lower()) in map(stem, english.words(line))
