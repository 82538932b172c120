"""What two texts state -> what of the one the other kept, lost or made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.facts._conversions import converted
from toolkit.facts._fact import Fact, FactKind, Finding, State
from toolkit.facts._lexicon import forms, hits, kin, lexicon
from toolkit.facts._names import same
from toolkit.facts._reading import Stated
from toolkit.facts._tokens import phrase

GROUPS: Mapping[FactKind, str] = {
    "number": "number", "money": "number", "percent": "number", "time": "number", "month": "month",
    "weekday": "weekday", "place": "place", "name": "name", "acronym": "name", "hedge": "hedge",
}  # fmt: skip
"""Kinds that may stand in each other's place."""

_HOURS = {"hour", "hours", "minute", "minutes", "midnight", "noon", "midday", "oclock", "clock", "half", "quarter"}
"""English words by which a time may be told without its digits."""

_DATE = 18
"""Letters after a weekday within which its date stands: ` 15 novembre 2011`."""

_RELATIVE = {
    "en": {"today", "yesterday", "tomorrow", "tonight", "weekend", "overnight", "day", "night", "evening", "morning"},
    "fr": {"hier", "aujourd", "demain", "veille", "lendemain", "soir", "matin", "weekend"},
}
"""Words that name a day without its name."""


@dataclass(slots=True)
class Pairing:
    """What was matched, and what was not.

    Attributes:
        findings: what is settled.
        lost: facts of the source that nothing stands for.
        invented: facts of the target that stand for nothing.
    """

    findings: list[Finding] = field(default_factory=list)
    lost: list[Fact] = field(default_factory=list)
    invented: list[Fact] = field(default_factory=list)


def match(source: Stated, target: Stated) -> Iterator[Finding]:
    """Match what has a value in both languages: numbers, times, months, weekdays, places, listed names, hedges."""
    made = Pairing()
    used: list[Fact] = []
    for fact in _once(fact for fact in source.facts if fact.weight != "licence"):
        partner = _partner(fact, [other for other in target.facts if other not in used])
        if partner is not None and fact.kind == "place":
            used.append(partner)
        if partner is not None and not _unit_changed(fact, target.facts):
            made.findings.append(finding("kept", fact, partner))
        elif (other := converted(fact, target.facts)) is not None and other[1] != "other":
            made.findings.append(finding("kept" if other[1] == "same" else "unsure", fact, other[0]))
        elif _partner(fact, target.facts) is None and (standing := _standing(fact, target)):
            made.findings.append(finding("kept", fact, standing))
        else:
            made.lost.append(fact)
    for fact in _once(fact for fact in target.facts if fact.weight == "firm" and fact.kind != "hedge"):
        told = _partner(fact, source.facts) or _standing(fact, source) or _converted(fact, source)
        if told is None:
            made.invented.append(fact)
    yield from made.findings
    yield from _settle(made, source, target)


def finding(state: State, source: Fact | None, target: Fact | None) -> Finding:
    """Say what became of a fact; one of both sides must be there."""
    known = source or target
    if known is None:
        raise ValueError("a finding needs a fact")
    return Finding(
        state=state,
        kind=known.kind,
        value=known.value,
        source=source.text if source else "",
        source_start=source.start if source else None,
        target=target.text if target else "",
        target_start=target.start if target else None,
    )


def _converted(fact: Fact, other: Stated) -> Fact | None:
    """Find what a quantity was worked out from: 50 miles from 80 km."""
    found = converted(fact, other.facts)
    return found[0] if found is not None and found[1] != "other" else None


def _standing(fact: Fact, other: Stated) -> Fact | None:
    """Find the words of a fact as they are in the other text, or a listed name in a spelling that is not listed."""
    words = phrase(fact.text)
    if not any(sign.isalpha() for word in words for sign in word):
        return None  # digits alone say nothing
    folds = tuple(token.fold for token in other.tokens)
    for place in range(len(folds) - len(words) + 1):
        if folds[place : place + len(words)] == words:
            return _as_stated(fact, other, place, place + len(words) - 1)
    named = fact.kind in {"name", "place"} and len(words) == 1
    for place, token in enumerate(other.tokens if named else ()):
        if token.capital and same(words[0], token.fold):
            return _as_stated(fact, other, place, place)
    return None


def _as_stated(fact: Fact, other: Stated, first: int, last: int) -> Fact:
    start, end = other.tokens[first].start, other.tokens[last].end
    return Fact(fact.kind, fact.value, other.text[start:end], start, fact.readings)


