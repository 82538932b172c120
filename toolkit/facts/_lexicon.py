"""Names that French and English spell otherwise, from CLDR and from the reviewed lists beside this module."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.facts import _cldr
from toolkit.facts._fact import FactKind
from toolkit.facts._lists import read
from toolkit.facts._tokens import Language, Token, phrase


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of a name.

    Attributes:
        form: its folded words.
        kind: `place`, `name`, `month`, `weekday` or `hedge`.
        concepts: what it may stand for; the form in the other language stands for one of them too.
        written: the form as it is written, for its capitals.
        loose: whether it may well be something else, so that nothing is missed without it.
        endings: what its last word may end with besides.
    """

    form: tuple[str, ...]
    kind: FactKind
    concepts: frozenset[str]
    written: str
    loose: bool = False
    endings: frozenset[str] = frozenset({""})


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found among tokens.

    Attributes:
        place: of its first token.
        entry: what was found.
    """

    place: int
    entry: Entry

    @property
    def places(self) -> range:
        """Give the tokens it takes."""
        return range(self.place, self.place + len(self.entry.form))


_PREFIXES = ("anti", "pro", "ex", "pan", "extra", "intra", "ultra", "trans", "non")
_PREFIX = re.compile(rf"^(?:{'|'.join(_PREFIXES)})(?=[a-z]{{4}})")

_ENDINGS = ("s", "e", "es", "ne", "nes")
"""What the plural of a name, or the feminine and the plurals of an adjective, ends with besides."""

_PLURAL = frozenset({"", "s"})
_ADJECTIVE = frozenset({"", "s", "e", "es"})
_DOUBLED = _ADJECTIVE | {"ne", "nes"}

_READ = 4
"""Letters from which on an acronym may be read as a word, and written as one: Otan, Unesco."""

_APART = 2
"""Signs that may stand between the words of one name."""

Lexicon = Mapping[str, Sequence[Entry]]
"""Entries by their first word, the longest first."""


@functools.cache
def lexicon(language: Language) -> Lexicon:
    """Give the names of one language."""
    merged: dict[tuple[object, ...], Entry] = {}
    for entry in _entries(language):
        names = entry.kind in {"name", "place"}
        own = (entry.form, names or entry.kind, entry.written[:1].isupper(), entry.written.isupper())
        known = merged.get(own)
        merged[own] = entry if known is None else _merged(known, entry)
    found: dict[str, list[Entry]] = {}
    for entry in sorted(merged.values(), key=lambda entry: -len(entry.form)):
        found.setdefault(entry.form[0], []).append(entry)
    return found


def _merged(known: Entry, entry: Entry) -> Entry:
    concepts, loose = known.concepts | entry.concepts, known.loose and entry.loose
    return Entry(known.form, known.kind, concepts, known.written, loose, known.endings | entry.endings)


def hits(found: Sequence[Token], language: Language, *, cased: bool = True) -> tuple[Hit, ...]:
    """Find the names among tokens, the longest at each place, none within another; capitals count if `cased`."""
    known = lexicon(language)
    made: list[Hit] = []
    place = 0
    while place < len(found):
        entries = _candidates(known, found[place].fold)
        entry = next((each for each in entries if _stands(each, found, place, cased=cased)), None)
        if entry is not None:
            made.append(Hit(place, entry))
        place += len(entry.form) if entry else 1
    return tuple(made)


def _candidates(known: Lexicon, fold: str) -> Iterator[Entry]:
    """Give the entries that may begin with a word: as it is, without a prefix such as `anti`, without an ending."""
    yield from known.get(fold, ())
    words = (fold, _PREFIX.sub("", fold)) if fold.startswith(_PREFIXES) else (fold,)
    for word in words:
        if word is not fold:
            yield from known.get(word, ())
        for ending in _ENDINGS if word[-1] in "se" else ():
            if word.endswith(ending):
                yield from (each for each in known.get(word[: -len(ending)], ()) if len(each.form) == 1)


@functools.cache
def forms(concept: str, language: Language) -> tuple[tuple[str, ...], ...]:
    """Give the forms of more than one word that may stand for a concept."""
    found = (entry for entries in lexicon(language).values() for entry in entries)
    return tuple(entry.form for entry in found if len(entry.form) > 1 and concept in entry.concepts)


def kin(concept: str) -> frozenset[str]:
    """Name what a place may be told by: a capital by its country, Europe by the European Union, and the other way."""
    return _kin().get(concept, frozenset())


def _stands(entry: Entry, found: Sequence[Token], place: int, *, cased: bool) -> bool:
    """Tell whether an entry stands at a place, with the capitals it needs."""
    own = found[place : place + len(entry.form)]
    if len(own) < len(entry.form) or not _spelled(entry, [token.fold for token in own]):
        return False
    if any(len(token.before) > _APART for token in own[1:]):
        return False
    if entry.kind == "hedge" and "-" in entry.written and own[-1].before != "-":
        return False  # `peut être` is no `peut-être`
    return _has_capitals(entry, own) or not cased


def _spelled(entry: Entry, words: Sequence[str]) -> bool:
    """Tell whether words are those of an entry, the first perhaps after a prefix, the last perhaps with an ending."""
    if len(words) == 1:
        return words[0].rpartition(entry.form[0])[2] in entry.endings
    stem, ending = words[-1][: len(entry.form[-1])], words[-1][len(entry.form[-1]) :]
    told = words[0].endswith(entry.form[0]) and (*words[1:-1], stem) == entry.form[1:]
    return told and ending in entry.endings


def _has_capitals(entry: Entry, own: Sequence[Token]) -> bool:
    """Tell whether words have the capitals that the entry is written with."""
    if entry.written.replace(".", "").replace("-", "").isupper():
        return all(token.acronym for token in own) or (len(entry.written) >= _READ and own[0].text.istitle())
    last = entry.written.split()[-1]
    if len(own) > 1 and last[:1].isupper():
        return own[-1].capital
    return own[0].capital or not entry.written[:1].isupper()


def _entries(language: Language) -> Iterator[Entry]:
    places, words = read("places.toml"), read("words.toml")
    yield from _named(language)
    tables: tuple[tuple[FactKind, Mapping[str, str], bool], ...] = (
        ("place", places["territories"] | places["regions"], False),
        ("place", places["loose"], True),
        ("name", words["institutions"] | words["people"], False),
        ("name", words["loose"], True),
        ("hedge", words["hedges"], False),
        ("hedge", words["loose_hedges"], True),
    )
    for kind, table, loose in tables:
        for concept, forms in table.items():
            own = forms.split(" | ")[language == "en"]
            yield from _forms(own, kind, concept, language, loose=loose)
    for french, english in places["cities"].items():
        concept = _city(french)
        yield from _forms(french if language == "fr" else english, "place", concept, language, loose=False)


def _city(french: str) -> str:
    return f"city {french.split(', ', maxsplit=1)[0]}"


@functools.cache
def _kin() -> Mapping[str, frozenset[str]]:
    places = read("places.toml")
    pairs = {(f"city {city}", country) for city, country in places["seats"].items()}
    pairs |= {(concept, other) for concept, others in places["kin"].items() for other in others.split()}
    pairs |= {(other, concept) for concept, other in pairs}
    return {concept: frozenset(other for one, other in pairs if one == concept) for concept, _ in pairs}


def _forms(forms: str, kind: FactKind, concept: str, language: Language, *, loose: bool) -> Iterator[Entry]:
    concepts = frozenset({concept})
    for written in forms.split(", "):
        form = phrase(written)
        endings = _endings(form[-1], adjective=written[:1].islower()) if language == "fr" else _PLURAL
        yield Entry(form, kind, concepts, written, loose, endings)


def _endings(word: str, *, adjective: bool) -> frozenset[str]:
    """Give what makes the plural of a French name, or the feminine and the plurals of an adjective."""
    if not adjective:
        return _PLURAL
    return _DOUBLED if word.endswith(("en", "on", "an")) else _ADJECTIVE


def _named(language: Language) -> Iterator[Entry]:
    """Give territories, months and weekdays as CLDR names them."""
    for code, name in _cldr.territories(language).items():
        yield Entry(phrase(name), "place", frozenset({code}), name)
    for concept, name in _cldr.months(language).items():
        yield Entry(phrase(name), "month", frozenset({concept}), name)
    for concept, name in _cldr.weekdays(language).items():
        yield from (Entry(phrase(form), "weekday", frozenset({concept}), name) for form in (name, f"{name}s"))
    yield from _shortened(language)


def _shortened(language: Language) -> Iterator[Entry]:
    """Give `Sept.`, `juil.` and `Tue`: they may be other words, and so prove nothing by themselves."""
    known = [*_cldr.months(language, "abbreviated").items()]
    if language == "en":
        known += [*_cldr.weekdays("en", "abbreviated").items(), ("month 9", "Sept"), ("weekday 1", "Tues")]
        known += [("weekday 2", "Weds"), ("weekday 3", "Thurs")]
    for concept, name in known:
        kind: FactKind = "month" if concept.startswith("month") else "weekday"
        yield Entry(phrase(name), kind, frozenset({concept}), name, loose=True)
