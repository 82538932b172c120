"""One text -> all that it states."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.facts import _quantities
from toolkit.facts._fact import Fact, FactKind, Weight
from toolkit.facts._idioms import idioms
from toolkit.facts._lexicon import Hit, hits
from toolkit.facts._names import names
from toolkit.facts._negation import Negations, negations
from toolkit.facts._quotations import Quotation, quotations, speakers
from toolkit.facts._spotted import fact as spotted
from toolkit.facts._tokens import Language, Token, after, tokens, unescaped

_VERBS = frozenset({"may", "march"})
"""English months that are verbs too."""

_BEFORE_MONTHS = frozenset({
    "in", "of", "last", "this", "next", "since", "late", "early", "mid", "until", "by", "to", "and", "from"
})  # fmt: skip
"""What stands before a month rather than before a verb."""


@dataclass(frozen=True, slots=True)
class Stated:
    """All that a text states.

    Attributes:
        text: the text.
        language: `fr` or `en`.
        tokens: of the text.
        words: its tokens, folded.
        facts: numbers, times, months, weekdays, places, names and hedges that have a value, in order; `licence` ones
            only explain facts of another text.
        names: names that no list knows, in order; their readings are `word …`, one a word.
        negations: what it denies.
        quotations: what it quotes.
        speakers: facts of those that it says something was said by.
    """

    text: str
    language: Language
    tokens: tuple[Token, ...]
    words: frozenset[str]
    facts: tuple[Fact, ...]
    names: tuple[Fact, ...]
    negations: Negations
    quotations: tuple[Quotation, ...]
    speakers: tuple[Fact, ...]


@functools.lru_cache(maxsize=4096)
def read(text: str, language: Language) -> Stated:
    """Read all that a text states.

    >>> [(fact.kind, fact.value) for fact in read("Pékin perd 1,5 milliard d’euros", "fr").facts if fact.value]
    [('place', 'city Pékin'), ('money', '1500000000 euro')]
    """
    found = tokens(text)
    counted = _quantities.quantities(text, found, language)
    taken = {place for each in counted for place in each.places}
    known = [hit for hit in hits(found, language) if taken.isdisjoint(hit.places)]
    taken |= {place for hit in known for place in hit.places}
    unknown = names(found, taken, language)
    named = [_name(text, found, name.places, ordinary=name.ordinary) for name in unknown]
    listed = [_listed(text, found, hit, language) for hit in known]
    told = idioms(found, language)
    idle = told["numbers"] | told["names"]
    counts = [_idle(each.fact, each.places, idle, language) for each in counted]
    listed = [_idle(fact, hit.places, idle, language) for fact, hit in zip(listed, known, strict=True)]
    named = [_idle(fact, name.places, idle, language) for fact, name in zip(named, unknown, strict=True)]
    facts = sorted(counts + listed, key=lambda fact: fact.start)
    return Stated(
        text=text,
        language=language,
        tokens=found,
        words=frozenset(token.fold for token in found),
        facts=(*facts, *_quantities.licences(found, language)),
        names=tuple(named),
        negations=negations(found, language, told["negations"]),
        quotations=quotations(unescaped(text)),
        speakers=tuple(_speakers(text, found, [name.places for name in unknown], language)),
    )


def _idle(fact: Fact, places: range, idle: Collection[int], language: Language) -> Fact:
    """Take a fact of an expression for one that may be missing from a translation, or may stand in it alone."""
    if fact.weight != "firm" or not all(place in idle for place in places):
        return fact
    return replace(fact, weight="loose" if language == "fr" else "licence")


def _listed(text: str, found: Sequence[Token], hit: Hit, language: Language) -> Fact:
    first = found[hit.place]
    loose = hit.entry.loose or (language == "en" and first.fold in _VERBS and not _dated(found, hit.place))
    loose = loose or (language == "en" and hit.entry.kind in {"name", "place"} and hit.entry.written[:1].islower())
    concepts = hit.entry.concepts
    weight: Weight = "licence" if loose else "firm"
    return spotted(text, found, hit.places, hit.entry.kind, min(concepts), concepts, weight)


def _dated(found: Sequence[Token], place: int) -> bool:
    """Tell `May 3`, `in March` and `3 March` from the verbs."""
    number = any(0 <= near < len(found) and found[near].number for near in (place - 1, place + 1, place + 2))
    return number or (not found[place].opens and after(found, place - 1) in _BEFORE_MONTHS)


def _name(text: str, found: Sequence[Token], places: range, *, ordinary: bool) -> Fact:
    words = frozenset(f"word {found[place].fold}" for place in places)
    kind: FactKind = "acronym" if len(places) == 1 and found[places.start].acronym else "name"
    weight: Weight = "firm"
    label = len(places) == 1 and places.stop < len(found) and found[places.stop].before.strip()[:1] in {"|", ":"}
    if ordinary or (label and found[places.start].opens):  # `LIRE | …`
        weight = "licence" if found[places.start].opens else "loose"
    value = " ".join(found[place].text for place in places)
    return spotted(text, found, places, kind, value, words, weight)


def _speakers(text: str, found: Sequence[Token], named: Sequence[range], language: Language) -> Iterator[Fact]:
    for places in speakers(found, named, language):
        words = frozenset(f"word {found[place].fold}" for place in places)
        value = " ".join(found[place].text for place in places)
        yield spotted(text, found, places, "speaker", value, words, "firm")