def _parts(fact: Fact) -> set[str]:
    """Name the places that stand within a place's name: China in `mer de Chine méridionale`."""
    words = phrase(fact.text)
    known = [entry for word in words if len(words) > 1 for entry in lexicon("fr").get(word, ())]
    alone = [entry for entry in known if len(entry.form) == 1 and not entry.loose]
    return {concept for entry in alone for concept in entry.concepts} - fact.readings


def _once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Leave out what was stated before; a place counts as often as it is named, because translations keep that."""
    seen = set()
    for fact in facts:
        if fact.kind == "place":
            yield fact
        elif (fact.kind, fact.value, fact.unit) not in seen:
            seen.add((fact.kind, fact.value, fact.unit))
            yield fact


def _partner(fact: Fact, others: Sequence[Fact]) -> Fact | None:
    """Find the fact that states the same, one with the same unit before others, a word that only may mean it last."""
    alike = [other for other in others if not fact.readings.isdisjoint(other.readings)]
    return min(alike, key=lambda other: (other.weight == "licence", other.unit != fact.unit), default=None)


def _unit_changed(fact: Fact, others: Sequence[Fact]) -> bool:
    """Tell whether a number counts something else of the same sort everywhere: months for years, dollars for euros."""
    units = [other.unit for other in others if not fact.readings.isdisjoint(other.readings)]
    sort = fact.unit.partition(" ")[0]
    return bool(fact.unit and units) and all(unit.partition(" ")[0] == sort and unit != fact.unit for unit in units)


def _settle(made: Pairing, source: Stated, target: Stated) -> Iterator[Finding]:
    """Pair what is left: what stands in a lost fact's place is not invented besides."""
    left = list(made.invented)
    for fact in made.lost:
        other = next((each for each in left if GROUPS[each.kind] == GROUPS[fact.kind]), None)
        if other is not None:
            left.remove(other)
        yield finding(_lost_state(fact, other, source, target), fact, other)
    for fact in left:
        unsure = fact.kind == "name" or _is_small(fact) or _excused(fact, target, source)
        yield finding("unsure" if unsure else "invented", None, fact)


def _is_dated(fact: Fact, own: Stated, other: Stated) -> bool:
    """Tell whether the other text keeps the number and the month that stand beside a weekday."""
    beside = [each for each in own.facts if 0 < each.start - fact.start <= len(fact.text) + _DATE]
    kept = {each.kind for each in beside if any(not each.readings.isdisjoint(two.readings) for two in other.facts)}
    return {"number", "month"} <= kept


def _told_apart(fact: Fact, other: Stated) -> bool:
    """Tell whether the words of a name stand apart: `Central and Eastern Europe`."""
    return any(other.words.issuperset(form) for concept in fact.readings for form in forms(concept, other.language))


def _misspelled(fact: Fact, other: Stated) -> bool:
    """Tell whether a word, whatever its capital, is spelled nearly as a name of one word: `libyien`."""
    words = phrase(fact.text)
    return len(words) == 1 and any(same(words[0], word) for word in other.words)


def _uncased(other: Stated) -> frozenset[str]:
    """Name what a text may state where its capitals say nothing: `en chine`, `arctic`."""
    return frozenset(
        concept for hit in hits(other.tokens, other.language, cased=False) for concept in hit.entry.concepts
    )


def _is_small(fact: Fact) -> bool:
    """Tell a number that words of many kinds may stand for: both, single, another, none."""
    return fact.kind == "number" and fact.value in {"0", "1", "2"}


def _lost_state(fact: Fact, other: Fact | None, source: Stated, target: Stated) -> State:
    if fact.weight == "loose" or _excused(fact, source, target):
        return "unsure"
    if fact.kind == "time" and not target.words.isdisjoint(_HOURS):
        return "unsure"
    if other is None:
        return "unsure" if _is_small(fact) else "lost"
    return "lost"


def _excused(fact: Fact, own: Stated, other: Stated) -> bool:
    """Tell whether the other text may state a fact by another word: `Friday` as today, `China` as Beijing."""
    if fact.kind == "weekday":
        return not other.words.isdisjoint(_RELATIVE[other.language]) or _is_dated(fact, own, other)
    if fact.kind not in {"place", "name"}:
        return False
    ours = {concept for each in own.facts for concept in each.readings}
    theirs = {concept for each in other.facts for concept in each.readings}
    apart = [each for each in other.facts if each.readings.isdisjoint(fact.readings)]
    if theirs.isdisjoint(fact.readings) and (
        _told_apart(fact, other) or not fact.readings.isdisjoint(_uncased(other)) or _misspelled(fact, other)
    ):
        return True
    if len(fact.readings) == 1 and _parts(fact) & theirs:
        return True
    related = {other for concept in fact.readings for other in kin(concept)}
    return any(not related.isdisjoint(each.readings - ours) for each in apart)
