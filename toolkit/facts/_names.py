"""Names that no list knows: what is written with a capital, and how two spellings of one name are told."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from os.path import commonprefix

from toolkit.facts._lexicon import Language, common
from toolkit.facts._tokens import Token, after

_FRENCH_ENDINGS = tuple(
    "tion tions sion sions ment ments ite ites eurs euse euses trice trices ique iques aire aires isme ismes iste istes "
    "ance ances ence ences erie eries ienne iennes aise aises oise oises aux ales ive ives eux able ables ible ibles "
    "ee ees ariat itude logie ogie imie iens ents ants".split()
)
"""Endings of ordinary French words: a word that ends so may be translated, and is never missed for certain."""

_OPENING_ENDINGS = (*_FRENCH_ENDINGS, *"ez ons ant ante ants er ir re es age ures ait aient ette if ifs us ues is ie ies".split())
"""Endings of ordinary words that open a French sentence, verbs and participles among them."""

_FOREIGN = re.compile(r"[kw]|[aoyhjbvq]$|zz|sh|th[aeiou]")

_ARTICLES = frozenset("le la les l des du au aux un une".split())
"""Words before a lone capital that stand before ordinary words (`le Parquet`) more often than before names."""

_AUXILIARIES = frozenset("a ont avait avaient aura aurait est sont etait etaient sera serait va doit peut veut".split())
"""Verbs before which a lone word with a capital is the subject, and so a name."""

_SOUNDS = (
    ("tsch", "s"), ("tch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("dj", "j"), ("kh", "k"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("qu", "k"), ("q", "k"), ("ou", "u"), ("oo", "u"), ("w", "v"), ("y", "i"), ("ck", "k"), ("c", "k"),
    ("ts", "z"), ("x", "ks"), ("h", ""),
)  # fmt: skip
_NEAR = 0.78
"""Share of letters two spellings must have in common: Timochenko and Tymoshenko have .8."""

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
            end += 1
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
    if min(len(one), len(other)) < _LONG:
        return False
    if len(one) <= _LONG + 1 and sorted(one) == sorted(other):
        return True  # AQMI and AQIM
    if (one.startswith(other) or other.startswith(one)) and abs(len(one) - len(other)) < _LONG:
        return True
    if len(commonprefix((one, other))) >= max(_LONG + 1, _STEM * min(len(one), len(other))):
        return True
    first, second = _sound(one), _sound(other)
    if first == second:
        return True
    if first[:1] != second[:1] or abs(len(first) - len(second)) > _LONG:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _NEAR


def _is_foreign(word: str) -> bool:
    """Tell a spelling that ordinary French words do not have."""
    return bool(_FOREIGN.search(word))


def is_word(word: str) -> bool:
    """Tell whether a folded French word ends like an ordinary one."""
    return word.endswith(_FRENCH_ENDINGS)


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return re.sub(r"(.)\1", r"\1", word).rstrip("e")


def _is_title(found: Sequence[Token], language: Language) -> bool:
    """Tell a line of capitals, or an English one that is set as a title."""
    words = [token for token in found if not token.number and len(token.fold) > 3]  # noqa: PLR2004
    marked = [token.acronym if language == "fr" else token.capital for token in words]
    return len(words) > 3 and sum(marked) > _TITLED * len(words)  # noqa: PLR2004


def _named(token: Token, place: int, taken: Collection[int], language: Language) -> bool:
    return (
        token.capital and place not in taken and len(token.fold) > 1
        and (token.acronym or common(language).isdisjoint({token.fold, token.fold[:-1] if token.fold[-1] in "sx" else token.fold}))
    )  # fmt: skip


def _goes_on(found: Sequence[Token], place: int) -> bool:
    """Tell whether a name goes on with this token; an acronym stands by itself."""
    return found[place].before in {" ", "-", "\u00a0", ". "} and found[place].acronym == found[place - 1].acronym


def _is_ordinary(found: Sequence[Token], places: range, language: Language) -> bool:
    """Tell what may be an ordinary word: one that opens a sentence, ends like one, or stands in a longer name."""
    first, last = found[places.start], places.stop
    if len(places) > 1 or first.acronym:
        return False
    if first.opens:
        named = after(found, last) in _AUXILIARIES or "k" in first.fold or "w" in first.fold
        return language == "en" or not named or first.fold.endswith(_OPENING_ENDINGS)
    if language == "en":
        return False
    beside = [places.start - 1] if first.before in {" ", "-"} and places.start else []
    beside += [last] if last < len(found) and found[last].before in {" ", "-"} else []
    article = after(found, places.start - 1) in _ARTICLES and not found[places.start - 1].capital
    if article and not _is_foreign(first.fold):
        return True
    inside = any(found[place].capital and not found[place].opens and found[place].fold in common("fr") for place in beside)
    return inside or first.fold.endswith(_FRENCH_ENDINGS)
