"""Negations and quotations: counted on both sides."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.facts._fact import Fact, FactKind, Finding, State
from toolkit.facts._matching import finding
from toolkit.facts._quotations import Quotation, marks
from toolkit.facts._reading import Stated
from toolkit.facts._tokens import unescaped
from toolkit.facts._words import opposites

_REACH = 0.15
"""Share of a text within which a word of negative sense may stand for a negation of the other text."""

_LEAST = 4
"""Tokens within which it may in a short text."""

_NEXT = 4
"""Tokens from a negation on that it may deny."""

_SPAN = 14
"""Tokens within which one negation may cover another."""

_JOINTS = {"en": {"or", "nor", "neither", "either", "any", "without"}, "fr": {"ni", "ou", "sans"}}
"""Words by which one negation covers more than one thing."""

_MANY = 8
"""Negations of one text above which they are paired as they come."""

_QUOTED = 4
"""Words from which on a quotation is more than an expression held at arm’s length."""


def match_negations(source: Stated, target: Stated) -> Iterator[Finding]:
    """Pair clear negations in order; one left over is unsure where a word of negative sense stands about as far on."""
    ours, theirs = source.negations, target.negations
    pairs = _paired(_places(source), _places(target))
    for place, other in pairs.items():
        yield finding("kept", _denial(source, ours.clear[place]), _denial(target, theirs.clear[other]))
    for place, token in enumerate(ours.clear):
        if place not in pairs:
            explained = _explained(source, token, ours.weak + ours.faint, target, theirs.weak + theirs.faint)
            explained = explained or _opposed(source, token, target)
            unsure = explained or _may_go(source, token, target) or _covered(source, place, pairs, target)
            yield finding("unsure" if unsure else "lost", _denial(source, token), None)
    for place, token in enumerate(theirs.clear):
        if place not in pairs.values():
            explained = _explained(target, token, theirs.weak + theirs.faint, source, ours.weak + ours.faint)
            back = {other: own for own, other in pairs.items()}
            unsure = explained or _may_go(target, token, source) or _covered(target, place, back, source)
            yield finding("unsure" if unsure else "invented", None, _denial(target, token))


@dataclass(frozen=True, slots=True)
class _Place:
    """A negation.

    Attributes:
        share: how far into the text it stands, 0 to 1.
        soft: whether it may be told without a negation.
    """

    share: float
    soft: bool


def _places(stated: Stated) -> list[_Place]:
    denied = stated.negations
    return [_Place(token / len(stated.tokens), token in denied.soft) for token in denied.clear]


def _may_go(own: Stated, token: int, other: Stated) -> bool:
    """Tell whether the other text may tell a soft negation without one: it has not the verb that is denied."""
    verbs = own.negations.soft.get(token)
    return verbs is not None and not any(word.startswith(verbs) for word in other.words if verbs)


def _opposed(source: Stated, token: int, target: Stated) -> bool:
    """Tell whether what a French negation denies is told by its opposite: `pas facile` by `difficult`."""
    if source.language == "en":
        return False
    told = [words for after in source.tokens[token:][:_NEXT] for words in _opposite(after.fold)]
    return any(word.startswith(words) for words in told for word in target.words)


def _opposite(word: str) -> Iterator[tuple[str, ...]]:
    return (words for stem, words in opposites().items() if word.startswith(stem))


def _covered(own: Stated, place: int, pairs: Mapping[int, int], other: Stated) -> bool:
    """Tell whether one negation of the other text may stand for two of this: `neither eats nor drinks`."""
    token = own.negations.clear[place]
    beside = [pairs[near] for near in (place - 1, place + 1) if near in pairs and _together(own, near, token)]
    return any(
        word.fold in _JOINTS[other.language]
        for each in beside
        for word in other.tokens[other.negations.clear[each] :][:_SPAN]
    )


def _together(own: Stated, near: int, token: int) -> bool:
    """Tell whether two negations stand in one sentence, not far apart."""
    first, last = sorted((own.negations.clear[near], token))
    between = own.tokens[first + 1 : last + 1]
    return len(between) <= _SPAN and not any(sign in word.before for word in between for sign in ".!?;")


def _paired(ours: Sequence[_Place], theirs: Sequence[_Place]) -> dict[int, int]:
    """Pair all of the shorter side, in order: soft ones with soft ones, then those that stand about as far on."""
    if len(ours) > len(theirs):
        return {other: place for place, other in _paired(theirs, ours).items()}
    if len(theirs) > _MANY:
        return dict(zip(range(len(ours)), range(len(ours)), strict=True))
    chosen = min(
        itertools.combinations(range(len(theirs)), len(ours)),
        key=lambda some: (
            sum(one.soft != theirs[place].soft for one, place in zip(ours, some, strict=True)),
            sum(abs(one.share - theirs[place].share) for one, place in zip(ours, some, strict=True)),
        ),
    )
    return dict(enumerate(chosen))


def _explained(stated: Stated, token: int, own: Sequence[int], other: Stated, theirs: Sequence[int]) -> bool:
    """Tell whether the other text has more words of negative sense thereabouts than this one."""
    share = token / len(stated.tokens)

    def near(places: Sequence[int], text: Stated) -> int:
        if not places:
            return 0
        reach = max(_REACH, _LEAST / len(text.tokens)) * (2 if text is stated else 1)
        return sum(abs(place / len(text.tokens) - share) <= reach for place in places)

    return near(theirs, other) > near(own, stated)


def match_quotations(source: Stated, target: Stated) -> Iterator[Finding]:
    """Say whether quoted words are still quoted; where marks are missing on one side nothing is certain."""
    ours, theirs = source.quotations, target.quotations
    for place, quotation in enumerate(ours):
        other = theirs[min(place, len(theirs) - 1)] if theirs else None
        marked = [marks(unescaped(each.text)) for each in (source, target)]
        sure = quotation.words >= _QUOTED and not quotation.title and marked[0] % 2 == 0 and marked[1] == 0
        state: State = "kept" if len(theirs) > place else "lost" if sure and not theirs else "unsure"
        kept = _quoted(target, other) if other and state == "kept" else None
        yield finding(state, _quoted(source, quotation), kept)


def _denial(stated: Stated, place: int) -> Fact:
    token = stated.tokens[place]
    return _plain(stated, token.start, len(token.text), "negation")


def _quoted(stated: Stated, quotation: Quotation) -> Fact:
    return _plain(stated, quotation.start, len(quotation.text), "quotation")


def _plain(stated: Stated, start: int, length: int, kind: FactKind) -> Fact:
    text = stated.text[start : start + length]  # as it was given: an HTML entity was read as its sign
    return Fact(kind, text, text, start, frozenset())
