"""Names that no list knows: what is written with a capital, and how two spellings of one name are told."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from toolkit.facts._tokens import Language, Token, after
from toolkit.facts._words import common, of_names, sayings, spelling

_FOREIGN = re.compile(r"[kw]|[aoyhjbvq]$|zz|sh|th[aeiou]")
"""Spellings that ordinary French words do not have."""

_NEAR = 0.78
"""Share of letters two spellings must have in common: Timochenko and Tymoshenko have .8."""

_HALF = 0.5
_LONG = 4
_STEM = 0.8
"""Share of the shorter word that two may begin with alike and be one: Municipe and Municipality."""

_TITLED = 0.6
"""Share of words with a capital above which a line is set as a title, where capitals say nothing."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words with a capital, side by side.

    Attributes:
        places: of its tokens.
        ordinary: whether it may be an ordinary word with a capital.
    """

    places: range
    ordinary: bool


def names(found: Sequence[Token], taken: Collection[int], language: Language) -> tuple[Name, ...]:
    """Find what is written like a name, outside the tokens that are taken."""
    if _is_title(found, language):
        return ()
    made: list[Name] = []
    place = 0
    while place < len(found):
        end = place
        while end < len(found) and _named(found[end], end, taken, language) and (end == place or _goes_on(found, end)):
            end += 2 if _is_initial(found, end + 1) else 1
        end = min(end, len(found))
        if end > place:
            made.append(Name(range(place, end), _is_ordinary(found, range(place, end), language)))
        place = max(end, place + 1)
    return tuple(made)


def same(one: str, other: str) -> bool:
    """Tell whether two folded words may be two spellings of one name.

    >>> same("timochenko", "tymoshenko"), same("merkel", "merkels"), same("dupont", "durand")
    (True, True, False)
    """
    if one == other:
        return True
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _LONG:
        return False
    turned = shorter <= _LONG + 1 and sorted(one) == sorted(other)  # AQMI and AQIM
    alike = _shared(one, other)
    longer_by_little = alike == shorter and longer - shorter < _LONG
    stem = alike >= max(_LONG + 1, _STEM * shorter) and longer - shorter <= _LONG
    return turned or longer_by_little or stem or _sounds_alike(one, other)


def unlike(one: str, other: str) -> bool:
    """Tell whether two folded names have little in common, neither their first letter nor half of the others.

    >>> unlike("khaled", "chaled"), unlike("marie", "jane")
    (False, True)
    """
    return one[:1] != other[:1] and SequenceMatcher(None, one, other, autojunk=False).ratio() < _HALF


def _shared(one: str, other: str) -> int:
    """Count the letters that two words begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _sounds_alike(one: str, other: str) -> bool:
    first, second = _sound(one), _sound(other)
    if first[:1] != second[:1] or abs(len(first) - len(second)) > _LONG:
        return False
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= _NEAR


def _is_foreign(word: str) -> bool:
    """Tell a spelling that ordinary French words do not have."""
    return bool(_FOREIGN.search(word))


def is_word(word: str) -> bool:
    """Tell whether a folded French word ends like an ordinary one."""
    return word.endswith(spelling().ordinary)


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    for written, sound in spelling().sounds.items():
        word = word.replace(written, sound)
    return re.sub(r"(.)\1", r"\1", word).rstrip("e")


def _is_title(found: Sequence[Token], language: Language) -> bool:
    """Tell a line of capitals, or an English one that is set as a title."""
    words = [token for token in found if not token.number and len(token.fold) > 3]  # noqa: PLR2004
    marked = [token.acronym if language == "fr" else token.capital for token in words]
    return len(words) > 3 and sum(marked) > _TITLED * len(words)  # noqa: PLR2004


def _named(token: Token, place: int, taken: Collection[int], language: Language) -> bool:
    if not token.capital or place in taken or len(token.fold) == 1:
        return False
    singular = token.fold[:-1] if token.fold[-1] in "sx" and len(token.fold) > _LONG else token.fold
    return token.acronym or common(language).isdisjoint({token.fold, singular})


def _is_initial(found: Sequence[Token], place: int) -> bool:
    """Tell the `D.` of `Richard D. Lugar`."""
    if place + 1 >= len(found) or len(found[place].text) > 1 or not found[place].capital or found[place].before != " ":
        return False
    return found[place + 1].before == ". " and found[place + 1].capital


def _goes_on(found: Sequence[Token], place: int) -> bool:
    """Tell whether a name goes on with this token; an acronym stands by itself."""
    near = found[place].before in {" ", "-", "\u00a0"} or _is_initial(found, place - 1)
    return near and found[place].acronym == found[place - 1].acronym


def _is_ordinary(found: Sequence[Token], places: range, language: Language) -> bool:
    """Tell what may be an ordinary word: one that opens a sentence, stands in a longer name, or ends like one."""
    first, last = found[places.start], places.stop
    if len(places) > 1 or first.acronym:
        return False
    if first.opens:
        named = _is_subject(found, last) or "k" in first.fold or "w" in first.fold
        return language == "en" or not named or first.fold.endswith(spelling().opening)
    if language == "en":
        return False
    beside = [places.start - 1] if first.before in {" ", "-"} and places.start else []
    beside += [last] if last < len(found) and found[last].before in {" ", "-"} else []
    article = after(found, places.start - 1) in spelling().articles and not found[places.start - 1].capital
    if article and not _is_foreign(first.fold):
        return True
    near = (found[place] for place in beside)
    return any(each.capital and not each.opens and each.fold in of_names() for each in near) or is_word(first.fold)


def _is_subject(found: Sequence[Token], verb: int) -> bool:
    """Tell whether a French verb, or a pronoun before one, follows a word that opens a sentence."""
    if verb >= len(found) or found[verb].before != " " or found[verb].text == "à":
        return False
    return found[verb].fold in spelling().auxiliaries or found[verb].fold in sayings("fr")
