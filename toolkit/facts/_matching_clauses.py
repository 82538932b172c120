"""Negations and quotations: counted on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.facts._fact import Fact, FactKind, Finding
from toolkit.facts._matching import finding
from toolkit.facts._quotations import Quotation, marks
from toolkit.facts._reading import Stated

_QUOTED = 3
"""Words from which on a quotation is more than a word held at arm’s length."""


def match_negations(source: Stated, target: Stated) -> Iterator[Finding]:
    """Say how many negations were kept; a word of negative sense that is one too many may stand for a clear one."""
    ours, theirs = source.negations, target.negations
    kept = min(len(ours.clear), len(theirs.clear))
    instead, before = theirs.weak + theirs.faint - ours.weak, ours.weak + ours.faint - theirs.weak
    for place, other in zip(ours.clear[:kept], theirs.clear[:kept], strict=True):
        yield finding("kept", _denial(source, place), _denial(target, other))
    for number, place in enumerate(ours.clear[kept:]):
        yield finding("unsure" if number < instead else "lost", _denial(source, place), None)
    for number, place in enumerate(theirs.clear[kept:]):
        yield finding("unsure" if number < before else "invented", None, _denial(target, place))


def match_quotations(source: Stated, target: Stated) -> Iterator[Finding]:
    """Say whether quoted words are still quoted; where marks are missing on one side nothing is certain."""
    ours, theirs = source.quotations, target.quotations
    for place, quotation in enumerate(ours):
        other = theirs[min(place, len(theirs) - 1)] if theirs else None
        sure = quotation.words >= _QUOTED and marks(source.text) % 2 == 0 and marks(target.text) == 0
        state = "kept" if len(theirs) > place else "lost" if sure and not theirs else "unsure"
        yield finding(state, _quoted(quotation), _quoted(other) if other and state == "kept" else None)


def _denial(stated: Stated, place: int) -> Fact:
    return _plain(stated.tokens[place].text, stated.tokens[place].start, "negation")


def _quoted(quotation: Quotation) -> Fact:
    return _plain(quotation.text, quotation.start, "quotation")


def _plain(text: str, start: int, kind: FactKind) -> Fact:
    return Fact(kind, text, text, start, frozenset())


