"""Where a text says no: clear negations, and words that may stand for one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from toolkit.facts._tokens import Language, Token, after
from toolkit.facts._words import negatives, undone

_SECOND = frozenset(
    "pas plus jamais rien personne aucun aucune guere point ni nul nulle nullement aucunement".split()  # noqa: SIM905
)
"""What follows `ne` in a negation."""

_BEFORE = frozenset({"personne", "rien", "aucun", "aucune", "nul", "nulle", "jamais", "ni", "pas"})
"""What may stand before it instead: `personne ne vient`."""

_PRONOUNS = frozenset({"je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce"})
"""What stands after a verb that asks: `n’est-il pas`."""

_MOST = frozenset({"plus", "moins", "meilleur", "meilleure", "pire", "premier", "premiere", "seul", "seule"})
"""Words after which `que … n’a jamais` is `ever`."""

_FEARS = frozenset({"avant", "moins", "peur", "crainte", "craindre", "plus", "mieux"})
"""Words after which `ne` denies nothing, unless `pas` follows: `avant qu’il ne parte plus tard`."""

_ALONE = ("peu", "pou", "pui", "sau", "sai", "sav", "os")
"""`ne` needs no `pas` before forms of pouvoir, savoir and oser."""

_HAVE = frozenset({"a", "ai", "avait", "ont", "avaient", "aura", "aurait", "auront", "auraient", "ayant"})
_DONE = ("pu", "su", "ose")
"""Nor before these with a participle of pouvoir, savoir or oser: `n’a pu s’imposer`."""

_STEP = frozenset(
    [
        "un",
        "le",
        "ce",
        "son",
        "au",
        "du",
        "leur",
        "leurs",
        "les",
        "des",
        "ses",
        "de",
        "a",
        "deux",
        "premier",
        "premiers",
        "dernier",
        "derniers",
        "grand",
        "grands",
        "petit",
        "petits",
        "faux",
        "mauvais",
        "nouveau",
        "nouveaux",
        "plusieurs",
        "chaque",
        "quelques",
    ]
)
"""What stands before `pas` where it is a step."""

_AHEAD, _BACK = 9, 7
"""Tokens within which the other half of a French negation stands."""

_NO = frozenset({"not", "cannot", "never", "nobody", "nothing", "none", "nowhere", "neither", "noone"})

_UN = re.compile(r"un(?!de[rv]|ti?l|like$|emplo|i(?!m|n)|ve|fold|anim|cle|cti|iq|less)[a-z]{4}")
"""`unfamiliar`, but not `under`, `until`, `unite`, `universe` or `uncle`."""

_NOT_LESS = frozenset({"less", "unless", "nevertheless", "nonetheless", "regardless", "bless"})


@dataclass(frozen=True, slots=True)
class Negations:
    """What a text denies.

    Attributes:
        clear: places of the tokens that deny a clause, one a negation.
        soft: those of them that may well be told without a negation: `non seulement`, `n’a pas cessé`, `isn’t it?`;
            each with beginnings of English words that show it lost: `cease` where `n’a pas cessé` becomes `ceased`.
        weak: places of words that have a negative sense: `impossible`, `without`.
        faint: places of more words that may be put for a negation: `little`, `until`.
    """

    clear: tuple[int, ...]
    soft: Mapping[int, tuple[str, ...]]
    weak: tuple[int, ...]
    faint: tuple[int, ...]


def negations(found: Sequence[Token], language: Language, idle: Collection[int]) -> Negations:
    """Find what a text denies; the negations of expressions, at the places `idle`, are soft."""
    read = (_french if language == "fr" else _english)(found)
    known = negatives(language)
    weak, faint = [], [*read.alone]
    for place, token in enumerate(found):
        if place in read.taken:
            continue
        if token.fold.startswith(known.stems) or (language == "en" and _is_un(token.fold)):
            weak.append(place)
        elif token.fold in known.exact and not _is_measure(found, place):
            faint.append(place)
    soft: dict[int, tuple[str, ...]] = dict.fromkeys((place for place in read.clear if place in idle), ())
    soft.update(read.soft)
    return Negations(read.clear, soft, tuple(weak), tuple(faint))


def _is_un(word: str) -> bool:
    """Tell `unfamiliar` and `useless` from `under`, `unite` and `unless`."""
    return bool(_UN.match(word)) or (word.endswith("less") and word not in _NOT_LESS)


def _is_measure(found: Sequence[Token], place: int) -> bool:
    """Tell `un peu`, `peu avant`, `au moins` and `a little` from words that deny, and `aucun` in `sans aucun doute`."""
    previous, later = after(found, place - 1), after(found, place + 1)
    if found[place].fold in {"little", "few", "less"}:
        return previous in {"a", "the", "quite", "or", "very", "last", "next", "first", "past", "every"}
    if found[place].fold == "peu":
        return previous in {"un", "pour", "depuis", "sous", "d", "quelque"} or later in {"avant", "apres"}
    if found[place].fold == "moins":
        return previous in {"au", "du", "en", "le", "la", "les", "ou"} or later in {"de", "d"}
    return previous == "sans" and found[place].fold.startswith("aucun")


@dataclass(frozen=True, slots=True)
class _Read:
    """What a text denies by its grammar.

    Attributes:
        clear: places of the tokens that deny a clause.
        soft: those that may be told without a negation, as in `Negations`.
        alone: places of each `ne` that denies nothing for certain.
        taken: places of all that belongs to a negation.
    """

    clear: tuple[int, ...]
    soft: Mapping[int, tuple[str, ...]]
    alone: tuple[int, ...]
    taken: frozenset[int]


def _french(found: Sequence[Token]) -> _Read:
    clear: list[int] = []
    soft: dict[int, tuple[str, ...]] = {}
    alone: list[int] = []
    taken: set[int] = set()
    for place in range(len(found)):
        if _is_ne(found, place):
            if after(found, place + 1) == "importe":
                continue
            other = _other_half(found, place)
            if other is None or _only(found, other):
                alone.append(place)
            elif other not in taken:
                clear.append(other)
                soft |= _soft(found, place, other)
            taken |= {place} if other is None else {place, other}
    alone += [place for place in range(len(found)) if place not in taken and _no_more(found, place)]
    for place, token in enumerate(found):
        if place not in taken and _stands_alone(found, place, token):
            clear.append(place)
            soft |= {place: ()} if token.fold == "non" and token.opens else {}
            taken |= {place, place + 1} if token.fold == "non" and _follows(found, place + 1) else {place}
    return _Read(tuple(sorted(clear)), soft, tuple(alone), frozenset(taken))


def _soft(found: Sequence[Token], ne: int, other: int) -> Mapping[int, tuple[str, ...]]:
    """Tell `n’a pas cessé`, `n’est-il pas` and `le plus grand que je n’ai jamais vu`, which English may not deny."""
    inside = [place for place in range(ne + 1, max(ne, other) + 2) if place < len(found) and place != other]
    verbs = (found[place].fold for place in inside if "," not in found[place].before)
    undo = next((words for verb in verbs for stem, words in undone().items() if verb.startswith(stem)), None)
    if undo is not None:
        return {other: undo}
    asks = any(found[place].before == "-" and found[place].fold in _PRONOUNS for place in inside if place < other)
    before = [after(found, place) for place in range(max(ne - _AHEAD, 0), ne)]
    ever = found[other].fold == "jamais" and not {"que", "qu"}.isdisjoint(before[-3:]) and not _MOST.isdisjoint(before)
    return {other: ()} if asks or ever else {}


def _follows(found: Sequence[Token], place: int) -> bool:
    """Tell the `pas` of `non pas` from that of `Non, pas`."""
    return place < len(found) and found[place].before == " "


def _is_ne(found: Sequence[Token], place: int) -> bool:
    """Tell `ne` and `n’` from `né`."""
    elided = found[place].fold == "n" and place + 1 < len(found) and found[place + 1].before.startswith("'")
    return elided or found[place].text.lower() == "ne"


def _other_half(found: Sequence[Token], place: int) -> int | None:
    """Find what completes a `ne`, None for one that denies nothing: `avant qu’il ne parte`, `ne … que`."""
    expletive = not {after(found, back) for back in range(place - _BACK, place)}.isdisjoint(_FEARS)
    back = _half_before(found, place)
    for ahead in range(place + 1, min(place + _AHEAD, len(found))):
        word = found[ahead].fold
        if _breaks(found[ahead]) and ahead > place + 1:
            break
        if word in {"que", "qu"}:
            return back
        if word in _SECOND and not (word == "plus" and (expletive or back is not None)):
            return ahead
    if back is not None:
        return back
    verbs = [after(found, place + ahead) for ahead in (1, 2)]
    literary = verbs[0].startswith(_ALONE) or (verbs[0] in _HAVE and verbs[1].startswith(_DONE))
    return place if literary else None


def _half_before(found: Sequence[Token], place: int) -> int | None:
    """Find the `personne` of `personne ne vient`."""
    for back in range(place - 1, max(place - _BACK, -1), -1):
        if found[back].fold in _BEFORE:
            return back
        if _breaks(found[back + 1]):
            break
    return None


def _only(found: Sequence[Token], place: int) -> bool:
    """Tell `ne … plus construire que`, which restricts."""
    later = {after(found, place + ahead) for ahead in (1, 2, 3)}
    return found[place].fold == "plus" and not later.isdisjoint({"que", "qu"})


def _no_more(found: Sequence[Token], place: int) -> bool:
    """Tell `pas plus` without `ne`, which may be `no more` or go with another negation."""
    return found[place].fold == "pas" and after(found, place + 1) == "plus"


def _breaks(token: Token) -> bool:
    """Tell whether a clause ends before a token."""
    return any(sign in token.before for sign in ".;:!?»")


def _stands_alone(found: Sequence[Token], place: int, token: Token) -> bool:
    """Tell a `pas` or `non` without `ne`."""
    previous = after(found, place - 1)
    if token.fold == "pas":
        stepwise = previous == "a" or (after(found, place + 1) == "a" and after(found, place + 2) == "pas")
        return (
            previous not in _STEP
            and not stepwise
            and token.before != "-"
            and after(found, place + 1) not in {"mal", "plus"}
        )
    if token.fold == "non":
        joined = previous in {"mais", "et", "ou"} or after(found, place + 1) in {"seulement", "pas"}
        return joined or token.opens
    return False


def _english(found: Sequence[Token]) -> _Read:
    clear = tuple(place for place in range(len(found)) if _denies(found, place))
    opening = {place: () for place in clear if found[place].opens and found[place].fold == "no"}
    return _Read(clear, opening, (), frozenset(clear))


def _denies(found: Sequence[Token], place: int) -> bool:
    token, later = found[place], after(found, place + 1)
    if token.fold == "t":
        return token.before == "'" and after(found, place - 1).endswith("n")
    if token.fold == "no":
        counted = place + 2 < len(found) and found[place + 2].before == "-"  # no 18-year-old
        numbered = place + 1 < len(found) and found[place + 1].number and not counted
        return not numbered and later not in {"matter", "doubt", "wonder"} and token.before != "-"
    if token.fold == "nor":
        return all(other.fold != "neither" for other in found[:place])
    return token.fold in _NO and later != "mind"
