"""Names that French and English spell otherwise, from CLDR and from the reviewed lists beside this module."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from toolkit.facts import _cldr
from toolkit.facts._fact import FactKind
from toolkit.facts._tokens import Token, phrase

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of a name.

    Attributes:
        form: its folded words.
        kind: `place`, `name`, `month`, `weekday` or `hedge`.
        concepts: what it may stand for; the form in the other language stands for one of them too.
        written: the form as it is written, for its capitals.
        loose: whether it may well be something else, so that nothing is missed without it.
    """

    form: tuple[str, ...]
    kind: FactKind
    concepts: frozenset[str]
    written: str
    loose: bool = False


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


_PREFIX = re.compile(r"^(?:anti|pro|ex|pan|extra|intra|ultra|trans|non)(?=[a-z]{4})")

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
        if known is not None:
            concepts, loose = known.concepts | entry.concepts, known.loose and entry.loose
            merged[own] = Entry(entry.form, known.kind, concepts, known.written, loose)
        else:
            merged[own] = entry
    found: dict[str, list[Entry]] = {}
    for entry in sorted(merged.values(), key=lambda entry: -len(entry.form)):
        found.setdefault(entry.form[0], []).append(entry)
    return found


def hits(found: Sequence[Token], language: Language, *, cased: bool = True) -> tuple[Hit, ...]:
    """Find the names among tokens, the longest at each place, none within another; capitals count unless told not to."""
    known = lexicon(language)
    made: list[Hit] = []
    place = 0
    while place < len(found):
        word = _PREFIX.sub("", found[place].fold)
        entries = known.get(found[place].fold) or known.get(word, ())
        entry = next((each for each in entries if _stands(each, found, place, cased=cased)), None)
        if entry is not None:
            made.append(Hit(place, entry))
        place += len(entry.form) if entry else 1
    return tuple(made)


@functools.cache
def forms(concept: str, language: Language) -> tuple[tuple[str, ...], ...]:
    """Give the forms of more than one word that may stand for a concept."""
    found = (entry for entries in lexicon(language).values() for entry in entries)
    return tuple(entry.form for entry in found if len(entry.form) > 1 and concept in entry.concepts)


def kin(concept: str) -> frozenset[str]:
    """Name what a place may be told by: a capital by its country, Europe by the European Union, and the other way."""
    return _kin().get(concept, frozenset())


@functools.cache
def common(language: Language) -> frozenset[str]:
    """Give words, folded, that are written with a capital and are no name."""
    section = _read("words.toml")["common_french" if language == "fr" else "common_english"]
    return frozenset(word for words in section.values() for each in words.split() for word in phrase(each))


