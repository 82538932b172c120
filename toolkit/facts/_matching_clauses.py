"""Negations and quotations: counted on both sides."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from toolkit.facts._fact import Fact, FactKind, Finding, State
from toolkit.facts._matching import finding
from toolkit.facts._quotations import Quotation, marks
from toolkit.facts._reading import Stated
from toolkit.facts._tokens import unescaped

_REACH = 0.15
"""Share of a text within which a word of negative sense may stand for a negation of the other text."""

_LEAST = 4
"""Tokens within which it may in a short text."""

_MANY = 8
"""Negations of one text above which they are paired as they come."""

_QUOTED = 3
"""Words from which on a quotation is more than a word held at arm’s length."""


def match_negations(source: Stated, target: Stated) -> Iterator[Finding]:
    """Pair clear negations in order; one left over is unsure where a word of negative sense stands about as far on."""
    ours, theirs = source.negations, target.negations
    pairs = _paired(_shares(source, ours.clear), _shares(target, theirs.clear))
    for place, other in pairs.items():
        yield finding("kept", _denial(source, ours.clear[place]), _denial(target, theirs.clear[other]))
    for place, token in enumerate(ours.clear):
        if place not in pairs:
            explained = _explained(source, token, ours.weak + ours.faint, target, theirs.weak + theirs.faint)
            yield finding("unsure" if explained else "lost", _denial(source, token), None)
    for place, token in enumerate(theirs.clear):
        if place not in pairs.values():
            explained = _explained(target, token, theirs.weak, source, ours.weak + ours.faint)
            yield finding("unsure" if explained else "invented", None, _denial(target, token))


def _shares(stated: Stated, places: Sequence[int]) -> list[float]:
    """Say how far into the text each token stands, 0 to 1."""
    return [place / len(stated.tokens) for place in places]


def _paired(ours: Sequence[float], theirs: Sequence[float]) -> dict[int, int]:
    """Pair as many as there are on the shorter side, in order, those that stand about as far on."""
    if len(ours) > len(theirs):
        return {other: place for place, other in _paired(theirs, ours).items()}
    if len(theirs) > _MANY:
        return dict(zip(range(len(ours)), range(len(ours)), strict=True))
    chosen = min(
        itertools.combinations(range(len(theirs)), len(ours)),
        key=lambda some: sum(abs(share - theirs[place]) for share, place in zip(ours, some, strict=True)),
    )
    return dict(enumerate(chosen))


def _explained(stated: Stated, token: int, own: Sequence[int], other: Stated, theirs: Sequence[int]) -> bool:
    """Tell whether the other text has more words of negative sense thereabouts than this one."""
    share = token / len(stated.tokens)

    def near(places: Sequence[int], text: Stated) -> int:
        if not places:
            return 0
        reach = max(_REACH, _LEAST / len(text.tokens))
        return sum(abs(place / len(text.tokens) - share) <= reach for place in places)

    return near(theirs, other) > near(own, stated)


def match_quotations(source: Stated, target: Stated) -> Iterator[Finding]:
    """Say whether quoted words are still quoted; where marks are missing on one side nothing is certain."""
    ours, theirs = source.quotations, target.quotations
    for place, quotation in enumerate(ours):
        other = theirs[min(place, len(theirs) - 1)] if theirs else None
        marked = [marks(unescaped(each.text)) for each in (source, target)]
        sure = quotation.words >= _QUOTED and marked[0] % 2 == 0 and marked[1] == 0
        state: State = "kept" if len(theirs) > place else "lost" if sure and not theirs else "unsure"
        yield finding(state, _quoted(quotation), _quoted(other) if other and state == "kept" else None)


def _denial(stated: Stated, place: int) -> Fact:
    return _plain(stated.tokens[place].text, stated.tokens[place].start, "negation")


def _quoted(quotation: Quotation) -> Fact:
    return _plain(quotation.text, quotation.start, "quotation")


def _plain(text: str, start: int, kind: FactKind) -> Fact:
    return Fact(kind, text, text, start, frozenset())