@functools.cache
def of_names() -> frozenset[str]:
    """Give French words, folded, beside which a word with a capital may be an ordinary one: `Tribunal pénal`."""
    section = _read("words.toml")["common_french"]
    return frozenset(word for name in ("bodies", "rank", "nouns") for each in section[name].split() for word in phrase(each))


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words.

    Attributes:
        stems: beginnings of words.
        exact: whole words.
    """

    stems: tuple[str, ...]
    exact: frozenset[str]

    def __contains__(self, word: str) -> bool:
        """Tell whether a folded word is in the list."""
        return word in self.exact or word.startswith(self.stems)


@functools.cache
def negatives(language: Language) -> Words:
    """Give words, folded, whose sense is negative."""
    found = _read("words.toml")["negation"]["french" if language == "fr" else "english"]
    return Words(tuple(found["stems"].split()), frozenset(found["exact"].split()))


@functools.cache
def given() -> Mapping[str, frozenset[str]]:
    """Give English forms of French given names, folded: `jean` may be `john`."""
    return {french: frozenset(english.split()) for french, english in _read("words.toml")["given"].items()}


@functools.cache
def undone() -> Mapping[str, tuple[str, ...]]:
    """Give beginnings of French verbs whose negation English may tell by another verb, with those of the verb itself."""
    return {french: tuple(english.split()) for french, english in _read("words.toml")["negation"]["undo"].items()}


@functools.cache
def opposites() -> Mapping[str, tuple[str, ...]]:
    """Give beginnings of French words with those of English ones that tell them denied: `facile` with `difficult`."""
    return {french: tuple(english.split()) for french, english in _read("words.toml")["negation"]["opposites"].items()}


@functools.cache
def sayings(language: Language) -> Words:
    """Give verbs of saying, folded."""
    found = _read("words.toml")["speech"]
    if language == "en":
        return Words((), frozenset(found["english"].split()))
    return Words(tuple(found["french"].split()), frozenset(found["exact"].split()))


def _stands(entry: Entry, found: Sequence[Token], place: int, *, cased: bool) -> bool:
    """Tell whether an entry stands at a place, with the capitals it needs."""
    own = found[place : place + len(entry.form)]
    if not own[0].fold.endswith(entry.form[0]) or tuple(token.fold for token in own[1:]) != entry.form[1:]:
        return False
    if any(len(token.before) > _APART for token in own[1:]):
        return False
    if entry.kind == "hedge" and "-" in entry.written and own[-1].before != "-":
        return False  # `peut être` is no `peut-être`
    return _has_capitals(entry, own) or not cased


def _has_capitals(entry: Entry, own: Sequence[Token]) -> bool:
    """Tell whether words have the capitals that the entry is written with."""
    if entry.written.replace(".", "").replace("-", "").isupper():
        return all(token.acronym for token in own) or (len(entry.written) >= _READ and own[0].text.istitle())
    last = entry.written.split()[-1]
    if len(own) > 1 and last[:1].isupper():
        return own[-1].capital
    return own[0].capital or not entry.written[:1].isupper()


def _entries(language: Language) -> Iterator[Entry]:
    places, words = _read("places.toml"), _read("words.toml")
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
    places = _read("places.toml")
    pairs = {(f"city {city}", country) for city, country in places["seats"].items()}
    pairs |= {(concept, other) for concept, others in places["kin"].items() for other in others.split()}
    pairs |= {(other, concept) for concept, other in pairs}
    return {concept: frozenset(other for one, other in pairs if one == concept) for concept, _ in pairs}


def _forms(forms: str, kind: FactKind, concept: str, language: Language, *, loose: bool) -> Iterator[Entry]:
    concepts = frozenset({concept})
    for written in forms.split(", "):
        form = phrase(written)
        endings = _endings(form[-1], adjective=written[:1].islower()) if language == "fr" else ("", "s")
        for ending in endings:
            yield Entry((*form[:-1], form[-1] + ending), kind, concepts, written, loose)


def _endings(word: str, *, adjective: bool) -> tuple[str, ...]:
    """Give what makes the plural of a French name, or the feminine and the plurals of an adjective."""
    if not adjective:
        return ("", "s")
    doubled = ("ne", "nes") if word.endswith(("en", "on", "an")) else ()
    return ("", "s", "e", "es", *doubled)


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


@functools.cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Spelling:
    """How names are told from ordinary words; names.toml says what each list is.

    Attributes:
        ordinary: endings.
        opening: endings, those of `ordinary` among them.
        auxiliaries: words.
        articles: words.
        sounds: what to write for each group of letters.
    """

    ordinary: tuple[str, ...]
    opening: tuple[str, ...]
    auxiliaries: frozenset[str]
    articles: frozenset[str]
    sounds: Mapping[str, str]


@functools.cache
def spelling() -> Spelling:
    """Give how names are told from ordinary words."""
    found = _read("names.toml")
    ordinary = tuple(found["ordinary"].split())
    return Spelling(
        ordinary=ordinary,
        opening=(*ordinary, *found["opening"].split()),
        auxiliaries=frozenset(found["auxiliaries"].split()),
        articles=frozenset(found["articles"].split()),
        sounds=found["sounds"],
    )
